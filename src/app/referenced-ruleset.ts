import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Config } from "../config/parameters.ts";
import { rulesetFromStored } from "../decide/ruleset-from-stored.ts";
import type { Ruleset } from "../decide/ruleset.ts";
import { exitCodes, UserError } from "../domain/fault.ts";
import type { Ledger } from "../store/ledger.ts";
import { lastUsedRuleset, storedRulesets } from "../store/stored-rulesets.ts";
import { namedRuleset } from "./named-ruleset.ts";

const hashPrefix = /^[0-9a-f]{4,64}$/;

/**
 * The ruleset that somebody means: `live` is the one that runs use, `last` the one the latest batch was opened with, a
 * file is a file, and the first digits of a hash are a ruleset that was stored.
 *
 * @param openLedger called only for what is stored.
 * @throws {UserError} when there is no such ruleset, more than one, or something is wrong in it.
 */
export async function referencedRuleset(
  config: Config,
  reference: string,
  cwd: string,
  openLedger: () => Promise<Ledger>,
): Promise<Ruleset> {
  if (reference === "live") return namedRuleset(config, null, cwd);
  if (reference === "last") return lastUsed(await openLedger());
  if (existsSync(resolve(cwd, reference)) || !hashPrefix.test(reference)) {
    return namedRuleset(config, reference, cwd);
  }
  const [stored, ...others] = await storedRulesets(await openLedger(), reference);
  if (stored === undefined) {
    throw new UserError(
      exitCodes.notFound,
      `There is no file ${reference}, and no stored ruleset whose hash begins so; \`workflow status --json\` shows the hash of a batch.`,
    );
  }
  if (others.length > 0) {
    const hashes = [stored, ...others].map(({ hash }) => hash.slice(0, 16)).join(", ");
    throw new UserError(
      exitCodes.usage,
      `${reference} begins more than one hash (${hashes}); give more digits.`,
    );
  }
  return rulesetFromStored(stored.content);
}

async function lastUsed(ledger: Ledger): Promise<Ruleset> {
  const stored = await lastUsedRuleset(ledger);
  if (stored !== undefined) return rulesetFromStored(stored.content);
  throw new UserError(
    exitCodes.notFound,
    "No batch has been run yet in this database, so there is no last ruleset; name a file.",
  );
}
