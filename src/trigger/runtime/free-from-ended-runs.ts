import { endLeases, taskHolders } from "../../store/scrape-targets.ts";
import { isEndedRun } from "./run-owner.ts";
import type { RunStages } from "./run-stages.ts";

/**
 * Frees the parts that runs have in work which have ended without a word, as after a crash: nobody has to wait until
 * their leases run out.
 */
export async function freeFromEndedRuns({ deps: { ledger, log } }: RunStages): Promise<void> {
  for (const owner of await taskHolders(ledger)) {
    if (await isEndedRun(owner, log)) await endLeases(ledger, owner);
  }
}
