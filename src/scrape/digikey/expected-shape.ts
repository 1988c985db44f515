import * as z from "zod";
import { AttemptFault, type FaultDetail } from "../../domain/fault.ts";

/** Fifty products can be wrong in the same way; the first ones tell enough. */
const maxProblemsLength = 1000;

/**
 * `json` as `schema` describes it.
 *
 * @throws {AttemptFault} of class `parse` that names the fields which are not as expected.
 */
export function expectedShape<T>(
  schema: z.ZodType<T>,
  json: unknown,
  what: string,
  detail: FaultDetail = {},
): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = z.prettifyError(parsed.error).slice(0, maxProblemsLength);
  const message = `${what} is not of the expected shape: ${problems}`;
  throw new AttemptFault("parse", message, { cause: parsed.error, detail });
}
