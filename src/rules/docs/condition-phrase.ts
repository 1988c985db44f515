import { describeSpan } from "../../decide/cells/describe-box.ts";
import { cellTest, testHolds } from "../../decide/cells/test-holds.ts";
import type { FactAxis, ThresholdGrid } from "../../decide/cells/threshold-grid.ts";
import type { Condition, ConditionTest } from "../../decide/condition.ts";

/** A condition without negations in which each group names a fact once. */
type Phrase =
  | { readonly kind: "fact"; readonly axis: FactAxis; readonly isMet: readonly boolean[] }
  | { readonly kind: "and" | "or"; readonly parts: readonly Phrase[] };

/** A condition in plain English: `completeness is from 0.5 to below 0.8 and recent failures is at least 3`. */
export function conditionText(condition: Condition, grid: ThresholdGrid): string {
  return phraseText(phraseOf(condition, grid, false), false);
}

/** `priorityScore` → `priority score` */
export function factText(fact: string): string {
  return fact.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function phraseOf(condition: Condition, grid: ThresholdGrid, isNegated: boolean): Phrase {
  if ("fact" in condition) return factPhrase(condition, grid, isNegated);
  if ("not" in condition) return phraseOf(condition.not, grid, !isNegated);
  const isAll = "all" in condition;
  const kind = isAll === isNegated ? "or" : "and";
  const children = (isAll ? condition.all : condition.any).map((child) => phraseOf(child, grid, isNegated));
  return joined(
    kind,
    children.flatMap((child) => (child.kind === kind ? child.parts : [child])),
  );
}

function factPhrase(written: ConditionTest, grid: ThresholdGrid, isNegated: boolean): Phrase {
  const test = cellTest(written);
  const axis = grid.find(({ fact }) => fact === written.fact);
  if (test === null || axis === undefined) throw new Error(`the test of ${written.fact} has no cells`);
  const isMet = axis.cells.map((cell) => testHolds(test, cell.kind === "range" ? cell.from : cell.values[0]));
  return { kind: "fact", axis, isMet: isMet.map((holds) => holds !== isNegated) };
}

/** One part for each fact: two tests of the same one become a range. */
function joined(kind: "and" | "or", parts: readonly Phrase[]): Phrase {
  const merged = parts.reduce<readonly Phrase[]>((known, part) => {
    const same = known.findIndex((other) => isSameFact(other, part));
    const other = known[same];
    return other === undefined ? [...known, part] : known.with(same, mergedFacts(kind, other, part));
  }, []);
  const [only] = merged;
  return merged.length === 1 && only !== undefined ? only : { kind, parts: merged };
}

function isSameFact(one: Phrase, other: Phrase): boolean {
  return one.kind === "fact" && other.kind === "fact" && one.axis.fact === other.axis.fact;
}

function mergedFacts(kind: "and" | "or", one: Phrase, other: Phrase): Phrase {
  if (one.kind !== "fact" || other.kind !== "fact") return one;
  const isMet = one.isMet.map((holds, cell) => {
    const holdsToo = other.isMet[cell] ?? false;
    return kind === "and" ? holds && holdsToo : holds || holdsToo;
  });
  return { ...one, isMet };
}

function phraseText(phrase: Phrase, isInside: boolean): string {
  if (phrase.kind === "fact")
    return `${factText(phrase.axis.fact)} is ${cellsText(phrase.axis, phrase.isMet)}`;
  const text = phrase.parts.map((part) => phraseText(part, true)).join(` ${phrase.kind} `);
  return isInside ? `(${text})` : text;
}

function cellsText(axis: FactAxis, isMet: readonly boolean[]): string {
  const starts = isMet.flatMap((holds, cell) => (holds && isMet[cell - 1] !== true ? [cell] : []));
  const spans = starts.map((first) => {
    const end = isMet.indexOf(false, first);
    return describeSpan(axis, { first, last: (end < 0 ? isMet.length : end) - 1 });
  });
  if (spans.includes(null)) return "anything";
  return spans.length === 0 ? "impossible" : spans.join(" or ");
}
