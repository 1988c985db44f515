import { UserError } from "../../domain/fault.ts";

/** What a check found: `remedy` says what to do about anything but `ok`. */
export type Finding =
  | { readonly kind: "ok"; readonly detail: string }
  | { readonly kind: "warning"; readonly detail: string; readonly remedy: string }
  | { readonly kind: "failed"; readonly detail: string; readonly remedy: string }
  /** Another check that failed has to be mended first. */
  | { readonly kind: "skipped"; readonly detail: string; readonly remedy: string };

/** The troubles that people come with, and what concerns none of them alone. */
export const troubles = [
  "No BigQuery data",
  "Automation failures",
  "Manual task creation issues",
  "Surroundings",
] as const;
export type Trouble = (typeof troubles)[number];

/** One thing that is looked at, on its own. */
export interface Check {
  readonly name: string;
  readonly trouble: Trouble;
  readonly find: (signal: AbortSignal) => Promise<Finding>;
}

export interface CheckResult {
  readonly name: string;
  readonly trouble: Trouble;
  readonly finding: Finding;
}

/** What a check needs is not there, because of something that another check tells of. */
export class MissingPrerequisite extends Error {
  override readonly name = "MissingPrerequisite";
}

/** Runs a check for at most `limitMs`; whatever it throws is its finding. */
export async function runCheck(check: Check, limitMs: number): Promise<CheckResult> {
  const { name, trouble } = check;
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), limitMs);
  const tooLate = new Promise<Finding>((resolve) => {
    timer.signal.addEventListener("abort", () => resolve(noAnswer(limitMs)), { once: true });
  });
  try {
    const finding = await Promise.race([found(check, timer.signal), tooLate]);
    return { name, trouble, finding };
  } finally {
    clearTimeout(timeout);
  }
}

/** A check that throws at once, before it has a promise to reject, is one that failed like any other. */
async function found(check: Check, signal: AbortSignal): Promise<Finding> {
  try {
    return await check.find(signal);
  } catch (error) {
    return findingOf(error);
  }
}

function noAnswer(limitMs: number): Finding {
  return {
    kind: "failed",
    detail: `no answer within ${limitMs / 1000} s`,
    remedy: "check that what it talks to runs and can be reached from here",
  };
}

/** A `UserError` says in one sentence what is wrong and, after a colon, what to do. */
function findingOf(error: unknown): Finding {
  if (error instanceof MissingPrerequisite) {
    return { kind: "skipped", detail: error.message, remedy: "mend that first" };
  }
  const message = error instanceof Error ? error.message : String(error);
  const [, ...problems] = message.split("\n");
  if (error instanceof UserError && problems.length > 0) {
    return { kind: "failed", detail: problems.join("; "), remedy: "correct what is named here" };
  }
  const [, detail = message, remedy = ""] = /^(.*): ([^:]+?)\.?$/s.exec(message) ?? [];
  const isTold = error instanceof UserError && remedy !== "";
  return isTold
    ? { kind: "failed", detail, remedy }
    : { kind: "failed", detail: message, remedy: "look at the message; --debug shows more" };
}
