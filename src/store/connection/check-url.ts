import { exitCodes, UserError } from "../../domain/fault.ts";

const transactionPoolerPort = "6543";

/**
 * Parses the URL of a Postgres database. Throws a UserError, which does not quote the text: it may hold a password.
 */
export function checkUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["postgres:", "postgresql:"].includes(url.protocol) || hasCutPassword(url)) {
    throw new UserError(
      exitCodes.usage,
      "The database URL is malformed: write postgres://user:password@host:5432/database, with special characters of the password percent-encoded.",
    );
  }
  return url;
}

/**
 * Parses the URL over which migrations run. Throws a UserError for a transaction pooler: the migration lock belongs
 * to a session, so through the pooler it excludes nobody and stays behind on connections of strangers.
 */
export function checkMigrationUrl(text: string): URL {
  const url = checkUrl(text);
  if (url.port === transactionPoolerPort) {
    throw new UserError(
      exitCodes.usage,
      `Migrations cannot run through the transaction pooler at ${url.hostname}:${transactionPoolerPort}: set MIGRATION_DATABASE_URL to the direct or session-mode address, which has port 5432.`,
    );
  }
  return url;
}

/** An unescaped `/`, `?` or `#` in the password ends the authority early; the true `@` then comes after it. */
function hasCutPassword(url: URL): boolean {
  return url.hash !== "" || `${url.pathname}${url.search}`.includes("@");
}
