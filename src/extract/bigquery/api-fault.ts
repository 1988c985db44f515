import * as z from "zod";

/** What is known of a call that failed, whichever layer reported it. */
export interface ApiFault {
  /** The HTTP status, where BigQuery answered. */
  readonly status: number | null;
  /** BigQuery's or the operating system's own word, e.g. `rateLimitExceeded`, `ECONNREFUSED`. */
  readonly reason: string | null;
  /** One line. */
  readonly message: string;
}

/** No answer within the deadline; the call itself may still be going on. */
export class DeadlineMissed extends Error {
  override readonly name = "DeadlineMissed";
}

/** An answer that is not what the API answers, for example a proxy's page. */
export class UnexpectedAnswer extends Error {
  override readonly name = "UnexpectedAnswer";
}

const Reasons = z.array(z.object({ reason: z.string().optional(), message: z.string().optional() }));

const Thrown = z.object({
  message: z.string().catch(""),
  code: z.union([z.number(), z.string()]).optional().catch(undefined),
  errors: Reasons.catch([]),
  response: z.object({ data: z.unknown() }).optional().catch(undefined),
});

/** OAuth's error, as the token server answers it. */
const TokenError = z.object({ error: z.string(), error_description: z.string().default("") });

/** Reads the error that the client library or the sign-in threw. */
export function apiFault(thrown: unknown): ApiFault {
  if (thrown instanceof DeadlineMissed || thrown instanceof UnexpectedAnswer) {
    return { status: null, reason: thrown.name, message: thrown.message };
  }
  const error = Thrown.parse(thrown instanceof Error ? thrown : { message: String(thrown) });
  const token = TokenError.safeParse(error.response?.data);
  if (token.success) {
    const { error: reason, error_description: description } = token.data;
    return { status: 401, reason, message: oneLine(description || reason) };
  }
  const [first] = error.errors.filter(({ reason }) => reason !== undefined);
  const status = Number(error.code);
  return {
    status: Number.isInteger(status) && status >= 100 ? status : null,
    reason:
      first?.reason ?? (typeof error.code === "string" && !Number.isInteger(status) ? error.code : null),
    message: oneLine(first?.message ?? error.message),
  };
}

const transientStatuses = new Set([408, 429, 500, 502, 503, 504]);
const transientReasons = new Set([
  "rateLimitExceeded",
  "userRateLimitExceeded",
  "jobRateLimitExceeded",
  "backendError",
  "jobBackendError",
  "internalError",
  "jobInternalError",
]);

/** Whether the same call may succeed in a moment. No status means that BigQuery did not answer. */
export function isTransient({ status, reason }: ApiFault): boolean {
  if (reason !== null && transientReasons.has(reason)) return true;
  return status === null ? isNetworkTrouble(reason) : transientStatuses.has(status);
}

/** Addresses that do not exist and certificates that are not trusted stay so. */
function isNetworkTrouble(reason: string | null): boolean {
  return (
    reason !== null &&
    /^(DeadlineMissed|UnexpectedAnswer|E(CONNRESET|PIPE|TIMEDOUT|AI_AGAIN|CONNABORTED)|ERR_STREAM_PREMATURE_CLOSE)$/.test(
      reason,
    )
  );
}

const longestMessage = 300;

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim().replace(/\.$/, "");
  return line.length > longestMessage ? `${line.slice(0, longestMessage - 1)}…` : line;
}
