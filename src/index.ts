/** The programmatic API: run the workflow and read its state from other programs. */
export { WorkflowOrchestrator } from "./workflow-orchestrator.ts";
export type { OrchestratorOptions } from "./api/orchestrator-options.ts";
export type { PendingFilter } from "./api/pending-filter.ts";
export type { RunRequest } from "./domain/run-request.ts";
export { getPendingManualTasks, getWorkflowStatus, runWorkflow } from "./convenience.ts";
export type { WorkflowConfig } from "./config/workflow-parameters.ts";
export type { BatchReport } from "./report/batch-report.ts";
export type { PendingTask, PendingTasks } from "./store/pending-tasks.ts";
export type { RunResult } from "./app/run-result.ts";
export { exitCodes, UserError } from "./domain/fault.ts";
export { Interruption } from "./workflow/interruption.ts";
