import { createHash } from "node:crypto";
import { isJsonObject } from "./json-object.ts";
import type { Ruleset } from "./ruleset.ts";

/**
 * SHA-256, in hex, of everything a decision can depend on or show, with names and thresholds filled in. Left
 * out: descriptions, the file's name and version, invariants, what is disabled or in shadow, and conditions and
 * thresholds nobody uses.
 */
export function rulesetHash(
  ruleset: Pick<Ruleset, "rules" | "lane" | "otherwise" | "scoring" | "completeness">,
): string {
  const { rules, lane, otherwise, scoring, completeness } = ruleset;
  const logic = {
    rules: rules.map(({ id, when, then }) => ({ id, when, then })),
    lane,
    otherwise,
    scoring,
    completeness: completeness.fields.map(({ weight, columns }) => ({ weight, columns })),
  };
  return createHash("sha256").update(canonicalJson(logic)).digest("hex");
}

/** JSON with the keys of every object in code unit order. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isJsonObject(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
