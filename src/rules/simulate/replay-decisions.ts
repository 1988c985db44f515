import pLimit from "p-limit";
import type { Decider } from "../../decide/decider.ts";
import type { BatchId } from "../../domain/batch.ts";
import type { Ledger } from "../../store/ledger.ts";
import {
  type DecidedBatch,
  type DecisionGroup,
  decisionGroups,
  type GroupRequest,
} from "../../store/stored-decisions.ts";
import { FactsRecord } from "../facts-record.ts";
import { mergeGroups, type MergedGroups } from "./merge-groups.ts";
import type { ReplayedGroup } from "./replayed-group.ts";

/** Statements in flight: one for each core a small database has. */
const statementsAtOnce = 2;

/** How stored decisions are read. */
export interface ReadOptions {
  /** About how many decisions one statement groups. */
  readonly decisionsPerStatement: number;
}

/** The decisions of all batches in groups, read in slices, so that neither a statement nor memory grows with them. */
export async function readGroups(
  ledger: Ledger,
  batches: readonly DecidedBatch[],
  request: Omit<GroupRequest, "batchIds">,
  { decisionsPerStatement }: ReadOptions,
): Promise<readonly DecisionGroup[]> {
  const merged: MergedGroups = new Map();
  const limit = pLimit(statementsAtOnce);
  await Promise.all(
    slicesOf(batches, decisionsPerStatement).map((batchIds) =>
      limit(async () => {
        mergeGroups(merged, await decisionGroups(ledger, { ...request, batchIds }));
      }),
    ),
  );
  return [...merged.values()];
}

/** What one ruleset makes of groups today, and how many decisions lack a fact that it may read. */
export async function replayGroups(
  groups: readonly DecisionGroup[],
  decider: Decider,
): Promise<{ readonly replayed: readonly ReplayedGroup[]; readonly leftOut: number }> {
  const replayed: ReplayedGroup[] = [];
  let leftOut = 0;
  for (const stored of groups) {
    const facts = FactsRecord.safeParse(stored.facts);
    if (facts.success) replayed.push({ stored, now: await decider.decide(facts.data) });
    else leftOut += stored.decisions;
  }
  return { replayed, leftOut };
}

/** Neighbouring batches together as long as they have at most `limit` parts; a larger one stands alone. */
function slicesOf(batches: readonly DecidedBatch[], limit: number): readonly (readonly BatchId[])[] {
  const slices: BatchId[][] = [];
  let room = 0;
  for (const { id, parts } of batches) {
    const last = slices.at(-1);
    if (last === undefined || parts > room) {
      slices.push([id]);
      room = limit;
    } else last.push(id);
    room -= parts;
  }
  return slices;
}
