import { AttemptFault, type ExitCode, UserError, exitCodes } from "../domain/fault.ts";
import { Interruption } from "../workflow/interruption.ts";

/**
 * The error that whoever asked is told: people's mistakes and the world's troubles, each with a sentence and an exit
 * code. Null for our own bugs, which keep their stack.
 */
export function toldError(thrown: unknown): UserError | Interruption | null {
  const error = firstError(thrown);
  if (error instanceof UserError || error instanceof Interruption) return error;
  if (error instanceof AttemptFault) {
    const message = `${error.message} What was begun stays: go on with "workflow resume".`;
    return new UserError(exitCodes.provider, message, { cause: error });
  }
  const trouble = worldlyTrouble(error);
  return trouble === null ? null : new UserError(...trouble, { cause: error });
}

/** What went wrong first, where cleaning up after it failed as well: a lost database fails both. */
export function firstError(error: unknown): unknown {
  return error instanceof Error && "suppressed" in error ? firstError(error.suppressed) : error;
}

const connectionCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "57P01",
  "57P02",
  "57P03",
  "53300",
]);

function worldlyTrouble(error: unknown): [ExitCode, string] | null {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  const message = error instanceof Error ? error.message : String(error);
  if (code === "ENOSPC" || code === "53100") {
    const disk = code === "53100" ? "The disk of the database" : "The disk";
    return [
      exitCodes.storage,
      `${disk} is full (${message}): free some space, then go on with "workflow resume".`,
    ];
  }
  if (code === "EROFS" || code === "EACCES") {
    return [exitCodes.storage, `A file cannot be written (${message}): check the rights of the data folder.`];
  }
  if (
    connectionCodes.has(code) ||
    /Connection terminated|not queryable|timeout exceeded when trying to connect|connect ENOENT/.test(message)
  ) {
    return [
      exitCodes.database,
      `The connection to the database was lost (${message}): check it, then go on with "workflow resume".`,
    ];
  }
  return null;
}
