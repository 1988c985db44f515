import { AttemptFault } from "../../domain/fault.ts";
import type { ApiAnswer, ProductCall } from "./api-client.ts";
import { expectedShape } from "./expected-shape.ts";
import { MediaAnswer, type MediaLink } from "./payloads.ts";

/** The documents and pictures of one product. */
export interface MediaResult {
  readonly links: readonly MediaLink[];
  readonly requestId: string | null;
}

/**
 * Asks for the media of a product by any of its numbers; a 404 is how DigiKey says that there are none.
 *
 * @throws {AttemptFault} as the client does, or of class `parse` when the answer is not the expected JSON.
 */
export async function mediaLinks(
  call: ProductCall,
  number: string,
  signal: AbortSignal,
): Promise<MediaResult> {
  // Not form encoding: a plus sign would stay one in a path.
  const path = `/search/${encodeURIComponent(number)}/media`;
  let answer: ApiAnswer;
  try {
    answer = await call({ operation: "media", path }, signal);
  } catch (error) {
    if (!(error instanceof AttemptFault) || error.detail.httpStatus !== 404) throw error;
    return { links: [], requestId: error.detail.requestId ?? null };
  }
  const { json, requestId } = answer;
  const detail = { httpStatus: 200, ...(requestId !== null && { requestId }) };
  const media = expectedShape(MediaAnswer, json, "DigiKey's media answer", detail);
  return { links: media.MediaLinks ?? [], requestId };
}
