import { expect, test } from "vitest";
import * as z from "zod";
import { completeness } from "../../src/decide/completeness.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import type { SourcePart } from "../../src/domain/part.ts";
import golden from "./golden/completeness.json" with { type: "json" };
import { routingPath } from "./rules-folder.ts";
import { bareSourcePart } from "./some-facts.ts";

const weights = loadRuleset(routingPath).completeness;
const empty = bareSourcePart({ pn: "" });
const filled = {
  pn: "LM317T",
  manufacturer: "Texas Instruments",
  category: "PMIC",
  description: "IC REG LINEAR POS ADJ 1.5A TO220",
  specs: [{ spec_name: "Current", spec_value: "1.5", spec_units: "A" }],
  docs: [{ doc_url: "https://example.com/ds.pdf", doc_desc: null, doc_type: null }],
  images: [{ image_id: "1", image_url: null }],
} satisfies Partial<SourcePart>;
const Field = z.enum(["pn", "manufacturer", "category", "description", "specs", "docs", "images"]);

test("the golden file holds each of the 128 combinations once", () => {
  expect(new Set(golden.map((row) => row.present.toSorted().join()))).toHaveProperty("size", 128);
});

test.each(golden)(
  "a record with $present is $completeness complete",
  ({ present, completeness: expected }) => {
    const fields = Object.fromEntries(present.map((name) => [name, filled[Field.parse(name)]]));
    expect(completeness({ ...empty, ...fields }, weights)).toBe(expected);
  },
);

test("part number, specs and images are exactly half", () => {
  const { pn, specs, images } = filled;
  expect(completeness({ ...empty, pn, specs, images }, weights)).toBe(0.5);
});

test("a title stands in for the description, and both count once", () => {
  expect(completeness({ ...empty, title: "Regulator" }, weights)).toBe(0.1);
  expect(completeness({ ...empty, title: "Regulator", description: "Regulator" }, weights)).toBe(0.1);
});

test("blank text and empty lists are absent", () => {
  const blank = { manufacturer: " ", category: "\n", description: "", specs: [], docs: [], images: [] };
  expect(completeness({ ...empty, ...blank }, weights)).toBe(0);
});
