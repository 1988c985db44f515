import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exitCodes } from "../../src/domain/fault.ts";
import { rulesFolderWith } from "../decide/rules-folder.ts";
import { type CommandFixture, openCommandFixture } from "../support/command-fixture.ts";
import { rankedRows, reviewedRow } from "../support/part-rows.ts";

let commands: CommandFixture;
beforeAll(async () => {
  commands = await openCommandFixture([]);
});
afterAll(() => commands[Symbol.asyncDispose]());

test("a run says which rules its next batch takes after an edit, and which stay after a broken one", async () => {
  const path = rulesFolderWith({});
  const original = readFileSync(path, "utf8");
  const reworded = original.replace('"reason": "The record is half complete', '"reason": "Half complete');
  expect(reworded).not.toBe(original);
  const source = join(commands.folder, "parts.jsonl");
  const rows = rankedRows(3, reviewedRow);
  writeFileSync(source, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const env = { WORKFLOW_SOURCE: source, WORKFLOW_RULES_DIR: dirname(path), MAX_BATCH_SIZE: "1" };
  // One edit in the work of each batch.
  const edits = [reworded, "{ broken"];

  const { exitCode, stderr } = await commands.watched(["run", "--limit", "3"], env, (text) => {
    const edit = text.startsWith("📦") ? edits.shift() : undefined;
    if (edit !== undefined) writeFileSync(path, edit);
  });

  expect(exitCode, stderr).toBe(exitCodes.ok);
  const batches = await commands.ledger
    .selectFrom("batches")
    .select("ruleset_hash as hash")
    .orderBy("opened_at")
    .execute();
  const [first, second, third] = batches.map(({ hash }) => hash.slice(0, 8));
  expect(second).not.toBe(first);
  expect(third).toBe(second);
  const lines = stderr.split("\n").filter((line) => /^(📐|❗) rules/.test(line));
  expect(lines).toEqual([
    expect.stringMatching(new RegExp(`^📐 rules {4}\\S+ \\S+ \\(${first}\\)$`)),
    `📐 rules    edited: the next batch takes ${second} in place of ${first}`,
    expect.stringMatching(
      new RegExp(`^❗ rules {4}edited, and cannot be used; ${second} stays: .*routing\\.json:1:`),
    ),
  ]);
});
