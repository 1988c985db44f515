import { expect, test } from "vitest";
import { describeBox } from "../../../src/decide/cells/describe-box.ts";
import { boxSize, cellsIn, commonBox, factsIn, wholeBox } from "../../../src/decide/cells/box.ts";
import { cellNumberer, cellOf } from "../../../src/decide/cells/locate-cell.ts";
import {
  cellCount,
  decidingConditions,
  thresholdGrid,
  type Grain,
  type ThresholdGrid,
} from "../../../src/decide/cells/threshold-grid.ts";
import { cellTest, testHolds } from "../../../src/decide/cells/test-holds.ts";
import type { ConditionTest } from "../../../src/decide/condition.ts";
import { operators } from "../../../src/decide/fact-catalogue.ts";
import { loadRuleset } from "../../../src/decide/load-ruleset.ts";
import { routingPath } from "../rules-folder.ts";
import { someFacts } from "../some-facts.ts";

function gridOf(tests: readonly ConditionTest[], grain: Grain = "decision"): ThresholdGrid {
  const grid = thresholdGrid(tests, grain);
  if (grid === null) throw new Error("no grid");
  return grid;
}

function cellsOf(fact: string, grid: ThresholdGrid) {
  return grid
    .find((axis) => axis.fact === fact)
    ?.cells.map((cell) => (cell.kind === "range" ? [cell.from, cell.to] : cell.values));
}

test.each<[string, Grain, readonly (readonly number[])[]]>([
  [
    "greaterThanInclusive",
    "decision",
    [
      [0, 0.4999],
      [0.5, 1],
    ],
  ],
  [
    "lessThan",
    "decision",
    [
      [0, 0.4999],
      [0.5, 1],
    ],
  ],
  [
    "greaterThan",
    "decision",
    [
      [0, 0.5],
      [0.5001, 1],
    ],
  ],
  [
    "lessThanInclusive",
    "decision",
    [
      [0, 0.5],
      [0.5001, 1],
    ],
  ],
  [
    "equal",
    "decision",
    [
      [0, 0.4999],
      [0.5, 0.5],
      [0.5001, 1],
    ],
  ],
  [
    "notEqual",
    "decision",
    [
      [0, 0.4999],
      [0.5, 0.5],
      [0.5001, 1],
    ],
  ],
  [
    "lessThan",
    "threshold",
    [
      [0, 0.4999],
      [0.5, 0.5],
      [0.5001, 1],
    ],
  ],
])("%s cuts a score at 0.5 for the grain %s", (operator, grain, expected) => {
  const grid = gridOf([{ fact: "completeness", operator, value: 0.5 }], grain);
  expect(cellsOf("completeness", grid)).toEqual(expected);
  expect(cellsOf("priorityScore", grid)).toEqual([[0, 1]]);
});

test.each<[number, readonly (readonly number[])[]]>([
  [
    0,
    [
      [0, 0],
      [0.0001, 1],
    ],
  ],
  [
    1,
    [
      [0, 0.9999],
      [1, 1],
    ],
  ],
  [
    0.33333,
    [
      [0, 0.3333],
      [0.3334, 1],
    ],
  ],
  [
    0.00001,
    [
      [0, 0],
      [0.0001, 1],
    ],
  ],
])("a threshold of %d at or beyond the ends and between two steps makes no empty cell", (value, expected) => {
  const grid = gridOf([{ fact: "completeness", operator: "lessThan", value }], "threshold");
  expect(cellsOf("completeness", grid)).toEqual(expected);
});

test("counts are cut into ranges without an upper end, words one by one with the rest together", () => {
  const grid = gridOf([
    { fact: "recentFailures", operator: "greaterThanInclusive", value: 3 },
    { fact: "recentFailures", operator: "equal", value: 0 },
    { fact: "forcedRoute", operator: "in", value: ["automation"] },
    { fact: "hasPriorityScore", operator: "equal", value: true },
  ]);
  expect(cellsOf("recentFailures", grid)).toEqual([
    [0, 0],
    [1, 2],
    [3, Number.MAX_SAFE_INTEGER],
  ]);
  expect(cellsOf("forcedRoute", grid)).toEqual([["none", "manual"], ["automation"]]);
  expect(cellsOf("hasPriorityScore", grid)).toEqual([[false], [true]]);
  expect(cellCount(grid)).toBe(12);
});

test.each<[string, ConditionTest]>([
  ["an operator of its own", { fact: "completeness", operator: "isPrime", value: 0.5 }],
  ["an operator the fact does not have", { fact: "completeness", operator: "in", value: [0.5] }],
  ["a fact nobody knows", { fact: "phaseOfMoon", operator: "equal", value: 1 }],
  [
    "another fact as its value",
    { fact: "completeness", operator: "lessThan", value: { fact: "priorityScore" } },
  ],
  ["a value of another kind", { fact: "forcedRoute", operator: "equal", value: 1 }],
])("there is no grid for a test with %s", (_, condition) => {
  expect(thresholdGrid([condition], "decision")).toBeNull();
});

test("every cell of the shipped rules has facts, and those facts lie in it and nowhere else", () => {
  const grid = thresholdGrid(decidingConditions(loadRuleset(routingPath)), "threshold") ?? [];
  const numberOf = cellNumberer(grid);
  const whole = wholeBox(grid);
  const cells = [...cellsIn(whole)];
  for (const corner of ["lowest", "highest"] as const) {
    const corners = cells.map((cell) => factsIn(grid, cell, corner));
    expect(corners.map((facts) => cellOf(grid, facts))).toEqual(cells);
    expect(corners.map(numberOf)).toEqual(cells.map((_, number) => number));
  }
  expect(cells).toHaveLength(cellCount(grid));
  expect(boxSize(whole)).toBe(cells.length);
});

test("a test answers both ends of each cell alike, and the two sides of each of its cuts differently", () => {
  for (const operator of operators.filter((name) => name !== "in" && name !== "notIn")) {
    for (const value of [0.3333, 0.33333, 0.5]) {
      const written = { fact: "completeness", operator, value };
      const ready = cellTest(written);
      const axis = gridOf([written]).find(({ fact }) => fact === "completeness");
      if (ready === null || axis === undefined) throw new Error("no test");
      const answers = axis.cells.map((cell) => {
        if (cell.kind !== "range") throw new Error("no range");
        expect(testHolds(ready, cell.from)).toBe(testHolds(ready, cell.to));
        return testHolds(ready, cell.from);
      });
      const neighbours = answers.slice(1).map((answer, index) => answer !== answers[index]);
      // Nothing equals a threshold between two steps: that cut is superfluous, but harmless.
      const isNever = value === 0.33333 && (operator === "equal" || operator === "notEqual");
      expect(neighbours.every(Boolean)).toBe(!isNever);
    }
  }
});

test.each([
  { completeness: Number.NaN },
  { completeness: 1.0001 },
  { priorityScore: -0.0001 },
  { combinedScore: 0.7 + 0.1 },
  { recentFailures: 1.5 },
  { recentFailures: -1 },
])("facts outside the domain have no cell: %o", (changes) => {
  const grid = gridOf([{ fact: "completeness", operator: "lessThan", value: 0.5 }]);
  expect(cellOf(grid, someFacts(changes))).toBeNull();
  expect(cellNumberer(grid)(someFacts(changes))).toBe(-1);
});

test("boxes are described by the thresholds somebody wrote, every limited fact once", () => {
  const grid = gridOf([
    { fact: "forcedRoute", operator: "equal", value: "none" },
    { fact: "priorityScore", operator: "lessThanInclusive", value: 0.2 },
    { fact: "completeness", operator: "lessThan", value: 0.5 },
    { fact: "completeness", operator: "lessThan", value: 0.8 },
    { fact: "combinedScore", operator: "equal", value: 0.7 },
    { fact: "recentFailures", operator: "lessThan", value: 3 },
    { fact: "hasPriorityScore", operator: "equal", value: true },
  ]);
  const describe = (changes: Parameters<typeof someFacts>[0]) =>
    describeBox(
      grid,
      (cellOf(grid, someFacts(changes)) ?? []).map((index) => ({ first: index, last: index })),
    );
  expect(describe({})).toBe(
    "forcedRoute none, priorityScore above 0.2, hasPriorityScore true, completeness from 0.5 to below 0.8, " +
      "combinedScore below 0.7, recentFailures at most 2",
  );
  expect(
    describe({
      forcedRoute: "manual",
      priorityScore: 0,
      completeness: 0.9,
      combinedScore: 0.7,
      recentFailures: 3,
    }),
  ).toBe(
    "forcedRoute automation or manual, priorityScore at most 0.2, hasPriorityScore true, completeness at least 0.8, " +
      "combinedScore exactly 0.7, recentFailures at least 3",
  );
  expect(describeBox(grid, wholeBox(grid))).toBe("every part");
});

test("what two boxes share is the overlap of every span", () => {
  const box = [
    { first: 0, last: 3 },
    { first: 2, last: 2 },
  ];
  expect(
    commonBox(box, [
      { first: 2, last: 5 },
      { first: 0, last: 4 },
    ]),
  ).toEqual([
    { first: 2, last: 3 },
    { first: 2, last: 2 },
  ]);
  expect(
    commonBox(box, [
      { first: 0, last: 3 },
      { first: 3, last: 4 },
    ]),
  ).toBeNull();
});
