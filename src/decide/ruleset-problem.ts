import { closestName } from "../domain/closest-name.ts";
import { exitCodes, UserError } from "../domain/fault.ts";
import { lookAlikeHint } from "./look-alikes.ts";

/** Where something stands inside a JSON document, from its root. */
export type JsonPath = readonly PropertyKey[];

/** Where something stands in a text: line and column from 1, the length in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** One thing that is wrong with a rules file. */
export interface RulesetProblem {
  readonly file: string;
  readonly path: JsonPath;
  readonly message: string;
  /** Null where there is no text, as for a ruleset that was stored. */
  readonly position: Position | null;
}

/** Takes note of one problem in the file at hand; `about` tells whether the key or the value at the path is meant. */
export type Report = (path: JsonPath, message: string, about?: "key") => void;

/** So many problems of one ruleset are enough to tell what is wrong with it. */
export const maxProblems = 200;

/** ` Did you mean "completeness"?`, or nothing when no known name is near; says which letter only looks right. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const { explanation, meant } = lookAlikeHint(name.slice(0, maxQuoted));
  const closest = closestName(meant, known);
  // A known name that is refused stands in the wrong place; to suggest it would explain nothing.
  const isOther = closest !== null && closest !== name;
  return explanation + (isOther ? ` Did you mean "${closest}"?` : "");
}

/** All problems as one error that says where each stands, one per line. */
export function rulesetError(problems: readonly RulesetProblem[]): UserError {
  const lines = problems.map((problem) => `${problemPlace(problem)}: ${problemText(problem)}`);
  return new UserError(exitCodes.rules, `The rules cannot be used; correct this:\n${lines.join("\n")}`);
}

/** `routing.json:12:35`, as editors and terminals make links of. */
export function problemPlace({ file, position }: RulesetProblem): string {
  return position === null ? file : `${file}:${position.line}:${position.column}`;
}

/** The message after the path it is about: `rules[2].id: this is missing`. */
export function problemText(problem: RulesetProblem): string {
  const path = problemPath(problem);
  return path === "" ? problem.message : `${path}: ${problem.message}`;
}

/** The JSON path a problem is about, as in `rules[2].when.all[0].fact`; empty for the document as a whole. */
export function problemPath({ path }: RulesetProblem): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = cut(String(key));
    return text === "" ? name : `${text}.${name}`;
  }, "");
}

const maxQuoted = 60;

/** A name as it is quoted in a message: not longer than anybody reads. */
export function cut(name: string): string {
  return name.length > maxQuoted ? `${name.slice(0, maxQuoted)}…` : name;
}
