/** What a provider knows about one part, in the words of this project; the provider's adapter maps to it. */
export interface ProductData {
  readonly provider: string;
  /** The provider's stable key of the product. */
  readonly providerProductId: string;
  readonly mpn: string;
  readonly manufacturer: { readonly id: string | null; readonly name: string };
  readonly description: string | null;
  readonly detailedDescription: string | null;
  /** Category names from the root to the leaf, with the provider's ids. */
  readonly categoryPath: readonly { readonly id: string; readonly name: string }[];
  readonly lifecycle: Lifecycle;
  /** The provider's own text for the lifecycle. */
  readonly lifecycleText: string | null;
  readonly series: string | null;
  readonly packageName: string | null;
  /** Pieces in stock; null is unknown, not zero. */
  readonly quantityAvailable: number | null;
  readonly leadWeeks: number | null;
  readonly productUrl: string | null;
  readonly photoUrl: string | null;
  readonly attributes: readonly Attribute[];
  readonly documents: readonly ProductDocument[];
  readonly offers: readonly Offer[];
  readonly extras: readonly { readonly key: string; readonly value: string }[];
  /** Other part numbers under which the same product is sold. */
  readonly otherNumbers: readonly string[];
}

export const lifecycles = [
  "active",
  "not_for_new_designs",
  "last_time_buy",
  "discontinued",
  "obsolete",
  "preliminary",
  "unknown",
] as const;
export type Lifecycle = (typeof lifecycles)[number];

/** One technical attribute: the text as given, and what could be read from it. */
export interface Attribute {
  /** Stable across languages, e.g. `dk:2085`. */
  readonly key: string;
  readonly name: string;
  readonly rawText: string;
  /** In the SI base unit of `unit`: `10 kOhms` is 10000 Ω. */
  readonly value: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly unit: string | null;
  /** The circumstances of the value: `@ 100kHz`, `Typ`, `TJ`. */
  readonly condition: string | null;
}

export interface ProductDocument {
  readonly url: string;
  readonly kind: "datasheet" | "photo" | "cad_model" | "manual" | "environmental" | "pcn" | "video" | "other";
  readonly title: string | null;
}

/** One orderable packaging of a product. */
export interface Offer {
  readonly sku: string;
  readonly packaging: string;
  readonly minimumQuantity: number | null;
  readonly quantityAvailable: number | null;
  readonly isMarketplace: boolean;
  readonly supplier: string | null;
  readonly currency: string;
  readonly priceBreaks: readonly { readonly quantity: number; readonly unitPrice: number }[];
}
