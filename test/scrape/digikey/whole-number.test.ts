import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProductData } from "../../../src/domain/product-data.ts";
import { digikeyProvider } from "../../../src/scrape/digikey/digikey-provider.ts";
import { optionsFor, product } from "./given.ts";

const digikey = digikeyProvider(optionsFor("http://127.0.0.1:1"));

/** A product whose every number is the given one, as it reads. */
function readWith(given: unknown): ProductData {
  const [found] = digikey.read({
    SearchLocaleUsed: { Currency: "EUR" },
    Products: [
      product("AC7", 42, {
        QuantityAvailable: given,
        ManufacturerLeadWeeks: given,
        ManufacturerPublicQuantity: given,
        ProductVariations: [
          {
            DigiKeyProductNumber: "A-ND",
            MinimumOrderQuantity: given,
            QuantityAvailableforPackageType: given,
            StandardPackage: given,
            DigiReelFee: given,
            StandardPricing: [
              { BreakQuantity: given, UnitPrice: 0.5 },
              { BreakQuantity: 25, UnitPrice: given },
            ],
          },
        ],
      }),
    ],
  });
  if (found === undefined) throw new Error("expected a product");
  return found;
}

/** The numbers of a product that end in integer columns. */
function columnsOf({ quantityAvailable, leadWeeks, offers: [offer] }: ProductData) {
  return [quantityAvailable, offer?.minimumQuantity, offer?.quantityAvailable, leadWeeks];
}

const largestBigint = 2n ** 63n - 1n;

function fits(value: number | null | undefined, largest: bigint): boolean {
  return value === null || (Number.isInteger(value) && BigInt(value ?? NaN) <= largest);
}

describe("a number for an integer column", () => {
  it.each([
    [1.5, [null, null, null, null]],
    ["1.5", [null, null, null, null]],
    [1e30, [null, null, null, null]],
    ["1e30", [null, null, null, null]],
    ["99999999999999999999", [null, null, null, null]],
    [Infinity, [null, null, null, null]],
    ["many", [null, null, null, null]],
    ["", [null, null, null, null]],
    ["1,000", [null, null, null, null]],
    ["0x10", [null, null, null, 0]],
    [2_147_483_647, [2_147_483_647, 2_147_483_647, 2_147_483_647, 2_147_483_647]],
    [2_147_483_648, [2_147_483_648, 2_147_483_648, 2_147_483_648, null]],
    [Number.MAX_SAFE_INTEGER + 1, [null, null, null, null]],
    ["100", [100, 100, 100, 100]],
    [" 12 ", [12, 12, 12, 12]],
    ["100.0", [100, 100, 100, null]],
    [0, [0, null, 0, 0]],
    ["0", [0, null, 0, 0]],
    [null, [null, null, null, null]],
    [undefined, [null, null, null, null]],
  ])("given as %j is stored as %j", (given, stored) => {
    expect(columnsOf(readWith(given))).toEqual(stored);
  });

  it("leaves out the one price break that has no number of pieces, or no price", () => {
    expect(readWith(1.5).offers[0]?.priceBreaks).toEqual([{ quantity: 25, unitPrice: 1.5 }]);
    expect(readWith("10").offers[0]?.priceBreaks).toEqual([
      { quantity: 10, unitPrice: 0.5 },
      { quantity: 25, unitPrice: 10 },
    ]);
    expect(readWith("many").offers[0]?.priceBreaks).toEqual([]);
  });

  it("never is one that the column cannot hold, whatever number or text is given", () => {
    const number = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.bigInt().map(Number), fc.integer());
    const given = fc.oneof(number, number.map(String), fc.bigInt().map(String), fc.string());
    fc.assert(
      fc.property(given, (value) => {
        const found = readWith(value);
        const pieces = found.offers.flatMap(({ priceBreaks }) => priceBreaks.map(({ quantity }) => quantity));
        for (const stored of [...columnsOf(found).slice(0, 3), ...pieces]) {
          expect(fits(stored, largestBigint)).toBe(true);
        }
        expect(fits(found.leadWeeks, 2n ** 31n - 1n)).toBe(true);
      }),
    );
  });

  it("is kept where the column holds it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_147_483_647 }), fc.boolean(), (value, isText) => {
        expect(columnsOf(readWith(isText ? String(value) : value))).toEqual([value, value, value, value]);
      }),
    );
  });
});
