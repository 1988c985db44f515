import { routes, type Facts } from "../domain/decision.ts";

/** The comparisons of json-rules-engine that rules may use. */
export const operators = [
  "equal",
  "notEqual",
  "lessThan",
  "lessThanInclusive",
  "greaterThan",
  "greaterThanInclusive",
  "in",
  "notIn",
] as const;
export type OperatorName = (typeof operators)[number];

const ordering = [
  "lessThan",
  "lessThanInclusive",
  "greaterThan",
  "greaterThanInclusive",
  "equal",
  "notEqual",
] as const satisfies readonly OperatorName[];

/** What a fact can be: a score of 0 to 1, a whole number from 0 up, true or false, or one of a few words. */
export type FactSpec = { readonly operators: readonly OperatorName[]; readonly doc: string } & (
  | { readonly type: "score" }
  | { readonly type: "count" }
  | { readonly type: "flag" }
  | { readonly type: "choice"; readonly values: readonly string[] }
);

const specs: Readonly<Record<keyof Facts, FactSpec>> = {
  forcedRoute: {
    type: "choice",
    values: ["none", ...routes],
    operators: ["equal", "notEqual", "in", "notIn"],
    doc: "The route that was asked for from outside, or none.",
  },
  priorityScore: {
    type: "score",
    operators: ordering,
    doc: "The priority score of the source, 0 to 1; 0 when the source has none.",
  },
  hasPriorityScore: {
    type: "flag",
    operators: ["equal", "notEqual"],
    doc: "Whether the source has a priority score for the part.",
  },
  completeness: {
    type: "score",
    operators: ordering,
    doc: "The weighted share of the record's fields that are filled, 0 to 1.",
  },
  manufacturerReliability: {
    type: "score",
    operators: ordering,
    doc: "The smoothed share of scrapes of this manufacturer that succeeded, 0 to 1.",
  },
  combinedScore: {
    type: "score",
    operators: ordering,
    doc: "The weighted mean of priority, reliability and completeness, 0 to 1.",
  },
  recentFailures: {
    type: "count",
    operators: ordering,
    doc: "How many automation tasks of this part ended failed in the last days.",
  },
};

/** Everything rules may test, and how, by name. A map, because `constructor` is no fact. */
export const factCatalogue: ReadonlyMap<string, FactSpec> = new Map(Object.entries(specs));

/** What is wrong with `value` as a value of the fact, as the end of a sentence; null when nothing is. */
export function factValueProblem(spec: FactSpec, value: unknown): string | null {
  switch (spec.type) {
    case "score":
      return typeof value === "number" && value >= 0 && value <= 1
        ? null
        : `must be a number from 0 to 1, not ${show(value)}`;
    case "count":
      return Number.isSafeInteger(value) && Number(value) >= 0
        ? null
        : `must be a whole number from 0 up, not ${show(value)}`;
    case "flag":
      return typeof value === "boolean" ? null : `must be true or false, not ${show(value)}`;
    case "choice":
      return typeof value === "string" && spec.values.includes(value)
        ? null
        : `must be one of ${spec.values.join(", ")}, not ${show(value)}`;
  }
}

function show(value: unknown): string {
  return typeof value === "number" || value === undefined ? String(value) : JSON.stringify(value);
}
