import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/domain/fault.ts";
import { manufacturerDirectory } from "../../src/domain/manufacturer.ts";
import { partKey } from "../../src/domain/part-key.ts";
import type { RawRow } from "../../src/extract/part-source.ts";
import { rowFingerprint } from "../../src/extract/row-fingerprint.ts";
import { checkScaleOfHundred } from "../../src/extract/score-scale.ts";
import { triageRows } from "../../src/extract/triage.ts";

const directory = manufacturerDirectory({ "Texas Instruments": ["TI"] });

function triage(rows: readonly RawRow[], scoreScale: 1 | 100 = 1) {
  return triageRows(rows, { scoreScale, directory, seen: new Set() });
}

function row(columns: RawRow): RawRow {
  return { product_id: "1", pn: "LM317T", manufacturer: "TI", ...columns };
}

function reasonFor(columns: RawRow, scoreScale: 1 | 100 = 1): string | undefined {
  const { accepted, quarantined } = triage([row(columns)], scoreScale);
  expect(accepted).toEqual([]);
  return quarantined[0]?.reason;
}

describe("an accepted row", () => {
  it("is a part with its key, score and fingerprint", () => {
    const raw = row({ pn: " lm317t ", priority_score: { score: 0.91234567, tier: "A" }, specs: null });
    expect(triage([raw]).accepted).toEqual([
      {
        part: expect.objectContaining({ pn: "lm317t", specs: [] }) as unknown,
        key: "TEXAS INSTRUMENTS|LM317T",
        priorityScore: 0.9123,
        raw,
        fingerprint: rowFingerprint(raw),
        isManufacturerKnown: true,
      },
    ]);
  });

  it.each([null, undefined, "", " "])("without manufacturer (%j) is flagged", (manufacturer) => {
    const [found] = triage([row({ manufacturer })]).accepted;
    expect(found).toMatchObject({ isManufacturerKnown: false, key: "|LM317T" });
  });

  it.each([undefined, null, ""])("without product id (%j) takes its key for one", (product_id) => {
    const [found] = triage([row({ product_id })]).accepted;
    expect(found?.part.product_id).toBe("TEXAS INSTRUMENTS|LM317T");
  });

  it.each<[RawRow, number | null]>([
    [{ priority_score: { score: 0.5 } }, 0.5],
    [{ priority_score: 0.5 }, 0.5],
    [{ priority_score: "0.5" }, 0.5],
    [{ score: 0.5 }, 0.5],
    [{ priority_score: { score: null }, score: 0.5 }, 0.5],
    [{ priority_score: { score: 0 } }, 0],
    [{ priority_score: { score: 1 } }, 1],
    [{ priority_score: { score: null } }, null],
    [{ priority_score: null }, null],
    [{ priority_score: " " }, null],
    [{}, null],
  ])("has the score of %j", (columns, expected) => {
    const [found] = triage([row(columns)]).accepted;
    expect(found?.priorityScore).toBe(expected);
    expect(found?.part.priority_score?.score ?? null).toBe(expected);
  });

  it("has numbers where a warehouse sends its decimals and integers as text", () => {
    const [found] = triage([
      row({ priority_score: { score: 0.5, base: "0.25", percentile: "97" } }),
    ]).accepted;
    expect(found?.part.priority_score).toEqual({ score: 0.5, base: 0.25, percentile: 97 });
  });

  it("has a score from 0 to 1 on a scale of 100 too", () => {
    expect(triage([row({ score: 92.21 })], 100).accepted[0]?.priorityScore).toBe(0.9221);
  });
});

describe("a quarantined row has a reason that names column and value", () => {
  it.each<[RawRow, string]>([
    [{ pn: null }, "pn is missing."],
    [{ pn: "  " }, "pn is blank."],
    [{ pn: "A".repeat(251) }, `pn is "${"A".repeat(58)}…, longer than 250 characters.`],
    [{ pn: 12 }, "pn is 12, expected text."],
    [{ product_id: {} }, "product_id is {}, expected text."],
    [{ title: ["x"] }, 'title is ["x"], expected text.'],
    [{ specs: "10k" }, 'specs is "10k", expected a list.'],
    [{ specs: [{ spec_name: "R" }, 5] }, "specs[1] is 5, expected a record."],
    [{ specs: [{ spec_name: {} }] }, "specs[0].spec_name is {}, expected text."],
    [{ active_for_use: "maybe" }, 'active_for_use is "maybe", expected true or false.'],
    [{ priority_score: { score: 0.5, base: "x" } }, 'priority_score.base is "x", expected a number.'],
    [{ priority_score: { score: "NaN" } }, 'priority_score.score is "NaN", expected a number.'],
    [{ priority_score: "high" }, 'priority_score is "high", expected a number.'],
    [{ priority_score: [0.5] }, "priority_score is [0.5], expected a number."],
    [{ score: true }, "score is true, expected a number."],
    [{ priority_score: NaN }, "priority_score is null, expected a number."],
    [{ score: -0.1 }, "score is -0.1, outside the declared scale of 0 to 1."],
    [{ score: 1.0001 }, "score is 1.0001, outside the declared scale of 0 to 1."],
    [{ malformed_line: '{"pn":' }, 'The line is not a JSON object: "{\\"pn\\":".'],
  ])("%j", (columns, reason) => {
    expect(reasonFor(columns)).toBe(reason);
  });

  it("on a scale of 100 above it", () => {
    expect(reasonFor({ score: 100.5 }, 100)).toBe("score is 100.5, outside the declared scale of 0 to 100.");
  });
});

describe("duplicates", () => {
  it("within a page go to the first row, whatever the spelling", () => {
    const rows = [
      row({ product_id: "1", score: 0.9 }),
      row({ product_id: "2", pn: "lm317 t", manufacturer: "Texas Instruments Inc.", score: 0.8 }),
      row({ product_id: "3", manufacturer: "onsemi", score: 0.7 }),
      row({ product_id: "4", manufacturer: null, score: 0.6 }),
    ];
    const { accepted, duplicates } = triage(rows);
    expect(accepted.map((found) => found.part.product_id)).toEqual(["1", "3", "4"]);
    expect(duplicates).toEqual([{ key: "TEXAS INSTRUMENTS|LM317T", raw: rows[1] }]);
  });

  it("of earlier pages are known by their keys, and the caller's set stays as it is", () => {
    const seen = new Set([partKey("LM317T", "TI", directory)]);
    const result = triageRows([row({}), row({ pn: "NE555" })], { scoreScale: 1, directory, seen });
    expect(result.duplicates).toHaveLength(1);
    expect(result.accepted).toHaveLength(1);
    expect(seen.size).toBe(1);
  });

  it("of a quarantined row are accepted", () => {
    const { accepted, quarantined } = triage([row({ score: 7 }), row({ score: 0.5 })]);
    expect([accepted.length, quarantined.length]).toEqual([1, 1]);
  });
});

describe("scores on another scale than declared", () => {
  function rows(high: number, normal: number, unscored = 0) {
    const scores = [...Array<number>(high).fill(92.21), ...Array<number>(normal).fill(0.5)];
    return [...scores, ...Array<null>(unscored).fill(null)].map((score, index) =>
      row({ pn: `P${index}`, score }),
    );
  }

  it.each([
    [11, 9, 0],
    [1_000, 0, 0],
    [6, 5, 100],
    [3, 0, 0],
    [19, 0, 0],
    [5, 0, 5],
  ])("are refused with the remedy: %i high, %i normal, %i without", (high, normal, unscored) => {
    const act = () => triage(rows(high, normal, unscored));
    expect(act).toThrow(UserError);
    expect(act).toThrow(/\(the first is 92\.21\).*set WORKFLOW_SCORE_SCALE to 100/);
  });

  it.each([
    [10, 10],
    [9, 11],
    [2, 0],
    [18, 1],
  ])("are quarantined one by one when %i are high and %i are not", (high, normal) => {
    const { accepted, quarantined } = triage(rows(high, normal));
    expect([quarantined.length, accepted.length]).toEqual([high, normal]);
  });

  it.each([
    [2, 0, /^2 of 2 priority scores lie above 1 \(the first is 92\.21\).*set WORKFLOW_SCORE_SCALE to 100/],
    [1, 0, /^1 of 1 /],
    [1, 1, /^null$/],
    [0, 3, /^null$/],
  ])("are in doubt when there is no other: %i high, %i normal", (high, normal, doubt) => {
    expect(String(triage(rows(high, normal)).scaleDoubt)).toMatch(doubt);
  });

  it.each([
    [{ greatest: 0.0092, fractions: 3 }, "refused"],
    [{ greatest: 0.01, fractions: 3 }, "refused"],
    [{ greatest: 0.01, fractions: 2 }, "doubted"],
    [{ greatest: 0.0101, fractions: 1_000 }, "fit"],
    [{ greatest: 0, fractions: 0 }, "fit"],
    [{ greatest: null, fractions: 0 }, "fit"],
  ])("of 0 to 100, %j, are %s", (scores, verdict) => {
    const act = () => checkScaleOfHundred(scores);
    const told =
      /^No priority score of the source lies above 1 \(the greatest is (1|0\.92)\), .*set WORKFLOW_SCORE_SCALE to 1 if/;
    if (verdict === "refused") expect(act).toThrow(told);
    else if (verdict === "doubted") expect(act()).toMatch(told);
    else expect(act()).toBeNull();
  });

  it("are quarantined when they fit no scale", () => {
    const absurd = Array.from({ length: 30 }, (_, index) => row({ pn: `P${index}`, score: 101 + index }));
    expect(triage(absurd).quarantined).toHaveLength(30);
  });
});

describe("a fingerprint", () => {
  it("does not depend on the order of keys, nor on empty columns", () => {
    const a = { pn: "A", specs: [{ x: "1", y: "2" }], brand: null, docs: [] };
    const b = { specs: [{ y: "2", x: "1" }], pn: "A" };
    expect(rowFingerprint(a)).toBe(rowFingerprint(b));
    expect(rowFingerprint(a)).toMatch(/^[0-9a-f]{64}$/);
  });

  it("differs when any value does", () => {
    const rows = [
      { pn: "A" },
      { pn: "B" },
      { pn: 1 },
      { pn: "1" },
      { x: "A" },
      { pn: ["A"] },
      { pn: { A: null } },
    ];
    expect(new Set(rows.map(rowFingerprint)).size).toBe(rows.length);
  });
});

describe("triage", () => {
  it("puts every row into exactly one list and never the same key twice", () => {
    const anyRow = fc.record({
      pn: fc.constantFrom("A", "a ", "B", "", null, 5),
      manufacturer: fc.constantFrom("TI", "Texas Instruments", "X", null),
      score: fc.constantFrom(0, 0.5, 1, null, -1, "x", NaN),
      specs: fc.constantFrom([], null, "x"),
    });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 30 }), (rows) => {
        const { accepted, quarantined, duplicates } = triage(rows);
        const found = [...accepted, ...quarantined, ...duplicates].map(({ raw }) => raw);
        expect(found).toHaveLength(rows.length);
        expect(new Set(found)).toEqual(new Set(rows));
        expect(new Set(accepted.map(({ key }) => key)).size).toBe(accepted.length);
      }),
    );
  });
});
