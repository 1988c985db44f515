import { AbortTaskRunError } from "@trigger.dev/sdk";
import { UserError } from "../../domain/fault.ts";
import { shownError, shownText } from "./run-config.ts";

/**
 * Runs the action of a task: a failure for a reason outside of the program is not tried again, its message says what
 * to do; no failure shows a secret.
 */
export async function abortOnUserError<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof UserError) throw new AbortTaskRunError(shownText(error.message));
    throw shownError(error);
  }
}
