import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { casesProblem } from "../../src/app/cases-problem.ts";
import { createRulesetKeeper } from "../../src/app/ruleset-keeper.ts";
import { Config } from "../../src/config/parameters.ts";
import { exitCodes } from "../../src/domain/fault.ts";
import { automate, draft, rulesFolderWith } from "../decide/rules-folder.ts";

const everything = { all: [{ fact: "priorityScore", operator: "greaterThanInclusive", value: 0 }] };
const rulesOf = (reason: string) =>
  draft({
    rules: [{ ...automate("all", everything), then: { route: "automation", reason } }],
  });

/** A rules folder that is edited, and a keeper that watches over it. */
function editedFolder(routing: unknown = rulesOf("first")) {
  const path = rulesFolderWith({ "routing.json": routing });
  const config = Config.parse({ rulesDir: dirname(path) });
  const keeper = createRulesetKeeper(casesProblem);
  return {
    write: (content: unknown, name = "routing.json") => {
      const text = typeof content === "string" ? content : JSON.stringify(content);
      writeFileSync(join(dirname(path), name), text);
    },
    remove: (name: string) => {
      rmSync(join(dirname(path), name));
    },
    latest: () => keeper.latest(config),
    reason: async () => (await keeper.latest(config)).ruleset.rules.at(-1)?.then.reason,
    folder: dirname(path),
  };
}

const cases = (route: "automation" | "manual") => ({
  bases: {
    typical: {
      forcedRoute: "none",
      priorityScore: 0.5,
      hasPriorityScore: true,
      completeness: 0.5,
      manufacturerReliability: 0.5,
      recentFailures: 0,
    },
  },
  cases: [{ name: "a typical part", given: {}, expect: { route, rule: "all" } }],
});

test("takes up edited rules, and tells once what they replace", async () => {
  const { write, latest } = editedFolder();
  const first = await latest();
  expect(first.change).toBeNull();
  write(rulesOf("second"));
  const second = await latest();
  expect(second.change).toEqual({ kind: "adopted", before: first.ruleset.hash, hash: second.ruleset.hash });
  expect(second.ruleset.hash).not.toBe(first.ruleset.hash);
  expect(await latest()).toEqual({ ...second, change: null });
});

test.each<[string, unknown, RegExp]>([
  ["broken JSON", '{ "rules": [', /routing\.json:1:/],
  [
    "an unknown fact",
    draft({ rules: [automate("all", { all: [{ fact: "nope", operator: "equal", value: 1 }] })] }),
    /nope/,
  ],
])("keeps the last good rules through %s, and says so once", async (_name, broken, problem) => {
  const { write, latest, reason } = editedFolder();
  const { ruleset } = await latest();
  write(broken);
  const kept = await latest();
  expect(kept.ruleset).toBe(ruleset);
  expect(kept.change).toMatchObject({ kind: "rejected", hash: ruleset.hash });
  expect(kept.change).toHaveProperty("problem", expect.stringMatching(problem));
  expect(await latest()).toMatchObject({ ruleset: { hash: ruleset.hash }, change: null });
  write(rulesOf("repaired"));
  expect(await reason()).toBe("repaired");
});

test("keeps the last good rules when the new ones fail a case", async () => {
  const { write, latest, reason } = editedFolder();
  const { ruleset } = await latest();
  write(cases("manual"), "routing.cases.json");
  const kept = await latest();
  expect(kept.ruleset).toBe(ruleset);
  expect(kept.change).toHaveProperty("problem", expect.stringContaining('the case "a typical part" fails'));
  write(cases("automation"), "routing.cases.json");
  write(rulesOf("second"));
  expect(await reason()).toBe("second");
});

test("keeps the last good rules when a file is gone", async () => {
  const { remove, latest } = editedFolder();
  const { ruleset } = await latest();
  remove("scoring.json");
  expect(await latest()).toMatchObject({ ruleset: { hash: ruleset.hash }, change: { kind: "rejected" } });
});

test("takes up manufacturers' other names, and keeps the last good ones", async () => {
  const { write, latest } = editedFolder();
  const first = await latest();
  write({ "Acme Passives": ["ACME GmbH"] }, "manufacturers.json");
  const second = await latest();
  expect(first.directory.keyOf("ACME GmbH")).not.toBe(first.directory.keyOf("Acme Passives"));
  expect(second.directory.keyOf("ACME GmbH")).toBe(second.directory.keyOf("Acme Passives"));
  write("{", "manufacturers.json");
  const kept = await latest();
  expect(kept.directory).toBe(second.directory);
  expect(kept.change).toHaveProperty("problem", expect.stringMatching(/manufacturers\.json:1:/));
});

test("has nothing to fall back on at first: the failing case is named", async () => {
  const { write, latest } = editedFolder();
  write(cases("manual"), "routing.cases.json");
  await expect(latest()).rejects.toMatchObject({
    exitCode: exitCodes.rules,
    message: expect.stringMatching(
      /routing\.cases\.json: the case "a typical part" fails: route is automation, not manual/,
    ) as unknown,
  });
  write(cases("automation"), "routing.cases.json");
  expect((await latest()).change).toBeNull();
});

test("tells a change once, also when several ask at the same time", async () => {
  const { write, latest } = editedFolder();
  await latest();
  write(rulesOf("second"));
  const answers = await Promise.all([latest(), latest(), latest()]);
  expect(answers.filter(({ change }) => change !== null)).toHaveLength(1);
  expect(new Set(answers.map(({ ruleset }) => ruleset.hash)).size).toBe(1);
});

test("is not disturbed by a folder that is named like a file", async () => {
  const { latest, folder } = editedFolder();
  mkdirSync(join(folder, "old.json"));
  expect((await latest()).change).toBeNull();
});
