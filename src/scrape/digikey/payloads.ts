import * as z from "zod";
import { givenNumber } from "./whole-number.ts";

// Written by hand from observed answers. A field may be missing or null at any time, and both mean "unknown".
const text = z.string().nullish();
/** Any number of JSON: one beyond all bounds, such as `1e400`, is no reason to refuse the answer. */
const anyNumber = z.custom<number>((value) => typeof value === "number", "expected a number");
const number = z.union([anyNumber, z.string()]).nullish().transform(givenNumber);
const flag = z.boolean().nullish();
const id = z.union([z.number(), z.string()]).nullish();
const named = z.object({ Id: id, Name: text }).nullish();

const PriceBreak = z.object({ BreakQuantity: number, UnitPrice: number });

/** One orderable packaging; `StandardPricing` may be empty, and then the minimum order quantity is 0. */
export const Variation = z.object({
  DigiKeyProductNumber: text,
  PackageType: named,
  Supplier: named,
  StandardPricing: z.array(PriceBreak).nullish(),
  MarketPlace: flag,
  TariffActive: flag,
  // This exact capitalisation.
  QuantityAvailableforPackageType: number,
  StandardPackage: number,
  MinimumOrderQuantity: number,
  DigiReelFee: number,
});
export type Variation = z.infer<typeof Variation>;

export const Parameter = z.object({
  ParameterId: id,
  ParameterText: text,
  ParameterType: text,
  ValueText: text,
});
export type Parameter = z.infer<typeof Parameter>;

/** The root of a category path: each node has one child, down to the leaf. */
export interface CategoryNode {
  readonly CategoryId?: number | string | null | undefined;
  readonly Name?: string | null | undefined;
  readonly ChildCategories?: readonly CategoryNode[] | null | undefined;
}
const CategoryNode: z.ZodType<CategoryNode> = z.object({
  CategoryId: id,
  Name: text,
  get ChildCategories() {
    return z.array(CategoryNode).nullish();
  },
});

export const Classifications = z.object({
  ReachStatus: text,
  RohsStatus: text,
  MoistureSensitivityLevel: text,
  ExportControlClassNumber: text,
  HtsusCode: text,
});
export type Classifications = z.infer<typeof Classifications>;

/** A product as keyword search and product details both give it; without a part number it is not one. */
export const Product = z.object({
  ManufacturerProductNumber: z.string().trim().min(1),
  Manufacturer: named,
  Description: z.object({ ProductDescription: text, DetailedDescription: text }).nullish(),
  ProductUrl: text,
  DatasheetUrl: text,
  PhotoUrl: text,
  PrimaryVideoUrl: text,
  ProductVariations: z.array(Variation).nullish(),
  QuantityAvailable: number,
  ProductStatus: z.object({ Id: id, Status: text }).nullish(),
  BackOrderNotAllowed: flag,
  NormallyStocking: flag,
  Ncnr: flag,
  Parameters: z.array(Parameter).nullish(),
  BaseProductNumber: named,
  Category: CategoryNode.nullish(),
  DateLastBuyChance: text,
  ManufacturerLeadWeeks: z.union([z.string(), anyNumber]).nullish(),
  ManufacturerPublicQuantity: number,
  Series: named,
  ShippingInfo: text,
  Classifications: Classifications.nullish(),
  OtherNames: z.array(z.string()).nullish(),
});
export type Product = z.infer<typeof Product>;

/** As much of a product as it takes to recognise it; everything else passes unread. */
export const ListedProduct = z.looseObject({
  ManufacturerProductNumber: text,
  Manufacturer: named,
  ProductUrl: text,
  ProductVariations: z.array(z.looseObject({ DigiKeyProductNumber: text })).nullish(),
});
export type ListedProduct = z.infer<typeof ListedProduct>;

/** The site, language and currency that were really used: an unsupported pair is replaced without a word. */
const LocaleUsed = z.looseObject({ Currency: text });

/** An answer without either list is something else, and must not pass for "nothing found". */
export const KeywordAnswer = z
  .object({
    Products: z.array(ListedProduct).nullish(),
    ExactMatches: z.array(ListedProduct).nullish(),
    /** Missing when nothing was found. */
    ProductsCount: number,
    SearchLocaleUsed: LocaleUsed.nullish(),
  })
  .refine(({ Products, ExactMatches }) => Array.isArray(Products) || Array.isArray(ExactMatches), {
    message: "neither Products nor ExactMatches is a list",
  });
export type KeywordAnswer = z.infer<typeof KeywordAnswer>;

export const MediaLink = z.object({ MediaType: text, Title: text, Url: text });
export type MediaLink = z.infer<typeof MediaLink>;

export const MediaAnswer = z.object({ MediaLinks: z.array(MediaLink).nullish() });

/** What is stored of one lookup: the candidates as they came, and the media of the one that was asked about. */
export const StoredAnswer = z.object({
  SearchLocaleUsed: z.looseObject({ Currency: z.string().min(1) }),
  Products: z.array(Product),
  Media: z.object({ ProductId: z.string(), MediaLinks: z.array(MediaLink) }).nullish(),
});
export type StoredAnswer = z.infer<typeof StoredAnswer>;
