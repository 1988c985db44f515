import * as z from "zod";
import { routes } from "../domain/decision.ts";
import type { Parameters } from "./check-test.ts";
import type { Condition, ConditionGroup } from "./condition.ts";
import { isJsonObject, type JsonObject } from "./json-object.ts";
import { conditionResolver } from "./resolve-conditions.ts";
import type { ProblemList } from "./problem-list.ts";
import { didYouMean, type Report } from "./ruleset-problem.ts";
import { maxRules } from "./ruleset-schema.ts";
import { testCount } from "./test-count.ts";

/** What decisions that no rule made carry in place of a rule's id. */
export const reservedIds = { otherwise: "otherwise", error: "engine-error" } as const;

const maxTests = 10_000;

/** The conditions of every rule in file order, and of the high lane; null where something was reported. */
export interface CheckedRules {
  readonly when: readonly (ConditionGroup | null)[];
  readonly lane: ConditionGroup | null;
}

/**
 * Checks what a schema cannot: names, thresholds, ids, the forced rules. It reads the document as written and
 * passes over what has the wrong shape, so that one look reports everything.
 *
 * @param reliableFrom the threshold that scoring shares with all rulesets; null when it is not known.
 */
export function checkRules(
  routing: JsonObject,
  overrides: Readonly<Record<string, number>>,
  reliableFrom: number | null,
  problems: ProblemList,
): CheckedRules {
  const { report } = problems;
  const rules = Array.isArray(routing["rules"]) ? routing["rules"] : [];
  if (rules.length > maxRules) return { when: [], lane: null };
  const parameters = readParameters(objectAt(routing, "params"), overrides, reliableFrom, report);
  const resolve = conditionResolver(objectAt(routing, "conditions"), parameters, problems);
  checkIds(rules, report);
  checkForcedRules(rules, report);
  const when = rules.map((rule: unknown, index) =>
    isJsonObject(rule) ? resolve(rule["when"], ["rules", index, "when"]) : null,
  );
  const lane = isJsonObject(routing["lane"]) ? resolve(routing["lane"]["high"], ["lane", "high"]) : null;
  checkSize([...when, lane], report);
  return { when, lane };
}

/** Named conditions that use each other can come to more tests than there is memory. */
function checkSize(conditions: readonly (ConditionGroup | null)[], report: Report): void {
  const counted = new Map<Condition, number>();
  const tests = conditions.reduce(
    (sum, condition) => sum + (condition ? testCount(condition, counted) : 0),
    0,
  );
  if (tests > maxTests) {
    report(["rules"], `with named conditions filled in, these rules have more than ${maxTests} tests`);
  }
}

function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isJsonObject(value) ? value : {};
}

function readParameters(
  params: JsonObject,
  overrides: Readonly<Record<string, number>>,
  reliableFrom: number | null,
  report: Report,
): Parameters {
  const parameters = new Map<string, number | null>(
    Object.entries(params).map(([name, value]) => [name, typeof value === "number" ? value : null]),
  );
  for (const [name, value] of Object.entries(overrides)) {
    if (parameters.has(name)) parameters.set(name, value);
    else {
      const hint = didYouMean(name, parameters.keys());
      report(
        ["params", name],
        `configuration sets this threshold, but the file has none of that name.${hint}`,
      );
    }
  }
  if (parameters.has("reliableFrom")) {
    report(["params", "reliableFrom"], "this threshold comes from scoring.json; change it there", "key");
  }
  return parameters.set("reliableFrom", reliableFrom);
}

function checkIds(rules: readonly unknown[], report: Report): void {
  const first = new Map<unknown, number>();
  for (const [index, rule] of rules.entries()) {
    if (!isJsonObject(rule)) continue;
    const id = rule["id"];
    const path = ["rules", index, "id"];
    const earlier = first.get(id);
    if (typeof id !== "string") continue;
    if (Object.values(reservedIds).some((reserved) => reserved === id)) {
      report(path, `"${id}" is reserved for decisions that no rule made`);
    }
    if (earlier === undefined) first.set(id, index);
    else report(path, `"${id}" is already the id of rules[${earlier}]`);
  }
}

const ForcedRule = z.object({
  enabled: z.literal(true).optional(),
  mode: z.literal("live").optional(),
  when: z.strictObject({
    all: z.tuple([
      z.strictObject({
        fact: z.literal("forcedRoute"),
        operator: z.literal("equal"),
        value: z.enum(routes),
      }),
    ]),
  }),
  then: z.object({ route: z.enum(routes) }),
});

/** A route that a person asked for must not depend on what an analyst left in the file. */
function checkForcedRules(rules: readonly unknown[], report: Report): void {
  const honoured = rules.slice(0, 2).flatMap((rule) => {
    const forced = ForcedRule.safeParse(rule).data;
    return forced !== undefined && forced.when.all[0].value === forced.then.route ? [forced.then.route] : [];
  });
  for (const route of routes.filter((name) => !honoured.includes(name))) {
    const test = `{ "all": [{ "fact": "forcedRoute", "operator": "equal", "value": "${route}" }] }`;
    report(["rules"], `one of the first two rules must send ${test} to the route ${route}`);
  }
}
