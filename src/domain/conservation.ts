import type { BatchTally } from "./batch-tally.ts";
import { settledStatus } from "./settled-status.ts";

/** The verdict on one batch: the two sums as people read them, and everything that does not hold. */
export interface Conservation {
  readonly isHeld: boolean;
  readonly sums: readonly string[];
  readonly violations: readonly string[];
}

/** Whether something holds, and what is wrong where it does not. */
type Check = readonly [boolean, string];

/**
 * Checks the law of conservation: `extracted = quarantined + duplicates + skipped + decided`,
 * `decided = automation + manual`, and once settled `automation = completed + failed` with a manual task for every
 * part that a person has to see, and the status that these counts come to. While a batch is under way, parts not
 * decided yet and open tasks are counted in.
 */
export function checkConservation(tally: BatchTally): Conservation {
  const checks = [...rowChecks(tally), ...taskChecks(tally), ...reviewChecks(tally), statusCheck(tally)];
  const violations = checks.flatMap(([holds, violation]) => (holds ? [] : [violation]));
  return { isHeld: violations.length === 0, sums: sums(tally), violations };
}

function rowChecks(tally: BatchTally): Check[] {
  const { recorded, stage } = tally;
  const undecided = tally.parts - tally.decided;
  const isDecided = stage === "settled" || stage === "decided";
  return [
    [
      recorded.extracted === tally.quarantined + recorded.duplicates + skippedRows(tally) + tally.parts,
      `${recorded.extracted} rows were extracted, but ${tally.quarantined} quarantined + ${recorded.duplicates} duplicates + ${skippedRows(tally)} skipped + ${tally.parts} parts are on record`,
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
  ];
}

function taskChecks(tally: BatchTally): Check[] {
  const isSettled = tally.stage === "settled";
  return [
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
  ];
}

function reviewChecks(tally: BatchTally): Check[] {
  const isSettled = tally.stage === "settled";
  return [
    [!isSettled || tally.uncovered === 0, `${tally.uncovered} parts need a manual task and have none`],
    [tally.misled === 0, `${tally.misled} parts lead to the manual task of another part`],
    [tally.repeated === 0, `${tally.repeated} parts have more than one manual task of this batch`],
    [
      !isSettled || tally.needless === 0,
      `${tally.needless} manual tasks are open although automation has completed their parts`,
    ],
    [
      !isSettled || tally.unsettledParts === 0,
      `${tally.unsettledParts} parts of the settled batch are still held`,
    ],
  ];
}

/**
 * A batch without a part may have failed as a whole, because its source could not be read; one with work left over is
 * wrong in that.
 */
function statusCheck(tally: BatchTally): Check {
  const { status, stage, parts, open, uncovered } = tally;
  const expected = settledStatus(tally);
  const isJudged =
    stage === "settled" && open === 0 && uncovered === 0 && !(parts === 0 && status === "failed");
  return [!isJudged || status === expected, `the batch is ${status}, but what became of it is ${expected}`];
}

function skippedRows({ recorded }: BatchTally): number {
  return Object.values(recorded.skipped).reduce((sum, count) => sum + count, 0);
}

function sums(tally: BatchTally): string[] {
  const { recorded } = tally;
  const undecided = tally.parts - tally.decided;
  const underWay = undecided > 0 ? ` + ${undecided} undecided` : "";
  const open = tally.open > 0 ? ` + ${tally.open} open` : "";
  return [
    `${recorded.extracted} extracted = ${recorded.quarantined} quarantined + ${recorded.duplicates} duplicates + ${skippedRows(tally)} skipped + ${tally.decided} decided${underWay}`,
    `${tally.decided} decided = ${tally.automation} automation (${tally.completed} completed + ${tally.failed} failed${open}) + ${tally.manual} manual`,
  ];
}
