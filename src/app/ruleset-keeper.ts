import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pLimit from "p-limit";
import type { Config } from "../config/parameters.ts";
import { loadManufacturers } from "../decide/load-manufacturers.ts";
import { loadRuleset } from "../decide/load-ruleset.ts";
import type { Ruleset } from "../decide/ruleset.ts";
import { exitCodes, UserError } from "../domain/fault.ts";
import type { ManufacturerDirectory } from "../domain/manufacturer.ts";

/** What the rules files have become since they were looked at last. */
export type RulesetChange =
  | { readonly kind: "adopted"; readonly before: string; readonly hash: string }
  /** They cannot be used, so `hash` stays in use. */
  | { readonly kind: "rejected"; readonly hash: string; readonly problem: string };

/** What decides and matches, as one look at the rules folder found it. */
export interface Rules {
  readonly ruleset: Ruleset;
  /** By what names a manufacturer goes. No batch is bound to it: a name that is added helps a replay, too. */
  readonly directory: ManufacturerDirectory;
}

/** Keeps the last good rules of a process that goes on while people edit the files. */
export interface RulesetKeeper {
  /**
   * The rules to open the next batch with: of the files as they are, or the last good ones. Each change of the files
   * is told once.
   *
   * @throws {UserError} when the files cannot be used and there never was a good ruleset.
   */
  latest(config: Config): Promise<Rules & { readonly change: RulesetChange | null }>;
  /**
   * By what names manufacturers go: of the last good rules, or, while there are none, of their file alone.
   *
   * @throws {UserError} when there are none and that file cannot be used.
   */
  manufacturers(config: Config): ManufacturerDirectory;
}

/** A failed case in one sentence; null when a ruleset passes all of its cases. */
export type CasesProblem = (rulesPath: string, ruleset: Ruleset) => Promise<string | null>;

/** A keeper that has seen nothing yet. */
export function createRulesetKeeper(casesProblem: CasesProblem): RulesetKeeper {
  // Two runs of one process may ask at once; the second sees what the first found.
  const oneAtATime = pLimit(1);
  let good: Rules | null = null;
  let seen: string | null = null;

  async function look(config: Config) {
    const stamp = stampOf(config);
    if (good !== null && stamp === seen) return { ...good, change: null };
    const before = good;
    try {
      good = await sound(config, casesProblem);
    } catch (cause) {
      if (before === null || !(cause instanceof UserError)) throw cause;
      seen = stamp;
      const { hash } = before.ruleset;
      return { ...before, change: { kind: "rejected", hash, problem: cause.message } } as const;
    }
    seen = stamp;
    const { hash } = good.ruleset;
    const isOther = before !== null && before.ruleset.hash !== hash;
    const change = isOther ? ({ kind: "adopted", before: before.ruleset.hash, hash } as const) : null;
    return { ...good, change };
  }

  return {
    latest: (config) => oneAtATime(look, config),
    manufacturers: (config) => good?.directory ?? directoryIn(config),
  };
}

async function sound(config: Config, casesProblem: CasesProblem): Promise<Rules> {
  const { ruleOverrides: overrides, shadowRules: shadow } = config;
  const path = join(config.rulesDir, config.routingRules);
  const ruleset = loadRuleset(path, { shadow, overrides });
  const problem = await casesProblem(path, ruleset);
  if (problem !== null) throw new UserError(exitCodes.rules, problem);
  return { ruleset, directory: directoryIn(config) };
}

function directoryIn({ rulesDir }: Config): ManufacturerDirectory {
  return loadManufacturers(join(rulesDir, "manufacturers.json"));
}

/** Another text for every other content of the rules folder, and for other settings that say what of it is used. */
function stampOf({ rulesDir, routingRules, shadowRules, ruleOverrides }: Config): string {
  const settings = [rulesDir, routingRules, shadowRules, ruleOverrides];
  const stamp = createHash("sha256").update(JSON.stringify(settings));
  for (const name of jsonFiles(rulesDir)) stamp.update(`\n${name}\n`).update(contentOf(join(rulesDir, name)));
  return stamp.digest("hex");
}

function jsonFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .toSorted();
  } catch {
    return [];
  }
}

/** What cannot be read counts as empty here: whether it is needed, and what is wrong with it, loading tells. */
function contentOf(path: string): string | Buffer {
  try {
    return readFileSync(path);
  } catch {
    return "";
  }
}
