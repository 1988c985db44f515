import { describe, expect, it } from "vitest";
import { manufacturerDirectory } from "../../../src/domain/manufacturer.ts";
import { manufacturerNamed, manufacturers } from "../../../src/sandbox/catalogue/manufacturers.ts";
import { sandboxCatalogue } from "../../../src/sandbox/catalogue/sandbox-catalogue.ts";

const all = Object.entries(manufacturers);

describe("manufacturers", () => {
  it("have an id each", () => {
    expect(new Set(all.map(([, { id }]) => id)).size).toBe(all.length);
    expect(sandboxCatalogue.manufacturers).toContainEqual({ id: 296, name: "Texas Instruments" });
  });

  it("have aliases that mean one maker, and misspellings that mean none", () => {
    const directory = manufacturerDirectory(
      Object.fromEntries(all.map(([name, { aliases }]) => [name, aliases])),
    );
    const keys = new Set(all.map(([name]) => directory.keyOf(name)));
    expect(directory.keyOf("TI")).toBe(directory.keyOf("Texas Instruments"));
    expect(directory.keyOf("Wurth Elektronik")).toBe(directory.keyOf("Würth Elektronik"));
    for (const [, { misspellings }] of all) {
      for (const misspelling of misspellings) expect(keys).not.toContain(directory.keyOf(misspelling));
    }
  });

  it("are found by their canonical name alone", () => {
    expect(manufacturerNamed("onsemi").id).toBe(488);
    expect(() => manufacturerNamed("ON Semi")).toThrow(RangeError);
  });
});
