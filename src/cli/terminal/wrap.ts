import { textWidth } from "./text-width.ts";

/**
 * A text in lines of at most `columns`, broken after a separator (`, ; : · + =`) where that is possible, between words
 * where it is not; a word wider than a line stays whole. For text without escapes.
 */
export function wrap(text: string, columns: number): readonly string[] {
  const pieces = text
    .split(/(?<=[,;:·+=]) /)
    .flatMap((piece) => (textWidth(piece) > columns ? piece.split(" ") : [piece]));
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const joined = last === undefined ? piece : `${last} ${piece}`;
    if (last === undefined || textWidth(joined) > columns) lines.push(piece);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}
