import { basename } from "node:path";

/** What a file of a rules folder is, which its name tells. */
export type RulesFileKind = "ruleset" | "scoring" | "completeness" | "manufacturers";

const named: ReadonlyMap<string, RulesFileKind> = new Map([
  ["scoring.json", "scoring"],
  ["completeness.json", "completeness"],
  ["manufacturers.json", "manufacturers"],
]);

/** Null for a file that holds no rules: generated schemas, test cases, documents. */
export function rulesFileKind(path: string): RulesFileKind | null {
  const name = basename(path);
  if (!name.endsWith(".json") || /\.(?:schema|cases)\.json$/.test(name)) return null;
  return named.get(name) ?? "ruleset";
}
