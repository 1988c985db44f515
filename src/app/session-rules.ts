import type { Config } from "../config/parameters.ts";
import type { Ruleset } from "../decide/ruleset.ts";
import type { Logger } from "../domain/logger.ts";
import type { ManufacturerDirectory } from "../domain/manufacturer.ts";
import type { Ledger } from "../store/ledger.ts";
import { recordRulesetChange } from "../store/ruleset-changes.ts";
import { casesProblem } from "./cases-problem.ts";
import { createRulesetKeeper, type RulesetChange, type RulesetKeeper } from "./ruleset-keeper.ts";

/** The rules of a session, and how they follow the files while it goes on. */
export interface SessionRules {
  readonly description: string;
  /** What stages need of the rules; each change of the files is told in the log and in the ledger's events. */
  readonly toldTo: (ledger: Ledger) => Promise<{
    readonly ruleset: Ruleset;
    readonly directory: ManufacturerDirectory;
    readonly latestRuleset: () => Promise<Ruleset>;
  }>;
}

/**
 * Reads the rules for a session. With the keeper of a process that outlives its sessions, rules that are edited badly
 * do not keep the next one from opening.
 *
 * @throws {UserError} when they cannot be used, or fail one of their cases, and there are no good ones to go on with.
 */
export async function sessionRules(options: {
  readonly config: Config;
  readonly log: Logger;
  readonly rulesets?: RulesetKeeper;
}): Promise<SessionRules> {
  const { config, log, rulesets = createRulesetKeeper(casesProblem) } = options;
  const { ruleset, directory, change } = await rulesets.latest(config);
  return {
    description: `${ruleset.name} ${ruleset.version} (${ruleset.hash.slice(0, 8)})`,
    async toldTo(ledger) {
      await tell(change, log, ledger);
      const latestRuleset = async () => {
        const latest = await rulesets.latest(config);
        await tell(latest.change, log, ledger);
        return latest.ruleset;
      };
      return { ruleset, directory, latestRuleset };
    },
  };
}

async function tell(change: RulesetChange | null, log: Logger, ledger: Ledger): Promise<void> {
  if (change === null) return;
  const { kind, ...fields } = change;
  if (kind === "adopted") log.info("edited rules are taken up", fields);
  else log.warn("edited rules cannot be used, the last good ones stay", fields);
  await recordRulesetChange(ledger, change);
}
