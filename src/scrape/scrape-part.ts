import type { AttemptFault } from "../domain/fault.ts";
import { mpnKey } from "../domain/part-key.ts";
import { untraced } from "../domain/trace.ts";
import {
  type ClaimedTask,
  type FreshAnswer,
  claimTask,
  failTask,
  noteDataFinished,
} from "../store/automation-tasks.ts";
import { concludePart, failPart } from "./conclude-part.ts";
import type { ScrapeDependencies, ScrapeOutcome } from "./scrape-outcome.ts";

/** An attempt that threw, with what the executor needs to decide about the next one. */
export class ScrapeFault extends Error {
  override readonly name = "ScrapeFault";
  readonly task: ClaimedTask;

  constructor(task: ClaimedTask, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.task = task;
  }
}

/**
 * One attempt at one part: claim, look up (or read the stored answer), verify the match, save.
 *
 * @throws {ScrapeFault} when the attempt did not come to an outcome; its cause is the fault.
 */
export async function scrapePart(
  deps: ScrapeDependencies,
  task: { id: string; mpn: string },
  signal: AbortSignal,
): Promise<ScrapeOutcome> {
  const claimed = await claimTask(deps.ledger, task.id, deps.lease, {
    provider: deps.provider.name,
    queryKey: mpnKey(task.mpn),
    notBefore: new Date(deps.now().getTime() - deps.answerLifetimeMs),
  });
  if (claimed === null) return { kind: "untouched" };
  try {
    return await attempt(deps, claimed, signal);
  } catch (cause) {
    throw new ScrapeFault(claimed, cause);
  }
}

async function attempt(
  deps: ScrapeDependencies,
  task: ClaimedTask,
  signal: AbortSignal,
): Promise<ScrapeOutcome> {
  if (!isLookupWorthy(task.mpn)) {
    return failPart(deps, task, {
      errorClass: "invalid_part",
      message: `"${task.mpn}" is not a part number that can be looked up: it needs a letter or a digit.`,
    });
  }
  if (task.answer === null) return concludePart(deps, task, await lookUp(deps, task, signal));
  await noteDataFinished(deps.ledger, task.id);
  return concludePart(deps, task, task.answer);
}

async function lookUp(
  deps: ScrapeDependencies,
  task: ClaimedTask,
  signal: AbortSignal,
): Promise<FreshAnswer> {
  const { trace = untraced, provider } = deps;
  const { mpn, manufacturer } = task;
  const answer = await trace("provider call", { provider: provider.name, mpn }, () =>
    provider.lookUp({ mpn, manufacturer }, signal),
  );
  return { provider: provider.name, queryKey: mpnKey(mpn), ...answer };
}

/** Fails a task whose attempts are used up, with the class of its last fault. */
export async function giveUp(
  deps: Pick<ScrapeDependencies, "ledger">,
  fault: ScrapeFault,
  reason: AttemptFault,
): Promise<void> {
  await failTask(deps.ledger, fault.task.id, {
    errorClass: reason.errorClass,
    message: reason.message,
    detail: reason.detail,
    calls: reason.calls,
    grade: null,
    candidates: [],
  });
}

/** A number made of punctuation alone would find everything or nothing. */
function isLookupWorthy(mpn: string): boolean {
  return /[\p{L}\p{N}]/u.test(mpn);
}
