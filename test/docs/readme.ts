import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the project. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** README.md as its readers have it. */
export const readme = readFileSync(`${root}README.md`, "utf8");

/** The contents of the fenced blocks in one language, in order. */
export function fencedBlocks(language: string): string[] {
  return [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, name, text]) =>
    name === language && text !== undefined ? [text] : [],
  );
}

/** The rows of the first table whose header starts with `header`, cell by cell, without the header. */
export function tableUnder(...header: readonly string[]): string[][] {
  const lines = readme.split("\n").map(cellsOf);
  const start = lines.findIndex((cells) => header.every((name, index) => cells[index] === name));
  if (start < 0) throw new Error(`README.md has no table with the columns ${header.join(", ")}`);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((cells) => cells.length === 0);
  return rest.slice(0, end < 0 ? undefined : end);
}

/** Everything in backquotes in a piece of Markdown. */
export function codeIn(markdown: string): string[] {
  return [...markdown.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code ?? []);
}

function cellsOf(line: string): string[] {
  return line.startsWith("|")
    ? line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim())
    : [];
}
