import { describe, expect, it } from "vitest";
import { manufacturerDirectory } from "../../../src/domain/manufacturer.ts";
import { mpnKey } from "../../../src/domain/part-key.ts";
import { SourcePart } from "../../../src/domain/part.ts";
import { findTrueParts } from "../../../src/sandbox/catalogue/find-true-parts.ts";
import { manufacturers } from "../../../src/sandbox/catalogue/manufacturers.ts";
import type { SourceRow } from "../../../src/sandbox/source-table/row-at-rank.ts";
import { sourceRows } from "../../../src/sandbox/source-table/source-rows.ts";

const directory = manufacturerDirectory(
  Object.fromEntries(Object.entries(manufacturers).map(([name, { aliases }]) => [name, aliases])),
);

const scoreOf = (part: SourcePart) => part.priority_score?.score ?? null;
const isInRange = (score: number | null) => score === null || (score >= 0 && score <= 1);

/** What a reader would take, the highest score first; no score counts as 0. */
function readable(rows: Iterable<SourceRow>): readonly SourcePart[] {
  return [...rows]
    .flatMap((row) => {
      const parsed = SourcePart.safeParse(row);
      return parsed.success && isInRange(scoreOf(parsed.data)) ? [parsed.data] : [];
    })
    .sort((a, b) => (scoreOf(b) ?? -1) - (scoreOf(a) ?? -1));
}

const isFilled = (text: string | null) => text !== null && text.trim() !== "";

function filledFields(part: SourcePart): readonly boolean[] {
  return [
    isFilled(part.manufacturer),
    isFilled(part.category),
    isFilled(part.description) || isFilled(part.title),
    part.specs.length > 0,
    part.docs.length > 0,
    part.images.length > 0,
  ];
}

/** The seed's decision flow, without forced routes and history, from its text alone. */
function branchOf(part: SourcePart): string {
  const weights = [20, 10, 10, 15, 10, 5];
  const completeness = filledFields(part).reduce(
    (sum, isThere, field) => sum + (isThere ? (weights[field] ?? 0) : 0),
    30,
  );
  const priority = scoreOf(part) ?? 0;
  if (completeness >= 80) return "manual: complete";
  if (completeness >= 50) return priority < 0.3 ? "manual: partial, low priority" : "automation: partial";
  return priority < 0.2 ? "manual: sparse, very low priority" : "automation: sparse";
}

/** What a lookup of the row comes to, by the catalogue alone. */
function outcomeOf({ pn, manufacturer }: SourcePart): string {
  if (!/[a-z0-9]/i.test(pn)) return "invalid_part";
  const found = findTrueParts(pn);
  if (found.length === 0) return "not_found";
  if (manufacturer === null) return found.length === 1 ? "found" : "ambiguous_match";
  const key = directory.keyOf(manufacturer);
  return found.some((part) => directory.keyOf(part.manufacturer) === key) ? "found" : "ambiguous_match";
}

const seeds = [0, 1, 2, 77, 4_294_967_295];
const table = (count: number, seed = 1) => [...sourceRows({ count, seed })];

describe("source rows", () => {
  it("are the same for the same size and seed, and others for another seed", () => {
    expect(table(200)).toEqual(table(200));
    expect(table(200, 2)).not.toEqual(table(200, 1));
  });

  it.each([1, 2, 49, 50, 51, 997])(
    "are %i when so many are asked for, each with an id of its own",
    (count) => {
      const rows = table(count);
      expect(rows).toHaveLength(count);
      expect(new Set(rows.map((row) => row["product_id"])).size).toBe(count);
    },
  );

  it("do not stand in the order of their scores", () => {
    const scores = table(500).map(
      (row) => SourcePart.shape.priority_score.parse(row["priority_score"])?.score ?? 0,
    );
    const rises = scores.filter((score, index) => score > (scores[index - 1] ?? 1));
    expect(rises.length).toBeGreaterThan(100);
  });

  it.each(seeds)("reach every branch of the flow in the first 1,000 by priority (seed %i)", (seed) => {
    const first = readable(sourceRows({ count: 3000, seed })).slice(0, 1000);
    expect(new Set(first.map(branchOf))).toEqual(
      new Set([
        "manual: complete",
        "manual: partial, low priority",
        "automation: partial",
        "manual: sparse, very low priority",
        "automation: sparse",
      ]),
    );
  });

  it.each(seeds)(
    "are 55 to 65 % automatic among the first 50 by priority, of every outcome (seed %i)",
    (seed) => {
      const first = readable(sourceRows({ count: 3000, seed })).slice(0, 50);
      const automatic = first.filter((part) => branchOf(part).startsWith("automation"));
      expect(automatic.length).toBeGreaterThanOrEqual(27);
      expect(automatic.length).toBeLessThanOrEqual(33);
      const outcomes = automatic.map(outcomeOf);
      expect(new Set(outcomes)).toEqual(new Set(["found", "not_found", "ambiguous_match", "invalid_part"]));
      expect(outcomes.filter((outcome) => outcome === "found").length).toBeGreaterThanOrEqual(20);
    },
  );

  it.each(seeds)(
    "fill every one of the 64 patterns of fields in the first 1,000 by priority (seed %i)",
    (seed) => {
      const first = readable(sourceRows({ count: 3000, seed })).slice(0, 1000);
      expect(new Set(first.map((part) => filledFields(part).join())).size).toBe(64);
    },
  );

  it("have scores that fall from 0.99, nearly all different, with 850 at or above 0.5", () => {
    const scores = readable(sourceRows({ count: 20_000, seed: 1 }))
      .map(scoreOf)
      .filter((score) => score !== null);
    expect(scores[0]).toBeCloseTo(0.99, 2);
    expect(new Set(scores).size).toBeGreaterThan(0.99 * scores.length);
    const wanted = scores.filter((score) => score >= 0.5).length;
    // Unscored and malformed rows are not among them.
    expect(wanted).toBeGreaterThan(800);
    expect(wanted).toBeLessThanOrEqual(850);
  });

  it("name one MPN under two makers, and one part under two names of its maker", () => {
    const parts = readable(sourceRows({ count: 1000, seed: 1 })).filter(
      ({ manufacturer }) => manufacturer !== null,
    );
    const makers = new Map<string, Set<string>>();
    const names = new Map<string, Set<string>>();
    for (const { pn, manufacturer } of parts) {
      const key = directory.keyOf(manufacturer ?? "");
      const number = mpnKey(pn);
      makers.set(number, (makers.get(number) ?? new Set()).add(key));
      const identity = `${key}|${number}`;
      names.set(identity, (names.get(identity) ?? new Set()).add(manufacturer ?? ""));
    }
    expect(
      [...makers].filter(([number, keys]) => keys.size > 1 && /[A-Z]/.test(number)).length,
    ).toBeGreaterThan(5);
    expect([...names.values()].filter((spellings) => spellings.size > 1).length).toBeGreaterThan(10);
  });

  it("have the texts of real tables", () => {
    const rows = table(1000);
    const parts = readable(rows);
    const numbers = rows.flatMap(({ pn }) => (typeof pn === "string" ? [pn] : []));
    expect(numbers.filter((pn) => pn !== pn.trim() && pn.trim() !== "").length).toBeGreaterThan(5);
    expect(numbers.filter((pn) => pn !== pn.toUpperCase() && pn === pn.toLowerCase()).length).toBeGreaterThan(
      5,
    );
    expect(numbers.some((pn) => /^0\d+$/.test(pn))).toBe(true);
    for (const separator of [" | ", "->", " > \n"]) {
      expect(parts.some(({ category }) => category?.includes(separator))).toBe(true);
    }
    const titled = parts.filter(({ title }) => title !== null);
    expect(titled.filter(({ description }) => description === null).length).toBeGreaterThan(
      0.7 * titled.length,
    );
    expect(parts.some((part) => filledFields(part).every((isThere) => !isThere))).toBe(true);
    expect(new Set(parts.map((part) => part.lifecycle_status))).toContain("Obsolete");
    const keys = new Set(Object.keys(manufacturers).map((name) => directory.keyOf(name)));
    const unknownMakers = parts.filter(
      (part) => part.manufacturer !== null && !keys.has(directory.keyOf(part.manufacturer)),
    );
    expect(unknownMakers.length).toBeGreaterThanOrEqual(15);
  });

  it("have malformed rows of each kind and scores out of range, few of them", () => {
    const rows = table(1000);
    const flawed = (isFlawed: (row: SourceRow) => boolean) => rows.filter(isFlawed).length;
    const scores = rows.map(
      (row) => SourcePart.shape.priority_score.parse(row["priority_score"])?.score ?? null,
    );
    expect(flawed(({ pn }) => pn === null)).toBe(5);
    expect(flawed(({ pn }) => typeof pn === "string" && pn.trim() === "")).toBe(5);
    expect(flawed(({ pn }) => typeof pn === "string" && pn.length > 250)).toBe(5);
    expect(flawed(({ specs }) => !Array.isArray(specs))).toBe(5);
    expect(scores.filter((score) => score === null).length).toBeGreaterThanOrEqual(19);
    expect(scores.filter((score) => !isInRange(score))).toHaveLength(2);
  });

  it("name no part that does not exist, except numbers marked as unknown", () => {
    const missing = readable(sourceRows({ count: 5000, seed: 3 })).filter(
      ({ pn }) => /[a-z0-9]/i.test(pn) && findTrueParts(pn).length === 0,
    );
    expect(missing.length).toBeGreaterThan(50);
    expect(missing.filter(({ pn }) => !mpnKey(pn).startsWith("ZZ-UNKNOWN-"))).toEqual([]);
  });

  it("repeat few parts", () => {
    const parts = readable(sourceRows({ count: 20_000, seed: 1 }));
    const identities = new Set(
      parts.map((part) => `${directory.keyOf(part.manufacturer ?? "")}|${mpnKey(part.pn)}`),
    );
    expect(identities.size).toBeGreaterThan(0.9 * parts.length);
  });
});
