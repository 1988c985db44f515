import { expect, test } from "vitest";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { unreachableBranches } from "../../src/decide/unreachable-branches.ts";
import { routingPath } from "./rules-folder.ts";

const ruleset = loadRuleset(routingPath);
const rulesNamed = (floor: number) =>
  unreachableBranches(ruleset, floor).map((sentence) => /^(?:Rule|In rule) "([^"]+)"/.exec(sentence)?.[1]);

test("the default floor leaves no low-priority part to decide on", () => {
  expect(unreachableBranches(ruleset, 0.5)).toEqual([
    'In rule "mid-risky" the test priorityScore lessThan 0.3 is never met: parts below a priority score of 0.5 are not extracted.',
    'Rule "low-priority" can never apply (it needs priorityScore lessThan 0.2): parts below a priority score of 0.5 are not extracted.',
  ]);
});

test.each([
  [0, []],
  [0.1999, []],
  [0.2, ["low-priority"]],
  [0.2999, ["low-priority"]],
  [0.3, ["mid-risky", "low-priority"]],
])("a floor of %d silences %o", (floor, rules) => {
  expect(rulesNamed(floor)).toEqual(rules);
});
