import { isDeepStrictEqual } from "node:util";
import type { Box } from "../../decide/cells/box.ts";
import { testsOf } from "../../decide/condition.ts";
import { boxesWhere, firstMatches } from "../boxes/first-matches.ts";
import { mergeBoxes } from "../boxes/merge-boxes.ts";
import type { WorkBudget } from "../boxes/work-budget.ts";
import type { Finding } from "./finding.ts";
import type { RuleRegions } from "./rule-regions.ts";

/** Rules that decide nothing, because nothing meets them or because earlier ones do. */
export function silentRules(analysed: RuleRegions, budget: WorkBudget): readonly Finding[] {
  const { ruleset, conditions, domain, testOf } = analysed;
  const unforced = testOf({ fact: "forcedRoute", operator: "equal", value: "none" });
  return ruleset.rules.flatMap(({ id }, index): Finding[] => {
    const condition = conditions[index];
    if (condition === undefined || boxesWonBy(analysed, index).length > 0) return [];
    const matching = boxesWhere(condition, domain, budget);
    if (matching.length === 0) return [{ kind: "never-matches", rule: id }];
    const decided = matching.flatMap((box) => [...firstMatches(conditions, box, budget)]);
    // That a forced route goes first explains nothing, unless the rule is about forced routes itself.
    const telling = decided.filter(({ box }) => unforced.truth(box) !== false);
    const winners = (telling.length > 0 ? telling : decided).map(({ winner }) => winner ?? -1);
    const by = [...new Set(winners)].map((winner) => ruleset.rules[winner]?.id ?? "otherwise");
    return [{ kind: "shadowed", rule: id, by }];
  });
}

/** Rules that could be left out: what comes after them decides the same. */
export function redundantRules(analysed: RuleRegions, budget: WorkBudget): readonly Finding[] {
  const { ruleset, conditions } = analysed;
  return ruleset.rules.flatMap(({ id, then }, index): Finding[] => {
    const boxes = boxesWonBy(analysed, index);
    const isRedundant = boxes.every((box) =>
      [...firstMatches(conditions, box, budget, index + 1)].every(({ winner }) =>
        isDeepStrictEqual(ruleset.rules[winner ?? -1]?.then ?? ruleset.otherwise, then),
      ),
    );
    return boxes.length > 0 && isRedundant ? [{ kind: "redundant", rule: id }] : [];
  });
}

/**
 * Pairs of rules of which the first decides only because it stands before the other. The two rules for forced routes
 * have to stand first, so parts whose route is forced are passed over.
 */
export function orderConflicts(analysed: RuleRegions, budget: WorkBudget): readonly Finding[] {
  const { ruleset, conditions, testOf } = analysed;
  const unforced = testOf({ fact: "forcedRoute", operator: "equal", value: "none" });
  return ruleset.rules.flatMap((rule, index) => {
    const boxes = boxesWonBy(analysed, index).filter((box) => unforced.truth(box) !== false);
    return ruleset.rules.slice(index + 1).flatMap((later, distance): Finding[] => {
      const condition = conditions[index + 1 + distance];
      if (condition === undefined || later.then.route === rule.then.route) return [];
      const where = mergeBoxes(boxes.flatMap((box) => boxesWhere(condition, box, budget)));
      return where.length === 0 ? [] : [{ kind: "order-matters", rule: rule.id, later: later.id, where }];
    });
  });
}

/** Where no rule matches. */
export function gaps({ regions }: RuleRegions): readonly Finding[] {
  const where = mergeBoxes(regions.flatMap(({ box, winner }) => (winner === null ? [box] : [])));
  return where.length === 0 ? [] : [{ kind: "gap", where }];
}

/** Tests with one and the same answer wherever their rule is asked, that is where no earlier rule decides. */
export function constantTests(
  { ruleset, regions, testOf }: RuleRegions,
  floor: number | null,
  budget: WorkBudget,
): readonly Extract<Finding, { kind: "constant-test" }>[] {
  return ruleset.rules.flatMap(({ id, when }, index) => {
    const asked = regions.filter(({ winner }) => winner === null || winner >= index);
    const tests = new Set(testsOf(when).map(testOf));
    return [...tests].flatMap(({ test, truth }) => {
      budget.spend(asked.length);
      const [first, ...rest] = asked;
      const isMet = first === undefined ? null : truth(first.box);
      const isConstant = isMet !== null && rest.every(({ box }) => truth(box) === isMet);
      return isConstant ? [{ kind: "constant-test" as const, rule: id, test, isMet, floor }] : [];
    });
  });
}

function boxesWonBy({ regions }: RuleRegions, index: number): readonly Box[] {
  return regions.flatMap(({ box, winner }) => (winner === index ? [box] : []));
}
