import type { BatchId } from "../../src/domain/batch.ts";
import type { Lane } from "../../src/domain/decision.ts";
import { manufacturerDirectory } from "../../src/domain/manufacturer.ts";
import { partKey } from "../../src/domain/part-key.ts";
import { storeRuleset } from "../../src/store/batch-record.ts";
import { finishDeciding, recordDecisions } from "../../src/store/decisions.ts";
import { finishExtraction, recordPage } from "../../src/store/extraction.ts";
import type { Lease, Ledger } from "../../src/store/ledger.ts";
import { openBatch } from "../../src/store/open-batch.ts";
import { acme } from "../support/part-rows.ts";

export interface AutomatedPart {
  readonly mpn: string;
  readonly lane?: Lane;
}

const directory = manufacturerDirectory({});
const rulesetHash = "0".repeat(64);
const facts = {
  forcedRoute: "none",
  priorityScore: 0.7,
  hasPriorityScore: true,
  completeness: 0.5,
  manufacturerReliability: 0.5,
  combinedScore: 0.6,
  recentFailures: 0,
} as const;

/** Puts a batch into the ledger whose parts, in the given rank, all went to automation. */
export async function decidedBatch(
  ledger: Ledger,
  lease: Lease,
  parts: readonly AutomatedPart[],
): Promise<BatchId> {
  await storeRuleset(ledger, { hash: rulesetHash, name: "contract", version: "1", content: "{}" });
  const opened = await openBatch(ledger, {
    runId: "00000000-0000-4000-8000-000000000001",
    trigger: "api",
    at: new Date(),
    businessDay: "2026-06-01",
    request: {},
    config: {},
    rulesetHash,
    source: "contract",
    sourceUri: "file:///contract",
    provider: "digikey",
    exploration: { rate: 0, seed: 1 },
    position: null,
    wantedParts: Math.max(parts.length, 1),
    maxDailyParts: 100_000,
    lease,
  });
  if (opened.kind !== "opened") throw new Error("the day's budget is used up");
  const { batchId } = opened;
  const keyed = parts.map((part) => ({ ...part, key: partKey(part.mpn, acme, directory) }));
  await recordPage(ledger, {
    batchId,
    source: "contract",
    firstOrdinal: 0,
    candidates: keyed.map(({ mpn, key }) => ({
      key,
      sourceProductId: mpn,
      mpn,
      manufacturer: acme,
      manufacturerKey: directory.keyOf(acme),
      priorityScore: 0.7,
      sourceRow: { pn: mpn },
      fingerprint: mpn,
    })),
    quarantined: [],
    duplicates: 0,
    cutoffPriority: null,
    skipped: {},
    position: null,
  });
  await finishExtraction(ledger, batchId, null);
  await recordDecisions(
    ledger,
    batchId,
    keyed.map(({ key, lane = "normal" }) => ({
      key,
      propensity: 1,
      isExplored: false,
      decision: {
        kind: "rule",
        route: "automation",
        lane,
        ruleId: "contract",
        reason: "for the contract",
        confidence: 1,
        manualPriority: "medium",
        rulesetHash,
        facts,
        conditions: [],
      },
    })),
    [],
  );
  await finishDeciding(ledger, batchId);
  return batchId;
}
