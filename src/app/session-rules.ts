import type { Config } from "../config/parameters.ts";
import type { Ruleset } from "../decide/ruleset.ts";
import type { Logger } from "../domain/logger.ts";
import type { ManufacturerDirectory } from "../domain/manufacturer.ts";
import type { Ledger } from "../store/ledger.ts";
import { recordRulesetChange } from "../store/ruleset-changes.ts";
import { casesProblem } from "./cases-problem.ts";
import { createRulesetKeeper, type RulesetChange, type RulesetKeeper } from "./ruleset-keeper.ts";

/** The rules of a session, read when they are first asked for, and how they follow the files while it goes on. */
export interface SessionRules {
  /**
   * Reads them before there is a ledger.
   *
   * @throws {UserError} when they cannot be used, or fail one of their cases, and there are no good ones to go on with.
   */
  readonly check: () => Promise<void>;
  /** What stages need of the rules; each change of the files is told, and is in the ledger's events. */
  readonly toldTo: (ledger: Ledger) => Promise<{
    readonly latestRuleset: () => Promise<Ruleset>;
    readonly readManufacturers: () => ManufacturerDirectory;
  }>;
}

/**
 * The rules for a session. With the keeper of a process that outlives its sessions, rules that are edited badly do not
 * keep the next one from opening.
 */
export function sessionRules(options: {
  readonly config: Config;
  readonly log: Logger;
  readonly rulesets?: RulesetKeeper;
  readonly onRulesChange?: (change: RulesetChange) => void;
}): SessionRules {
  const { config, log, rulesets = createRulesetKeeper(casesProblem), onRulesChange = logTo(log) } = options;
  const untold: RulesetChange[] = [];
  const latest = async () => {
    const { ruleset, change } = await rulesets.latest(config);
    if (change !== null) untold.push(change);
    return ruleset;
  };
  return {
    async check() {
      await latest();
    },
    async toldTo(ledger) {
      const tellAll = async () => {
        for (const change of untold.splice(0)) {
          onRulesChange(change);
          await recordRulesetChange(ledger, change);
        }
      };
      await tellAll();
      let directory: ManufacturerDirectory | undefined;
      return {
        async latestRuleset() {
          const ruleset = await latest();
          await tellAll();
          return ruleset;
        },
        readManufacturers: () => (directory ??= rulesets.manufacturers(config)),
      };
    },
  };
}

function logTo(log: Logger): (change: RulesetChange) => void {
  return ({ kind, ...fields }) => {
    if (kind === "adopted") log.info("edited rules are taken up", fields);
    else log.warn("edited rules cannot be used, the last good ones stay", fields);
  };
}
