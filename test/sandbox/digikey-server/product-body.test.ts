import { describe, expect, it } from "vitest";
import type { TruePart } from "../../../src/sandbox/catalogue/true-part.ts";
import { productBody } from "../../../src/sandbox/digikey-server/product-body.ts";
import { truePart } from "./own-catalogue.ts";

function bodies(values: Partial<TruePart> = {}) {
  return Array.from({ length: 2000 }, (_, index) => productBody(truePart({ ...values, mpn: `P-${index}` })));
}

describe("a simulated product", () => {
  it("is the same every time and has an id of its own", () => {
    expect(bodies()).toEqual(bodies());
    expect(new Set(bodies().map((body) => /\/(\d{14})$/.exec(body.ProductUrl)?.[1])).size).toBe(2000);
  });

  it("shows every quirk of real answers on a minority of the parts", () => {
    const all = bodies();
    const shares = {
      zeroPrice: all.filter((body) => body.UnitPrice === 0).length,
      unknownStock: all.filter((body) => body.QuantityAvailable === undefined).length,
      protocolRelative: all.filter((body) => body.DatasheetUrl.startsWith("//acme.example/")).length,
      notGiven: all.filter((body) => body.Parameters.some(({ ParameterId }) => ParameterId === 707)).length,
    };
    for (const count of Object.values(shares)) {
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(1000);
    }
    const levels = all.map((body) => body.Classifications.MoistureSensitivityLevel);
    expect(levels).toContain("1  (Unlimited)");
  });

  it("prices larger quantities lower, and shares one stock between tape, cut tape and Digi-Reel", () => {
    for (const { ProductVariations: lines } of bodies()) {
      expect(lines.map((line) => line.PackageType.Id)).toEqual([1, 2, 243]);
      expect(lines.map((line) => line.DigiReelFee)).toEqual([0, 0, 7]);
      expect(new Set(lines.map((line) => line.QuantityAvailableforPackageType)).size).toBe(1);
      for (const { StandardPricing: breaks, MinimumOrderQuantity: minimum } of lines) {
        expect(breaks[0]?.BreakQuantity).toBe(minimum);
        const prices = breaks.map((step) => step.UnitPrice);
        expect(prices).toEqual(prices.toSorted((one, other) => other - one));
        expect(prices.every((price) => price > 0)).toBe(true);
      }
    }
  });

  it("keeps an obsolete part's own line without prices, sometimes beside a marketplace line", () => {
    const all = bodies({ lifecycle: "obsolete" });
    const marketplace = all.filter((body) => body.ProductVariations.length === 2);
    expect(marketplace.length).toBeGreaterThan(100);
    expect(marketplace.length).toBeLessThan(1900);
    for (const body of all) {
      const own = body.ProductVariations.at(-1);
      expect(own).toMatchObject({ StandardPricing: [], MinimumOrderQuantity: 0, MarketPlace: false });
      expect(body.ProductStatus).toEqual({ Id: 1, Status: "Obsolete" });
      expect([body.Discontinued, body.EndOfLife]).toEqual([false, false]);
    }
  });

  it("nests the category from the root, and prints what is not given as a dash", () => {
    const body = productBody(truePart({ mpn: "P-1", series: null }));
    expect(body.Category).toMatchObject({
      CategoryId: 2,
      ParentId: 0,
      ChildCategories: [{ CategoryId: 52, ParentId: 2 }],
    });
    expect(body.Series.Name).toBe("-");
    expect(body.Parameters).toContainEqual(
      expect.objectContaining({ ParameterId: 1531, ValueId: "1", ValueText: "-" }),
    );
    expect(body.Parameters).toContainEqual(
      expect.objectContaining({ ParameterId: 2085, ValueId: "4.7 kOhms", ValueText: "4.7 kOhms" }),
    );
  });

  it("sells chips on trays and other parts that are not taped in bulk", () => {
    const plain = { packageName: "40-DIP", parameters: [] };
    const chip = productBody(
      truePart({ mpn: "C-1", ...plain, category: [{ id: 32, name: "Integrated Circuits" }] }),
    );
    expect(chip.ProductVariations.map((line) => line.PackageType.Id)).toEqual([17]);
    const other = productBody(truePart({ mpn: "O-1", ...plain }));
    expect(other.ProductVariations.map((line) => line.PackageType.Id)).toEqual([3]);
  });
});
