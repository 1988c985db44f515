import type { SourcePart } from "../domain/part.ts";
import type { CompletenessWeights } from "./completeness-schema.ts";

/** The weighted share of a record's fields that are filled, 0 to 1, exact to the hundredth. */
export function completeness(part: SourcePart, weights: CompletenessWeights): number {
  const filled = weights.fields.filter(({ columns }) => columns.some((column) => isPresent(part[column])));
  return filled.reduce((sum, field) => sum + field.weight, 0) / 100;
}

function isPresent(value: string | readonly unknown[] | null): boolean {
  if (value === null) return false;
  return typeof value === "string" ? value.trim() !== "" : value.length > 0;
}
