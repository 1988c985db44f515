import { describe, expect, it } from "vitest";
import { catalogueSize, partAt } from "../../../src/sandbox/source-table/catalogue-order.ts";
import { coprimeStep } from "../../../src/sandbox/source-table/coprime-step.ts";

describe("the walk through the catalogue", () => {
  it.each([0, 5])("passes every part once before it begins again (seed %i)", (seed) => {
    const identities = Array.from({ length: catalogueSize }, (_, place) => {
      const { manufacturer, mpn } = partAt(place, seed);
      return `${manufacturer} ${mpn}`;
    });
    expect(new Set(identities).size).toBe(catalogueSize);
    expect(partAt(catalogueSize + 7, seed)).toEqual(partAt(7, seed));
  });

  it("mixes makers from the start", () => {
    const makers = new Set(Array.from({ length: 50 }, (_, place) => partAt(place, 1).manufacturer));
    expect(makers.size).toBeGreaterThan(15);
  });
});

describe("coprimeStep", () => {
  it.each([1, 2, 3, 10, 96, 1000])("visits all of %i places", (size) => {
    const step = coprimeStep(size);
    expect(new Set(Array.from({ length: size }, (_, turn) => (turn * step) % size)).size).toBe(size);
  });
});
