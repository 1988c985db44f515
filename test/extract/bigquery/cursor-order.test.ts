import { expect, it } from "vitest";
import { compareCursors } from "../../../src/extract/bigquery/cursor-order.ts";

const cursor = { priority: 0.5, mpn: "B", manufacturer: "Y", productId: "2" };

it("orders by score downwards, then part number, manufacturer and product id by code point", () => {
  const ordered = [
    { ...cursor, priority: 0.6, mpn: "Z" },
    { ...cursor, mpn: "A", manufacturer: "Z" },
    { ...cursor, manufacturer: "X", productId: "9" },
    { ...cursor, productId: "10" },
    cursor,
    { ...cursor, mpn: "b" },
    // UTF-16 has these two the other way round.
    { ...cursor, mpn: "\uFF21" },
    { ...cursor, mpn: "\u{1F600}" },
    { ...cursor, priority: -1, mpn: "" },
  ];

  expect(ordered.toReversed().toSorted(compareCursors)).toEqual(ordered);
  expect(compareCursors(cursor, { ...cursor })).toBe(0);
});
