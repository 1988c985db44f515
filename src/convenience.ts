import type { OrchestratorOptions } from "./api/orchestrator-options.ts";
import type { PendingFilter } from "./api/pending-filter.ts";
import type { RunResult } from "./app/run-result.ts";
import type { WorkflowConfig } from "./config/workflow-parameters.ts";
import type { RunRequest } from "./domain/run-request.ts";
import type { BatchReport } from "./report/batch-report.ts";
import type { PendingTasks } from "./store/pending-tasks.ts";
import { WorkflowOrchestrator } from "./workflow-orchestrator.ts";

/** One run with the configuration of the environment, or with parts of it replaced. */
export async function runWorkflow(
  request: Partial<RunRequest> = {},
  config: Partial<WorkflowConfig> = {},
  options: OrchestratorOptions = {},
): Promise<RunResult> {
  return new WorkflowOrchestrator(config, options).orchestrateWorkflow(request);
}

/** The report of one batch; of the latest without an id. */
export async function getWorkflowStatus(
  batchId?: string,
  options: OrchestratorOptions = {},
): Promise<BatchReport> {
  return new WorkflowOrchestrator({}, options).getWorkflowStatus(batchId);
}

/** Open manual tasks, the most urgent first. */
export async function getPendingManualTasks(
  filter: PendingFilter = {},
  options: OrchestratorOptions = {},
): Promise<PendingTasks> {
  return new WorkflowOrchestrator({}, options).getPendingManualTasks(filter);
}
