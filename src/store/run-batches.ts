import type { BatchId, BatchStage } from "../domain/batch.ts";
import type { Ledger } from "./ledger.ts";

/** One batch of a run, as far as it says how much the run has taken. */
export interface RunBatch {
  readonly id: BatchId;
  readonly stage: BatchStage;
  readonly wanted: number;
  readonly taken: number;
  /** Parts whose automation failed. */
  readonly failed: number;
  readonly position: unknown;
}

/** The batches of a run, in the order they were opened. */
export async function runBatches(ledger: Ledger, runId: string): Promise<RunBatch[]> {
  return ledger
    .selectFrom("batches as b")
    .select((eb) => [
      "b.id",
      "b.stage",
      "b.wanted",
      "b.source_position as position",
      eb
        .selectFrom("batch_parts as p")
        .whereRef("p.batch_id", "=", "b.id")
        .select((part) => part.cast<number>(part.fn.countAll(), "integer").as("taken"))
        .$asScalar()
        .$notNull()
        .as("taken"),
      eb
        .selectFrom("automation_tasks as t")
        .whereRef("t.batch_id", "=", "b.id")
        .where("t.status", "=", "failed")
        .select((task) => task.cast<number>(task.fn.countAll(), "integer").as("failed"))
        .$asScalar()
        .$notNull()
        .as("failed"),
    ])
    .where("b.run_id", "=", runId)
    .where("b.kind", "=", "run")
    .orderBy("b.opened_at")
    .execute();
}
