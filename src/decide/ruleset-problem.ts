import { exitCodes, UserError } from "../domain/fault.ts";
import { closestName } from "../domain/closest-name.ts";

/** Where something stands inside a JSON document, from its root. */
export type JsonPath = readonly PropertyKey[];

/** One thing that is wrong with a rules file. */
export interface RulesetProblem {
  readonly file: string;
  readonly path: JsonPath;
  readonly message: string;
}

/** Takes note of one problem in the file at hand. */
export type Report = (path: JsonPath, message: string) => void;

/** ` Did you mean "completeness"?`, or nothing when no known name is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const closest = closestName(name, known);
  return closest === null ? "" : ` Did you mean "${closest}"?`;
}

/** All problems as one error that names file and JSON path of each, one per line. */
export function rulesetError(
  problems: readonly RulesetProblem[],
  options: { cause?: unknown } = {},
): UserError {
  const lines = problems.map(({ file, path, message }) =>
    path.length === 0 ? `${file}: ${message}` : `${file}: ${formatPath(path)}: ${message}`,
  );
  return new UserError(
    exitCodes.rules,
    `The ruleset cannot be used; correct this:\n${lines.join("\n")}`,
    options,
  );
}

function formatPath(path: JsonPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}
