import { join, resolve } from "node:path";
import type { Config } from "../config/parameters.ts";
import { loadRuleset } from "../decide/load-ruleset.ts";
import type { Ruleset } from "../decide/ruleset.ts";

/**
 * The ruleset in a file, or the one that runs use, with the thresholds that configuration sets.
 *
 * @throws {UserError} with everything that is wrong in it.
 */
export function namedRuleset(config: Config, file: string | null, cwd: string): Ruleset {
  const path = file === null ? join(config.rulesDir, config.routingRules) : resolve(cwd, file);
  const { automationPriorityThreshold, maxAutomationFailures } = config;
  return loadRuleset(path, { overrides: { automationPriorityThreshold, maxAutomationFailures } });
}
