import { normaliseManufacturer } from "../domain/manufacturer.ts";
import type { ManufacturerDirectory } from "../domain/manufacturer.ts";
import { mpnKey } from "../domain/part-key.ts";
import type { ProductData } from "../domain/product-data.ts";

/** A provider's product with what identifies it in comparable form. */
export interface Listing {
  readonly product: ProductData;
  readonly mpnKey: string;
  /** The keys of the other numbers it is sold under, the seller's order numbers included. */
  readonly otherKeys: ReadonlySet<string>;
  readonly manufacturerKey: string;
  /** The manufacturer's name as printed, normalised. */
  readonly manufacturerName: string;
  /** Sold by third parties on the provider's platform, not by the provider. */
  readonly isMarketplaceOnly: boolean;
}

/**
 * The different products among the listings, in their order. Copies of one product, known by its id, count once
 * and the first is kept, because copies in one answer may differ in stock; copies that differ in number,
 * manufacturer or seller are not trusted to be one product.
 */
export function distinctListings(listings: readonly Listing[]): readonly Listing[] {
  const seen = new Set<string>();
  return listings.filter(({ product, ...listing }) => {
    if (product.providerProductId === "") return true;
    const identity = JSON.stringify([
      product.provider,
      product.providerProductId,
      listing.mpnKey,
      listing.manufacturerName,
      listing.isMarketplaceOnly,
    ]);
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}

/** A product in comparable form. */
export function toListing(product: ProductData, directory: ManufacturerDirectory): Listing {
  return {
    product,
    mpnKey: mpnKey(product.mpn),
    otherKeys: new Set([...product.otherNumbers, ...product.offers.map((offer) => offer.sku)].map(mpnKey)),
    manufacturerKey: directory.keyOf(product.manufacturer.name),
    manufacturerName: normaliseManufacturer(product.manufacturer.name),
    isMarketplaceOnly: product.offers.length > 0 && product.offers.every((offer) => offer.isMarketplace),
  };
}
