import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { referencedRuleset } from "../../src/app/referenced-ruleset.ts";
import { Config } from "../../src/config/parameters.ts";
import { exitCodes } from "../../src/domain/fault.ts";
import { storedRuleset, storeRuleset } from "../../src/store/batch-record.ts";
import { automatedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const hash = "a".repeat(64);

it("a ruleset that differs only in what decides nothing is stored as it is now", async () => {
  const ruleset = { hash, name: "routing", version: "1", content: { routing: { rules: [] } } };
  const edited = { ...ruleset, version: "2", content: { routing: { rules: [], description: "New" } } };

  await storeRuleset(fixture.ledger, ruleset);
  await storeRuleset(fixture.ledger, edited);

  expect(await storedRuleset(fixture.ledger, hash)).toEqual(edited.content);
  const { version } = await fixture.ledger
    .selectFrom("rulesets")
    .select("version")
    .where("hash", "=", hash)
    .executeTakeFirstOrThrow();
  expect(version).toBe("2");
});

it("the last ruleset is that of the latest batch", async () => {
  const last = () => referencedRuleset(Config.parse({}), "last", "/", () => Promise.resolve(fixture.ledger));
  await expect(last()).rejects.toMatchObject({ exitCode: exitCodes.notFound });
  const { run } = await fixture.pipeline({
    rows: [automatedRow("P-001")],
    config: { maxAutomationFailures: 7 },
  });

  await run({ limit: 1 });

  const { hash: used, source } = await last();
  expect(source.overrides).toMatchObject({ maxAutomationFailures: 7 });
  const batches = await fixture.ledger.selectFrom("batches").select("ruleset_hash").execute();
  expect(batches).toEqual([{ ruleset_hash: used }]);
});
