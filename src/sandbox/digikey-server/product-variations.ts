import type { TruePart } from "../catalogue/true-part.ts";
import { priceBreaks, type PriceBreak } from "./price-breaks.ts";
import { orderNumber, packagings, productId, type Packaging } from "./product-number.ts";
import { stableFraction } from "./stable-hash.ts";

/** One orderable line of a product, under the API's own key names and capitalisation. */
export interface VariationBody {
  readonly DigiKeyProductNumber: string;
  readonly PackageType: { readonly Id: number; readonly Name: string };
  readonly StandardPricing: readonly PriceBreak[];
  readonly MyPricing: readonly PriceBreak[];
  readonly MarketPlace: boolean;
  readonly TariffActive: boolean;
  readonly Supplier: { readonly Id: number; readonly Name: string };
  readonly QuantityAvailableforPackageType: number;
  readonly MaxQuantityForDistribution?: number;
  readonly MinimumOrderQuantity: number;
  readonly StandardPackage?: number;
  readonly DigiReelFee: number;
}

const reelFeeUsd = 7;
const marketplaceSupplier = { Id: 2156, Name: "Rochester Electronics, LLC" };
const smallQuantities = [1, 10, 25, 100, 500, 1000];

/**
 * The lines a product is sold in, with simulated prices. Tape, cut tape and Digi-Reel share one stock. An obsolete
 * product keeps its own line without prices and with a minimum order of 0, half of them beside a marketplace line.
 */
export function productVariations(part: TruePart, stock: number): readonly VariationBody[] {
  if (part.lifecycle === "obsolete") return obsoleteVariations(part, stock);
  if (!isTaped(part)) {
    const packaging = part.category[0]?.id === 32 ? packagings.tray : packagings.bulk;
    return [variation(part, packaging, smallQuantities, stock)];
  }
  const reel = 1000 * (1 + Math.floor(stableFraction(productId(part), "reel") * 5));
  return [
    variation(
      part,
      packagings.tapeAndReel,
      [1, 2, 5, 10].map((reels) => reels * reel),
      stock,
    ),
    variation(part, packagings.cutTape, smallQuantities, stock),
    { ...variation(part, packagings.digiReel, smallQuantities, stock), DigiReelFee: reelFeeUsd },
  ];
}

function obsoleteVariations(part: TruePart, stock: number): readonly VariationBody[] {
  const own = variation(part, isTaped(part) ? packagings.cutTape : packagings.bulk, [], 0);
  if (stableFraction(productId(part), "marketplace") >= 0.5) return [own];
  const sold = variation(part, packagings.marketplaceBulk, [500], stock);
  return [{ ...sold, MarketPlace: true, Supplier: marketplaceSupplier }, own];
}

function variation(
  part: TruePart,
  packaging: Packaging,
  quantities: readonly number[],
  stock: number,
): VariationBody {
  return {
    DigiKeyProductNumber: orderNumber(part, packaging),
    PackageType: { Id: packaging.id, Name: packaging.name },
    StandardPricing: priceBreaks(part, quantities),
    MyPricing: [],
    MarketPlace: false,
    TariffActive: stableFraction(productId(part), "tariff") < 0.5,
    Supplier: { Id: part.manufacturerId, Name: part.manufacturer },
    QuantityAvailableforPackageType: stock,
    MinimumOrderQuantity: quantities[0] ?? 0,
    DigiReelFee: 0,
    ...packageQuantities(part, quantities),
  };
}

/** Recordings give these two as numbers or leave them out; half of the products do either. */
function packageQuantities(part: TruePart, quantities: readonly number[]): Partial<VariationBody> {
  if (stableFraction(productId(part), "package quantities") < 0.5) return {};
  return { MaxQuantityForDistribution: 999_999_999, StandardPackage: quantities[0] ?? 0 };
}

function isTaped(part: TruePart): boolean {
  return (
    /^\d{4}\b|\b(SOT|SOIC|SOD)/i.test(part.packageName ?? "") ||
    part.parameters.some((parameter) => parameter.text.includes("Surface Mount"))
  );
}
