import type { Ledger } from "./ledger.ts";

/** The stored rulesets whose hash begins with these hexadecimal digits, at most ten. */
export async function storedRulesets(
  ledger: Ledger,
  prefix: string,
): Promise<{ hash: string; content: unknown }[]> {
  return ledger
    .selectFrom("rulesets")
    .select(["hash", "content"])
    .where("hash", "like", `${prefix}%`)
    .orderBy("hash")
    .limit(10)
    .execute();
}

/** The ruleset that the latest batch was opened with; undefined before the first batch. */
export async function lastUsedRuleset(ledger: Ledger): Promise<{ content: unknown } | undefined> {
  return ledger
    .selectFrom("batches")
    .innerJoin("rulesets", "rulesets.hash", "batches.ruleset_hash")
    .select("rulesets.content")
    .where("batches.kind", "=", "run")
    .orderBy("batches.opened_at", "desc")
    .limit(1)
    .executeTakeFirst();
}
