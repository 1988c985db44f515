/** The programmatic API: run the workflow and read its state from other programs. */
export { type OrchestratorOptions, WorkflowOrchestrator } from "./workflow-orchestrator.ts";
export { getPendingManualTasks, getWorkflowStatus, runWorkflow } from "./convenience.ts";
export type { WorkflowConfig } from "./config/workflow-parameters.ts";
export type { BatchReport } from "./report/batch-report.ts";
export type { PendingTask, PendingTasks } from "./store/pending-tasks.ts";
export type { RunResult } from "./app/run-result.ts";
export { UserError } from "./domain/fault.ts";
