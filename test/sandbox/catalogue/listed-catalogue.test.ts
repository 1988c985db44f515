import { describe, expect, it } from "vitest";
import { mpnKey } from "../../../src/domain/part-key.ts";
import { families } from "../../../src/sandbox/catalogue/families.ts";
import { listedCatalogue, sharedMpns } from "../../../src/sandbox/catalogue/listed-catalogue.ts";

describe("listed parts", () => {
  it("are at least 200, each once per maker", () => {
    expect(listedCatalogue.length).toBeGreaterThanOrEqual(200);
    const identities = listedCatalogue.map(({ mpn, manufacturer }) => `${manufacturer} ${mpnKey(mpn)}`);
    expect(identities.filter((identity, index) => identities.indexOf(identity) !== index)).toEqual([]);
  });

  it("state at least one fact each, under one name per parameter id", () => {
    expect(listedCatalogue.filter(({ parameters }) => parameters.length === 0)).toEqual([]);
    const parts = [...listedCatalogue, ...families.map((family) => family.at(0))];
    const names = new Map<number, Set<string>>();
    for (const { id, name } of parts.flatMap(({ parameters }) => parameters)) {
      names.set(id, (names.get(id) ?? new Set()).add(name));
    }
    // 14 and 2079 are both "Voltage - Rated"; no id has two names.
    expect([...names].filter(([, given]) => given.size > 1)).toEqual([]);
  });

  it("include numbers that several makers use", () => {
    expect(sharedMpns.length).toBeGreaterThanOrEqual(6);
    for (const parts of sharedMpns) {
      expect(new Set(parts.map(({ manufacturer }) => manufacturer)).size).toBe(parts.length);
    }
  });

  it("include every lifecycle", () => {
    expect(new Set(listedCatalogue.map(({ lifecycle }) => lifecycle))).toEqual(
      new Set(["active", "not_for_new_designs", "last_time_buy", "obsolete"]),
    );
  });

  it("are not covered by a family", () => {
    const covered = listedCatalogue.filter(({ mpn }) =>
      families.some((family) => family.decode(mpnKey(mpn)) !== null),
    );
    expect(covered).toEqual([]);
  });
});
