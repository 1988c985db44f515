import { isJsonObject } from "./json-object.ts";
import type { JsonPath } from "./ruleset-problem.ts";

/** Keys that mean something to every JavaScript object. */
const reservedKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Where a document has keys that could reach into the objects of this program. */
export function reservedKeyPaths(document: unknown, path: JsonPath = []): readonly JsonPath[] {
  if (Array.isArray(document)) {
    return document.flatMap((item: unknown, index) => reservedKeyPaths(item, [...path, index]));
  }
  if (!isJsonObject(document)) return [];
  return Object.entries(document).flatMap(([key, value]) => {
    const here = [...path, key];
    return [...(reservedKeys.has(key) ? [here] : []), ...reservedKeyPaths(value, here)];
  });
}
