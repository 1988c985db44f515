import { AbortTaskRunError } from "@trigger.dev/sdk";
import { UserError } from "../../domain/fault.ts";

/** Runs an action whose failure for a reason outside of the program is not tried again: its message says what to do. */
export async function abortOnUserError<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof UserError) throw new AbortTaskRunError(error.message);
    throw error;
  }
}
