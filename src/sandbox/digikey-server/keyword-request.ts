import * as z from "zod";
import { apiErrors, invalidRequest, type ApiError } from "./api-error.ts";

const Schema = z.object({
  Keywords: z.string().trim().min(1).max(250),
  Limit: z.int().min(1).max(50).default(10),
  /** Counts products, not pages. */
  Offset: z.int().min(0).default(0),
  FilterOptionsRequest: z
    .object({ ManufacturerFilter: z.array(z.object({ Id: z.string() })).nullish() })
    .nullish(),
});

/** What is honoured of a keyword search; unknown keys are ignored, as the API ignores them. */
export type KeywordRequest = z.infer<typeof Schema>;

/** Reads the body of a keyword search, or says with which 400 it is refused. */
export function parseKeywordRequest(body: string): { request: KeywordRequest } | { error: ApiError } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { error: apiErrors.malformedJson };
  }
  const result = Schema.safeParse(json);
  if (result.success) return { request: result.data };
  const fields: Record<string, string[]> = {};
  for (const issue of result.error.issues) {
    (fields[issue.path.join(".")] ??= []).push(issue.message);
  }
  return { error: invalidRequest(fields) };
}
