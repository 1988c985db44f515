import type { Offer } from "../../domain/product-data.ts";
import { givenText } from "./given-text.ts";
import type { Product, Variation } from "./payloads.ts";
import { wholeNumber } from "./whole-number.ts";

/** One offer per packaging, also those without prices: their stock and order number are facts. */
export function offers(product: Product, currency: string): readonly Offer[] {
  return (product.ProductVariations ?? []).flatMap((variation) => {
    const sku = givenText(variation.DigiKeyProductNumber);
    return sku === null ? [] : [offer(sku, variation, currency)];
  });
}

function offer(sku: string, variation: Variation, currency: string): Offer {
  return {
    sku,
    packaging: givenText(variation.PackageType?.Name) ?? "",
    // 0 is given where nothing can be ordered.
    minimumQuantity:
      variation.MinimumOrderQuantity === 0 ? null : wholeNumber(variation.MinimumOrderQuantity),
    quantityAvailable: wholeNumber(variation.QuantityAvailableforPackageType),
    isMarketplace: variation.MarketPlace ?? false,
    supplier: givenText(variation.Supplier?.Name),
    currency,
    // A price without a number of pieces, or the other way round, says nothing.
    priceBreaks: (variation.StandardPricing ?? []).flatMap(({ BreakQuantity, UnitPrice: unitPrice }) => {
      const quantity = wholeNumber(BreakQuantity);
      return quantity === null || unitPrice === null ? [] : [{ quantity, unitPrice }];
    }),
  };
}
