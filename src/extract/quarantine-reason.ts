import type * as z from "zod";
import type { RawRow } from "./part-source.ts";

const typeWords: Readonly<Record<string, string>> = {
  string: "text",
  array: "a list",
  object: "a record",
  boolean: "true or false",
  number: "a number",
};

/** One sentence on why a row is no valid part: the column, the value, what was expected. */
export function invalidColumnReason(row: RawRow, error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined)
    throw new RangeError("a failed validation has at least one issue", { cause: error });
  const column = issue.path.reduce<string>(
    (path, step) => (typeof step === "number" ? `${path}[${step}]` : `${path}${path && "."}${String(step)}`),
    "",
  );
  const value = issue.path.reduce<unknown>(fieldOf, row);
  if (value === null || value === undefined) return `${column} is missing.`;
  if (issue.code === "too_small") return `${column} is blank.`;
  if (issue.code === "too_big")
    return `${column} is ${shown(value)}, longer than ${issue.maximum} characters.`;
  const expected = issue.code === "invalid_type" ? issue.expected : "string";
  return `${column} is ${shown(value)}, expected ${typeWords[expected] ?? expected}.`;
}

/** A value as a reason quotes it: JSON, at most 60 characters. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function fieldOf(value: unknown, step: PropertyKey): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === String(step))?.[1]
    : undefined;
}
