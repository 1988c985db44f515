import { mpnKey } from "../../domain/part-key.ts";
import type { KeywordAnswer, ListedProduct } from "./payloads.ts";
import { productId } from "./product-id.ts";

/**
 * The products whose own number, or the order number of one of their packagings, is the asked one. The exact matches
 * come first; the copy of the same product in the list beside them may carry another stock and is dropped.
 */
export function candidates(answer: KeywordAnswer, partNumber: string): readonly ListedProduct[] {
  const asked = mpnKey(partNumber);
  const byId = new Map<string, ListedProduct>();
  for (const product of [...(answer.ExactMatches ?? []), ...(answer.Products ?? [])]) {
    if (!numbersOf(product).some((number) => mpnKey(number) === asked)) continue;
    const id = productId(product);
    if (!byId.has(id)) byId.set(id, product);
  }
  return [...byId.values()];
}

function numbersOf(product: ListedProduct): readonly string[] {
  const orderNumbers = (product.ProductVariations ?? []).map((variation) => variation.DigiKeyProductNumber);
  return [product.ManufacturerProductNumber, ...orderNumbers].filter((number) => typeof number === "string");
}
