import { AbortTaskRunError, tags } from "@trigger.dev/sdk";
import type { ErrorClass } from "../../domain/error-class.ts";
import type { AttemptEnd } from "../../stages/scrape-attempt.ts";
import type { ScrapePartPayload } from "../../workflow/payloads.ts";
import { shownText } from "./run-config.ts";
import type { RunStages } from "./run-stages.ts";
import { ScrapeFailure } from "./scrape-failure.ts";
import { failWhenUsedUp, freeFromEndedRun, scrapeOnePart } from "./scrape-one-part.ts";

/** What the run of one part answers: what the dashboard lists, and nothing that the ledger does not have. */
export type ScrapeReceipt = { readonly mpn: string; readonly taskId: string } & (
  | { readonly outcome: "completed"; readonly match: "exact" | "alias"; readonly isCached: boolean }
  | { readonly outcome: "failed"; readonly errorClass: ErrorClass; readonly message: string }
  | { readonly outcome: "deferred"; readonly until: string }
  /** Done before, or in somebody else's work. */
  | { readonly outcome: "untouched" }
  | { readonly outcome: "released" }
);

/**
 * One attempt at one part, as the platform wants it told: an answer is returned, "not found" among them, and whatever
 * another attempt may change is thrown.
 *
 * @throws {ScrapeFailure} when the attempt failed.
 * @throws {AbortTaskRunError} when every other part would fail the same way.
 */
export async function scrapeToReceipt(
  stages: RunStages,
  payload: ScrapePartPayload,
  attemptNumber: number,
): Promise<ScrapeReceipt> {
  const usedUp = attemptNumber > 1 ? await failWhenUsedUp(stages, payload) : null;
  let end = usedUp ?? (await scrapeOnePart(stages, payload));
  if (end.kind === "untouched" && (await freeFromEndedRun(stages, payload.taskId))) {
    end = await scrapeOnePart(stages, payload);
  }
  return receipt(end, payload, stages.deps.config.automationRetryAttempts);
}

async function receipt(
  end: AttemptEnd,
  { mpn, taskId }: ScrapePartPayload,
  maxAttempts: number,
): Promise<ScrapeReceipt> {
  const part = { mpn, taskId };
  switch (end.kind) {
    case "completed":
      return { ...part, outcome: end.kind, match: end.grade, isCached: end.isCached };
    case "failed":
      await tagError(end.errorClass);
      return { ...part, outcome: end.kind, errorClass: end.errorClass, message: shownText(end.message) };
    case "deferred":
      return { ...part, outcome: end.kind, until: end.until.toISOString() };
    case "untouched":
    case "released":
      return { ...part, outcome: end.kind };
    case "retry":
      throw new ScrapeFailure({ mpn, attempt: end.attempt, maxAttempts }, end.reason, end.delayMs);
    case "gave_up":
      await tagError(end.reason.errorClass);
      throw new ScrapeFailure({ mpn, attempt: end.attempt, maxAttempts }, end.reason, null);
    case "aborted":
      throw new AbortTaskRunError(`${end.reason.message} Nothing is lost: the part stays open.`);
  }
}

/** A tag is for finding the run: what became of the part does not hang on it. The SDK has told of the failure. */
async function tagError(errorClass: ErrorClass): Promise<void> {
  await tags.add(`error_${errorClass}`).catch(() => undefined);
}
