import type { ApiAnswer, ProductCall } from "./api-client.ts";
import { candidates } from "./candidates.ts";
import { expectedShape } from "./expected-shape.ts";
import { KeywordAnswer, type ListedProduct } from "./payloads.ts";

/** What a search for one number found. */
export interface KeywordResult {
  /** Without case and white space, each has the asked number. */
  readonly products: readonly ListedProduct[];
  readonly localeUsed: KeywordAnswer["SearchLocaleUsed"];
  readonly requestId: string | null;
}

/** The most that DigiKey gives at once: a page costs one call whatever its size. */
const pageSize = 50;

/** A short numeric part number can be far down the list; further down it is not worth the calls. */
const maxPages = 2;

/**
 * Searches for a part number, page by page until a product has it; finding none is a result.
 *
 * @throws {AttemptFault} when a page is not answered, or of class `parse` when it is not the expected JSON.
 */
export async function keywordSearch(
  call: ProductCall,
  partNumber: string,
  signal: AbortSignal,
): Promise<KeywordResult> {
  for (let page = 1; ; page += 1) {
    const offset = (page - 1) * pageSize;
    const answer = await call(
      {
        operation: "keyword",
        path: "/search/keyword",
        body: { Keywords: partNumber, Limit: pageSize, Offset: offset },
      },
      signal,
    );
    const found = keywordAnswer(answer);
    const products = candidates(found, partNumber);
    if (products.length > 0 || page === maxPages || isLastPage(found, offset)) {
      return { products, localeUsed: found.SearchLocaleUsed, requestId: answer.requestId };
    }
  }
}

function keywordAnswer({ json, requestId }: ApiAnswer): KeywordAnswer {
  const detail = { httpStatus: 200, ...(requestId !== null && { requestId }) };
  return expectedShape(KeywordAnswer, json, "DigiKey's keyword answer", detail);
}

function isLastPage(answer: KeywordAnswer, offset: number): boolean {
  const listed = answer.Products?.length ?? 0;
  return listed < pageSize || offset + listed >= (answer.ProductsCount ?? Infinity);
}
