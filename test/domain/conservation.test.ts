import { describe, expect, it, test } from "vitest";
import type { BatchTally } from "../../src/domain/batch-tally.ts";
import { checkConservation } from "../../src/domain/conservation.ts";
import { someTally } from "./some-tally.ts";

const { recorded } = someTally();

describe("the sums of a batch", () => {
  const consistent: readonly (readonly [string, Partial<BatchTally>])[] = [
    ["is settled", {}],
    [
      "was just opened",
      {
        stage: "opened",
        recorded: { extracted: 0, quarantined: 0, duplicates: 0, skipped: {} },
        ...{ quarantined: 0, parts: 0, decided: 0, automation: 0, manual: 0 },
        ...{ tasks: 0, completed: 0, failed: 0 },
      },
    ],
    [
      "is half decided",
      {
        stage: "extracted",
        ...{ decided: 7, automation: 4, manual: 3, tasks: 4, completed: 0, failed: 0, open: 4 },
      },
    ],
    [
      "could not be filled, because its source cannot be read",
      {
        status: "failed",
        recorded: { extracted: 0, quarantined: 0, duplicates: 0, skipped: {} },
        ...{ quarantined: 0, parts: 0, decided: 0, automation: 0, manual: 0 },
        ...{ tasks: 0, completed: 0, failed: 0 },
      },
    ],
    ["is gone on with by a replay", { stage: "decided", completed: 6, failed: 0, needless: 1 }],
    ["still scrapes", { stage: "decided", completed: 2, open: 3, uncovered: 5, unsettledParts: 10 }],
  ];
  test.each(consistent)("hold for a batch that %s", (_, changes) => {
    expect(checkConservation(someTally(changes))).toMatchObject({ isHeld: true, violations: [] });
  });

  const broken: readonly (readonly [string, Partial<BatchTally>])[] = [
    ["21 rows were extracted", { recorded: { ...recorded, extracted: 21 } }],
    ["4 duplicates", { recorded: { ...recorded, duplicates: 4 } }],
    ["6 skipped", { recorded: { ...recorded, skipped: { completed_recently: 6 } } }],
    ["3 rows were quarantined, but 2", { recorded: { ...recorded, quarantined: 3 } }],
    ["1 parts have no decision", { decided: 9, automation: 5, tasks: 5, completed: 4 }],
    ["10 parts were decided, but 6 went to automation and 5", { manual: 5 }],
    ["6 parts went to automation, but 5 have a task", { tasks: 5, completed: 4 }],
    ["1 automation tasks are still open", { completed: 4, open: 1 }],
    ["6 automation tasks, but 4 completed + 1 failed + 0 open", { completed: 4 }],
    ["6 automation tasks, but 5 completed + 2 failed + 0 open", { failed: 2 }],
    ["1 completed tasks have no product", { completedWithoutProduct: 1 }],
    ["2 parts need a manual task and have none", { uncovered: 2 }],
    ["3 parts of the settled batch are still held", { unsettledParts: 3 }],
    ["1 parts lead to the manual task of another part", { misled: 1 }],
    ["2 parts have more than one manual task of this batch", { repeated: 2 }],
    ["1 manual tasks are open although automation has completed their parts", { needless: 1 }],
    ["the batch is completed, but what became of it is completed_with_failures", { status: "completed" }],
    [
      "the batch is failed, but what became of it is completed",
      { status: "failed", completed: 6, failed: 0 },
    ],
    [
      "the batch is completed_with_failures, but what became of it is failed",
      { decided: 6, parts: 6, manual: 0, completed: 0, failed: 6, recorded: { ...recorded, extracted: 16 } },
    ],
  ];
  test.each(broken)("name the one count that is broken: %s", (words, changes) => {
    const { isHeld, violations } = checkConservation(someTally(changes));
    expect(isHeld).toBe(false);
    expect(violations).toEqual([expect.stringContaining(words)]);
  });

  it("name both when a part and the quarantine disagree with what was extracted", () => {
    expect(checkConservation(someTally({ quarantined: 1 })).violations).toHaveLength(2);
  });

  it("read as two equations, with what is under way counted in", () => {
    expect(checkConservation(someTally()).sums).toEqual([
      "20 extracted = 2 quarantined + 3 duplicates + 5 skipped + 10 decided",
      "10 decided = 6 automation (5 completed + 1 failed) + 4 manual",
    ]);
    const { sums } = checkConservation(
      someTally({ stage: "extracted", decided: 8, manual: 2, completed: 3, open: 2 }),
    );
    expect(sums).toEqual([
      "20 extracted = 2 quarantined + 3 duplicates + 5 skipped + 8 decided + 2 undecided",
      "8 decided = 6 automation (3 completed + 1 failed + 2 open) + 2 manual",
    ]);
  });
});
