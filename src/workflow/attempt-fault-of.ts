import { AttemptFault, UserError } from "../domain/fault.ts";

/** Codes of node-postgres and of the socket beneath it that say the database, not the part, is the trouble. */
const connectionCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOENT",
  "ETIMEDOUT",
  "57P01",
  "57P02",
  "57P03",
]);

/** Whatever an attempt threw, as a fault with an error class. Faults keep theirs; the rest is told by its code. */
export function attemptFaultOf(error: unknown, isCancelled: boolean): AttemptFault {
  if (error instanceof AttemptFault) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (isCancelled) return new AttemptFault("cancelled", "the run was interrupted", { cause: error });
  return new AttemptFault(isDatabaseError(error) ? "db" : "unknown", message, { cause: error });
}

/** An SQLSTATE is five characters of digits and capitals; node-postgres puts it on `code`. */
function isDatabaseError(error: unknown): boolean {
  if (error instanceof UserError || !(error instanceof Error) || !("code" in error)) return false;
  const { code } = error;
  return typeof code === "string" && (connectionCodes.has(code) || /^[0-9A-Z]{5}$/.test(code));
}
