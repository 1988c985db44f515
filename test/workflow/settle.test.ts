import { describe, expect, test } from "vitest";
import type { BatchStatus } from "../../src/domain/batch.ts";
import type { BatchTally } from "../../src/domain/batch-tally.ts";
import { batchVerdict, failureReason } from "../../src/workflow/settle.ts";
import { someTally } from "../domain/some-tally.ts";

const empty = { parts: 0, decided: 0, automation: 0, manual: 0, tasks: 0, completed: 0, failed: 0 };

describe("a batch", () => {
  const verdicts: readonly (readonly [string, Partial<BatchTally>, BatchStatus])[] = [
    ["just opened", { ...empty, stage: "opened" }, "in_progress"],
    ["without decisions yet", { stage: "extracted" }, "in_progress"],
    ["with an open task", { stage: "decided", completed: 4, open: 1 }, "in_progress"],
    ["with nothing but open tasks", { completed: 0, failed: 0, open: 6 }, "in_progress"],
    ["with a part that lacks its manual task", { stage: "decided", uncovered: 1 }, "in_progress"],
    ["of which all succeeded", { completed: 6, failed: 0 }, "completed"],
    ["that found nothing to do", empty, "completed"],
    ["for people alone", { automation: 0, tasks: 0, completed: 0, failed: 0, manual: 10 }, "completed"],
    ["of which one failed, though a person has it now", {}, "completed_with_failures"],
    [
      "of which all automation failed and people have the rest",
      { completed: 0, failed: 6 },
      "completed_with_failures",
    ],
    ["of which everything failed", { manual: 0, completed: 0, failed: 6 }, "failed"],
    [
      "with one defective manual task",
      { failed: 0, completed: 6, filedDefective: 1 },
      "completed_with_failures",
    ],
    [
      "of which all manual tasks are defective",
      { automation: 0, tasks: 0, completed: 0, failed: 0, manual: 4, filedDefective: 4 },
      "failed",
    ],
    [
      "of which all but one manual task are defective",
      { automation: 0, tasks: 0, completed: 0, failed: 0, manual: 4, filedDefective: 3 },
      "completed_with_failures",
    ],
  ];
  test.each(verdicts)("%s has its verdict", (_, changes, status) => {
    expect(batchVerdict(someTally({ stage: "decided", ...changes }))).toBe(status);
  });
});

test("the reason of a failure counts classes, the most frequent first, and tasks that were no use", () => {
  const tally = someTally({ failedByClass: { network: 1, not_found: 4 }, filedDefective: 2 });
  expect(failureReason(tally)).toBe("nothing succeeded: 4 not_found, 1 network, 2 unfit for a manual task");
});
