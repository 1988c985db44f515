import type { JsonDocument } from "./json-document.ts";
import { maxProblems, type JsonPath, type Report, type RulesetProblem } from "./ruleset-problem.ts";

/** The problems of one document while it is checked. */
export interface ProblemList {
  readonly report: Report;
  /** Whether enough was found; more would only take time. */
  isFull(): boolean;
  /** In the order of the text. */
  all(): readonly RulesetProblem[];
}

/** Starts with what is wrong with the text itself; a value that had to be guessed is not complained of again. */
export function problemsOf(document: JsonDocument): ProblemList {
  const problems = [...document.problems];
  const guessed = new Set(document.problems.map(place));
  return {
    report(path: JsonPath, message: string, about?: "key") {
      if (problems.length >= maxProblems) return;
      const position = document.locate(path, about === "key");
      const problem = { file: document.file, path, message, position };
      if (position === null || !guessed.has(place(problem))) problems.push(problem);
    },
    isFull: () => problems.length >= maxProblems,
    all: () => problems.toSorted((one, other) => order(one) - order(other)),
  };
}

function place({ position }: RulesetProblem): string {
  return `${position?.line}:${position?.column}`;
}

/** Lines are shorter than this, and what has no place comes first. */
function order({ position }: RulesetProblem): number {
  return position === null ? 0 : position.line * 1e7 + position.column;
}
