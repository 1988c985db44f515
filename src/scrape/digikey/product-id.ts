import { mpnKey } from "../../domain/part-key.ts";
import type { ListedProduct } from "./payloads.ts";

/**
 * The key of a product: the number at the end of its page's address, the only stable one in the payload. Without it
 * the first order number, else maker and part number, stand in.
 */
export function productId(product: ListedProduct): string {
  const fromUrl = /\/(\d+)\/?(?:[?#].*)?$/.exec(product.ProductUrl ?? "")?.[1];
  const orderNumber = product.ProductVariations?.find(
    (variation) => variation.DigiKeyProductNumber,
  )?.DigiKeyProductNumber;
  const maker = product.Manufacturer?.Id ?? "";
  return fromUrl ?? orderNumber ?? `${maker}:${mpnKey(product.ManufacturerProductNumber ?? "")}`;
}
