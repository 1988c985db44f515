import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { tryCommand } from "../../src/cli/commands/rules-explain.ts";
import { createDecider } from "../../src/decide/decider.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import type { Facts } from "../../src/domain/decision.ts";
import { explainFacts } from "../../src/rules/explain/explain-facts.ts";
import { captureStream } from "../cli/terminal/capture-stream.ts";
import { routingPath, rulesFolderWith } from "../decide/rules-folder.ts";
import { someFacts } from "../decide/some-facts.ts";

const ruleset = loadRuleset(routingPath);

describe("an explanation", () => {
  test("names the rules that were passed over and what kept each from deciding", async () => {
    const { decision, passedOver } = await explainFacts(ruleset, someFacts({ priorityScore: 0.25 }));

    expect(decision.ruleId).toBe("mid-risky");
    expect(passedOver.map(({ ruleId }) => ruleId)).toEqual([
      "forced-manual",
      "forced-automation",
      "recent-failures",
      "complex-data",
    ]);
    expect(passedOver.at(-1)?.blockedBy).toMatchObject([
      { fact: "completeness", operator: "greaterThanInclusive", value: 0.8, actual: 0.6, isMet: false },
    ]);
  });

  test("blames under a not what holds", async () => {
    const low = await explainFacts(ruleset, someFacts({ completeness: 0.4, priorityScore: 0.1 }));
    const midGood = low.passedOver.find(({ ruleId }) => ruleId === "mid-good");
    expect(midGood?.blockedBy).toMatchObject([
      { fact: "completeness", operator: "greaterThanInclusive", isMet: false },
      { fact: "priorityScore", operator: "lessThan", value: 0.3, isMet: true },
    ]);
  });

  test("finds the smallest change of each fact, on both sides of a threshold", async () => {
    const { flips } = await explainFacts(ruleset, someFacts());

    expect(flips).toMatchObject([
      { fact: "completeness", from: 0.6, to: 0.8, route: "manual", ruleId: "complex-data" },
      { fact: "priorityScore", from: 0.5, to: 0.2999, route: "manual", ruleId: "mid-risky" },
      { fact: "manufacturerReliability", from: 0.6, to: 0.3999, route: "manual", ruleId: "mid-risky" },
      { fact: "recentFailures", from: 0, to: 3, route: "manual", ruleId: "recent-failures" },
      { fact: "forcedRoute", from: "none", to: "manual", route: "manual", ruleId: "forced-manual" },
    ]);
  });

  test("agrees with a search of every value of every score", async () => {
    const decider = createDecider(ruleset);
    for (const facts of [someFacts(), someFacts({ completeness: 0.4999, priorityScore: 0.1999 })]) {
      const { flips, decision } = await explainFacts(ruleset, facts);
      for (const name of ["completeness", "priorityScore", "combinedScore"] as const) {
        const values = Array.from({ length: 10_001 }, (_, step) => step / 10_000);
        const flipping: number[] = [];
        for (const value of values) {
          const changed: Facts = { ...facts, [name]: value };
          if ((await decider.decide(changed)).route !== decision.route) flipping.push(value);
        }
        const nearest = flipping.toSorted(
          (one, other) => Math.abs(one - facts[name]) - Math.abs(other - facts[name]),
        )[0];
        expect(flips.find(({ fact }) => fact === name)?.to).toBe(nearest);
      }
    }
  });
});

describe("workflow rules try", () => {
  async function tried(facts: unknown, columns = 80): Promise<string> {
    const folder = dirname(rulesFolderWith({}));
    const file = join(folder, "facts.json");
    writeFileSync(file, typeof facts === "string" ? facts : JSON.stringify(facts));
    const out = captureStream(columns);
    const shell = {
      env: { NO_COLOR: "1", WORKFLOW_RULES_DIR: folder },
      cwd: folder,
      stdout: out.stream,
      stderr: out.stream,
      signal: new AbortController().signal,
    };
    await tryCommand(shell, { emoji: false, file });
    return out.text();
  }
  const base = { ...someFacts(), combinedScore: undefined };

  test("decides given facts, and makes the combined score of the others", async () => {
    const text = await tried({ ...base, priorityScore: 0.9, manufacturerReliability: 0.8 });

    expect(text).toContain("[automation] automation by mid-good (high lane)");
    expect(text).toContain("completeness 0.6 ≥ 0.5");
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  test("says of each fact what is wrong with it", async () => {
    const lacking = { ...base, recentFailures: undefined };

    await expect(tried({ ...lacking, completness: 1, priorityScore: "0.5" })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(
        /^(?=[^]*recentFailures: this is missing)(?=[^]*completness: .*Did you mean "completeness")(?=[^]*priorityScore: .*Did you mean 0.5 without quotes)/,
      ) as unknown,
    });
  });
});
