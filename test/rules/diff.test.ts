import fc from "fast-check";
import { expect, test } from "vitest";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { cellsIn, factsIn, wholeBox } from "../../src/decide/cells/box.ts";
import { createDecider } from "../../src/decide/decider.ts";
import { diffRulesets } from "../../src/rules/diff/diff-rulesets.ts";
import { changeTexts, sourceTexts } from "../../src/rules/diff/diff-text.ts";
import { anyRuleset } from "../decide/any-ruleset.ts";
import { routingPath, rulesFolderWith, strictTriggerPath } from "../decide/rules-folder.ts";
import { readFileSync } from "node:fs";

const routing = loadRuleset(routingPath);
const changedRouting = (from: string, to: string) => {
  const text = readFileSync(routingPath, "utf8");
  expect(text).toContain(from);
  return loadRuleset(rulesFolderWith({ "routing.json": text.replace(from, to) }));
};

test("the changed cells are exactly those in which the engine decides otherwise", async () => {
  await fc.assert(
    fc.asyncProperty(anyRuleset(3), anyRuleset(3), async (before, after) => {
      const { changes, grid } = diffRulesets(before, after);
      const whole = wholeBox(grid);
      const all = [...cellsIn(whole)];
      fc.pre(all.length <= 800);
      const [old, now] = [before, after].map((rules) => createDecider(rules, { decisionTable: false }));
      const changed = new Map(
        changes.flatMap(({ where, before: from, after: to }) =>
          where.flatMap((box) =>
            [...cellsIn(box)].map((cell) => [String(cell), [from.ruleId, to.ruleId]] as const),
          ),
        ),
      );
      expect(changed.size).toBe(changes.reduce((sum, { cells }) => sum + cells, 0));
      for (const cell of all) {
        const facts = factsIn(grid, cell);
        const [one, other] = [await old?.decide(facts), await now?.decide(facts)];
        const fixed = (rules: typeof before, id: string | undefined) =>
          (rules.rules.find((rule) => rule.id === id)?.then ?? rules.otherwise).confidence;
        const isSame =
          (["route", "lane", "ruleId", "reason", "manualPriority", "kind"] as const).every(
            (key) => one?.[key] === other?.[key],
          ) && fixed(before, one?.ruleId) === fixed(after, other?.ruleId);
        expect(changed.get(String(cell))).toEqual(isSame ? undefined : [one?.ruleId, other?.ruleId]);
      }
    }),
    { numRuns: 15 },
  );
});

test("a moved threshold reads as the band of parts it moves", () => {
  const diff = diffRulesets(routing, changedRouting('"completeFrom": 0.8', '"completeFrom": 0.75'));
  expect(changeTexts(diff)).toEqual([
    {
      sentence: "automation by mid-good → manual (high) by complex-data",
      where: [
        "priorityScore at least 0.3, completeness from 0.75 to below 0.8, manufacturerReliability at least 0.4, " +
          "recentFailures at most 2",
      ],
    },
    {
      sentence: "manual (medium) by mid-risky → manual (high) by complex-data",
      where: [
        "completeness from 0.75 to below 0.8, manufacturerReliability below 0.4, recentFailures at most 2",
        "priorityScore below 0.3, completeness from 0.75 to below 0.8, manufacturerReliability at least 0.4, " +
          "recentFailures at most 2",
      ],
    },
  ]);
});

test("a changed lane or reason is told although no route changes", () => {
  const lane = diffRulesets(
    routing,
    changedRouting('"automationPriorityThreshold": 0.8', '"automationPriorityThreshold": 0.9'),
  );
  expect(new Set(lane.changes.flatMap(({ details }) => details.map(({ detail }) => detail)))).toEqual(
    new Set(["lane"]),
  );
  const reason = diffRulesets(routing, changedRouting("Manual review was forced", "Review was forced"));
  expect(changeTexts(reason)).toEqual([
    {
      sentence:
        'manual (medium) by forced-manual, reason "Manual review was forced for this run" → "Review was forced for this run"',
      where: ["forcedRoute manual"],
    },
  ]);
});

test("the same rules in other words change nothing", () => {
  const diff = diffRulesets(routing, changedRouting('"version": "1.0.0"', '"version": "1.0.1"'));
  expect(diff).toMatchObject({ changes: [], factSources: [] });
});

test("other weights are told, because they change facts and not regions", () => {
  const written = JSON.stringify(routing.source.scoring);
  const scoring = written.replace('"priorityWeight":50', '"priorityWeight":60');
  const path = rulesFolderWith({
    "routing.json": readFileSync(routingPath, "utf8"),
    "scoring.json": scoring,
  });
  const diff = diffRulesets(routing, loadRuleset(path));
  expect(diff.changes).toEqual([]);
  expect(sourceTexts(diff)).toEqual([
    "The weights of the combined score differ: parts may have another combinedScore.",
  ]);
});

test("other routes come first", () => {
  const { changes } = diffRulesets(routing, loadRuleset(strictTriggerPath));
  const routes = changes.map(({ before, after }) => before.route !== after.route);
  expect(routes).toEqual(routes.toSorted((a, b) => Number(b) - Number(a)));
  expect(routes).toContain(true);
  expect(routes).toContain(false);
});
