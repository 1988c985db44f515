import { normaliseManufacturer } from "../../domain/manufacturer.ts";
import type { ProductCall } from "./api-client.ts";
import { mediaLinks } from "./media-links.ts";
import type { ListedProduct, StoredAnswer } from "./payloads.ts";
import { productId } from "./product-id.ts";

/** The media of one candidate, in the form in which they are stored. */
export interface CandidateMedia {
  readonly stored: StoredAnswer["Media"];
  readonly requestId: string | null;
}

/**
 * Asks for the media of the candidate that can be meant: the only one, or the only one of the asked manufacturer.
 * Null without a call when there is no such candidate: a second call each for parts that a person decides is too dear.
 *
 * @throws {AttemptFault} when the call for the media fails.
 */
export async function candidateMedia(
  call: ProductCall,
  products: readonly ListedProduct[],
  manufacturer: string | null,
  signal: AbortSignal,
): Promise<CandidateMedia | null> {
  const product = soleCandidate(products, manufacturer);
  // The order number names one product; the part number may name several.
  const number = product?.ProductVariations?.find(
    (variation) => variation.DigiKeyProductNumber,
  )?.DigiKeyProductNumber;
  if (product === null || !number) return null;
  const { links, requestId } = await mediaLinks(call, number, signal);
  return { stored: { ProductId: productId(product), MediaLinks: [...links] }, requestId };
}

function soleCandidate(
  products: readonly ListedProduct[],
  manufacturer: string | null,
): ListedProduct | null {
  const asked = normaliseManufacturer(manufacturer ?? "");
  const ofMaker = products.filter(
    ({ Manufacturer }) => normaliseManufacturer(Manufacturer?.Name ?? "") === asked,
  );
  const [first, ...others] = products.length === 1 ? products : ofMaker;
  return first !== undefined && others.length === 0 ? first : null;
}
