import { isJsonObject } from "../../decide/json-object.ts";
import type { Ruleset } from "../../decide/ruleset.ts";
import type { Finding } from "./finding.ts";

/**
 * The thresholds and named conditions of a rules file that neither a rule nor the lane comes to, not even by way of
 * another condition. A rule counts though it is in shadow or disabled.
 *
 * @param settable thresholds that settings replace and the program reads by name; they are never unused.
 */
export function unusedNames({ source }: Pick<Ruleset, "source">, settable: readonly string[]): Finding[] {
  const routing = isJsonObject(source.routing) ? source.routing : {};
  const conditions = new Map(entriesOf(routing["conditions"]));
  const usedConditions = new Set<string>();
  const usedThresholds = new Set(settable);
  read(routing["rules"]);
  read(routing["lane"]);
  return [
    ...entriesOf(routing["params"]).flatMap(([threshold]): Finding[] =>
      usedThresholds.has(threshold) ? [] : [{ kind: "unused-threshold", threshold }],
    ),
    ...[...conditions.keys()].flatMap((condition): Finding[] =>
      usedConditions.has(condition) ? [] : [{ kind: "unused-condition", condition }],
    ),
  ];

  function read(written: unknown): void {
    if (Array.isArray(written)) written.forEach(read);
    if (!isJsonObject(written)) return;
    const { param, condition } = written;
    if (typeof param === "string") usedThresholds.add(param);
    if (typeof condition === "string" && !usedConditions.has(condition)) {
      usedConditions.add(condition);
      read(conditions.get(condition));
    }
    Object.values(written).forEach(read);
  }
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return isJsonObject(value) ? Object.entries(value) : [];
}
