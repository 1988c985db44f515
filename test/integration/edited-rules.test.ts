import { readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { casesProblem } from "../../src/app/cases-problem.ts";
import { createRulesetKeeper } from "../../src/app/ruleset-keeper.ts";
import { Config } from "../../src/config/parameters.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { rulesFolderWith } from "../decide/rules-folder.ts";
import { automatedRow, rankedRows } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

test("rules that are edited during a batch hold from the next one on; broken ones never do", async () => {
  const path = rulesFolderWith({});
  const config = Config.parse({ rulesDir: dirname(path) });
  const original = readFileSync(path, "utf8");
  const reworded = original.replace('"reason": "The record is half complete', '"reason": "Half complete');
  expect(reworded).not.toBe(original);
  // One edit for the first call of each batch: it is in the middle of its work then.
  const edits = [reworded, "{ broken"];
  const keeper = createRulesetKeeper(casesProblem);
  const changes: unknown[] = [];
  let batches = 0;
  const { run } = await fixture.pipeline({
    rows: rankedRows(3, automatedRow),
    config: { maxBatchSize: 1 },
    ruleset: (await keeper.latest(config)).ruleset,
    latestRuleset: async () => {
      const { ruleset, change } = await keeper.latest(config);
      if (change !== null) changes.push(change.kind);
      return ruleset;
    },
    fetch: (input, init) => {
      const edit = String(input instanceof Request ? input.url : input).includes("keyword")
        ? edits[batches++]
        : undefined;
      if (edit !== undefined) writeFileSync(path, edit);
      return fetch(input, init);
    },
  });
  await run({ limit: 3 });

  const hashOf = (text: string) => loadRuleset(rulesFolderWith({ "routing.json": text })).hash;
  const parts = await fixture.ledger
    .selectFrom("batch_parts as p")
    .innerJoin("batches as b", "b.id", "p.batch_id")
    .select(["p.ruleset_hash", "b.ruleset_hash as pinned"])
    .orderBy("b.opened_at")
    .execute();
  const hashes = [hashOf(original), hashOf(reworded), hashOf(reworded)];
  expect(parts).toEqual(hashes.map((hash) => ({ ruleset_hash: hash, pinned: hash })));
  expect(changes).toEqual(["adopted", "rejected"]);
});
