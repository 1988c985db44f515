import { STATUS_CODES, type OutgoingHttpHeaders } from "node:http";
import { sandboxAnswer, type Answer, type Basis } from "./answer.ts";

/** Which of the API's two error bodies is sent; `mixed` sends both, each number and status always the same one. */
export const envelopes = ["v4", "v3", "mixed"] as const;
export type Envelope = (typeof envelopes)[number];

/** One error in the words of both bodies. */
export interface ApiError {
  readonly status: number;
  readonly basis: Basis;
  /** `detail` of the v4 body. */
  readonly detail: string;
  /** `ErrorMessage` and `ErrorDetails` of the v3 body. */
  readonly message: string;
  readonly messageDetails: string;
  /** Field name → what is wrong with it. */
  readonly fields?: Readonly<Record<string, readonly string[]>>;
}

const sections: Readonly<Record<number, string>> = {
  400: "rfc7231#section-6.5.1",
  401: "rfc7235#section-3.1",
  404: "rfc7231#section-6.5.4",
  413: "rfc7231#section-6.5.11",
  429: "rfc6585#section-4",
  500: "rfc7231#section-6.6.1",
};

function apiError(status: number, basis: Basis, message: string, messageDetails = ""): ApiError {
  const detail = messageDetails === "" ? message : `${message}. ${messageDetails}`;
  return { status, basis, detail, message, messageDetails };
}

const retryAdvice = "Please try again after the number of seconds in the Retry-After header";

/** The errors whose text never varies. */
export const apiErrors = {
  expiredToken: {
    ...apiError(401, "reported", "Bearer token  expired", "Request a new token from the OAuth endpoint."),
    detail: "Bearer token is expired",
  },
  invalidToken: apiError(401, "reported", "The Bearer token is invalid"),
  invalidClientId: apiError(
    401,
    "reported",
    "Invalid clientId",
    "client_id query parameter has incorrect value. Send valid client_id",
  ),
  invalidCredentials: apiError(401, "reported", "invalid_client", "Client credentials are invalid"),
  burstLimit: apiError(429, "documented", "BurstLimit exceeded", retryAdvice),
  dailyLimit: apiError(429, "documented", "Daily Ratelimit exceeded", retryAdvice),
  unknownRoute: apiError(404, "reported", "Invalid resource path"),
  malformedJson: apiError(400, "documented", "The request body is not valid JSON"),
  bodyTooLarge: apiError(413, "synthetic", "The request body is larger than 1 MB"),
  server: apiError(500, "documented", "An unexpected error occurred"),
} as const satisfies Record<string, ApiError>;

/** 404: nothing has this number; the text repeats it in lower case. */
export function productNotFound(number: string): ApiError {
  return apiError(404, "recorded", `Requested Product ${number.toLowerCase()} Not Found`);
}

/** 404: several products have this number; the text repeats it in lower case. */
export function duplicateProducts(number: string): ApiError {
  return apiError(
    404,
    "recorded",
    `Duplicate Products found for ${number.toLowerCase()}`,
    "Please narrow your search or provide manufacturerId",
  );
}

/** 400: fields of the request break the documented bounds. */
export function invalidRequest(fields: NonNullable<ApiError["fields"]>): ApiError {
  return { ...apiError(400, "documented", "One or more validation errors occurred"), fields };
}

/** The error as an HTTP answer in the given body form. */
export function errorAnswer(
  error: ApiError,
  envelope: "v4" | "v3",
  requestId: string,
  headers: OutgoingHttpHeaders = {},
): Answer {
  const body = envelope === "v4" ? problemBody(error, requestId) : legacyBody(error, requestId);
  const contentType = envelope === "v4" ? "application/problem+json; charset=utf-8" : "application/json";
  return sandboxAnswer(error.status, error.basis, JSON.stringify(body), { headers, contentType });
}

function problemBody(error: ApiError, requestId: string) {
  return {
    type: `https://tools.ietf.org/html/${sections[error.status] ?? "rfc7231"}`,
    title: STATUS_CODES[error.status],
    status: error.status,
    detail: error.detail,
    instance: "",
    correlationId: requestId,
    errors: error.fields ?? {},
  };
}

function legacyBody(error: ApiError, requestId: string) {
  return {
    ErrorResponseVersion: "3.0.0.0",
    StatusCode: error.status,
    ErrorMessage: error.message,
    ErrorDetails: error.messageDetails,
    RequestId: requestId,
    ValidationErrors: Object.entries(error.fields ?? {}).flatMap(([field, messages]) =>
      messages.map((message) => ({ Field: field, Message: message })),
    ),
  };
}
