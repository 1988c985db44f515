/** A status and a JSON body. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const statusWords: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};

/** An error in the API's envelope. */
export function errorAnswer(status: number, reason: string, message: string): Answer {
  const errors = [{ domain: "global", reason, message }];
  return { status, body: { error: { code: status, message, status: statusWords[status], errors } } };
}
