import type { ErrorClass } from "../domain/error-class.ts";
import { partKey } from "../domain/part-key.ts";
import { untraced } from "../domain/trace.ts";
import {
  type ClaimedTask,
  type FreshAnswer,
  type StoredAnswer,
  completeTask,
  failTask,
  storeAnswer,
} from "../store/automation-tasks.ts";
import { type ProductToSave, saveProduct, storeProduct } from "../store/save-product.ts";
import { type Match, verifyMatch } from "./match.ts";
import { matchMessage } from "./match-message.ts";
import type { ScrapeDependencies, ScrapeOutcome } from "./scrape-outcome.ts";

/** From an answer to its outcome. A fresh one is stored together with its product, and by itself where there is none. */
export async function concludePart(
  deps: ScrapeDependencies,
  task: ClaimedTask,
  answer: StoredAnswer | FreshAnswer,
): Promise<ScrapeOutcome> {
  let match: Match;
  try {
    match = verifyMatch(task, deps.provider.read(answer.payload), deps.directory);
  } catch (cause) {
    await keep(deps, task, answer);
    throw cause;
  }
  if (match.grade === "exact" || match.grade === "alias") return complete(deps, task, match, answer);
  await keep(deps, task, answer);
  return failPart(deps, task, {
    errorClass: match.grade === "none" ? "not_found" : "ambiguous_match",
    message: matchMessage(match.reason, task),
    grade: match.grade,
    candidates: match.candidates,
  });
}

async function keep(
  { ledger }: ScrapeDependencies,
  task: ClaimedTask,
  answer: StoredAnswer | FreshAnswer,
): Promise<void> {
  if (isFresh(answer)) await storeAnswer(ledger, task.id, answer);
}

function isFresh(answer: StoredAnswer | FreshAnswer): answer is FreshAnswer {
  return "calls" in answer;
}

async function complete(
  deps: ScrapeDependencies,
  task: ClaimedTask,
  match: Extract<Match, { grade: "exact" | "alias" }>,
  answer: StoredAnswer | FreshAnswer,
): Promise<ScrapeOutcome> {
  const data = { ...match.product, provider: deps.provider.name };
  const { trace = untraced } = deps;
  const product: ProductToSave = {
    partKey: partKey(data.mpn, data.manufacturer.name, deps.directory),
    manufacturerKey: deps.directory.keyOf(data.manufacturer.name),
    data,
    provenance: {
      source: deps.provider.name,
      taskId: task.id,
      sourceUrl: data.productUrl ?? answer.sourceUrl,
      fetchedAt: answer.fetchedAt,
    },
  };
  const { productId } = await trace("save product", { mpn: data.mpn }, () =>
    save(deps, task, product, answer),
  );
  await completeTask(deps.ledger, task.id, { productId, grade: match.grade });
  return { kind: "completed", grade: match.grade, isCached: task.answer !== null };
}

async function save(
  deps: ScrapeDependencies,
  task: ClaimedTask,
  product: ProductToSave,
  answer: StoredAnswer | FreshAnswer,
): Promise<{ productId: string }> {
  if (!isFresh(answer)) return saveProduct(deps.ledger, product);
  try {
    return await storeProduct(deps.ledger, product, answer);
  } catch (cause) {
    // The call is spent: the next attempt finds its answer, unless the database is the trouble.
    await keep(deps, task, answer).catch(() => undefined);
    throw cause;
  }
}

interface Verdict {
  readonly errorClass: ErrorClass;
  readonly message: string;
  readonly grade?: "ambiguous" | "none";
  readonly candidates?: readonly unknown[];
}

/** Ends a part whose answer, or whose number, leaves nothing to save. */
export async function failPart(
  deps: ScrapeDependencies,
  task: { id: string },
  verdict: Verdict,
): Promise<ScrapeOutcome> {
  await failTask(deps.ledger, task.id, {
    errorClass: verdict.errorClass,
    message: verdict.message,
    detail: {},
    grade: verdict.grade ?? null,
    candidates: verdict.candidates ?? [],
    calls: 0,
  });
  return { kind: "failed", errorClass: verdict.errorClass, message: verdict.message };
}
