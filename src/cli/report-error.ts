import { CommanderError } from "commander";
import { firstError, toldError } from "../app/told-error.ts";
import { exitCodes, type ExitCode } from "../domain/fault.ts";

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
  const told = toldError(error);
  if (told !== null) return told;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exitCode: exitCodes.bug, message: `This is a bug, please report it: ${stack}` };
}
