import * as z from "zod";

const text = z.string().nullish().catch(null);

/** The fields of all known error bodies: problem details (v4), the older v3 form, and two OAuth forms. */
const ErrorBody = z.object({
  title: text,
  detail: text,
  correlationId: text,
  errors: z.record(z.string(), z.array(z.string())).nullish().catch(null),
  ErrorMessage: text,
  ErrorDetails: text,
  RequestId: text,
  ValidationErrors: z
    .array(z.object({ Field: text, Message: text }))
    .nullish()
    .catch(null),
  Error: text,
  error: text,
  error_description: text,
});

/** What an error body says, whichever form it has. */
export interface ErrorEnvelope {
  /** One line of any length; empty when the body is no known form, such as HTML. */
  readonly text: string;
  readonly requestId: string | null;
}

/** Reads an error body; never throws. */
export function readErrorEnvelope(body: string | null): ErrorEnvelope {
  const parsed = ErrorBody.safeParse(parseJson(body ?? ""));
  if (!parsed.success) return { text: "", requestId: null };
  const error = parsed.data;
  const sentences = [
    error.ErrorMessage,
    error.ErrorDetails,
    error.detail ?? error.title,
    error.Error ?? error.error,
    error.error_description,
    ...Object.entries(error.errors ?? {}).map(([field, messages]) => `${field}: ${messages.join(", ")}`),
    ...(error.ValidationErrors ?? []).map(({ Field, Message }) => `${Field ?? "?"}: ${Message ?? "?"}`),
  ];
  return {
    text: sentences
      .flatMap((sentence) => sentence?.replaceAll(/\s+/g, " ").trim() ?? "")
      .filter((sentence) => sentence !== "")
      .map((sentence) => sentence.replace(/\.$/, ""))
      .join(". "),
    requestId: error.correlationId ?? error.RequestId ?? null,
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
