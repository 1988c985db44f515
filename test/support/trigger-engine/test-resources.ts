import { join } from "node:path";
import type { Resources } from "../../../src/app/open-resources.ts";
import type { WorkflowConfig } from "../../../src/config/workflow-parameters.ts";
import { loadManufacturers } from "../../../src/decide/load-manufacturers.ts";
import { loadRuleset } from "../../../src/decide/load-ruleset.ts";
import type { PartSource } from "../../../src/extract/part-source.ts";
import { oneLine } from "../../../src/remote/one-line.ts";
import type { Provider } from "../../../src/scrape/provider.ts";
import type { Ledger } from "../../../src/store/ledger.ts";
import { seedRulesFolder } from "../seed-rules.ts";

/** A worker's resources over a test's ledger and provider; a source only where it is given. */
export function testResources(given: {
  readonly ledger: Ledger;
  readonly provider: Provider;
  readonly config: WorkflowConfig;
  readonly source?: PartSource;
}): Resources {
  const { ledger, provider, config, source } = given;
  const { automationPriorityThreshold, maxAutomationFailures } = config;
  const ruleset = loadRuleset(join(seedRulesFolder, "routing.json"), {
    overrides: { automationPriorityThreshold, maxAutomationFailures },
  });
  return {
    shared: {
      ledger,
      provider,
      config,
      settings: {
        refreshAfterDays: 30,
        businessTimezone: "UTC",
        scoreScale: 1,
        answerLifetimeMs: 86_400_000,
        explorationRate: 0,
        explorationSeed: 0,
      },
      latestRuleset: () => Promise.resolve(ruleset),
      readManufacturers: () => loadManufacturers(join(seedRulesFolder, "manufacturers.json")),
      shownText: (text) => oneLine(text, []),
      now: () => new Date(),
    },
    newSource: () => ({
      open: () => (source === undefined ? Promise.reject(new Error("no source")) : Promise.resolve(source)),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
    descriptions: { database: "test", provider: "test" },
    recordQuota: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
