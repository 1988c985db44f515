import { jsonText } from "./json-text.ts";
import type { Ledger } from "./ledger.ts";

/** Notes that the rules files changed while a process ran: taken up, or turned down with the reason. */
export async function recordRulesetChange(
  ledger: Ledger,
  change: {
    readonly kind: "adopted" | "rejected";
    /** The ruleset in use from here on. */
    readonly hash: string;
    readonly problem?: string;
    readonly before?: string;
  },
): Promise<void> {
  const { kind, hash, ...data } = change;
  await ledger
    .insertInto("events")
    .values({
      kind: "ruleset",
      subject_id: hash,
      to_status: kind,
      actor: "pipeline",
      data: jsonText(data),
    })
    .execute();
}
