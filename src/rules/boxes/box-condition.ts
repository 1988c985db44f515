import type { Box, Span } from "../../decide/cells/box.ts";
import { type CellTest, cellTest, testHolds } from "../../decide/cells/test-holds.ts";
import type { FactAxis, ThresholdGrid } from "../../decide/cells/threshold-grid.ts";
import type { Condition, ConditionTest } from "../../decide/condition.ts";

/** What a condition answers for a whole box: the same everywhere, or null when it depends on the cell. */
export type Truth = boolean | null;

/** A place to cut a box: on this axis, `at` becomes the first cell of the upper half. */
export interface BoxCut {
  readonly axis: number;
  readonly at: number;
}

/** A condition that is asked about boxes instead of facts. */
export interface BoxCondition {
  readonly truth: (box: Box) => Truth;
  /** A cut that makes the first undecided test more certain; null when none is undecided. */
  readonly cut: (box: Box) => BoxCut | null;
}

/** One test of a condition, asked about boxes. */
export interface BoxTest extends BoxCondition {
  readonly test: ConditionTest;
}

/** Prepares conditions for one grid; the same test is prepared once. */
export function boxConditions(grid: ThresholdGrid): {
  readonly conditionOf: (condition: Condition) => BoxCondition;
  readonly testOf: (test: ConditionTest) => BoxTest;
} {
  const known = new Map<string, BoxTest>();
  function testOf(written: ConditionTest): BoxTest {
    const key = JSON.stringify([written.fact, written.operator, written.value]);
    const ready = known.get(key) ?? boxTest(grid, written);
    known.set(key, ready);
    return ready;
  }
  function conditionOf(condition: Condition): BoxCondition {
    if ("fact" in condition) return testOf(condition);
    if ("not" in condition) {
      const { truth, cut } = conditionOf(condition.not);
      return { truth: (box) => negate(truth(box)), cut };
    }
    const isAll = "all" in condition;
    return groupOf((isAll ? condition.all : condition.any).map(conditionOf), isAll);
  }
  return { conditionOf, testOf };
}

/** The two halves of a box. */
export function halves(box: Box, { axis, at }: BoxCut): readonly [Box, Box] {
  const { first, last } = box[axis] ?? { first: at, last: at };
  return [box.with(axis, { first, last: at - 1 }), box.with(axis, { first: at, last })];
}

function negate(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function groupOf(children: readonly BoxCondition[], isAll: boolean): BoxCondition {
  function truth(box: Box): Truth {
    let answer: Truth = isAll;
    for (const child of children) {
      const one = child.truth(box);
      if (one === !isAll) return one;
      if (one === null) answer = null;
    }
    return answer;
  }
  return {
    truth,
    cut: (box) => children.find((child) => child.truth(box) === null)?.cut(box) ?? null,
  };
}

function boxTest(grid: ThresholdGrid, written: ConditionTest): BoxTest {
  const axis = grid.findIndex(({ fact }) => fact === written.fact);
  const ready = cellTest(written);
  const cells = grid[axis];
  if (ready === null || cells === undefined)
    throw new Error(`the grid has no test ${JSON.stringify(written)}`);
  const spans = trueSpans(cells, ready);
  return {
    test: written,
    truth(box) {
      const span = box[axis];
      if (span === undefined) return null;
      const touched = spans.find(({ first, last }) => first <= span.last && last >= span.first);
      if (touched === undefined) return false;
      return touched.first <= span.first && touched.last >= span.last ? true : null;
    },
    cut(box) {
      const span = box[axis];
      const edges = spans.flatMap(({ first, last }) => [first, last + 1]);
      const at = span && edges.find((edge) => edge > span.first && edge <= span.last);
      return at === undefined ? null : { axis, at };
    },
  };
}

/** The cells of which a test is true, neighbours together. */
function trueSpans({ cells }: FactAxis, test: CellTest): readonly Span[] {
  const spans: Span[] = [];
  for (const [index, cell] of cells.entries()) {
    if (!testHolds(test, cell.kind === "range" ? cell.from : cell.values[0])) continue;
    const open = spans.at(-1);
    if (open?.last === index - 1) spans[spans.length - 1] = { first: open.first, last: index };
    else spans.push({ first: index, last: index });
  }
  return spans;
}
