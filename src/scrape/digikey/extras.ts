import type { ProductData } from "../../domain/product-data.ts";
import { givenText } from "./given-text.ts";
import type { Product, Variation } from "./payloads.ts";

type Extra = ProductData["extras"][number];

/** What DigiKey says of a product beyond the common fields; facts of one packaging end in its order number. */
export function extras(product: Product): readonly Extra[] {
  return [
    ...extra("dk:base_product_number", givenText(product.BaseProductNumber?.Name)),
    ...extra("dk:last_buy_date", givenText(product.DateLastBuyChance)),
    ...extra("dk:shipping_info", givenText(product.ShippingInfo)),
    ...extra("dk:normally_stocking", product.NormallyStocking),
    ...extra("dk:back_order_not_allowed", product.BackOrderNotAllowed),
    ...extra("dk:non_cancellable_non_returnable", product.Ncnr),
    ...extra("dk:manufacturer_public_quantity", product.ManufacturerPublicQuantity),
    ...(product.ProductVariations ?? []).flatMap(variationExtras),
  ];
}

function variationExtras(variation: Variation): readonly Extra[] {
  const sku = givenText(variation.DigiKeyProductNumber);
  if (sku === null) return [];
  return [
    ...extra(`dk:tariff_active:${sku}`, variation.TariffActive),
    // Per reel, on top of the prices.
    ...extra(`dk:reel_fee:${sku}`, variation.DigiReelFee === 0 ? null : variation.DigiReelFee),
    ...extra(
      `dk:standard_package:${sku}`,
      variation.StandardPackage === 0 ? null : variation.StandardPackage,
    ),
  ];
}

function extra(key: string, value: string | number | boolean | null | undefined): readonly Extra[] {
  return value === null || value === undefined ? [] : [{ key, value: String(value) }];
}
