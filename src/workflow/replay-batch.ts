import type { BatchId } from "../domain/batch.ts";
import { UserError, exitCodes } from "../domain/fault.ts";
import type { Logger } from "../domain/logger.ts";
import type { ReplayFilter, ReplayRequest } from "../domain/replay-request.ts";
import { batchRecord, storeRuleset } from "../store/batch-record.ts";
import { type BegunReplay, type ReplayStart, beginReplay } from "../store/begin-replay.ts";
import type { Lease, Ledger } from "../store/ledger.ts";
import { type ReplayPlan, planReplay } from "../store/replay-candidates.ts";

export interface ReplayDependencies {
  readonly ledger: Ledger;
  readonly lease: Lease;
  /** The latest rules, asked for where parts are decided anew. */
  readonly latestRuleset: () => Promise<{
    readonly hash: string;
    readonly name: string;
    readonly version: string;
    readonly source: unknown;
  }>;
  /** Whether the holder of a lease is known to be gone. */
  readonly isDeadOwner: (owner: string) => boolean;
  readonly log: Logger;
}

/** A replay that was opened, or why not; a fallback batch is answered with the batch whose failures it holds. */
export type OpenedReplay = BegunReplay & { readonly batchId: BatchId };

/** SQLSTATEs of a start that another transaction got in the way of: a part taken meanwhile, a deadlock. */
const collisions = new Set(["23505", "40P01", "40001"]);
const maxCollisions = 3;

/**
 * Opens what a replay asks for, so that any runtime can run it: the answer names the tasks to run. Nothing is called
 * yet; running the batch's stages again, from extract to settle, does the rest.
 *
 * @throws {UserError} when there is no such batch, and when parts are to be decided anew by rules that cannot be used.
 */
export async function openReplay(
  deps: ReplayDependencies,
  request: ReplayRequest,
  requestedBy: string,
): Promise<OpenedReplay> {
  const { batchId, reason, filter } = await resolved(deps.ledger, request);
  const rulesetHash = filter.redecide ? await storeLatestRuleset(deps) : null;
  const begun = await withoutCollision(deps.ledger, {
    ...deps,
    batchId,
    filter,
    reason,
    requestedBy,
    rulesetHash,
  });
  const parts = begun.kind === "busy" ? {} : { selected: begun.plan.selected.length };
  deps.log.info("replay opened", { batch: batchId, outcome: begun.kind, reason, ...parts });
  return { ...begun, batchId };
}

async function storeLatestRuleset({ ledger, latestRuleset }: ReplayDependencies): Promise<string> {
  const ruleset = await latestRuleset();
  await storeRuleset(ledger, { ...ruleset, content: ruleset.source });
  return ruleset.hash;
}

/** What `openReplay` would take now; writes nothing. */
export async function previewReplay(ledger: Ledger, request: ReplayRequest): Promise<ReplayPlan> {
  const { batchId, filter } = await resolved(ledger, request);
  return planReplay(ledger, batchId, filter);
}

/** A fallback batch stands for the batch whose failures it holds. */
async function resolved(
  ledger: Ledger,
  { batchId, reason, ...filter }: ReplayRequest,
): Promise<{ batchId: BatchId; reason: string; filter: ReplayFilter }> {
  const batch = await batchRecord(ledger, batchId);
  return { batchId: batch.parentId ?? batch.id, reason, filter };
}

async function withoutCollision(ledger: Ledger, start: ReplayStart): Promise<BegunReplay> {
  for (let collided = 1; ; collided += 1) {
    try {
      return await beginReplay(ledger, start);
    } catch (cause) {
      if (!isCollision(cause)) throw cause;
      if (collided < maxCollisions) continue;
      throw new UserError(
        exitCodes.database,
        `Parts of ${start.batchId} are being taken by another run at this moment: replay it again when that run has ended.`,
        { cause },
      );
    }
  }
}

function isCollision(error: unknown): boolean {
  return error instanceof Error && "code" in error && collisions.has(String(error.code));
}
