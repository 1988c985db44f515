import type * as z from "zod";
import { schemaOf, type ParameterTable } from "./parameter-table.ts";
import { number, toggle, wholeNumber } from "./value-kind.ts";

/** The nine parameters of a workflow, in the seed's order and with its defaults. */
export const workflowParameters = {
  automationPriorityThreshold: {
    kind: number(0, 1),
    default: 0.8,
    env: ["AUTOMATION_PRIORITY_THRESHOLD", "WORKFLOW_AUTOMATION_PRIORITY_THRESHOLD"],
    doc: "Least priority score that puts an automated part into the high lane, which gets quota first.",
  },
  automationMaxConcurrent: {
    kind: wholeNumber(1, 50),
    default: 5,
    env: ["AUTOMATION_MAX_CONCURRENT", "WORKFLOW_AUTOMATION_MAX_CONCURRENT"],
    doc: "Most automation tasks in flight at once.",
  },
  automationRetryAttempts: {
    kind: wholeNumber(1, 10),
    default: 3,
    env: ["AUTOMATION_RETRY_ATTEMPTS", "WORKFLOW_AUTOMATION_RETRY_ATTEMPTS"],
    doc: "Attempts at one automation task, the first included.",
  },
  manualPriorityThreshold: {
    kind: number(0, 1),
    default: 0.5,
    env: ["MANUAL_PRIORITY_THRESHOLD", "WORKFLOW_MANUAL_PRIORITY_THRESHOLD"],
    doc: "Least priority score that is extracted at all; 0 extracts everything.",
  },
  manualBatchSize: {
    kind: wholeNumber(1, 1000),
    default: 50,
    env: ["MANUAL_BATCH_SIZE", "WORKFLOW_MANUAL_BATCH_SIZE"],
    doc: "Manual tasks created in one transaction.",
  },
  automationFailureToManual: {
    kind: toggle,
    default: true,
    env: ["AUTOMATION_FAILURE_TO_MANUAL", "WORKFLOW_AUTOMATION_FAILURE_TO_MANUAL"],
    doc: "Whether a failed automation task becomes a manual task.",
  },
  maxAutomationFailures: {
    kind: wholeNumber(1, 100),
    default: 3,
    env: ["MAX_AUTOMATION_FAILURES", "WORKFLOW_MAX_AUTOMATION_FAILURES"],
    doc: "Failed automation tasks of a part within 7 days that send it to a person.",
  },
  maxDailyTasks: {
    kind: wholeNumber(1, 10_000_000),
    default: 1000,
    env: ["MAX_DAILY_TASKS", "WORKFLOW_MAX_DAILY_TASKS"],
    doc: "Most parts decided in one business day, over all runs.",
  },
  maxBatchSize: {
    kind: wholeNumber(1, 10_000),
    default: 100,
    env: ["MAX_BATCH_SIZE", "WORKFLOW_MAX_BATCH_SIZE"],
    doc: "Most parts in one batch; a larger run is split.",
  },
} satisfies ParameterTable;

/**
 * Thresholds that rules files have as well. Whoever edits the rules sets them there; where configuration sets one, it
 * has that value in every rules file.
 */
export const ruleThresholds = [
  "automationPriorityThreshold",
  "maxAutomationFailures",
] as const satisfies readonly (keyof typeof workflowParameters)[];

/** The seed's configuration of a workflow. */
export const WorkflowConfig = schemaOf(workflowParameters).readonly();
export type WorkflowConfig = z.infer<typeof WorkflowConfig>;
