import type { ProductData } from "../../domain/product-data.ts";
import { attributes, parameterText } from "./attributes.ts";
import { documentUrl } from "./document-url.ts";
import { documents } from "./documents.ts";
import { extras } from "./extras.ts";
import { givenText } from "./given-text.ts";
import { lifecycle } from "./lifecycle.ts";
import { offers } from "./offers.ts";
import type { CategoryNode, MediaLink, Product } from "./payloads.ts";
import { productId } from "./product-id.ts";
import type { ProviderName } from "./provider-name.ts";
import { largestInteger, wholeNumber } from "./whole-number.ts";

/** The provider's name as it is stored beside every value, unless whoever opens it knows better. */
export const providerName = "digikey" satisfies ProviderName;

/** Supplier device package, then package / case. */
const packageParameters = [1291, 16];

/** A product in this project's words; the price of the product itself is not read, it is 0 on some that have prices. */
export function productMapping(product: Product, currency: string, media: readonly MediaLink[]): ProductData {
  const { Manufacturer, ProductStatus } = product;
  return {
    provider: providerName,
    providerProductId: productId(product),
    mpn: product.ManufacturerProductNumber,
    manufacturer: { id: textId(Manufacturer?.Id), name: givenText(Manufacturer?.Name) ?? "" },
    description: givenText(product.Description?.ProductDescription),
    detailedDescription: givenText(product.Description?.DetailedDescription),
    categoryPath: categoryPath(product.Category),
    lifecycle: lifecycle(ProductStatus),
    lifecycleText: givenText(ProductStatus?.Status),
    series: seriesName(product.Series?.Name),
    packageName: parameterText(product, packageParameters),
    quantityAvailable: wholeNumber(product.QuantityAvailable),
    leadWeeks: leadWeeks(product.ManufacturerLeadWeeks),
    productUrl: documentUrl(product.ProductUrl),
    photoUrl: documentUrl(product.PhotoUrl),
    attributes: attributes(product),
    documents: documents(product, media),
    offers: offers(product, currency),
    extras: extras(product),
    otherNumbers: otherNumbers(product.OtherNames),
  };
}

function textId(id: number | string | null | undefined): string | null {
  return id === null || id === undefined ? null : String(id);
}

function categoryPath(root: CategoryNode | null | undefined): ProductData["categoryPath"] {
  const path: { id: string; name: string }[] = [];
  for (let node = root; node; node = node.ChildCategories?.[0]) {
    const name = givenText(node.Name);
    if (name !== null) path.push({ id: textId(node.CategoryId) ?? "", name });
  }
  return path;
}

/** `*` is another way to say that there is no series. */
function seriesName(name: string | null | undefined): string | null {
  const given = givenText(name);
  return given === "*" ? null : given;
}

/** A number of weeks that comes as text, with or without a word behind it; part of a longer number is none. */
function leadWeeks(given: string | number | null | undefined): number | null {
  const digits = /^\s*(\d+)(?!\d|[.,]\d|e[-+]?\d)/i.exec(String(given ?? ""))?.[1];
  return digits === undefined ? null : wholeNumber(Number(digits), largestInteger);
}

function otherNumbers(names: readonly string[] | null | undefined): readonly string[] {
  return [...new Set((names ?? []).map((name) => name.trim()).filter((name) => name !== ""))];
}
