import type { TrueParameter, TruePart } from "../catalogue/true-part.ts";
import { orderNumber, packagings, productId } from "./product-number.ts";
import { productVariations } from "./product-variations.ts";
import { stableFraction, stableHash } from "./stable-hash.ts";

const statuses = {
  active: { Id: 0, Status: "Active" },
  obsolete: { Id: 1, Status: "Obsolete" },
  last_time_buy: { Id: 4, Status: "Last Time Buy" },
  not_for_new_designs: { Id: 7, Status: "Not For New Designs" },
} as const satisfies Record<TruePart["lifecycle"], { Id: number; Status: string }>;

/** Two spaces after the level, as in the API's own texts. */
const moistureLevels = ["1  (Unlimited)", "2  (1 Year)", "3  (168 Hours)", "Not Applicable"] as const;

/**
 * One product as keyword search and product details print it. The catalogue's truth is kept; stock, prices, lead
 * time, order numbers and classifications are simulated from a hash of the part, the quirks of real answers included.
 */
export function productBody(part: TruePart) {
  const id = productId(part);
  const stock = simulatedStock(part);
  const variations = productVariations(part, stock);
  const isUnitPriceZero = stableFraction(id, "zero price") < 0.02;
  const price = variations.flatMap((line) => line.StandardPricing)[0]?.UnitPrice ?? 0;
  return {
    Description: { ProductDescription: part.description, DetailedDescription: part.detailedDescription },
    Manufacturer: { Id: part.manufacturerId, Name: part.manufacturer },
    ManufacturerProductNumber: part.mpn,
    UnitPrice: isUnitPriceZero ? 0 : price,
    ProductUrl: productUrl(part),
    DatasheetUrl: datasheetUrl(part),
    // The catalogue knows no photos, and an invented address would be taken for a document.
    PhotoUrl: "",
    ProductVariations: variations,
    ...(stableFraction(id, "unknown stock") < 0.03 ? {} : { QuantityAvailable: stock }),
    ProductStatus: statuses[part.lifecycle],
    BackOrderNotAllowed: part.lifecycle === "obsolete",
    NormallyStocking: part.lifecycle !== "obsolete",
    // Both stay false even for obsolete parts in every recording.
    Discontinued: false,
    EndOfLife: false,
    Ncnr: part.lifecycle === "last_time_buy",
    Parameters: [...part.parameters.map(parameterBody), ...notGiven(part)],
    Category: categoryBody(part.category, 0),
    ManufacturerLeadWeeks: part.lifecycle === "obsolete" ? "0" : String(4 + (stableHash(id, "lead") % 27)),
    ManufacturerPublicQuantity: 0,
    Series: seriesBody(part.series),
    Classifications: classificationsBody(part),
    OtherNames: [orderNumber(part, packagings.bulk).replace(/-ND$/, "")],
    ...emptyFields(part),
  };
}

/** What the API sends when it has nothing to say changed over the years: nulls, or keys that are missing or `{}`. */
function emptyFields(part: TruePart): object {
  const lastBuy = part.lifecycle === "last_time_buy" ? "2027-06-30T05:00:00+00:00" : null;
  if (stableFraction(productId(part), "nulls") < 0.5) {
    return { PrimaryVideoUrl: null, DateLastBuyChance: lastBuy, ShippingInfo: null, BaseProductNumber: null };
  }
  const date = lastBuy === null ? {} : { DateLastBuyChance: lastBuy };
  return { PrimaryVideoUrl: "", BaseProductNumber: {}, ...date };
}

/** Pieces: none for a tenth of the products, else spread evenly over the orders of magnitude up to a million. */
function simulatedStock(part: TruePart): number {
  const fraction = stableFraction(productId(part), "stock");
  return fraction < 0.1 ? 0 : Math.floor(10 ** (((fraction - 0.1) / 0.9) * 6));
}

/** An address under a reserved domain: it has the API's form and leads nowhere, because the id is simulated. */
function productUrl(part: TruePart): string {
  const brand = part.manufacturer.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return `https://www.digikey.example/en/products/detail/${brand}/${encodeURIComponent(part.mpn)}/${productId(part)}`;
}

/** The catalogue's address, for a tenth of the parts without its scheme; `""` when there is none. */
export function datasheetUrl(part: TruePart): string {
  const isProtocolRelative = stableFraction(productId(part), "datasheet") < 0.1;
  const url = part.datasheetUrl ?? "";
  return isProtocolRelative ? url.replace(/^https?:/, "") : url;
}

function parameterBody(parameter: TrueParameter) {
  return {
    ParameterId: parameter.id,
    ParameterText: parameter.name,
    ParameterType: parameter.type,
    ValueId: valueId(parameter),
    ValueText: parameter.text,
  };
}

function valueId({ type, text }: TrueParameter): string {
  if (text === "-") return "1";
  return type === "String" ? String(1000 + (stableHash(text) % 400_000)) : text;
}

/** A third of the products have an attribute that is listed without a value. */
function notGiven(part: TruePart) {
  const isListed = part.parameters.some((parameter) => parameter.id === 707);
  if (isListed || stableFraction(productId(part), "not given") >= 1 / 3) return [];
  return [parameterBody({ id: 707, name: "Ratings", type: "String", text: "-" })];
}

interface CategoryBody {
  readonly CategoryId: number;
  readonly ParentId: number;
  readonly Name: string;
  readonly ProductCount: number;
  readonly NewProductCount: number;
  readonly ImageUrl: string;
  readonly SeoDescription: string;
  readonly ChildCategories: readonly CategoryBody[];
}

/** The path as the API nests it: the root, each node with its single child. */
function categoryBody(path: TruePart["category"], parentId: number): CategoryBody {
  const [node, ...rest] = path;
  const { id, name } = node ?? { id: 0, name: "Uncategorized" };
  return {
    CategoryId: id,
    ParentId: parentId,
    Name: name,
    ProductCount: 0,
    NewProductCount: 0,
    ImageUrl: "",
    SeoDescription: "",
    ChildCategories: rest.length === 0 ? [] : [categoryBody(rest, id)],
  };
}

function seriesBody(series: string | null) {
  return series === null
    ? { Id: 818, Name: "-" }
    : { Id: 1000 + (stableHash("series", series) % 100_000), Name: series };
}

function classificationsBody(part: TruePart) {
  const index = stableHash(productId(part), "moisture") % moistureLevels.length;
  return {
    ReachStatus: "REACH Unaffected",
    RohsStatus: "ROHS3 Compliant",
    MoistureSensitivityLevel: moistureLevels[index] ?? null,
    ExportControlClassNumber: "EAR99",
    HtsusCode: part.category[0]?.id === 2 ? "8533.21.0030" : "8542.39.0090",
  };
}
