/**
 * What is true about one real part: its manufacturer's published ordering code, or a hand-listed entry, says so.
 * The sandbox provider answers from this; the sandbox's source table is this with flaws added.
 */
export interface TruePart {
  readonly mpn: string;
  /** The manufacturer's canonical name, e.g. `YAGEO`. */
  readonly manufacturer: string;
  /** A positive number, stable per manufacturer. */
  readonly manufacturerId: number;
  /** Category names and ids, root first. */
  readonly category: readonly { readonly id: number; readonly name: string }[];
  /** As a catalogue prints it: `RES 100K OHM 1% 1/8W 0805`. */
  readonly description: string;
  /** One sentence for people. */
  readonly detailedDescription: string;
  readonly lifecycle: "active" | "not_for_new_designs" | "last_time_buy" | "obsolete";
  readonly series: string | null;
  readonly packageName: string | null;
  readonly datasheetUrl: string | null;
  /** Attributes in the way a distributor prints them. */
  readonly parameters: readonly TrueParameter[];
}

export interface TrueParameter {
  readonly id: number;
  readonly name: string;
  readonly type:
    "String" | "UnitOfMeasure" | "CoupledUnitOfMeasure" | "RangeUnitOfMeasure" | "Integer" | "Double";
  readonly text: string;
}
