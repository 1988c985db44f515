import type { BatchStatus } from "../domain/batch.ts";
import { type ExitCode, exitCodes } from "../domain/fault.ts";

/** A run in which a batch failed as a whole has failed; single failures are tasks for people. */
export function exitCodeOf(batches: readonly { readonly status: BatchStatus }[]): ExitCode {
  return batches.some((batch) => batch.status === "failed") ? exitCodes.failed : exitCodes.ok;
}
