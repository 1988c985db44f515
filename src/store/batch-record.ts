import { sql } from "kysely";
import * as z from "zod";
import type { BatchId, BatchStage, BatchStatus } from "../domain/batch.ts";
import { RunRequest } from "../domain/run-request.ts";
import { UserError, exitCodes } from "../domain/fault.ts";
import type { Ledger } from "./ledger.ts";

/** What the stages need to know of a batch. */
export interface BatchRecord {
  readonly id: BatchId;
  /** The batch whose failures a fallback batch holds. */
  readonly parentId: BatchId | null;
  readonly runId: string;
  readonly status: BatchStatus;
  readonly stage: BatchStage;
  readonly businessDay: string;
  readonly request: RunRequest;
  /** The configuration at the time the batch was opened, as stored. */
  readonly config: unknown;
  readonly rulesetHash: string;
  /** The rules by which a replay that is under way decides unfinished parts anew. */
  readonly redecideHash: string | null;
  readonly source: string;
  /** The table it is filled from; null where that was not written down. */
  readonly sourceUri: string | null;
  readonly provider: string;
  readonly wantedParts: number;
  readonly position: unknown;
  /** Why it is empty, short or failed. */
  readonly reason: string | null;
  readonly openedAt: Date;
  /** The least priority score it read down to, 0 to 1; null before it read a part. */
  readonly cutoffPriority: number | null;
  /** As at the time the batch was opened, so that it goes on the same way. */
  readonly exploration: { readonly rate: number; readonly seed: number };
}

/** @throws {UserError} when there is no such batch. */
export async function batchRecord(ledger: Ledger, batchId: BatchId): Promise<BatchRecord> {
  const row = await ledger.selectFrom("batches").selectAll().where("id", "=", batchId).executeTakeFirst();
  if (row === undefined) {
    throw new UserError(
      exitCodes.notFound,
      `There is no batch ${batchId} in this database; "workflow status" without an id shows the latest one.`,
    );
  }
  return {
    id: row.id,
    parentId: row.parent_batch_id,
    runId: row.run_id,
    status: row.status,
    stage: row.stage,
    businessDay: row.business_day,
    request: RunRequest.parse(row.request),
    config: row.config,
    rulesetHash: row.ruleset_hash,
    redecideHash: row.redecide_hash,
    source: row.source,
    sourceUri: row.source_uri,
    provider: row.provider,
    wantedParts: row.wanted,
    position: row.source_position,
    reason: row.reason,
    openedAt: row.opened_at,
    cutoffPriority: row.cutoff_priority === null ? null : Number(row.cutoff_priority),
    exploration: { rate: row.exploration_rate, seed: row.exploration_seed },
  };
}

const StoredRuleset = z.record(z.string(), z.unknown());

/**
 * Keeps a ruleset's content under its hash. What has changed under the same hash decides nothing (descriptions,
 * rules in shadow), so the newest content is as good as the first, and tells more.
 */
export async function storeRuleset(
  ledger: Ledger,
  ruleset: { hash: string; name: string; version: string; content: unknown },
): Promise<void> {
  await ledger
    .insertInto("rulesets")
    .values({
      hash: ruleset.hash,
      name: ruleset.name,
      version: ruleset.version,
      content: JSON.stringify(ruleset.content),
    })
    .onConflict((conflict) =>
      conflict
        .column("hash")
        .doUpdateSet({
          name: sql`excluded.name`,
          version: sql`excluded.version`,
          content: sql`excluded.content`,
        })
        .where(sql<boolean>`rulesets.content is distinct from excluded.content`),
    )
    .execute();
}

/** The content of the ruleset a batch was opened with. */
export async function storedRuleset(ledger: Ledger, hash: string): Promise<Record<string, unknown>> {
  const row = await ledger
    .selectFrom("rulesets")
    .select("content")
    .where("hash", "=", hash)
    .executeTakeFirstOrThrow();
  return StoredRuleset.parse(row.content);
}
