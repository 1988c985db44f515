import type { BatchId } from "../domain/batch.ts";
import type { Decision, Facts } from "../domain/decision.ts";
import type { Logger } from "../domain/logger.ts";
import { type PartKey, SourcePart } from "../domain/part.ts";
import type { RunRequest } from "../domain/run-request.ts";
import type { BatchRecord } from "../store/batch-record.ts";
import {
  type UndecidedPart,
  finishDeciding,
  recordDecisions,
  routeCounts,
  undecidedParts,
} from "../store/decisions.ts";
import type { Ledger } from "../store/ledger.ts";
import { partsToRedecide, recordRedecisions } from "../store/redecisions.ts";
import { type PartHistory, partHistories } from "../store/part-history.ts";
import { buildFacts } from "./build-facts.ts";
import type { Decider } from "./decider.ts";
import type { Ruleset } from "./ruleset.ts";

export interface DecideDependencies {
  readonly ledger: Ledger;
  readonly ruleset: Ruleset;
  readonly decider: Decider;
  readonly now: () => Date;
  readonly log: Logger;
}

export interface DecideReceipt {
  readonly batchId: BatchId;
  readonly automation: number;
  readonly manual: number;
}

/** Parts decided and written in one transaction. */
const partsPerStep = 1_000;
const dayMs = 86_400_000;

/** Gives every part of the batch that has no route yet its route. */
export async function decideParts(deps: DecideDependencies, batch: BatchRecord): Promise<DecideReceipt> {
  for (;;) {
    const parts = await undecidedParts(deps.ledger, batch.id, partsPerStep);
    if (parts.length === 0) break;
    await recordDecisions(deps.ledger, batch.id, await decisionsFor(deps, parts, batch.request));
  }
  await finishDeciding(deps.ledger, batch.id);
  const counts = await routeCounts(deps.ledger, batch.id);
  deps.log.info("parts decided", { batch: batch.id, ...counts });
  return { batchId: batch.id, ...counts };
}

/**
 * Decides by later rules what a replay has opened again and what has not begun; what is finished keeps its decision.
 * Answers how many parts got a new one.
 */
export async function redecideParts(
  deps: DecideDependencies,
  batch: Pick<BatchRecord, "id" | "request">,
): Promise<number> {
  let redecided = 0;
  for (;;) {
    const parts = await partsToRedecide(deps.ledger, batch.id, deps.ruleset.hash, partsPerStep);
    if (parts.length === 0) break;
    await recordRedecisions(deps.ledger, batch.id, await decisionsFor(deps, parts, batch.request));
    redecided += parts.length;
  }
  deps.log.info("parts decided anew", { batch: batch.id, parts: redecided, ruleset: deps.ruleset.hash });
  return redecided;
}

/** Decides parts with their history as of now, without writing anything. */
export async function decisionsFor(
  deps: DecideDependencies,
  parts: readonly UndecidedPart[],
  request: RunRequest,
): Promise<{ key: PartKey; decision: Decision }[]> {
  const histories = await partHistories(deps.ledger, parts, historyWindow(deps));
  const decisions = [];
  for (const part of parts) {
    const history = histories.get(part.key) ?? { recentFailures: 0, manufacturer: null };
    const decision = await deps.decider.decide(factsOf(part, history, forcedRouteOf(request), deps.ruleset));
    const { ruleId: rule, route, conditions } = decision;
    deps.log.debug("part decided", { part: part.key, rule, route, conditions });
    decisions.push({ key: part.key, decision });
  }
  return decisions;
}

function factsOf(
  part: UndecidedPart,
  history: PartHistory,
  forcedRoute: Facts["forcedRoute"],
  ruleset: Ruleset,
): Facts {
  // The ledger's score is on the scale 0 to 1, whatever the source's is.
  const known = { ...history, priorityScore: part.priorityScore };
  return buildFacts(SourcePart.parse(part.sourceRow), known, forcedRoute, ruleset);
}

function historyWindow(deps: DecideDependencies) {
  const { failureWindowDays, reliability } = deps.ruleset.scoring;
  const daysAgo = (days: number) => new Date(deps.now().getTime() - days * dayMs);
  return { failuresAfter: daysAgo(failureWindowDays), reliabilityAfter: daysAgo(reliability.windowDays) };
}

function forcedRouteOf(request: RunRequest): Facts["forcedRoute"] {
  if (request.forceManual) return "manual";
  return request.forceAutomation ? "automation" : "none";
}
