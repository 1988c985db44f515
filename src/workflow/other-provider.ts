import type { BatchId } from "../domain/batch.ts";
import { UserError, exitCodes } from "../domain/fault.ts";
import type { Logger } from "../domain/logger.ts";
import { digikeySandboxHost, type ProviderName } from "../scrape/digikey/provider-name.ts";
import type { LeftBatch } from "./batch-standing.ts";

/** What people call a provider, and what makes it the one that is asked. */
const providers = new Map<string, { readonly title: string; readonly remedy: string }>(
  Object.entries({
    digikey: {
      title: "DigiKey",
      remedy:
        "set DIGIKEY_CLIENT_ID and DIGIKEY_CLIENT_SECRET to those of DigiKey, and no sandbox in DIGIKEY_BASE_URL",
    },
    "digikey-sandbox-api": {
      title: "DigiKey's own sandbox",
      remedy: `set DIGIKEY_BASE_URL to https://${digikeySandboxHost}, with the credentials of an application there`,
    },
    "digikey-sandbox": {
      title: "the sandbox",
      remedy: "unset DIGIKEY_CLIENT_ID and DIGIKEY_CLIENT_SECRET",
    },
  } satisfies Record<ProviderName, unknown>),
);

/** Why a batch is not gone on with, and what to do; a sentence without its subject and full stop. */
function reasonToLeave(theirs: string, ours: string): string {
  const remedy = providers.get(theirs)?.remedy ?? `configure ${theirs}`;
  return `was begun with ${titleOf(theirs)}, and this run asks ${titleOf(ours)}: to go on with it, ${remedy}`;
}

function titleOf(provider: string): string {
  return providers.get(provider)?.title ?? provider;
}

/** @throws {UserError} when a batch was begun with another provider than the one that would be asked for it now. */
export function requireOwnProvider(
  batch: { readonly id: BatchId; readonly provider: string },
  ours: string,
): void {
  if (batch.provider === ours) return;
  throw new UserError(exitCodes.provider, `${batch.id} ${reasonToLeave(batch.provider, ours)}.`);
}

/**
 * Warns of every batch that is left for another provider; the one that alone was wanted is refused.
 *
 * @throws {UserError} when that is left for another provider.
 */
export function tellOfOtherProviders(
  { log, provider: { name: ours } }: { readonly log: Logger; readonly provider: { readonly name: string } },
  left: readonly LeftBatch[],
  only?: BatchId,
): void {
  for (const batch of left) {
    if (batch.kind !== "other_provider") continue;
    if (batch.batchId === only) requireOwnProvider({ id: only, provider: batch.provider }, ours);
    const reason = `it ${reasonToLeave(batch.provider, ours)}`;
    log.warn("a batch is left for its own provider", { batch: batch.batchId, reason });
  }
}
