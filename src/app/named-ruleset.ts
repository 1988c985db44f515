import { join, resolve } from "node:path";
import type { Config } from "../config/parameters.ts";
import { loadRuleset } from "../decide/load-ruleset.ts";
import type { Ruleset } from "../decide/ruleset.ts";
import { rulesWithCases } from "../rules/cases/rules-with-cases.ts";

/**
 * The ruleset in a file, or the one that runs use, with the thresholds that configuration sets.
 *
 * @throws {UserError} with everything that is wrong in it.
 */
export function namedRuleset(config: Config, file: string | null, cwd: string): Ruleset {
  return loadRuleset(rulesPath(config, file, cwd), { overrides: config.ruleOverrides });
}

/** Where a rules file is; without one, that of the ruleset that runs use. */
export function rulesPath(config: Config, file: string | null, cwd: string): string {
  return file === null ? join(config.rulesDir, config.routingRules) : resolve(cwd, file);
}

/** The rules files that are named; without any, those of the rules folder that have cases beside them. */
export function rulesPaths(config: Config, files: readonly string[], cwd: string): readonly string[] {
  return files.length === 0 ? rulesWithCases(config.rulesDir) : files.map((file) => resolve(cwd, file));
}
