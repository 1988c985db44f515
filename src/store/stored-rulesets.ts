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
