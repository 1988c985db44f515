import type * as z from "zod";
import type { JsonDocument } from "./json-document.ts";
import { problemsOf, type ProblemList } from "./problem-list.ts";
import { reservedKeyPaths } from "./reserved-keys.ts";
import type { RulesetProblem } from "./ruleset-problem.ts";
import { zodProblems } from "./zod-problems.ts";

/** What came of checking something: the thing, or null and what is wrong with it. */
export interface Checked<Value> {
  readonly value: Value | null;
  readonly problems: readonly RulesetProblem[];
}

/** A schema, and every key of its format, to tell what a misspelt one was meant to be. */
export interface Format<Value> {
  readonly schema: z.ZodType<Value>;
  readonly keys: readonly string[];
}

/** Checks a document against its format. */
export function checkDocument<Value>(format: Format<Value>, document: JsonDocument): Checked<Value> {
  const problems = problemsOf(document);
  const value = document.value === undefined ? null : checkShape(format, document.value, problems);
  return { value, problems: problems.all() };
}

/** The value in its format, or null; keys that could reach into the objects of this program are no part of any. */
export function checkShape<Value>(
  { schema, keys }: Format<Value>,
  value: unknown,
  problems: ProblemList,
): Value | null {
  for (const path of reservedKeyPaths(value)) {
    problems.report(path, "this key is reserved; use another name", "key");
  }
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  for (const { path, message, about } of zodProblems(parsed.error, keys)) {
    problems.report(path, message, about);
  }
  return null;
}
