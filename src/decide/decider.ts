import type { Decision, Facts } from "../domain/decision.ts";
import type { Logger } from "../domain/logger.ts";
import { factsProblem } from "./check-facts.ts";
import { factsIn } from "./cells/box.ts";
import { sampleCells } from "./cells/sample-cells.ts";
import { cellCount, type ThresholdGrid } from "./cells/threshold-grid.ts";
import { reservedIds } from "./check-rules.ts";
import { createDecisionTable, type TableEntry } from "./decision-table.ts";
import { engineDecider } from "./engine-decider.ts";
import type { Ruleset } from "./ruleset.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** Decides parts by one ruleset. Never rejects: what cannot be decided goes to a person. */
export interface Decider {
  readonly rulesetHash: string;
  /** May be called any number of times at once. */
  decide(facts: Facts): Promise<Decision>;
  /** The same without the record of why, for replays that ask a million times; the audit passes them over. */
  verdict(facts: Facts): Promise<Verdict>;
  /** Has the engine decide every cell, or many of them, ahead of the first part. */
  prove(): Promise<TableProof>;
}

/** How far table and engine were compared. */
export interface TableProof {
  /** 0 without a table. */
  readonly cells: number;
  readonly proven: number;
  /** False without a table, and when one decision differed. */
  readonly isTableUsed: boolean;
}

/** Of a grid with more cells than this a sample is proven ahead, the rest when a part falls into it. */
const cellsProvenAhead = 1_500;

export interface DeciderOptions {
  /** Whether the engine decides each threshold cell once; otherwise it runs for every part. */
  readonly decisionTable: boolean;
  /** One of so many decisions is made by the engine although the table knows it, and compared. */
  readonly decisionAuditEvery: number;
  readonly log: Pick<Logger, "error">;
}

/**
 * A decider in which json-rules-engine makes every decision: of each threshold cell the first one, and then a
 * sample. When table and engine ever differ, the engine's decision holds and the table is not used again.
 */
export function createDecider(ruleset: Ruleset, options: Partial<DeciderOptions> = {}): Decider {
  const { decisionTable = true, decisionAuditEvery = 500, log } = options;
  const byEngine = engineDecider(ruleset);
  let table = decisionTable ? createDecisionTable(ruleset) : null;
  let sinceAudit = 0;
  const isTableUsed = () => table !== null;

  function find(facts: Facts): TableEntry | undefined {
    sinceAudit += 1;
    if (sinceAudit < decisionAuditEvery) return table?.find(facts);
    sinceAudit = 0;
    return undefined;
  }

  async function decideByEngine(facts: Facts): Promise<Decision> {
    const problem = factsProblem(facts);
    if (problem !== null) return undecided(facts, problem, ruleset.hash);
    try {
      const decision = await byEngine(facts);
      if (table?.agreesWith(decision) === false) {
        table = null;
        log?.error("decision table differs from the rules engine and is switched off", {
          ruleset: ruleset.hash,
          decision,
        });
      }
      return decision;
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      return undecided(facts, `the rules engine failed: ${detail}`, ruleset.hash);
    }
  }

  return {
    rulesetHash: ruleset.hash,
    async prove() {
      const proof = table === null ? noProof : await proveCells(table.grid, decideByEngine);
      return { ...proof, isTableUsed: isTableUsed() };
    },
    async decide(facts) {
      const entry = find(facts);
      return entry !== undefined && table !== null ? table.explain(entry, facts) : decideByEngine(facts);
    },
    verdict(facts) {
      return table?.find(facts)?.answer ?? decideByEngine(facts).then(verdictOf);
    },
  };
}

const noProof = { cells: 0, proven: 0 };

async function proveCells(
  grid: ThresholdGrid,
  decideByEngine: (facts: Facts) => Promise<Decision>,
): Promise<typeof noProof> {
  let proven = 0;
  for (const cell of sampleCells(grid, cellsProvenAhead)) {
    // By turns at the two ends, so that every threshold is met on both sides.
    await decideByEngine(factsIn(grid, cell, proven % 2 === 0 ? "lowest" : "highest"));
    proven += 1;
  }
  return { cells: cellCount(grid), proven };
}

function undecided(facts: Facts, problem: string, rulesetHash: string): Decision {
  return {
    kind: "error",
    route: "manual",
    lane: "normal",
    ruleId: reservedIds.error,
    reason: `Could not be decided: ${problem}`,
    confidence: 0,
    manualPriority: "low",
    rulesetHash,
    facts,
    conditions: [],
  };
}
