import { type Mishap, engine } from "./engine.ts";
import { useWorker } from "../../../src/trigger/runtime/worker.ts";
import type { LocalDependencies } from "../../../src/local/local-stages.ts";
import type { BatchId } from "../../../src/domain/batch.ts";
import type { Pipeline, PipelineOptions, RunFixture } from "../run-fixture.ts";
import { pipelineWorker } from "./pipeline-worker.ts";
import type { EngineRun } from "./run-table.ts";
import "../../../src/trigger/daily-workflow.ts";
import "../../../src/trigger/replay-batch.ts";
import "../../../src/trigger/resume-batch.ts";
import "../../../src/trigger/run-workflow.ts";
import "../../../src/trigger/sweep.ts";

/** A pipeline whose stages run on the platform while the action lasts; delays between attempts are left out. */
export async function onTrigger<Result>(
  fixture: RunFixture,
  options: PipelineOptions,
  action: (pipeline: Pipeline) => Promise<Result>,
): Promise<Result> {
  const pipeline = await fixture.pipeline(options);
  await engine.reset();
  engine.isHurried = true;
  return onWorker(
    pipeline,
    (deps) => deps,
    () => action(pipeline),
  );
}

/** Lets the runs of an action have a pipeline's resources, or others in their place. */
export function onWorker<Result>(
  pipeline: Pipeline,
  replaced: (deps: LocalDependencies) => LocalDependencies,
  action: () => Promise<Result>,
): Promise<Result> {
  return pipeline.asProcess((deps) => {
    useWorker(() => Promise.resolve(pipelineWorker(replaced(deps))));
    return action();
  });
}

/** The only batch there is. */
export async function onlyBatch({ ledger }: RunFixture): Promise<BatchId> {
  const ids = await ledger.selectFrom("batches").select("id").where("kind", "=", "run").execute();
  const [only, ...others] = ids;
  if (only === undefined || others.length > 0) throw new Error(`${ids.length} batches`);
  return only.id;
}

/** The run of a part, the latest of several. */
export function runOf(mpn: string): EngineRun {
  const run = engine.table.of("scrape-part").findLast(({ payload }) => payload.includes(`"${mpn}"`));
  if (run === undefined) throw new Error(`no run of ${mpn}`);
  return run;
}

/** Meets every attempt at a part with the same mishap. */
export function meetWith(mpn: string, mishap: Mishap): void {
  engine.mishap = (run) =>
    run.taskId === "scrape-part" && run.payload.includes(`"${mpn}"`) ? mishap : undefined;
}
