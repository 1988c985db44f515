import { expect, test } from "vitest";
import { explore } from "../../src/decide/explore.ts";
import { BatchId } from "../../src/domain/batch.ts";
import type { Decision } from "../../src/domain/decision.ts";
import { PartKey } from "../../src/domain/part.ts";
import { someFacts } from "./some-facts.ts";

const manual: Decision = {
  kind: "rule",
  route: "manual",
  lane: "normal",
  ruleId: "complex-data",
  reason: "The record is complete",
  confidence: 0.5,
  manualPriority: "high",
  rulesetHash: "0".repeat(64),
  facts: someFacts(),
  conditions: [],
};
const keys = Array.from({ length: 4_000 }, (_, index) => PartKey.parse(`acme|P${index}`));
const batchOf = (rate: number, seed = 1, id = "batch_1") => ({
  id: BatchId.parse(id),
  exploration: { rate, seed },
});
const pick = (decision: Decision, batch = batchOf(0.05)) =>
  keys.map((key) => explore({ key, decision }, batch, 3)).filter((made) => made.isExplored);

test("automates the share asked for, and stores how likely that was", () => {
  const explored = pick(manual);
  // Binomial(4000, 0.05): 200 with a deviation of 14; five of them are never left by chance.
  expect(Math.abs(explored.length - 200)).toBeLessThan(70);
  expect(explored.every((made) => made.propensity === 0.05)).toBe(true);
  const [first] = explored;
  expect(first?.decision).toMatchObject({
    route: "automation",
    ruleId: "complex-data",
    reason:
      "Automated to learn from it, as 5 % of such parts are; the rules say manual: The record is complete",
  });
  const others = keys.map((key) => explore({ key, decision: manual }, batchOf(0.05), 3));
  expect(new Set(others.map((made) => made.propensity))).toEqual(new Set([0.05, 0.95]));
  expect(others.find((made) => !made.isExplored)?.decision).toEqual(manual);
});

test("a decision that is made again has the same luck; another batch or seed has another", () => {
  const names = (batch: ReturnType<typeof batchOf>) => pick(manual, batch).map((made) => made.key);
  expect(names(batchOf(0.05))).toEqual(names(batchOf(0.05)));
  expect(names(batchOf(0.05, 2))).not.toEqual(names(batchOf(0.05)));
  expect(names(batchOf(0.05, 1, "batch_2"))).not.toEqual(names(batchOf(0.05)));
  // A higher rate adds parts and takes none away.
  expect(names(batchOf(0.2))).toEqual(expect.arrayContaining(names(batchOf(0.05))));
});

test.each<[string, Partial<Decision>]>([
  ["forced parts", { kind: "forced" }],
  ["parts that could not be decided", { kind: "error" }],
  ["parts that failed as often as is allowed", { facts: someFacts({ recentFailures: 3 }) }],
  ["parts that the rules automate", { route: "automation" }],
])("leaves %s alone, with a propensity of 1", (_name, change) => {
  const decision = { ...manual, ...change };
  const made = keys.map((key) => explore({ key, decision }, batchOf(0.2), 3));
  expect(made.every((one) => one.decision === decision && one.propensity === 1 && !one.isExplored)).toBe(
    true,
  );
});

test("takes parts that failed less often, and those no rule matched", () => {
  expect(pick({ ...manual, facts: someFacts({ recentFailures: 2 }) })).not.toEqual([]);
  expect(pick({ ...manual, kind: "otherwise" })).not.toEqual([]);
});

test("a rate of 0 changes nothing", () => {
  const made = keys.map((key) => explore({ key, decision: manual }, batchOf(0), 3));
  expect(made.every((one) => one.decision === manual && one.propensity === 1)).toBe(true);
});
