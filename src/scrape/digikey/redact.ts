import { inspect } from "node:util";
import { AttemptFault } from "../../domain/fault.ts";

const mask = "[redacted]";

/** A remote may answer with a megabyte of text; nobody reads that in a message. */
const maxMessageLength = 1000;

/** Shorter ones are left alone: their letters stand in every message, and hiding them hides nothing. */
const leastSecretLength = 4;

/** `text` with every secret masked, both as it is and as it looks inside a URL or a form body. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter((secret) => secret.length >= leastSecretLength)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams([["", secret]]).toString().slice(1),
    ])
    .sort((a, b) => b.length - a.length);
  if (forms.length === 0) return text;
  // In one pass: a secret may be a part of the mask.
  return text.replaceAll(new RegExp(forms.map(escaped).join("|"), "g"), mask);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** The same fault with the secrets masked, and long texts cut, in its message and its whole cause chain. */
export function redactFault(fault: AttemptFault, secrets: readonly string[]): AttemptFault {
  const { requestId, ...detail } = fault.detail;
  return new AttemptFault(fault.errorClass, message(fault.message, secrets), {
    cause: redactCause(fault.cause, secrets),
    retryAfterMs: fault.retryAfterMs,
    isQuotaExhausted: fault.isQuotaExhausted,
    calls: fault.calls,
    detail: requestId === undefined ? detail : { ...detail, requestId: redact(requestId, secrets) },
  });
}

/** Causes are rebuilt, never passed on: an error of the HTTP stack may hold headers in a hidden property. */
function redactCause(cause: unknown, secrets: readonly string[]): Error | undefined {
  if (cause === undefined) return undefined;
  if (!(cause instanceof Error)) return new Error(message(inspect(cause), secrets));
  const parts: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [];
  const texts = [cause.message, ...parts.map((part) => (part instanceof Error ? part.message : ""))];
  const rebuilt = new Error(message(texts.filter((text) => text !== "").join("; "), secrets), {
    cause: redactCause(cause.cause, secrets),
  });
  rebuilt.name = redact(cause.name, secrets);
  return "code" in cause && typeof cause.code === "string"
    ? Object.assign(rebuilt, { code: redact(cause.code, secrets) })
    : rebuilt;
}

/** Cut only after masking: half a secret would not be found. */
function message(text: string, secrets: readonly string[]): string {
  const masked = redact(text, secrets);
  return masked.length > maxMessageLength ? `${masked.slice(0, maxMessageLength)}…` : masked;
}
