import { isJsonObject } from "./json-object.ts";
import { rulesetHash } from "./ruleset-hash.ts";
import type { RoutingRule, Ruleset } from "./ruleset.ts";

/** The ruleset as it would be if its rules in shadow were live, each at its place in the file. */
export function promotedRuleset(ruleset: Ruleset): Ruleset {
  const { shadowRules, source } = ruleset;
  const rules: RoutingRule[] = ruleset.rules.flatMap((rule, index) => [...shadowsBefore(index), rule]);
  rules.push(...shadowsBefore(ruleset.rules.length));
  const promoted = { ...ruleset, rules, shadowRules: [], shadowRuleset: null };
  return {
    ...promoted,
    hash: rulesetHash(promoted),
    source: { ...source, routing: withoutModes(source.routing), shadow: null },
  };

  function shadowsBefore(liveRules: number): RoutingRule[] {
    return shadowRules
      .filter(({ liveRulesBefore }) => liveRulesBefore === liveRules)
      .map(({ id, description, when, then }) => ({ id, description, when, then }));
  }
}

/** The same rules file with every rule live, which a rule is that has no mode. */
function withoutModes(routing: unknown): unknown {
  if (!isJsonObject(routing) || !Array.isArray(routing["rules"])) return routing;
  return {
    ...routing,
    rules: routing["rules"].map((rule: unknown) => {
      if (!isJsonObject(rule)) return rule;
      return Object.fromEntries(Object.entries(rule).filter(([key]) => key !== "mode"));
    }),
  };
}
