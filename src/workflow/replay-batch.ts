import type { BatchId } from "../domain/batch.ts";
import { UserError, exitCodes } from "../domain/fault.ts";
import type { Logger } from "../domain/logger.ts";
import type { ReplayFilter, ReplayRequest } from "../domain/replay-request.ts";
import { batchRecord, storeRuleset } from "../store/batch-record.ts";
import { type BegunReplay, type ReplayStart, beginReplay } from "../store/begin-replay.ts";
import type { Lease, Ledger } from "../store/ledger.ts";
import { type ReplayPlan, planReplay } from "../store/replay-candidates.ts";
import { requireOwnProvider } from "./other-provider.ts";

export interface ReplayDependencies {
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly provider: { readonly name: string };
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
 * @throws {UserError} when there is no such batch, when it was begun with another provider, and when parts are to be
 * decided anew by rules that cannot be used.
 */
export async function openReplay(
  deps: ReplayDependencies,
  request: ReplayRequest,
  requestedBy: string,
): Promise<OpenedReplay> {
  const { batchId, provider, reason, filter } = await resolved(deps.ledger, request);
  requireOwnProvider({ id: batchId, provider }, deps.provider.name);
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

/**
 * What `openReplay` would take now; writes nothing.
 *
 * @param ours The provider that would be asked; null where that is not known.
 * @throws {UserError} when there is no such batch, and when it was begun with another provider.
 */
export async function previewReplay(
  ledger: Ledger,
  request: ReplayRequest,
  ours: string | null,
): Promise<ReplayPlan> {
  const { batchId, provider, filter } = await resolved(ledger, request);
  if (ours !== null) requireOwnProvider({ id: batchId, provider }, ours);
  return planReplay(ledger, batchId, filter);
}

/** A fallback batch stands for the batch whose failures it holds. */
async function resolved(
  ledger: Ledger,
  { batchId, reason, ...filter }: ReplayRequest,
): Promise<{ batchId: BatchId; provider: string; reason: string; filter: ReplayFilter }> {
  const batch = await batchRecord(ledger, batchId);
  return { batchId: batch.parentId ?? batch.id, provider: batch.provider, reason, filter };
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
