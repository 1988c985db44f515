import { createHash } from "node:crypto";
import type { RawRow } from "./part-source.ts";

/**
 * The SHA-256 of a row's content, in hex. The order of its keys does not matter, and a column that is null or an
 * empty list counts as absent: sources differ in how they tell of those.
 */
export function rowFingerprint(row: RawRow): string {
  const filled = Object.entries(row).filter(([, value]) => !isAbsent(value));
  return createHash("sha256")
    .update(JSON.stringify(withSortedKeys(Object.fromEntries(filled))))
    .digest("hex");
}

function isAbsent(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

/** Entries instead of objects, because objects move keys that look like numbers to the front. */
function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { entries: entries.map(([key, item]) => [key, withSortedKeys(item)]) };
}
