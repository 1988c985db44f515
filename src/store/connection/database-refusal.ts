import pg from "pg";

/** SQLSTATEs by which a server says that it goes away, or has no connection left: it refuses no statement. */
const unavailable = new Set(["57P01", "57P02", "57P03", "57P05", "53300"]);

/**
 * What the database said when it refused a statement, whatever for: a constraint, a right, a full disk. Null for
 * every other error, a lost connection among them, after which the database cannot be told anything either.
 */
export function databaseRefusal(error: unknown): string | null {
  if (!(error instanceof pg.DatabaseError)) return null;
  const { code = "", message } = error;
  return unavailable.has(code) || code.startsWith("08") ? null : message;
}
