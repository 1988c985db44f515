import { expect, test } from "vitest";
import { createDecider } from "../../src/decide/decider.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import type { Facts } from "../../src/domain/decision.ts";
import { automate, draft, routingPath, rulesFolderWith } from "./rules-folder.ts";
import { someFacts } from "./some-facts.ts";

const decider = createDecider(loadRuleset(routingPath));

test.each<[Partial<Facts>, number, string]>([
  [{ completeness: 0.8 }, 0, "on the line"],
  [{ completeness: 0.9 }, 0.5, "half way from 0.8 to 1"],
  [{ completeness: 1 }, 1, "as far as a score can be"],
  [{ recentFailures: 3 }, 0.3333, "half a step beyond the count"],
  [{ recentFailures: 5 }, 0.7143, "two and a half steps beyond the count"],
  [
    { completeness: 0.65, manufacturerReliability: 0.1, priorityScore: 0.9 },
    0.1875,
    "nearest of the band's lines",
  ],
  [{ completeness: 0.45, priorityScore: 1 }, 0.1, "nearest of two tests"],
  [{ completeness: 0.65, priorityScore: 0.35, manufacturerReliability: 0.9 }, 0.0714, "a test under not"],
])("the confidence of %o is %d: %s", async (changes, expected) => {
  expect(await decider.decide(someFacts(changes))).toHaveProperty("confidence", expected);
});

test("of alternatives that both hold, the stronger one counts", async () => {
  const any = [
    { fact: "priorityScore", operator: "greaterThan", value: 0.5 },
    { fact: "combinedScore", operator: "greaterThan", value: 0.5 },
  ];
  const either = createDecider(
    loadRuleset(rulesFolderWith({ "routing.json": draft({ rules: [automate("either", { any })] }) })),
  );
  const decision = await either.decide(someFacts({ priorityScore: 0.6, combinedScore: 0.9 }));
  expect(decision.confidence).toBe(0.8);
});

test("a rule may state its confidence", async () => {
  const when = { all: [{ fact: "hasPriorityScore", operator: "equal", value: true }] };
  const rule = { ...automate("sure", when), then: { route: "automation", reason: "Sure", confidence: 0.42 } };
  const path = rulesFolderWith({ "routing.json": draft({ rules: [rule] }) });
  expect(await createDecider(loadRuleset(path)).decide(someFacts())).toHaveProperty("confidence", 0.42);
});
