import type { Position } from "../decide/ruleset-problem.ts";
import { printable, textWidth, truncate } from "./terminal/text-width.ts";

/** The line of a text that a position is in, cut to `columns`, with a mark under what is meant. */
export function codeFrame(
  text: string,
  { line, column, length }: Position,
  columns: number,
): readonly string[] {
  const written = text.split("\n", line)[line - 1] ?? "";
  const gutter = `${line} | `;
  const room = Math.max(20, columns - gutter.length);
  const before = written.slice(0, column - 1).trimStart();
  // A mark far to the right is kept in sight, with what stands before it cut.
  const shownBefore = before.length > room / 2 ? `…${before.slice(-Math.floor(room / 2) + 1)}` : before;
  const lead = printableStart(shownBefore);
  const shown = truncate(lead + printable(written.slice(column - 1)), room);
  const width = Math.max(1, Math.min(length, textWidth(shown) - textWidth(lead)));
  return [
    `${gutter}${shown}`,
    `${" ".repeat(gutter.length - 2)}| ${" ".repeat(textWidth(lead))}${"^".repeat(width)}`,
  ];
}

/** Like `printable`, with the space kept that separates it from what follows. */
function printableStart(text: string): string {
  return text === "" ? "" : printable(text) + (text.endsWith(" ") ? " " : "");
}
