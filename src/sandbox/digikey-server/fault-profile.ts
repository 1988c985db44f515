import * as z from "zod";

/** What can go wrong with a call. */
export const faultNames = [
  "burst429",
  "daily429",
  "server500",
  "server503Html",
  "slow",
  "reset",
  "brokenJson",
  "oversized",
  "expiredToken",
  "wrongShape",
] as const;
export type FaultName = (typeof faultNames)[number];

const Share = z.number().min(0).max(1);

/** How often what goes wrong. Decided for each number and attempt, so the order of requests changes nothing. */
export const FaultProfile = z.strictObject({
  /** Share of attempts; the rest succeeds. */
  rates: z.partialRecord(z.enum(faultNames), Share).default({}),
  /** Numbers of which every attempt fails, in groups that have no number in common; each with one of its group's `faults`. */
  persistent: z
    .array(z.strictObject({ share: Share, faults: z.array(z.enum(faultNames)).min(1).readonly() }))
    .readonly()
    .default([]),
  /** Calls after which the day's quota is used up, whatever the limits say; null leaves it to the limits. */
  daily429After: z.number().int().min(0).nullable().default(null),
  /** What `slow` adds to the latency. */
  slowMs: z.number().min(0).default(800),
  /** What an injected burst 429 says in Retry-After. */
  burstRetryAfterS: z.number().int().min(0).default(1),
  /** MPN in upper case → what happens to its first, second... attempt; nothing does after the last entry. */
  script: z.record(z.string(), z.array(z.enum([...faultNames, "none"])).readonly()).default({}),
});
export type FaultProfile = z.infer<typeof FaultProfile>;

/**
 * Nothing goes wrong; a few things do, one or two parts in a hundred never work, and of one in two hundred the record is
 * broken; a lot does.
 */
export const faultProfiles = {
  none: FaultProfile.parse({}),
  realistic: FaultProfile.parse({
    rates: {
      burst429: 0.01,
      server500: 0.015,
      server503Html: 0.015,
      reset: 0.015,
      slow: 0.03,
      expiredToken: 0.005,
    },
    persistent: [
      { share: 0.02, faults: ["server500", "server503Html", "reset"] },
      { share: 0.005, faults: ["wrongShape"] },
    ],
  }),
  storm: FaultProfile.parse({
    rates: {
      burst429: 0.08,
      server500: 0.08,
      server503Html: 0.08,
      reset: 0.08,
      slow: 0.08,
      brokenJson: 0.03,
      oversized: 0.005,
      expiredToken: 0.05,
      wrongShape: 0.02,
    },
    persistent: [{ share: 0.1, faults: ["server500", "server503Html", "reset", "brokenJson", "wrongShape"] }],
  }),
} as const satisfies Record<string, FaultProfile>;
