import fc from "fast-check";
import { expect, test } from "vitest";
import { cellsIn, factsIn, wholeBox } from "../../src/decide/cells/box.ts";
import { cellOf } from "../../src/decide/cells/locate-cell.ts";
import { cellCount, thresholdGrid } from "../../src/decide/cells/threshold-grid.ts";
import { createDecider } from "../../src/decide/decider.ts";
import { createFirstMatch } from "../../src/decide/first-match.ts";
import type { Ruleset } from "../../src/decide/ruleset.ts";
import { verdictConditions } from "../../src/decide/verdict.ts";
import { analyzeRuleset } from "../../src/rules/analysis/analyze-ruleset.ts";
import { ruleRegions } from "../../src/rules/analysis/rule-regions.ts";
import { type Finding, severityOf } from "../../src/rules/analysis/finding.ts";
import { findingText } from "../../src/rules/analysis/finding-text.ts";
import { workBudget } from "../../src/rules/boxes/work-budget.ts";
import { anyRuleset, rulesetOf } from "../decide/any-ruleset.ts";
import { automate } from "../decide/rules-folder.ts";

const atLeast = (fact: string, value: number) => ({ fact, operator: "greaterThanInclusive", value });
const below = (fact: string, value: number) => ({ fact, operator: "lessThan", value });
const review = (id: string, when: unknown) => ({
  id,
  when,
  then: { route: "manual", manualPriority: "low", reason: "Because" },
});

function found(
  rules: readonly unknown[],
  kind: Finding["kind"],
  floor = 0,
  rest: Record<string, unknown> = {},
) {
  return analyzeRuleset(rulesetOf({ ...rest, rules }), floor).findings.filter(
    (finding) => finding.kind === kind,
  );
}

/** What the engine says of every cell: the rule that decides, and the rules that match. */
async function bruteForce(ruleset: Ruleset) {
  const grid = thresholdGrid(verdictConditions(ruleset), "decision") ?? [];
  const decider = createDecider(ruleset, { decisionTable: false });
  const single = ruleset.rules.map((rule) => createFirstMatch([rule]));
  const cells = [];
  for (const cell of cellsIn(wholeBox(grid))) {
    const facts = factsIn(grid, cell);
    const matching = [];
    for (const [index, rule] of single.entries()) if (await rule.find(facts)) matching.push(index);
    cells.push({ facts, matching, ...(await decider.verdict(facts)) });
  }
  return { grid, cells };
}

test("regions, gaps, silent rules and order conflicts are those of the engine, cell by cell", async () => {
  await fc.assert(
    fc.asyncProperty(anyRuleset(3), async (ruleset) => {
      fc.pre(cellCount(thresholdGrid(verdictConditions(ruleset), "decision") ?? []) <= 400);
      const { grid, cells } = await bruteForce(ruleset);
      const { findings } = analyzeRuleset(ruleset, 0);
      const { regions, grid: regionGrid } = ruleRegions(ruleset, 0, workBudget());
      expect(regionGrid).toEqual(grid);
      for (const { facts, ruleId } of cells) {
        const cell = cellOf(grid, facts) ?? [];
        const holding = regions.filter(({ box }) =>
          box.every(({ first, last }, axis) => first <= (cell[axis] ?? -1) && (cell[axis] ?? -1) <= last),
        );
        expect(holding.map(({ winner }) => ruleset.rules[winner ?? -1]?.id ?? "otherwise")).toEqual([ruleId]);
      }
      const idsOf = (kind: Finding["kind"]) =>
        findings.flatMap((one) => (one.kind === kind && "rule" in one ? [one.rule] : []));
      const ids = ruleset.rules.map(({ id }) => id);
      const matches = (id: string) => cells.some(({ matching }) => matching.includes(ids.indexOf(id)));
      const decides = (id: string) => cells.some(({ ruleId }) => ruleId === id);
      expect(idsOf("never-matches")).toEqual(ids.filter((id) => !matches(id)));
      expect(idsOf("shadowed")).toEqual(ids.filter((id) => matches(id) && !decides(id)));
      expect(findings.some(({ kind }) => kind === "gap")).toBe(decides("otherwise"));
      const conflicts = ids.flatMap((id, index) =>
        ids.flatMap((later, other) => {
          const isOther = ruleset.rules[index]?.then.route !== ruleset.rules[other]?.then.route;
          const meets = cells.some(
            ({ facts, ruleId, matching }) =>
              facts.forcedRoute === "none" && ruleId === id && matching.includes(other),
          );
          return other > index && isOther && meets ? [`${id} ${later}`] : [];
        }),
      );
      const reported = findings.flatMap((one) =>
        one.kind === "order-matters" ? [`${one.rule} ${one.later}`] : [],
      );
      expect(reported).toEqual(conflicts);
    }),
    { numRuns: 25 },
  );
});

test("a rule that excludes itself never matches, one behind a wider rule never decides", () => {
  const rules = [
    automate("wide", { all: [atLeast("completeness", 0.5)] }),
    review("narrow", { all: [atLeast("completeness", 0.8)] }),
    review("impossible", { all: [atLeast("completeness", 0.8), below("completeness", 0.2)] }),
  ];
  expect(found(rules, "shadowed")).toEqual([{ kind: "shadowed", rule: "narrow", by: ["wide"] }]);
  expect(found(rules, "never-matches")).toEqual([{ kind: "never-matches", rule: "impossible" }]);
  expect([...found(rules, "shadowed"), ...found(rules, "never-matches")].map(severityOf)).toEqual([
    "error",
    "error",
  ]);
});

test("a rule is redundant when what follows decides the same to the reason", () => {
  const rules = (reason: string) => [
    automate("rich", { all: [atLeast("completeness", 0.5)] }),
    { ...automate("any", { all: [atLeast("completeness", 0)] }), then: { route: "automation", reason } },
  ];
  expect(found(rules("Because"), "redundant")).toEqual([{ kind: "redundant", rule: "rich" }]);
  expect(found(rules("Another"), "redundant")).toEqual([]);
});

test("a gap is told as the parts that only otherwise catches", () => {
  const ruleset = rulesetOf({
    rules: [
      automate("low", { all: [below("completeness", 0.3)] }),
      automate("high", { all: [atLeast("completeness", 0.8)] }),
    ],
  });
  const { findings, grid } = analyzeRuleset(ruleset, 0);
  const [gap] = findings.filter(({ kind }) => kind === "gap").map((finding) => findingText(finding, grid));
  expect(gap?.where).toEqual(["completeness from 0.3 to below 0.8"]);
});

const reads = (param: string) => ({ ...below("completeness", 0), value: { param } });

test("a threshold and a named condition are unused when neither a rule nor the lane comes to them", () => {
  const ruleset = rulesetOf({
    params: {
      ofRule: 0.1,
      ofNested: 0.2,
      ofShadow: 0.3,
      ofLane: 0.4,
      ofUnused: 0.5,
      ofNobody: 0.6,
      ofSetting: 0.7,
    },
    conditions: {
      nested: { all: [reads("ofNested")] },
      outer: { any: [{ not: { condition: "nested" } }, reads("ofRule")] },
      unused: { all: [reads("ofUnused"), { condition: "onlyOfUnused" }] },
      onlyOfUnused: { all: [below("priorityScore", 0.5)] },
      ofDisabled: { all: [below("priorityScore", 0.4)] },
    },
    rules: [
      automate("it", { condition: "outer" }),
      { ...automate("tried", { all: [reads("ofShadow")] }), mode: "shadow" },
      { ...automate("off", { condition: "ofDisabled" }), enabled: false },
    ],
    lane: { high: { all: [reads("ofLane")] } },
  });
  const { findings, grid } = analyzeRuleset(ruleset, 0, { settable: ["ofSetting"] });
  const unused = findings.filter(({ kind }) => kind.startsWith("unused"));

  expect(unused.map((finding) => `${severityOf(finding)}: ${findingText(finding, grid).sentence}`)).toEqual([
    'warning: The threshold "ofUnused" decides nothing: neither a rule nor the lane reads it.',
    'warning: The threshold "ofNobody" decides nothing: neither a rule nor the lane reads it.',
    'warning: The named condition "unused" decides nothing: neither a rule nor the lane uses it.',
    'warning: The named condition "onlyOfUnused" decides nothing: neither a rule nor the lane uses it.',
  ]);
});

test("rules and tests that only parts below the floor reach are told apart from those that are dead anyway", () => {
  const rules = [
    automate("unimportant", { all: [below("priorityScore", 0.2)] }),
    automate("middle", { any: [below("priorityScore", 0.3), atLeast("completeness", 0.5)] }),
  ];
  expect(found(rules, "not-extracted", 0.5)).toEqual([
    { kind: "not-extracted", rule: "unimportant", floor: 0.5 },
  ]);
  expect(found(rules, "constant-test", 0.5)).toEqual([
    { kind: "constant-test", rule: "middle", test: below("priorityScore", 0.3), isMet: false, floor: 0.5 },
  ]);
  expect(found(rules, "not-extracted", 0.1)).toEqual([]);
  expect(found(rules, "constant-test", 0.1)).toEqual([]);
});

test("a test is constant where earlier rules leave it only one answer", () => {
  const rules = [
    review("rich", { all: [atLeast("completeness", 0.8)] }),
    automate("rest", { all: [below("completeness", 0.8), atLeast("priorityScore", 0.5)] }),
  ];
  expect(found(rules, "constant-test")).toEqual([
    { kind: "constant-test", rule: "rest", test: below("completeness", 0.8), isMet: true, floor: null },
  ]);
});

const failing = review("failing", { all: [atLeast("recentFailures", 3)] });
const always = automate("always", { all: [atLeast("completeness", 0)] });
const moreFailures = { fact: "recentFailures", direction: "up", never: "manual to automation" };

test("an invariant that holds is not mentioned", () => {
  expect(found([failing, always], "invariant-broken", 0, { invariants: [moreFailures] })).toEqual([]);
});

test.each([
  [moreFailures, 4, "failing", 5, "hopeless"],
  [{ ...moreFailures, direction: "down", never: "automation to manual" }, 5, "hopeless", 4, "failing"],
])("a broken invariant is shown on two neighbouring parts: %o", (invariant, from, rule, to, other) => {
  const rules = [automate("hopeless", { all: [atLeast("recentFailures", 5)] }), failing, always];
  const [broken] = found(rules, "invariant-broken", 0, { invariants: [invariant] });
  expect(broken).toMatchObject({
    before: { facts: { recentFailures: from, forcedRoute: "none" }, rule },
    after: { facts: { recentFailures: to, forcedRoute: "none" }, rule: other },
  });
});

test("what goes where is counted without forced routes", () => {
  const { routes } = analyzeRuleset(rulesetOf({ rules: [failing] }), 0);
  expect(routes.automation).toEqual({ regions: 0, cells: 0 });
  expect(routes.manual.regions).toBe(2);
});

function manyRules(count: number, thresholds: number) {
  const facts = ["completeness", "priorityScore", "manufacturerReliability", "combinedScore"];
  const value = (seed: number) => ((seed * 7919) % thresholds) / thresholds;
  return rulesetOf({
    rules: Array.from({ length: count }, (_, index) => {
      const all = facts.map((fact, place) =>
        (index + place) % 2 === 0
          ? atLeast(fact, value(index * 4 + place))
          : below(fact, value(index * 4 + place)),
      );
      return index % 2 === 0 ? automate(`rule-${index}`, { all }) : review(`rule-${index}`, { all });
    }),
  });
}

test("forty rules of four tests are looked through completely", () => {
  const { routes } = analyzeRuleset(manyRules(40, 97), 0.5);
  expect(routes.automation.regions + routes.manual.regions).toBeGreaterThan(500);
});

test("rules that make too many regions are refused with a sentence", () => {
  expect(() => analyzeRuleset(manyRules(200, 9_973), 0, { budget: workBudget(50_000) })).toThrow(
    /too many regions to look through all of them/,
  );
});
