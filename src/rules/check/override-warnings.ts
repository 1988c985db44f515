import { isJsonObject } from "../../decide/json-object.ts";
import type { JsonDocument } from "../../decide/json-document.ts";
import type { RulesetProblem } from "../../decide/ruleset-problem.ts";

/** A threshold of `params` that configuration sets. */
export interface Override {
  readonly name: string;
  readonly value: number;
  /** The setting in words: `max_automation_failures (from MAX_AUTOMATION_FAILURES)`. */
  readonly origin: string;
}

/** One warning for each threshold that is another in the file than in effect. */
export function overrideWarnings(
  document: JsonDocument,
  overrides: readonly Override[],
): readonly RulesetProblem[] {
  const params = isJsonObject(document.value) ? document.value["params"] : null;
  if (!isJsonObject(params)) return [];
  return overrides.flatMap(({ name, value, origin }) => {
    const written = params[name];
    if (typeof written !== "number" || written === value) return [];
    const path = ["params", name];
    return [
      {
        file: document.file,
        path,
        message: `${written} has no effect: the setting ${origin} makes it ${value}; change it there`,
        position: document.locate(path, false),
      },
    ];
  });
}
