import { exitCodes, UserError } from "../../domain/fault.ts";
import { checkUrl } from "./check-url.ts";
import { errorCode } from "./error-code.ts";

const refused = "nothing listens there; start the server, or correct host and port";
const unreachable =
  "it cannot be reached from this network; check the network, or use an address that has IPv4 (Supabase's direct address has IPv6 only, its session pooler has both)";
const credentials = "it refuses the user name or the password; correct them in the URL";
const certificate =
  "its certificate is not trusted; set DATABASE_SSL_CA to the certificate authority of the server";

const reasons: ReadonlyMap<string, string> = new Map([
  ["ECONNREFUSED", refused],
  ["ENOENT", refused],
  ["ENOTFOUND", "its host name is unknown; correct it in the URL"],
  ["EAI_AGAIN", "its host name could not be looked up; check the network"],
  ["ETIMEDOUT", unreachable],
  ["EHOSTUNREACH", unreachable],
  ["ENETUNREACH", unreachable],
  ["ECONNRESET", "it closed the connection; check that it is a Postgres server and whether it demands TLS"],
  ["28P01", credentials],
  ["28000", credentials],
  ["3D000", "it has no such database; create it, or correct its name in the URL"],
  ["53300", "it has no connection left; close other programs or raise its limit"],
  ["57P03", "it is starting up or shutting down; try again in a moment"],
  ["SELF_SIGNED_CERT_IN_CHAIN", certificate],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", certificate],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", certificate],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", certificate],
  ["ERR_TLS_CERT_ALTNAME_INVALID", certificate],
]);

/** Says in one sentence why the database at `url` could not be used; the password is never part of it. */
export function describeConnectionError(cause: unknown, url: string): UserError {
  const parsed = checkUrl(url);
  const reason = reasons.get(errorCode(cause) ?? "") ?? withoutPassword(messageOf(cause), parsed);
  return new UserError(exitCodes.database, `The database at ${place(parsed)} cannot be used: ${reason}.`, {
    cause,
  });
}

/** Host, port and database, for example `db.example.com:5432/parts`; a socket folder stands in the query. */
function place(url: URL): string {
  const host = url.searchParams.get("host") ?? url.hostname;
  return `${host}:${url.port === "" ? "5432" : url.port}${url.pathname}`;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error && cause.message !== "" ? cause.message : String(cause);
}

function withoutPassword(message: string, url: URL): string {
  const passwords = [url.password, decoded(url.password)].filter((password) => password !== "");
  return passwords.reduce((text, password) => text.replaceAll(password, "***"), message);
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
