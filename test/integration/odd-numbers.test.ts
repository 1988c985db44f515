import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { automatedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const Row = z.record(z.string(), z.unknown());
const Answer = z.looseObject({
  Products: z.array(Row),
  ExactMatches: z.array(Row),
  ProductsCount: z.unknown(),
});

/** The provider's answers with other numbers in every product, and the first break of every packaging changed. */
function withNumbers(numbers: Record<string, unknown>, variation: Record<string, unknown>): typeof fetch {
  const changed = (product: z.infer<typeof Row>) => {
    const variations = z.array(Row).parse(product["ProductVariations"]);
    return { ...product, ...numbers, ProductVariations: variations.map((own) => ({ ...own, ...variation })) };
  };
  return async (...request) => {
    const response = await fetch(...request);
    const answer = Answer.safeParse(await response.clone().json());
    if (!answer.success) return response;
    const { Products, ExactMatches } = answer.data;
    return Response.json({
      ...answer.data,
      Products: Products.map(changed),
      ExactMatches: ExactMatches.map(changed),
      ProductsCount: "1",
    });
  };
}

const oddities = [
  ["fractions", 1.5, "1.5"],
  ["numbers beyond every column", 1e30, "99999999999999999999"],
  ["numbers beyond an integer column", 1e30, "2147483648"],
] as const;

describe("a product whose numbers no integer column holds", () => {
  test.each(oddities)("is saved at the first attempt without them: %s", async (_, number, weeks) => {
    const { run } = await fixture.pipeline({
      rows: [automatedRow("ODD-1")],
      fetch: withNumbers(
        { QuantityAvailable: number, ManufacturerLeadWeeks: weeks },
        {
          MinimumOrderQuantity: number,
          QuantityAvailableforPackageType: number,
          StandardPricing: [
            { BreakQuantity: number, UnitPrice: 0.5 },
            { BreakQuantity: "10", UnitPrice: "0.25" },
          ],
        },
      ),
    });
    await run();
    const task = await fixture.ledger
      .selectFrom("automation_tasks")
      .select(["status", "attempts", "error_class", "error_message"])
      .executeTakeFirstOrThrow();
    expect(task).toEqual({ status: "completed", attempts: 1, error_class: null, error_message: null });
    const product = await fixture.ledger
      .selectFrom("products")
      .select(["quantity_available", "lead_weeks"])
      .executeTakeFirstOrThrow();
    expect(product).toEqual({ quantity_available: null, lead_weeks: null });
    const offers = await fixture.ledger
      .selectFrom("product_offers")
      .select(["minimum_quantity", "quantity_available", "price_breaks"])
      .distinct()
      .execute();
    expect(offers).toEqual([
      {
        minimum_quantity: null,
        quantity_available: null,
        price_breaks: [{ quantity: 10, unitPrice: 0.25 }],
      },
    ]);
    const { payload } = await fixture.ledger
      .selectFrom("raw_payloads")
      .select("payload")
      .executeTakeFirstOrThrow();
    expect(payload).toMatchObject({ Products: [{ QuantityAvailable: number }] });
  });
});
