import { afterAll, beforeAll, expect, it } from "vitest";
import { storedRuleset, storeRuleset } from "../../src/store/batch-record.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
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
