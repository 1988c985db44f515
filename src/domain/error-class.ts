/** Why an automation attempt did not complete. A closed set: every remote answer and every fault maps to one. */
export const errorClasses = [
  "rate_limited",
  "auth",
  "network",
  "server",
  "not_found",
  "ambiguous_match",
  "invalid_part",
  "parse",
  "db",
  "cancelled",
  "abandoned",
  "unknown",
] as const;

export type ErrorClass = (typeof errorClasses)[number];

/**
 * What is done about an error class.
 *
 * - `retry`: a later attempt may succeed; the next attempt starts after a backoff.
 * - `wait`: the remote named a time; waiting for it uses up no attempt.
 * - `fallback`: another attempt gives the same answer; the part goes to a person.
 * - `abort`: every other part would fail the same way; the batch stops calling the provider.
 * - `release`: nothing was tried; the task goes back to the queue.
 */
export type Disposition = "retry" | "wait" | "fallback" | "abort" | "release";

export const dispositions = {
  rate_limited: "wait",
  auth: "abort",
  network: "retry",
  server: "retry",
  not_found: "fallback",
  ambiguous_match: "fallback",
  invalid_part: "fallback",
  parse: "fallback",
  db: "retry",
  cancelled: "release",
  abandoned: "retry",
  unknown: "retry",
} as const satisfies Record<ErrorClass, Disposition>;

/** Error classes that speak against the part or its manufacturer, not against the connection (SPEC "Scores"). */
export const partFaultClasses = [
  "not_found",
  "ambiguous_match",
  "parse",
] as const satisfies readonly ErrorClass[];
