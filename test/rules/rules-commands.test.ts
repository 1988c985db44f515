import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { analyzeCommand } from "../../src/cli/commands/rules-analyze.ts";
import { diffCommand } from "../../src/cli/commands/rules-diff.ts";
import { exitCodes } from "../../src/domain/fault.ts";
import { automate, draft, routingPath, rulesFolderWith } from "../decide/rules-folder.ts";

/** The shell of a command that runs in this process, and what it printed. */
function recordingShell(file: string) {
  const printed: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      printed.push(chunk.toString());
      done();
    },
  });
  const folder = dirname(file);
  return {
    env: { WORKFLOW_RULES_DIR: folder, WORKFLOW_DATA_DIR: join(folder, "data") },
    cwd: folder,
    stdout: stream,
    stderr: stream,
    signal: new AbortController().signal,
    printed: () => printed.join(""),
  };
}
const common = { emoji: false, file: null };
const high = { fact: "completeness", operator: "greaterThanInclusive", value: 0.8 };

test("analyze fails on a rule that never decides, and says where it stands", () => {
  const rules = [automate("wide", { all: [{ ...high, value: 0.5 }] }), automate("narrow", { all: [high] })];
  const path = rulesFolderWith({ "routing.json": JSON.stringify(draft({ rules }), null, 2) });
  const shell = recordingShell(path);
  expect(analyzeCommand(shell, common)).toBe(exitCodes.rules);
  const line =
    readFileSync(path, "utf8")
      .split("\n")
      .findIndex((text) => text.includes('"narrow"')) + 1;
  const text = shell.printed().replaceAll(/\s+/g, " ");
  expect(text).toContain('Rule "narrow" never decides: wherever it matches, "wide" decides before it.');
  expect(text).toContain(`routing.json:${line}:`);
});

test("analyze passes with warnings unless it is strict, and writes data where it is asked to", () => {
  const shell = recordingShell(rulesFolderWith({}));
  expect(analyzeCommand(shell, { ...common, json: true, output: "analysis.json" })).toBe(exitCodes.ok);
  const printed: unknown = JSON.parse(shell.printed());
  expect(printed).toMatchObject({ ruleset: { name: "routing" } });
  expect(printed).toHaveProperty(
    "findings",
    expect.arrayContaining([
      expect.objectContaining({ kind: "not-extracted", severity: "warning", rule: "low-priority" }),
    ]),
  );
  expect(JSON.parse(readFileSync(join(shell.cwd, "analysis.json"), "utf8"))).toEqual(printed);
  expect(analyzeCommand(recordingShell(routingPath), { ...common, strict: true })).toBe(exitCodes.rules);
});

test("analyze warns of names that no rule reads where they stand, but not of a threshold that a setting can set", () => {
  const parts = {
    params: { maxAutomationFailures: 3, forgotten: 0.5 },
    conditions: { stale: { all: [high] } },
    rules: [automate("it", { all: [high] })],
  };
  const path = rulesFolderWith({ "routing.json": JSON.stringify(draft(parts), null, 2) });
  const shell = recordingShell(path);
  expect(analyzeCommand(shell, common)).toBe(exitCodes.ok);
  const lines = readFileSync(path, "utf8").split("\n");
  const placeOf = (name: string) =>
    `routing.json:${lines.findIndex((text) => text.includes(`"${name}"`)) + 1}:5`;
  const text = shell.printed().replaceAll(/\s+/g, " ");
  expect(text).toContain(
    `The threshold "forgotten" decides nothing: neither a rule nor the lane reads it. ${placeOf("forgotten")}`,
  );
  expect(text).toContain(
    `The named condition "stale" decides nothing: neither a rule nor the lane uses it. ${placeOf("stale")}`,
  );
  expect(text).not.toContain("maxAutomationFailures");
});

test("diff says what changes between the live rules and a file, for people, pull requests and programs", async () => {
  const path = rulesFolderWith({});
  writeFileSync(
    join(dirname(path), "later.json"),
    readFileSync(path, "utf8").replace('"lowPriorityBelow": 0.2', '"lowPriorityBelow": 0.1'),
  );
  const run = async (options: object) => {
    const shell = recordingShell(path);
    const sides = { before: "live", after: "later.json" };
    expect(await diffCommand(shell, { emoji: false, ...sides, ...options })).toBe(exitCodes.ok);
    return shell.printed();
  };
  const sentence = "manual (low) by low-priority → automation by fill-gaps";
  const where = "priorityScore from 0.1 to below 0.2, completeness below 0.5, recentFailures at most 2";
  expect((await run({})).replaceAll(/\s+/g, " ")).toContain(`${sentence} ${where}`);
  expect(await run({ markdown: true })).toContain(`- **${sentence}**\n  - ${where}`);
  expect(JSON.parse(await run({ json: true }))).toMatchObject({
    changes: [{ sentence, whereText: [where], where: [{ priorityScore: { from: 0.1, to: 0.1999 } }] }],
  });
  expect(await run({ after: "live" })).toContain("No decision changes.");
});
