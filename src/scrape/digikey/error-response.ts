import type { ErrorClass } from "../../domain/error-class.ts";
import { AttemptFault } from "../../domain/fault.ts";
import { readErrorEnvelope } from "./error-envelope.ts";
import type { HttpAnswer } from "./http-exchange.ts";
import { requestIdOf, type Operation } from "./observed-exchange.ts";
import { hasRateLimitHeaders, readRetryAfter, readThrottling, type Throttling } from "./rate-limit.ts";

interface Verdict {
  readonly errorClass: ErrorClass;
  /** What is wrong and what to do about it. */
  readonly advice: string;
}

const isExpired = /token\s+(is\s+)?expired/i;

/** What to change for a refusal, by its text; the first that fits. */
const refusals: readonly { readonly pattern: RegExp; readonly advice: string }[] = [
  {
    pattern: /not subscribed|invalid for requested resource/i,
    advice: 'the application is not subscribed: subscribe it to "Product Information V4" (V3 does not count)',
  },
  {
    pattern: /client credentials are invalid|invalid_client|InvalidCredentials/i,
    advice: "the credentials are wrong: check DIGIKEY_CLIENT_SECRET, then DIGIKEY_CLIENT_ID",
  },
  {
    pattern: /client[_-]?id/i,
    advice:
      "the client id is wrong: check DIGIKEY_CLIENT_ID, and that it belongs to the same environment (production or sandbox) as the base URL",
  },
  {
    pattern: isExpired,
    advice: "a token was expired as soon as it was issued: check the base URL and try later",
  },
];

const forbidden =
  "the application lacks the right, or is blocked: check its plan and subscription, and the account id if one is needed";
const unauthorised = "check DIGIKEY_CLIENT_ID, DIGIKEY_CLIENT_SECRET, and the application's subscription";

/** Whether a fresh token would settle it. */
export function isExpiredToken(answer: HttpAnswer): boolean {
  return answer.status === 401 && isExpired.test(readErrorEnvelope(answer.text).text);
}

/** The fault that an answer other than 200 stands for. */
export function errorResponseFault(answer: HttpAnswer, operation: Operation, now: Date): AttemptFault {
  const { status, headers } = answer;
  const envelope = readErrorEnvelope(answer.text);
  const verdict = judge(answer, operation, envelope.text);
  const throttling = throttlingOf(verdict, headers, envelope.text, now);
  const requestId = requestIdOf(headers) ?? envelope.requestId;
  const said = envelope.text === "" ? "without a readable reason" : `saying: ${envelope.text}`;
  const message = `DigiKey answered ${status} to a ${operation} call: ${verdict.advice}. It answered ${said}`;
  return new AttemptFault(verdict.errorClass, message, {
    ...throttling,
    detail: { httpStatus: status, ...(requestId !== null && { requestId }) },
  });
}

/** A broken service says only when to come back: counters beside its answer speak of calls that were accepted. */
function throttlingOf(
  { errorClass }: Verdict,
  headers: Headers,
  text: string,
  now: Date,
): Partial<Throttling> {
  if (errorClass === "rate_limited") return readThrottling(headers, text, now);
  return errorClass === "server" ? { retryAfterMs: readRetryAfter(headers, now) } : {};
}

function judge({ status, headers }: HttpAnswer, operation: Operation, text: string): Verdict {
  if (status === 429 || (status === 503 && hasRateLimitHeaders(headers))) {
    return { errorClass: "rate_limited", advice: "too many calls were made, wait before the next" };
  }
  if (status >= 500 || status === 408) return { errorClass: "server", advice: "try again later" };
  if (status === 401 || status === 403 || (operation === "token" && status >= 400)) {
    return { errorClass: "auth", advice: refusalAdvice(status, text) };
  }
  if (status === 400) {
    return { errorClass: "invalid_part", advice: "it does not accept this part number or request" };
  }
  if (status === 404) return judgeNotFound(text);
  return { errorClass: "server", advice: "an unexpected status, check the base URL if it persists" };
}

function refusalAdvice(status: number, text: string): string {
  const known = refusals.find(({ pattern }) => pattern.test(text));
  return known?.advice ?? (status === 403 ? forbidden : unauthorised);
}

/** A 404 says "no such part" only in these words; any other comes from a wrong path or a gateway. */
function judgeNotFound(text: string): Verdict {
  if (/^Requested Product .* Not Found$/i.test(text)) {
    return { errorClass: "not_found", advice: "it knows no such part" };
  }
  if (/Duplicate Products/i.test(text)) {
    return { errorClass: "ambiguous_match", advice: "several products have this number, choose one by hand" };
  }
  return { errorClass: "server", advice: "the address is unknown there, check the base URL if it persists" };
}
