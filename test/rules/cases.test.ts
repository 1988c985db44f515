import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { rulesTestCommand } from "../../src/cli/commands/rules-test.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { casesBeside } from "../../src/rules/cases/load-cases.ts";
import { casesVerdict } from "../../src/rules/cases/run-cases.ts";
import { testRuleset } from "../../src/rules/cases/test-ruleset.ts";
import { captureStream } from "../cli/terminal/capture-stream.ts";
import { automate, draft, routingPath, rulesFolderWith } from "../decide/rules-folder.ts";

const usual = {
  forcedRoute: "none",
  priorityScore: 0.6,
  hasPriorityScore: true,
  completeness: 0.6,
  manufacturerReliability: 0.6,
  recentFailures: 0,
};

/** The seed rules, or others, with these cases beside them; answers the path of the rules file. */
function rulesWithCases(cases: readonly unknown[], files: Readonly<Record<string, unknown>> = {}): string {
  return rulesFolderWith({ "routing.cases.json": { bases: { usual }, cases }, ...files });
}

async function run(path: string, options: Readonly<Record<string, unknown>> = {}) {
  const out = captureStream(80);
  const shell = {
    env: { NO_COLOR: "1" },
    cwd: dirname(path),
    stdout: out.stream,
    stderr: out.stream,
    signal: new AbortController().signal,
  };
  const exitCode = await rulesTestCommand(shell, { emoji: false, minCoverage: 0, files: [path], ...options });
  return { exitCode, text: out.text() };
}

async function verdictOf(path: string) {
  const ruleset = loadRuleset(path);
  const cases = casesBeside(path, ruleset);
  if (cases === null) throw new Error("no cases");
  return casesVerdict(ruleset, cases);
}

const good = { name: "usual", given: {}, expect: { route: "automation", rule: "mid-good", lane: "normal" } };

describe("the cases of a ruleset", () => {
  test("pass when route, rule, priority and lane are as expected", async () => {
    const path = rulesWithCases([
      good,
      {
        name: "complete",
        given: { completeness: 0.8 },
        expect: { route: "manual", rule: "complex-data", manualPriority: "high" },
      },
    ]);

    expect((await verdictOf(path)).failed).toEqual([]);
  });

  test.each([
    [{ route: "manual", rule: "mid-good" }, "route is automation, not manual"],
    [{ route: "automation", rule: "fill-gaps" }, "rule is mid-good, not fill-gaps"],
    [{ route: "automation", rule: "mid-good", lane: "high" }, "lane is normal, not high"],
    [{ route: "automation", rule: "mid-good", manualPriority: "low" }, "manualPriority is medium, not low"],
  ])("%j fails of a usual part: %s", async (expected, mismatch) => {
    const { failed } = await verdictOf(rulesWithCases([{ ...good, expect: expected }]));

    expect(failed).toMatchObject([{ name: "usual", mismatches: [mismatch] }]);
  });

  test("make the combined score of the other three, unless they give one", async () => {
    const given = { priorityScore: 0.79, manufacturerReliability: 0.7 };
    const { decided } = await verdictOf(
      rulesWithCases([
        { ...good, given, expect: { ...good.expect, lane: "high" } },
        { ...good, name: "given", given: { ...given, combinedScore: 0.1 } },
      ]),
    );

    // 0.5 × 0.79 + 0.3 × 0.7 + 0.2 × 0.6
    expect(decided.map(({ facts }) => facts.combinedScore)).toEqual([0.725, 0.1]);
    expect(decided.flatMap(({ mismatches }) => mismatches)).toEqual([]);
  });

  test("hold for the file as written, whatever configuration replaces", async () => {
    const path = rulesWithCases([{ ...good, given: { recentFailures: 2 } }]);
    const ruleset = loadRuleset(path, { overrides: { maxAutomationFailures: 1 } });
    const cases = casesBeside(path, ruleset);

    expect(cases && (await casesVerdict(ruleset, cases)).failed).toEqual([]);
  });
});

describe("a wrong file of cases", () => {
  test("is told every mistake with line and column", async () => {
    const text = `{
  "bases": { "usual": ${JSON.stringify(usual)} },
  "cases": [
    { "name": "a", "base": "usal", "given": { "completness": 0.5 }, "expect": { "route": "manual", "rule": "x" } },
    { "name": "b", "given": { "completeness": "0.5" }, "expect": { "route": "automatic", "rule": "mid-good" } }
  ]
}`;
    await expect(run(rulesFolderWith({ "routing.cases.json": text }))).rejects.toMatchObject({
      exitCode: 6,
      message: expect.stringMatching(
        /cases\.json:4:47: .*Did you mean "completeness"\?\n.*cases\.json:5:47: .*Did you mean 0.5 without quotes\?\n.*cases\.json:5:77: .*Did you mean "automation"\?/,
      ) as unknown,
    });
  });

  test("is told names that there are not, and names that there are twice", async () => {
    const path = rulesWithCases([
      good,
      { ...good, base: "usal", expect: { route: "manual", rule: "mid-god" } },
    ]);

    await expect(run(path)).rejects.toMatchObject({
      message: expect.stringMatching(
        /cases\[0\] has this name already[^]*no enabled rule "mid-god"\. Did you mean "mid-good"\?[^]*no base "usal"\. Did you mean "usual"\?/,
      ) as unknown,
    });
  });

  test("is missed where there is none", async () => {
    const path = rulesFolderWith({});

    await expect(run(path)).rejects.toMatchObject({
      exitCode: 6,
      message: expect.stringContaining("has no cases") as unknown,
    });
  });
});

describe("workflow rules test", () => {
  test("shows of a failed case what decided it, and why the expected rule did not", async () => {
    const { exitCode, text } = await run(
      rulesWithCases([{ ...good, expect: { route: "manual", rule: "complex-data" } }]),
    );

    expect(exitCode).toBe(6);
    expect(text).toContain("route is automation, not manual");
    expect(text).toContain("mid-good decided: completeness 0.6 ≥ 0.5, completeness 0.6 < 0.8");
    expect(text).toContain("complex-data did not: completeness 0.6 not ≥ 0.8");
  });

  test("fails below the coverage that is asked for, and says what is not reached", async () => {
    const { exitCode, text } = await run(rulesWithCases([good]), { minCoverage: 50 });

    expect(exitCode).toBe(6);
    expect(text).toMatch(/coverage \d %: 1 of 8 rules, 0 of \d+ sides of thresholds, 1 of 9 regions/);
    expect(text).toContain("not reached: rule recent-failures");
    expect((await run(rulesWithCases([good]), { minCoverage: 1 })).exitCode).toBe(0);
  });

  test("adds the missing cases to the file, which then covers all and keeps its text", async () => {
    const path = rulesWithCases([good]);
    const casesFile = path.replace(".json", ".cases.json");
    const before = readFileSync(casesFile, "utf8");

    await run(path, { write: true });

    const after = readFileSync(casesFile, "utf8");
    expect(after.startsWith(before.slice(0, before.lastIndexOf("}]")))).toBe(true);
    const { exitCode, text } = await run(path, { minCoverage: 100 });
    expect(exitCode).toBe(0);
    expect(text).toContain("coverage 100 %");
  });

  test("prints the missing cases when asked, and writes nothing", async () => {
    const path = rulesWithCases([good]);

    const { text } = await run(path, { suggest: true });

    expect(text).toContain('"given": { "completeness": 0.7999 }');
    expect(readFileSync(path.replace(".json", ".cases.json"), "utf8")).not.toContain("0.7999");
  });
});

describe("coverage", () => {
  test("asks for nothing that facts cannot reach", async () => {
    const rules = [
      automate("all", { all: [{ fact: "completeness", operator: "greaterThanInclusive", value: 0 }] }),
      automate("never", { all: [{ fact: "completeness", operator: "greaterThan", value: 0.9 }] }),
    ];
    const path = rulesWithCases([{ ...good, expect: { route: "automation", rule: "all" } }], {
      "routing.json": draft({ rules }),
    });
    const ruleset = loadRuleset(path);
    const cases = casesBeside(path, ruleset);
    const tested = cases && (await testRuleset(ruleset, cases, { isSuggesting: false }));

    const units = [...(tested?.coverage?.covered ?? []), ...(tested?.coverage?.missing ?? [])];
    expect(units.filter((unit) => unit.kind === "rule").map(({ ruleId }) => ruleId)).toEqual([
      "all",
      "forced-manual",
      "forced-automation",
    ]);
    expect(
      units.some(
        (unit) => unit.kind === "threshold" && unit.fact === "completeness" && unit.threshold === 0.9,
      ),
    ).toBe(false);
  });

  test("notices a threshold that moves by one step", async () => {
    const path = rulesWithCases([good]);
    await run(path, { write: true });
    const text = readFileSync(routingPath, "utf8").replace('"middleFrom": 0.5', '"middleFrom": 0.5001');
    writeFileSync(path, text);

    expect((await verdictOf(path)).failed.length).toBeGreaterThan(0);
  });
});

describe("the shipped rules", () => {
  test.each(["routing.json", "strict-trigger.json"])(
    "%s keeps all its cases, which cover all of it",
    async (name) => {
      const folder = dirname(rulesFolderWith({}));
      cpSync(new URL("../../rules/", import.meta.url).pathname, folder, { recursive: true });

      const { exitCode, text } = await run(join(folder, name), { minCoverage: 100 });

      expect(text).toContain("coverage 100 %");
      expect(exitCode).toBe(0);
    },
  );
});
