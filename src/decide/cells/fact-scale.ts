import type { FactSpec } from "../fact-catalogue.ts";

/** The whole steps in which a number is counted: a score in 1/10,000, a count in ones. */
export interface FactScale {
  readonly stepsPerUnit: number;
  /** The highest value of the fact, in steps. */
  readonly lastStep: number;
}

/** The scale of a numeric fact; null for a fact that is no number. */
export function factScale(spec: FactSpec): FactScale | null {
  switch (spec.type) {
    case "score":
      return { stepsPerUnit: 10_000, lastStep: 10_000 };
    case "count":
      return { stepsPerUnit: 1, lastStep: Number.MAX_SAFE_INTEGER };
    case "flag":
    case "choice":
      return null;
  }
}

/** The lowest step whose value is at least `threshold`; the threshold itself may lie between two steps. */
export function stepFrom(threshold: number, { stepsPerUnit }: FactScale): number {
  const near = Math.round(threshold * stepsPerUnit);
  return near / stepsPerUnit >= threshold ? near : near + 1;
}

/** The lowest step whose value is above `threshold`. */
export function stepAbove(threshold: number, scale: FactScale): number {
  const from = stepFrom(threshold, scale);
  return from / scale.stepsPerUnit > threshold ? from : from + 1;
}
