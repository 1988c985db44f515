import { randomUUID } from "node:crypto";
import { UserError, exitCodes } from "../domain/fault.ts";
import type { ReplayRequest } from "../domain/replay-request.ts";
import type { RunRequest } from "../domain/run-request.ts";
import { runBatches } from "../store/run-batches.ts";
import type { EndedRun } from "../workflow/ended-run.ts";
import { ReplayReceipt, RunOutput } from "../workflow/payloads.ts";
import { type FollowDependencies, followRun } from "./follow-run.ts";
import { interruptibly, startRemoteRun } from "./start-run.ts";

/** What is made on Trigger.dev, and followed to its end. */
export interface RemoteOperations {
  run(request: RunRequest): Promise<EndedRun>;
  replay(request: ReplayRequest, requestedBy: string): Promise<ReplayReceipt>;
}

/** Runs and replays as tasks of the platform; their reports come from the ledger that its workers share. */
export function remoteOperations(deps: FollowDependencies): RemoteOperations {
  const { api, ledger, observer, signal } = deps;
  return {
    async run(request) {
      const { runId, platformRunId } = await startRemoteRun(api, request, randomUUID(), signal);
      observer.onStarted(platformRunId);
      const output = await followRun(deps, { platformRunId, runId });
      const { endedEarly, resumed } = parsed(RunOutput.safeParse(output), platformRunId);
      const batches = await runBatches(ledger, runId);
      return {
        runId,
        endedEarly,
        takenParts: batches.reduce((sum, { taken }) => sum + taken, 0),
        resumed: resumed.filter(({ batchId }) => !batches.some(({ id }) => id === batchId)),
        batches: batches.map(({ id }) => ({ batchId: id })),
      };
    },
    async replay(request, requestedBy) {
      const key = randomUUID();
      const tag = `replay_${key}`;
      const payload = { ...request, requestedBy };
      const start = () => api.start("replay-batch", payload, { key, tags: [request.batchId, tag], signal });
      const platformRunId = await interruptibly(start, tag, signal);
      observer.onStarted(platformRunId);
      const output = await followRun(deps, { platformRunId, runId: null });
      return parsed(ReplayReceipt.safeParse(output), platformRunId);
    },
  };
}

type Parsed<Output> =
  { readonly success: true; readonly data: Output } | { readonly success: false; readonly error: Error };

/** Workers of another version may answer otherwise; what they did stands in the ledger all the same. */
function parsed<Output>(result: Parsed<Output>, platformRunId: string): Output {
  if (result.success) return result.data;
  throw new UserError(
    exitCodes.platform,
    `${platformRunId} has ended, with an answer that this version does not know: deploy the tasks of the same version; "workflow status" shows what it did.`,
    { cause: result.error },
  );
}
