import { expect, it } from "vitest";
import { workflowConfig } from "../../src/config/workflow-config.ts";

it("fills what is not given with defaults", () => {
  const config = workflowConfig({ automationPriorityThreshold: 0.75, automationMaxConcurrent: undefined });
  expect(config.automationPriorityThreshold).toBe(0.75);
  expect(config.automationMaxConcurrent).toBe(5);
});

it("refuses values out of bounds and unknown names, one line each", () => {
  const given = { maxBatchSize: NaN, manualPriorityThreshold: 1.5, maxDailyTask: 3 };
  expect(() => workflowConfig(given)).toThrow(
    [
      "maxBatchSize of workflowConfig is NaN, but has to be a whole number from 1 to 10000: pass another value.",
      "manualPriorityThreshold of workflowConfig is 1.5, but has to be a number from 0 to 1: pass another value.",
      "maxDailyTask of workflowConfig is no parameter: did you mean maxDailyTasks?",
    ].join("\n"),
  );
});

it("refuses settings that are not the workflow's", () => {
  const given = { maxBatchSize: 5, refreshAfterDays: 3 };
  expect(() => workflowConfig(given)).toThrow(
    /^refreshAfterDays of workflowConfig is no parameter: there are /,
  );
});
