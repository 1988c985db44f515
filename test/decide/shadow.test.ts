import { describe, expect, test } from "vitest";
import { createDecider } from "../../src/decide/decider.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { rulesetFromStored } from "../../src/decide/ruleset-from-stored.ts";
import { automate, draft, forcedRules, routingPath, rulesFolderWith } from "./rules-folder.ts";
import { someFacts } from "./some-facts.ts";

const always = { all: [{ fact: "completeness", operator: "greaterThanInclusive", value: 0 }] };
const never = { all: [{ fact: "completeness", operator: "greaterThan", value: 1 }] };
const live = automate("live", never);
const onTrial = { ...automate("on-trial", always), mode: "shadow" };
const load = (parts: Parameters<typeof draft>[0], other?: { file: unknown }) =>
  loadRuleset(
    rulesFolderWith({ "routing.json": draft(parts), ...(other && { "other.json": other.file }) }),
    other && { shadow: "other.json" },
  );

describe("a rule in shadow", () => {
  test("decides nothing, and is kept with its place among the live rules", async () => {
    const ruleset = load({ rules: [live, onTrial, { ...automate("last", never), mode: "live" }] });

    expect(ruleset.rules.map(({ id }) => id)).toEqual(["forced-manual", "forced-automation", "live", "last"]);
    expect(ruleset.shadowRules).toMatchObject([{ id: "on-trial", liveRulesBefore: 3, when: always }]);
    expect(await createDecider(ruleset).decide(someFacts())).toMatchObject({ ruleId: "otherwise" });
  });

  test("that is disabled is not even tried", () => {
    expect(load({ rules: [{ ...onTrial, enabled: false }] }).shadowRules).toEqual([]);
  });

  test("cannot stand in for a forced route", () => {
    const [manual, automation] = forcedRules;
    const file = { ...draft(), rules: [manual, { ...automation, mode: "shadow" }] };

    expect(() => loadRuleset(rulesFolderWith({ "routing.json": file }))).toThrow(/to the route automation/);
  });

  test("of an unknown mode is refused", () => {
    expect(() => load({ rules: [{ ...onTrial, mode: "shadwo" }] })).toThrow(/Did you mean "shadow"\?/);
  });
});

describe("a ruleset in shadow", () => {
  test("is loaded beside the live one, with the same overrides", () => {
    const overrides = { automationPriorityThreshold: 0.9 };
    const { shadowRuleset } = loadRuleset(routingPath, { shadow: "strict-trigger.json", overrides });

    expect(shadowRuleset).toMatchObject({ name: "strict-trigger", shadowRuleset: null });
    expect(shadowRuleset?.hash).not.toBe(
      loadRuleset(routingPath, { shadow: "strict-trigger.json" }).shadowRuleset?.hash,
    );
  });

  test("is checked like the live one", () => {
    const broken = draft({ rules: [automate("it", { all: [] })] });

    expect(() => load({}, { file: broken })).toThrow(/other\.json:1:\d+: rules\[2\]\.when\.all: /);
    expect(() => loadRuleset(routingPath, { shadow: "nowhere.json" })).toThrow(
      /nowhere\.json: this file cannot be read/,
    );
  });
});

test("nothing in shadow changes the hash", () => {
  const alone = load({ rules: [live] }).hash;

  expect(load({ rules: [live, onTrial] }).hash).toBe(alone);
  expect(load({ rules: [live] }, { file: draft({ rules: [automate("it", always)] }) }).hash).toBe(alone);
});

test("what is in shadow is stored and comes back", () => {
  const ruleset = load({ rules: [live, onTrial] }, { file: draft({ name: "other" }) });
  const stored: unknown = JSON.parse(JSON.stringify(ruleset.source));

  const rebuilt = rulesetFromStored(stored);

  expect(rebuilt.shadowRules).toEqual(ruleset.shadowRules);
  expect(rebuilt.shadowRuleset).toMatchObject({ name: "other", hash: ruleset.shadowRuleset?.hash });
});

test("content stored before there were shadows is still understood", () => {
  const { shadow, ...older } = load({ rules: [live] }).source;

  expect(shadow).toBeNull();
  expect(rulesetFromStored(older)).toMatchObject({ shadowRuleset: null, hash: load({ rules: [live] }).hash });
});

describe("an invariant", () => {
  const failures = { fact: "recentFailures", direction: "up", never: "manual to automation" };

  test("is read, and changes nothing that is decided", () => {
    const promised = load({ rules: [live], invariants: [failures] });

    expect(promised.invariants).toEqual([failures]);
    expect(promised.hash).toBe(load({ rules: [live] }).hash);
  });

  test.each([
    [{ ...failures, fact: "recentFailure" }, /invariants\[0\]\.fact: .*Did you mean "recentFailures"\?/],
    [{ ...failures, fact: "forcedRoute" }, /invariants\[0\]\.fact: .*Allowed: priorityScore/],
    [{ ...failures, direction: "upwards" }, /invariants\[0\]\.direction: .*Allowed: up, down/],
    [
      { ...failures, never: "automation to people" },
      /invariants\[0\]\.never: .*Did you mean "automation to manual"\?/,
    ],
    [{ ...failures, from: "manual" }, /invariants\[0\]\.from: this key is not allowed/],
  ])("like %j is refused", (invariant, message) => {
    expect(() => load({ invariants: [invariant] })).toThrow(message);
  });
});
