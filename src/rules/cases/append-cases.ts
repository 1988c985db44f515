import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { SuggestedCase } from "./suggest-cases.ts";

/** The text of a cases file with cases added at the end, one key a line, the rest as it was. */
export function appendCases(text: string, cases: readonly SuggestedCase[]): string {
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, ["cases"]);
  const last = node?.children?.at(-1);
  if (last === undefined) throw new Error("a cases file has at least one case");
  const end = last.offset + last.length;
  return text.slice(0, end) + cases.map((one) => `,\n${caseText(one)}`).join("") + text.slice(end);
}

/** A case as it stands in the file. */
export function caseText({ name, given, expect }: SuggestedCase): string {
  const lines = [
    `"name": ${JSON.stringify(name)}`,
    `"given": ${inline(given)}`,
    `"expect": ${inline(expect)}`,
  ];
  return `    {\n${lines.map((line) => `      ${line}`).join(",\n")}\n    }`;
}

const maxColumns = 110;

/** `{ "a": 1, "b": 2 }`, or one key a line where that is too long. */
function inline(value: object): string {
  const entries = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}: ${JSON.stringify(each)}`,
  );
  if (entries.length === 0) return "{}";
  const line = `{ ${entries.join(", ")} }`;
  return line.length <= maxColumns - `      "expect": ,`.length
    ? line
    : `{\n${entries.map((entry) => `        ${entry}`).join(",\n")}\n      }`;
}
