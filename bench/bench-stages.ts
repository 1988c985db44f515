import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WorkflowConfig } from "../src/config/workflow-parameters.ts";
import { loadManufacturers } from "../src/decide/load-manufacturers.ts";
import { loadRuleset } from "../src/decide/load-ruleset.ts";
import type { Logger } from "../src/domain/logger.ts";
import type { PartSource } from "../src/extract/part-source.ts";
import { localStages } from "../src/local/local-stages.ts";
import { processLease } from "../src/local/process-lease.ts";
import type { Provider } from "../src/scrape/provider.ts";
import type { Ledger } from "../src/store/ledger.ts";
import type { Stages } from "../src/workflow/stages.ts";

const rulesDir = fileURLToPath(new URL("../rules", import.meta.url));
const nothing = () => undefined;
const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** The local stages over a source and a provider, silent and with room for everything; dispose them afterwards. */
export interface BenchStages extends AsyncDisposable {
  readonly stages: Stages;
  /** How many parts ended in which way. */
  readonly outcomes: ReadonlyMap<string, number>;
}

const directory = loadManufacturers(join(rulesDir, "manufacturers.json"));
const ruleset = loadRuleset(join(rulesDir, "routing.json"));
const settings = {
  refreshAfterDays: 30,
  businessTimezone: "UTC",
  scoreScale: 1,
  answerLifetimeMs: 86_400_000,
  explorationRate: 0,
  explorationSeed: 1,
} as const;

export function benchStages(setup: {
  readonly ledger: Ledger;
  /** Asked once. */
  readonly openSource: () => Promise<PartSource>;
  readonly provider: Provider;
  readonly maxConcurrent: number;
  readonly batchSize: number;
}): BenchStages {
  let source: Promise<PartSource> | undefined;
  const openSource = () => (source ??= setup.openSource());
  const outcomes = new Map<string, number>();
  const stages = localStages({
    ledger: setup.ledger,
    lease: processLease(3_600_000),
    config: WorkflowConfig.parse({
      automationMaxConcurrent: setup.maxConcurrent,
      manualPriorityThreshold: 0,
      maxBatchSize: setup.batchSize,
      maxDailyTasks: 10_000_000,
    }),
    settings,
    openSource,
    provider: setup.provider,
    latestRuleset: () => Promise.resolve(ruleset),
    readManufacturers: () => directory,
    trigger: "api",
    shownText: (text) => text,
    log: silent,
    signal: new AbortController().signal,
    now: () => new Date(),
    random: Math.random,
    observer: {
      onBatchOpened: nothing,
      onStage: nothing,
      onPlanned: nothing,
      onPart: (_batchId, { kind }) => outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1),
    },
  });
  return {
    stages,
    outcomes,
    async [Symbol.asyncDispose]() {
      await (await source)?.[Symbol.asyncDispose]();
    },
  };
}
