import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { automate, draft, routingPath, rulesFolderWith } from "./rules-folder.ts";

const below = (value: unknown) => ({ all: [{ fact: "completeness", operator: "lessThan", value }] });
const rule = automate("it", below(0.5));
const hashOf = (files: Readonly<Record<string, unknown>>) => loadRuleset(rulesFolderWith(files)).hash;
const original = () => hashOf({ "routing.json": draft({ rules: [rule] }) });
const shipped = (name: string) => readFileSync(join(dirname(routingPath), name), "utf8");

test.each([
  ["a description", draft({ rules: [{ ...rule, description: "Why" }], description: "What for" })],
  ["name and version", draft({ rules: [rule], name: "other", version: "2" })],
  ["a disabled rule", draft({ rules: [rule, { ...automate("off", below(0.1)), enabled: false }] })],
  ["an unused threshold", draft({ rules: [rule], params: { spare: 1 } })],
  [
    "a literal moved into a threshold",
    draft({ rules: [automate("it", below({ param: "half" }))], params: { half: 0.5 } }),
  ],
  ["the order of keys", draft({ rules: [{ then: rule.then, when: rule.when, id: rule.id }] })],
])("%s leaves the hash as it is", (_, file) => {
  expect(hashOf({ "routing.json": file })).toBe(original());
});

test.each([
  ["a threshold", { "routing.json": draft({ rules: [automate("it", below(0.51))] }) }],
  [
    "the reason",
    { "routing.json": draft({ rules: [{ ...rule, then: { route: "automation", reason: "New" } }] }) },
  ],
  ["the lane", { "routing.json": draft({ rules: [rule], lane: { high: below(0.5) } }) }],
  ["a weight", { "completeness.json": shipped("completeness.json").replace("30", "31").replace("20", "19") }],
  ["a scoring number", { "scoring.json": shipped("scoring.json").replace('"alpha": 3', '"alpha": 4') }],
])("%s changes the hash", (_, files) => {
  expect(hashOf({ "routing.json": draft({ rules: [rule] }), ...files })).not.toBe(original());
});

test("a configured threshold changes the hash when rules read it", () => {
  const changed = loadRuleset(routingPath, { overrides: { maxAutomationFailures: 4 } });
  const same = loadRuleset(routingPath, { overrides: { maxAutomationFailures: 3 } });
  expect(changed.hash).not.toBe(same.hash);
  expect(same.hash).toBe(loadRuleset(routingPath).hash);
});
