import { isJsonObject } from "./json-object.ts";
import type { Ruleset } from "./ruleset.ts";

/** The value of a threshold in a ruleset: what configuration makes it, else what the file says; null without one. */
export function namedThreshold({ source }: Pick<Ruleset, "source">, name: string): number | null {
  const { overrides, routing } = source;
  const params = isJsonObject(routing) ? routing["params"] : null;
  const value = overrides[name] ?? (isJsonObject(params) ? params[name] : null);
  return typeof value === "number" ? value : null;
}
