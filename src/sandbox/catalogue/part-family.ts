import { asciiUpperCase } from "../../domain/part-key.ts";
import type { PreferredValue } from "./preferred-values.ts";
import type { TruePart } from "./true-part.ts";
import type { ValueCode } from "./value-code.ts";

/** Ordering codes that differ in the value alone: `head`, then the value's code, then `tail`. */
export interface CodeRun {
  readonly head: string;
  readonly tail: string;
  readonly values: CodedValues;
  readonly partOf: (mpn: string, value: PreferredValue) => TruePart;
}

/** Values with their codes, ready to be found by either. Runs share it where their values are the same. */
export interface CodedValues {
  readonly entries: readonly { readonly code: string; readonly value: PreferredValue }[];
  readonly byCode: ReadonlyMap<string, PreferredValue>;
}

/** A manufacturer's series: every part its published ordering code covers, found by index or by number. */
export interface PartFamily {
  readonly name: string;
  /** How many parts there are. */
  readonly size: number;
  /**
   * The part at a place, 0 to `size - 1`, in an order that never changes.
   *
   * @throws {RangeError} beyond the family.
   */
  at(index: number): TruePart;
  /** The part with this number (upper case, no white space), or null when no such code is published. */
  decode(mpn: string): TruePart | null;
  /** The first `limit` parts whose number starts with the prefix (upper case). */
  startingWith(prefix: string, limit: number): readonly TruePart[];
}

/** Writes down the codes of some values. */
export function codedValues(values: readonly PreferredValue[], codeOf: ValueCode): CodedValues {
  const entries = values.map((value) => ({ code: codeOf(value), value }));
  return { entries, byCode: new Map(entries.map(({ code, value }) => [code, value])) };
}

/** A family made of runs of ordering codes. */
export function partFamily(name: string, runs: readonly CodeRun[]): PartFamily {
  return {
    name,
    size: runs.reduce((sum, run) => sum + run.values.entries.length, 0),
    at(index) {
      let rest = index;
      for (const run of runs) {
        const entry = run.values.entries[rest];
        if (entry !== undefined) return partOfEntry(run, entry);
        rest -= run.values.entries.length;
      }
      throw new RangeError(`${name} has no part at index ${index}`);
    },
    decode(mpn) {
      for (const run of runs) {
        if (!mpn.startsWith(run.head) || !mpn.endsWith(run.tail)) continue;
        const value = run.values.byCode.get(mpn.slice(run.head.length, mpn.length - run.tail.length));
        if (value !== undefined) return run.partOf(mpn, value);
      }
      return null;
    },
    startingWith(prefix, limit) {
      return runs
        .filter(({ head }) => head.startsWith(prefix) || prefix.startsWith(head))
        .flatMap((run) =>
          run.values.entries
            .filter(({ code }) => asciiUpperCase(`${run.head}${code}${run.tail}`).startsWith(prefix))
            .slice(0, limit)
            .map((entry) => partOfEntry(run, entry)),
        )
        .slice(0, limit);
    },
  };
}

function partOfEntry(run: CodeRun, { code, value }: CodedValues["entries"][number]): TruePart {
  return run.partOf(`${run.head}${code}${run.tail}`, value);
}
