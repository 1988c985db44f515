import { createScanner } from "jsonc-parser";

/** A piece of a text that is not JSON. */
export interface TokenMistake {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  /** What is read in its place; not longer than it. */
  readonly replacement: string;
}

/** Far deeper than a rule reads well, and far from where recursive code fails. */
const maxDepth = 40;

const literal = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** What people write into JSON that does not belong there: comments, commas before a bracket, words that are no value. */
export function tokenMistakes(text: string): {
  readonly mistakes: TokenMistake[];
  readonly isTooDeep: boolean;
} {
  const scanner = createScanner(text, false);
  const mistakes: TokenMistake[] = [];
  let depth = 0;
  let openComma: TokenMistake | null = null;
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const [offset, length] = [scanner.getTokenOffset(), scanner.getTokenLength()];
    const mistake = (said: string, replacement = "") => ({
      offset,
      length,
      replacement,
      message: `this is not JSON: ${said}`,
    });
    const token = text.slice(offset, offset + length);
    if (token.trim() === "") continue;
    if (/^\/[/*]/.test(token)) {
      mistakes.push(mistake("it has no comments; use a description"));
      continue;
    }
    if (/^[}\]]/.test(token) && openComma !== null) mistakes.push(openComma);
    openComma = token === "," ? mistake("the last item of a list or object has no comma after it") : null;
    if (/^[}\]]/.test(token)) depth -= 1;
    else if (/^[{[]/.test(token)) depth += 1;
    else if (!/^[:,"]/.test(token) && !literal.test(token)) {
      const shown = token.length > 40 ? `${token.slice(0, 40)}…` : token;
      const choices = "a number, true, false, null, or a text in double quotes";
      mistakes.push(mistake(`${shown} is no value; write ${choices}`, length > 1 ? '""' : "0"));
    }
    if (depth > maxDepth) {
      mistakes.push({
        ...mistake(""),
        message: `this is nested more than ${maxDepth} deep; no rule needs that`,
      });
      return { mistakes, isTooDeep: true };
    }
  }
  return { mistakes, isTooDeep: false };
}

/** The text with the mistakes replaced, everything else at its old offset. */
export function withoutMistakes(text: string, mistakes: readonly TokenMistake[]): string {
  const pieces: string[] = [];
  let copied = 0;
  for (const { offset, length, replacement } of mistakes.toSorted(
    (one, other) => one.offset - other.offset,
  )) {
    pieces.push(text.slice(copied, offset), replacement.padEnd(length));
    copied = offset + length;
  }
  return [...pieces, text.slice(copied)].join("");
}
