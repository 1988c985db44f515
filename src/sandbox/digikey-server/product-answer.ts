import type { TruePart } from "../catalogue/true-part.ts";
import { sandboxAnswer, type Answer } from "./answer.ts";
import { duplicateProducts, productNotFound, type ApiError } from "./api-error.ts";
import type { KeywordRequest } from "./keyword-request.ts";
import { datasheetUrl } from "./product-body.ts";
import type { ProductListing } from "./product-listing.ts";
import type { ProductRoute } from "./route.ts";
import type { SearchLocale } from "./search-locale.ts";

/** A product call with its body read. */
export type ProductQuestion =
  | { readonly kind: "keyword"; readonly number: string; readonly request: KeywordRequest }
  | Exclude<ProductRoute, { kind: "keyword" }>;

/** How many products a manufacturer filter chooses from: enough for ten full pages. */
const filterWindow = 500;

const simulated = "stock,prices,lead-time,order-numbers,product-ids,classifications";

/** The fault-free answer to a product call, or the error the API documents for it. */
export function productAnswer(
  question: ProductQuestion,
  listing: ProductListing,
  locale: SearchLocale,
): { answer: Answer } | { error: ApiError } {
  switch (question.kind) {
    case "keyword":
      return { answer: keywordAnswer(question.request, listing, locale) };
    case "productdetails": {
      const found = onlyProduct(question.number, question.manufacturerId, listing);
      return "error" in found ? found : { answer: detailsAnswer(found.part, listing, locale) };
    }
    case "media": {
      const found = onlyProduct(question.number, null, listing);
      return "error" in found ? found : mediaAnswer(question.number, found.part);
    }
    case "manufacturers": {
      const rows = listing.manufacturers().map(({ id, name }) => ({ Id: id, Name: name }));
      return { answer: sandboxAnswer(200, "recorded", JSON.stringify({ Manufacturers: rows })) };
    }
  }
}

function onlyProduct(
  number: string,
  manufacturerId: string | null,
  listing: ProductListing,
): { part: TruePart } | { error: ApiError } {
  const [part, ...others] = listing
    .withNumber(number)
    .filter((found) => manufacturerId === null || String(found.manufacturerId) === manufacturerId);
  if (part === undefined) return { error: productNotFound(number) };
  return others.length > 0 ? { error: duplicateProducts(number) } : { part };
}

function detailsAnswer(part: TruePart, listing: ProductListing, locale: SearchLocale): Answer {
  const rest = `"SearchLocaleUsed":${JSON.stringify(locale)},"AccountIdUsed":0,"CustomerIdUsed":0`;
  return sandboxAnswer(200, "recorded", `{${rest},"Product":${listing.json(part)}}`, { simulated });
}

function keywordAnswer(request: KeywordRequest, listing: ProductListing, locale: SearchLocale): Answer {
  const ids = new Set(request.FilterOptionsRequest?.ManufacturerFilter?.map(({ Id }) => Id));
  const isWanted = (part: TruePart) => ids.size === 0 || ids.has(String(part.manufacturerId));
  const end = request.Offset + request.Limit;
  const exact = listing.withNumber(request.Keywords);
  // One more than asked for: the count then tells a client that there is another page.
  const window = ids.size === 0 ? end + 1 : Math.max(end + 1, filterWindow);
  const found = listing.withKeyword(request.Keywords, exact, window).filter(isWanted);
  const page = found.slice(request.Offset, end);
  const products = (parts: readonly TruePart[]) => `[${parts.map((part) => listing.json(part)).join(",")}]`;
  const facts =
    found.length === 0
      ? { SearchLocaleUsed: locale }
      : {
          ProductsCount: found.length,
          FilterOptions: { Manufacturers: manufacturerFacets(found) },
          SearchLocaleUsed: locale,
          AppliedParametricFiltersDto: [],
        };
  const body = `{"Products":${products(page)},"ExactMatches":${products(exact.filter(isWanted))},${JSON.stringify(facts).slice(1)}`;
  return sandboxAnswer(200, "recorded", body, { simulated });
}

function manufacturerFacets(parts: readonly TruePart[]) {
  const facets = new Map<number, { Id: number; Value: string; ProductCount: number }>();
  for (const { manufacturerId: id, manufacturer } of parts) {
    const count = facets.get(id)?.ProductCount ?? 0;
    facets.set(id, { Id: id, Value: manufacturer, ProductCount: count + 1 });
  }
  return [...facets.values()];
}

/** A part without documents gets a 404 instead of an empty list. */
function mediaAnswer(number: string, part: TruePart): { answer: Answer } | { error: ApiError } {
  if (part.datasheetUrl === null) return { error: productNotFound(number) };
  const link = { MediaType: "Datasheets", Title: `${part.mpn} Datasheet`, SmallPhoto: "", Thumbnail: "" };
  const body = { MediaLinks: [{ ...link, Url: datasheetUrl(part) }] };
  return { answer: sandboxAnswer(200, "synthetic", JSON.stringify(body)) };
}
