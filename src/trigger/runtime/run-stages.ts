import type { Resources } from "../../app/open-resources.ts";
import type { PartSource } from "../../extract/part-source.ts";
import { type StageRun, stageRun } from "../../stages/stage-run.ts";
import { runLease } from "./run-owner.ts";
import { taskLog, taskTrace } from "./task-log.ts";
import { worker } from "./worker.ts";

/**
 * How long a run may be silent before another takes over what it holds, in milliseconds. A run that waits for others
 * is not even in memory: those it waits for prolong its lease of the batch.
 */
export const leaseMs = 15 * 60_000;

/** What one attempt of a task works with; dispose it when the attempt is over. */
export interface RunStages extends StageRun, AsyncDisposable {
  readonly resources: Resources;
}

/** The attempt that asks, as the platform describes it. */
export interface Attempt {
  readonly ctx: {
    readonly run: {
      readonly id: string;
      readonly isReplay?: boolean | undefined;
      readonly parentTaskRunId?: string | undefined;
    };
  };
  readonly signal: AbortSignal;
}

/** The stages in the name of a run. */
export async function runStages(
  { ctx, signal }: Attempt,
  trigger: "api" | "schedule" = "api",
): Promise<RunStages> {
  const resources = await worker();
  const source = resources.newSource();
  const run = stageRun({
    ...resources.shared,
    openSource: async () => tracedSource(await source.open()),
    lease: runLease(ctx.run.id, leaseMs),
    trigger,
    log: taskLog,
    signal,
  });
  return { ...run, resources, [Symbol.asyncDispose]: () => source[Symbol.asyncDispose]() };
}

function tracedSource(source: PartSource): PartSource {
  const { description, uri } = source;
  return {
    description,
    uri,
    modifiedAt: source.modifiedAt,
    estimate: (request) => source.estimate(request),
    page: (request) => taskTrace("source query", { source: description }, () => source.page(request)),
    scores: () => taskTrace("source scores", { source: description }, () => source.scores()),
    [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
  };
}
