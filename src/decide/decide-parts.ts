import type { BatchId } from "../domain/batch.ts";
import type { Decision, Facts } from "../domain/decision.ts";
import type { Logger } from "../domain/logger.ts";
import { type PartKey, SourcePart } from "../domain/part.ts";
import type { RunRequest } from "../domain/run-request.ts";
import { type BatchRecord, storeRuleset } from "../store/batch-record.ts";
import { type UndecidedPart, finishDeciding, recordDecisions, undecidedParts } from "../store/decisions.ts";
import { routeCounts } from "../store/route-counts.ts";
import type { Ledger } from "../store/ledger.ts";
import { partsToRedecide, recordRedecisions } from "../store/redecisions.ts";
import type { NewShadowDecision } from "../store/shadow-decisions.ts";
import { updateStatistics } from "../store/table-statistics.ts";
import { type PartHistory, partHistories } from "../store/part-history.ts";
import { buildFacts } from "./build-facts.ts";
import type { Decider } from "./decider.ts";
import { type ExploredDecision, explore } from "./explore.ts";
import type { Ruleset } from "./ruleset.ts";
import { createShadows, type Shadow, shadowDecisions } from "./shadow.ts";

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

/** What deciding for good needs besides: chance and rules on trial have a say in it. */
export type RecordDependencies = DecideDependencies & {
  /** Failed automation tasks from which a part is never automated by chance. */
  readonly failureLimit: number;
};

/** Gives every part of the batch that has no route yet its route. */
export async function decideParts(deps: RecordDependencies, batch: BatchRecord): Promise<DecideReceipt> {
  const shadows = await storedShadows(deps);
  let decidedParts = 0;
  for (;;) {
    const parts = await undecidedParts(deps.ledger, batch.id, historyWindow(deps), partsPerStep);
    if (parts.length === 0) break;
    const decided = await decidedWithChance(deps, shadows, parts, batch);
    await recordDecisions(deps.ledger, batch.id, decided.decisions, decided.shadows);
    decidedParts += parts.length;
  }
  await finishDeciding(deps.ledger, batch.id);
  const counts = await routeCounts(deps.ledger, batch.id);
  await updateStatistics(deps.ledger, decidedParts, ["automation_tasks", "shadow_decisions"]);
  deps.log.info("parts decided", { batch: batch.id, ...counts });
  return { batchId: batch.id, ...counts };
}

/**
 * Decides by later rules what a replay has opened again and what has not begun; what is finished keeps its decision.
 * Answers how many parts got a new one.
 */
export async function redecideParts(deps: RecordDependencies, batch: BatchRecord): Promise<number> {
  const shadows = await storedShadows(deps);
  let redecided = 0;
  for (;;) {
    const window = historyWindow(deps);
    const parts = await partsToRedecide(deps.ledger, batch.id, deps.ruleset.hash, window, partsPerStep);
    if (parts.length === 0) break;
    const decided = await decidedWithChance(deps, shadows, parts, batch);
    redecided += await recordRedecisions(deps.ledger, batch.id, decided.decisions, decided.shadows);
  }
  deps.log.info("parts decided anew", { batch: batch.id, parts: redecided, ruleset: deps.ruleset.hash });
  return redecided;
}

/** The rules on trial beside those that decide, kept so that their decisions can name them. */
async function storedShadows({ ledger, ruleset }: DecideDependencies): Promise<readonly Shadow[]> {
  const shadows = createShadows(ruleset);
  for (const shadow of shadows) {
    await storeRuleset(ledger, { ...shadow.ruleset, content: shadow.ruleset.source });
  }
  return shadows;
}

/** Decides by the rules, then by chance where the batch explores, and asks the rules on trial. */
async function decidedWithChance(
  deps: RecordDependencies,
  shadows: readonly Shadow[],
  parts: readonly UndecidedPart[],
  batch: BatchRecord,
): Promise<{ decisions: ExploredDecision[]; shadows: NewShadowDecision[] }> {
  const byRules = await decideEach(deps, parts, batch.request);
  return {
    decisions: byRules.map((made) => explore(made, batch, deps.failureLimit)),
    shadows: await shadowDecisions(shadows, byRules),
  };
}

/** Decides parts by the rules alone with their history as of now, in their order and without writing anything. */
export async function decisionsFor(
  deps: DecideDependencies,
  parts: readonly Omit<UndecidedPart, "history">[],
  request: RunRequest,
): Promise<DecidedPart[]> {
  const histories = await partHistories(deps.ledger, parts, historyWindow(deps));
  const known = parts.map((part) => ({ ...part, history: histories.get(part.key) ?? noHistory }));
  return decideEach(deps, known, request);
}

const noHistory: PartHistory = { recentFailures: 0, manufacturer: null };

interface DecidedPart {
  readonly key: PartKey;
  readonly decision: Decision;
}

async function decideEach(
  deps: DecideDependencies,
  parts: readonly UndecidedPart[],
  request: RunRequest,
): Promise<DecidedPart[]> {
  const decisions = [];
  for (const part of parts) {
    const decision = await deps.decider.decide(factsOf(part, forcedRouteOf(request), deps.ruleset));
    const { ruleId: rule, route, conditions } = decision;
    deps.log.debug("part decided", { part: part.key, rule, route, conditions });
    decisions.push({ key: part.key, decision });
  }
  return decisions;
}

function factsOf(part: UndecidedPart, forcedRoute: Facts["forcedRoute"], ruleset: Ruleset): Facts {
  // The ledger's score is on the scale 0 to 1, whatever the source's is.
  const known = { ...part.history, priorityScore: part.priorityScore };
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
