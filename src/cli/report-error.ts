import { CommanderError } from "commander";
import { AttemptFault, UserError, exitCodes, type ExitCode } from "../domain/fault.ts";
import { Interruption } from "../workflow/interruption.ts";

/** What a person is told when a command ends with an error, and the exit code that goes with it. */
export interface ErrorReport {
  readonly exitCode: ExitCode;
  /** Null when the message was printed already. */
  readonly message: string | null;
}

/** Tells people's mistakes and the world's troubles from our own bugs; only the latter keep their stack. */
export function reportError(thrown: unknown): ErrorReport {
  const error = firstError(thrown);
  if (error instanceof CommanderError)
    return { exitCode: error.exitCode === 0 ? exitCodes.ok : exitCodes.usage, message: null };
  if (error instanceof UserError) return { exitCode: error.exitCode, message: error.message };
  if (error instanceof Interruption) {
    return {
      exitCode: exitCodes.interrupted,
      message: 'Interrupted; nothing is lost. Go on with "workflow resume", or simply with the next run.',
    };
  }
  if (error instanceof AttemptFault)
    return {
      exitCode: exitCodes.provider,
      message: `${error.message} What was begun stays: go on with "workflow resume".`,
    };
  const trouble = worldlyTrouble(error);
  if (trouble !== null) return trouble;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exitCode: exitCodes.bug, message: `This is a bug, please report it: ${stack}` };
}

/** What went wrong first, where cleaning up after it failed as well: a lost database fails both. */
function firstError(error: unknown): unknown {
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

function worldlyTrouble(error: unknown): ErrorReport | null {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  const message = error instanceof Error ? error.message : String(error);
  if (code === "ENOSPC" || code === "53100") {
    const disk = code === "53100" ? "The disk of the database" : "The disk";
    return {
      exitCode: exitCodes.storage,
      message: `${disk} is full (${message}): free some space, then go on with "workflow resume".`,
    };
  }
  if (code === "EROFS" || code === "EACCES") {
    return {
      exitCode: exitCodes.storage,
      message: `A file cannot be written (${message}): check the rights of the data folder.`,
    };
  }
  if (
    connectionCodes.has(code) ||
    /Connection terminated|not queryable|timeout exceeded when trying to connect|connect ENOENT/.test(message)
  ) {
    return {
      exitCode: exitCodes.database,
      message: `The connection to the database was lost (${message}): check it, then go on with "workflow resume".`,
    };
  }
  return null;
}
