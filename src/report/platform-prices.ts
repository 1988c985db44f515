/** What Trigger.dev Cloud charges, in US dollars before tax. */
export interface PlatformPrices {
  /** The day the prices were read. */
  readonly asOf: string;
  readonly source: string;
  /** Per run, however long it takes. */
  readonly perRun: number;
  /** Per second of execution, by machine; waiting for the network counts, queueing does not. */
  readonly perSecond: Readonly<Record<string, number>>;
  /** Tasks started per second that a queue lets through on the Pro plan. */
  readonly startsPerSecond: number;
}

/** The list prices; a contract may differ. */
export const platformPrices: PlatformPrices = {
  asOf: "2026-05-22",
  source: "https://trigger.dev/pricing",
  perRun: 0.000025,
  perSecond: {
    micro: 0.0000169,
    "small-1x": 0.0000338,
    "small-2x": 0.0000675,
    "medium-1x": 0.000085,
    "medium-2x": 0.00017,
    "large-1x": 0.00034,
    "large-2x": 0.00068,
  },
  startsPerSecond: 100,
};
