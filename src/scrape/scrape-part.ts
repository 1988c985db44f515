import type { AttemptFault } from "../domain/fault.ts";
import { type FaultDetail } from "../domain/fault.ts";
import type { ErrorClass } from "../domain/error-class.ts";
import type { ManufacturerDirectory } from "../domain/manufacturer.ts";
import { type Trace, untraced } from "../domain/trace.ts";
import { mpnKey, partKey } from "../domain/part-key.ts";
import {
  type ClaimedTask,
  type StoredAnswer,
  claimTask,
  completeTask,
  failTask,
  noteDataFinished,
  storeAnswer,
} from "../store/automation-tasks.ts";
import type { Lease, Ledger } from "../store/ledger.ts";
import { saveProduct } from "../store/save-product.ts";
import { type Match, verifyMatch } from "./match.ts";
import { matchMessage } from "./match-message.ts";
import type { Provider } from "./provider.ts";

export interface ScrapeDependencies {
  readonly ledger: Ledger;
  readonly provider: Provider;
  readonly directory: ManufacturerDirectory;
  readonly lease: Lease;
  /** A stored answer younger than this spares the call, in milliseconds. */
  readonly answerLifetimeMs: number;
  readonly now: () => Date;
  readonly trace?: Trace;
}

/** How one scrape ended. Faults are thrown instead: another attempt may succeed. */
export type ScrapeOutcome =
  | { readonly kind: "completed"; readonly grade: "exact" | "alias"; readonly isCached: boolean }
  | { readonly kind: "failed"; readonly errorClass: ErrorClass; readonly message: string }
  /** Completed or failed before, or in somebody else's work: nothing was done. */
  | { readonly kind: "untouched" };

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
    return fail(deps, task, {
      errorClass: "invalid_part",
      message: `"${task.mpn}" is not a part number that can be looked up: it needs a letter or a digit.`,
    });
  }
  const answer = task.answer ?? (await lookUp(deps, task, signal));
  if (task.answer !== null) await noteDataFinished(deps.ledger, task.id);
  const match = verifyMatch(task, deps.provider.read(answer.payload), deps.directory);
  switch (match.grade) {
    case "exact":
    case "alias":
      return complete(deps, task, match, answer);
    case "ambiguous":
      return fail(deps, task, {
        errorClass: "ambiguous_match",
        message: matchMessage(match.reason, task),
        grade: "ambiguous",
        candidates: match.candidates,
      });
    case "none":
      return fail(deps, task, {
        errorClass: "not_found",
        message: matchMessage(match.reason, task),
        grade: "none",
        candidates: match.candidates,
      });
  }
}

async function lookUp(
  deps: ScrapeDependencies,
  task: ClaimedTask,
  signal: AbortSignal,
): Promise<StoredAnswer> {
  const { trace = untraced, provider } = deps;
  const { mpn, manufacturer } = task;
  const answer = await trace("provider call", { provider: provider.name, mpn }, () =>
    provider.lookUp({ mpn, manufacturer }, signal),
  );
  await storeAnswer(deps.ledger, task.id, {
    provider: provider.name,
    queryKey: mpnKey(mpn),
    ...answer,
  });
  return answer;
}

async function complete(
  deps: ScrapeDependencies,
  task: ClaimedTask,
  match: Extract<Match, { grade: "exact" | "alias" }>,
  answer: StoredAnswer,
): Promise<ScrapeOutcome> {
  const data = { ...match.product, provider: deps.provider.name };
  const { trace = untraced } = deps;
  const { productId } = await trace("save product", { mpn: data.mpn }, () =>
    saveProduct(deps.ledger, {
      partKey: partKey(data.mpn, data.manufacturer.name, deps.directory),
      manufacturerKey: deps.directory.keyOf(data.manufacturer.name),
      data,
      provenance: {
        source: deps.provider.name,
        taskId: task.id,
        sourceUrl: data.productUrl ?? answer.sourceUrl,
        fetchedAt: answer.fetchedAt,
      },
    }),
  );
  await completeTask(deps.ledger, task.id, { productId, grade: match.grade });
  return { kind: "completed", grade: match.grade, isCached: task.answer !== null };
}

interface Verdict {
  readonly errorClass: ErrorClass;
  readonly message: string;
  readonly grade?: "ambiguous" | "none";
  readonly candidates?: readonly unknown[];
  readonly detail?: FaultDetail;
}

async function fail(
  deps: ScrapeDependencies,
  task: { id: string },
  verdict: Verdict,
): Promise<ScrapeOutcome> {
  await failTask(deps.ledger, task.id, {
    errorClass: verdict.errorClass,
    message: verdict.message,
    detail: verdict.detail ?? {},
    grade: verdict.grade ?? null,
    candidates: verdict.candidates ?? [],
    calls: 0,
  });
  return { kind: "failed", errorClass: verdict.errorClass, message: verdict.message };
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
