import { afterAll, beforeAll, expect, test } from "vitest";
import { explainPart } from "../../src/rules/explain/explain-part.ts";
import { automatedRow, reviewedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
  const rows = [
    reviewedRow("DUO-1"),
    { ...automatedRow("DUO-1"), manufacturer: null },
    automatedRow("ONE-1"),
    reviewedRow("MADE-1"),
    { ...reviewedRow("MADE-1"), product_id: "id-MADE-2", manufacturer: "Other Works" },
  ];
  const { run } = await fixture.pipeline({ rows });
  await run();
});
afterAll(() => fixture[Symbol.asyncDispose]());

const explain = (mpn: string, manufacturerKey: string | null = null) =>
  explainPart(fixture.ledger, { mpn, mpnKey: mpn, manufacturerKey, batchId: null });

test("a stored decision is explained by the rules of its batch", async () => {
  const { stored, decision, ruleset, flips } = await explain("ONE-1");

  expect(decision).toMatchObject({ route: "automation", ruleId: stored.ruleId, facts: stored.facts });
  expect(ruleset.hash).toBe(stored.rulesetHash);
  expect(flips.length).toBeGreaterThan(0);
});

test("parts of one number are listed, and one of them is chosen by its maker", async () => {
  await expect(explain("DUO-1")).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(
      /^2 parts have the number DUO-1; say which with --manufacturer \("" for none\):\n(?=[^]*\(no manufacturer\): automation)(?=[^]*Acme Passives: manual)/,
    ) as unknown,
  });

  expect((await explain("DUO-1", "ACME PASSIVES")).decision.ruleId).toBe("complex-data");
});

test("a part without a manufacturer is chosen by an empty one", async () => {
  const { stored } = await explain("DUO-1", "");

  expect(stored).toMatchObject({ mpn: "DUO-1", manufacturer: null, route: "automation" });
});

test("an empty manufacturer is offered only where a part names none, and told as such where none is found", async () => {
  await expect(explain("MADE-1")).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(
      /^2 parts have the number MADE-1; say which with --manufacturer:\n/,
    ) as unknown,
  });
  await expect(explain("MADE-1", "")).rejects.toMatchObject({
    exitCode: 7,
    message: expect.stringContaining(
      "There is no part MADE-1 without a manufacturer in any batch",
    ) as unknown,
  });
});

test("a part that was never taken is told as such", async () => {
  await expect(explain("NONE-1")).rejects.toMatchObject({
    exitCode: 7,
    message: expect.stringContaining("There is no part NONE-1 in any batch") as unknown,
  });
});
