import type { TruePart } from "../catalogue/true-part.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { Catalogue } from "./catalogue.ts";
import { productBody } from "./product-body.ts";
import { mpnsOfOrderNumber, productId } from "./product-number.ts";
import { productVariations } from "./product-variations.ts";

/** About 5 KB each. */
const maxCachedBodies = 2000;

/** The catalogue as the API sees it: found by MPN, order number or words, each product serialised once. */
export class ProductListing {
  readonly #catalogue: Catalogue;
  readonly #bodies = new BoundedMap<number, string>(maxCachedBodies);

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** Every product whose MPN, or the order number of one of whose packagings, equals the number; ignores case. */
  withNumber(number: string): readonly TruePart[] {
    const sold = mpnsOfOrderNumber(number)
      .flatMap((mpn) => this.#catalogue.findTrueParts(mpn))
      .filter((part) => isSoldAs(part, number));
    return distinct([...this.#catalogue.findTrueParts(number), ...sold]);
  }

  /** The first `limit` products for the words, the exact matches among them first. */
  withKeyword(keyword: string, exact: readonly TruePart[], limit: number): readonly TruePart[] {
    const found = this.#catalogue.searchTrueParts(keyword, { limit });
    return distinct([...exact, ...found]).slice(0, limit);
  }

  manufacturers(): NonNullable<Catalogue["manufacturers"]> {
    return this.#catalogue.manufacturers ?? [];
  }

  /** The product as JSON text. */
  json(part: TruePart): string {
    const id = productId(part);
    const cached = this.#bodies.get(id);
    if (cached !== undefined) return cached;
    const body = JSON.stringify(productBody(part));
    this.#bodies.set(id, body);
    return body;
  }
}

function isSoldAs(part: TruePart, number: string): boolean {
  const wanted = number.toUpperCase();
  return productVariations(part, 0).some((line) => line.DigiKeyProductNumber.toUpperCase() === wanted);
}

function distinct(parts: readonly TruePart[]): readonly TruePart[] {
  return [...new Map(parts.map((part) => [productId(part), part])).values()];
}
