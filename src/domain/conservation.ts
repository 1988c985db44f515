import type { BatchTally } from "./batch-tally.ts";

/** The verdict on one batch: the two sums as people read them, and everything that does not hold. */
export interface Conservation {
  readonly isHeld: boolean;
  readonly sums: readonly string[];
  readonly violations: readonly string[];
}

/**
 * Checks the law of conservation: `extracted = quarantined + duplicates + skipped + decided`,
 * `decided = automation + manual`, and once settled `automation = completed + failed` with a manual task for every
 * part that a person has to see. While a batch is under way, parts not decided yet and open tasks are counted in.
 */
export function checkConservation(tally: BatchTally): Conservation {
  const { recorded } = tally;
  const skipped = Object.values(recorded.skipped).reduce((sum, count) => sum + count, 0);
  const undecided = tally.parts - tally.decided;
  const isSettled = tally.stage === "settled";
  const isDecided = isSettled || tally.stage === "decided";
  const checks: readonly (readonly [boolean, string])[] = [
    [
      recorded.extracted === tally.quarantined + recorded.duplicates + skipped + tally.parts,
      `${recorded.extracted} rows were extracted, but ${tally.quarantined} quarantined + ${recorded.duplicates} duplicates + ${skipped} skipped + ${tally.parts} parts are on record`,
    ],
    [
      recorded.quarantined === tally.quarantined,
      `${recorded.quarantined} rows were quarantined, but ${tally.quarantined} are in quarantine`,
    ],
    [!isDecided || undecided === 0, `${undecided} parts have no decision`],
    [
      tally.decided === tally.automation + tally.manual,
      `${tally.decided} parts were decided, but ${tally.automation} went to automation and ${tally.manual} to a person`,
    ],
    [
      tally.automation === tally.tasks,
      `${tally.automation} parts went to automation, but ${tally.tasks} have a task`,
    ],
    [!isSettled || tally.open === 0, `${tally.open} automation tasks are still open in a settled batch`],
    [
      tally.tasks === tally.completed + tally.failed + tally.open,
      `${tally.tasks} automation tasks, but ${tally.completed} completed + ${tally.failed} failed + ${tally.open} open`,
    ],
    [tally.completedWithoutProduct === 0, `${tally.completedWithoutProduct} completed tasks have no product`],
    [!isSettled || tally.uncovered === 0, `${tally.uncovered} parts need a manual task and have none`],
    [
      !isSettled || tally.unsettledParts === 0,
      `${tally.unsettledParts} parts of the settled batch are still held`,
    ],
  ];
  const violations = checks.flatMap(([holds, violation]) => (holds ? [] : [violation]));
  return { isHeld: violations.length === 0, sums: sums(tally, skipped, undecided), violations };
}

function sums(tally: BatchTally, skipped: number, undecided: number): string[] {
  const { recorded } = tally;
  const underWay = undecided > 0 ? ` + ${undecided} undecided` : "";
  const open = tally.open > 0 ? ` + ${tally.open} open` : "";
  return [
    `${recorded.extracted} extracted = ${recorded.quarantined} quarantined + ${recorded.duplicates} duplicates + ${skipped} skipped + ${tally.decided} decided${underWay}`,
    `${tally.decided} decided = ${tally.automation} automation (${tally.completed} completed + ${tally.failed} failed${open}) + ${tally.manual} manual`,
  ];
}
