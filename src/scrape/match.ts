import { normaliseManufacturer } from "../domain/manufacturer.ts";
import type { ManufacturerDirectory } from "../domain/manufacturer.ts";
import { mpnKey } from "../domain/part-key.ts";
import type { ProductData } from "../domain/product-data.ts";
import { rankCandidates } from "./candidate.ts";
import type { RankedCandidate, Sought } from "./candidate.ts";
import { distinctListings, toListing } from "./listing.ts";
import type { Listing } from "./listing.ts";
import type { PartQuery } from "./provider.ts";

/**
 * What makes a match less than exact:
 *
 * - `other_number`: the part's number is another number of the product;
 * - `manufacturer_alias`: the manufacturers are one by the alias directory alone;
 * - `only_maker`: the part names no manufacturer, and all products of that number are one manufacturer's.
 */
export type AliasRoute = "other_number" | "manufacturer_alias" | "only_maker";

/**
 * Why a person has to choose:
 *
 * - `manufacturer_differs`: the number exists, of other manufacturers than the one named;
 * - `manufacturer_unclear`: no manufacturer is named, and not exactly one is found;
 * - `several_listings`: one manufacturer has several products of that number.
 */
export type AmbiguityReason = "manufacturer_differs" | "manufacturer_unclear" | "several_listings";

/** Whether a product was found at all, and then whether one was of that number. */
export type NoMatchReason = "nothing_found" | "number_differs";

/** How surely the provider's product is the part. Only `exact` and `alias` may be written without a person. */
export type Match =
  | { readonly grade: "exact"; readonly product: ProductData }
  | { readonly grade: "alias"; readonly product: ProductData; readonly via: readonly AliasRoute[] }
  | {
      readonly grade: "ambiguous";
      readonly reason: AmbiguityReason;
      readonly candidates: readonly RankedCandidate[];
    }
  | {
      readonly grade: "none";
      readonly reason: NoMatchReason;
      readonly candidates: readonly RankedCandidate[];
    };

/**
 * Grades a provider's candidates against the part that was looked up. Number and manufacturer both have to be
 * equal after normalisation; likeness is never enough. Of the listings that are, those under the number itself
 * count before those under another number, and those of the provider before those of marketplace sellers.
 */
export function verifyMatch(
  query: PartQuery,
  candidates: readonly ProductData[],
  directory: ManufacturerDirectory,
): Match {
  const sought: Sought = {
    ...query,
    mpnKey: mpnKey(query.mpn),
    manufacturerKey: query.manufacturer === null ? "" : directory.keyOf(query.manufacturer),
  };
  const listings = candidates.map((product) => toListing(product, directory));
  const ofNumber = distinctListings(listings.filter((listing) => hasNumber(sought, listing)));
  if (ofNumber.length === 0) {
    const reason = listings.length === 0 ? "nothing_found" : "number_differs";
    return { grade: "none", reason, candidates: rankCandidates(sought, distinctListings(listings)) };
  }
  const ofPart =
    sought.manufacturerKey === ""
      ? ofNumber
      : ofNumber.filter((listing) => listing.manufacturerKey === sought.manufacturerKey);
  const direct = preferring(ofPart, (listing) => listing.mpnKey === sought.mpnKey);
  const [first] = direct;
  if (first === undefined) return ambiguous("manufacturer_differs", sought, ofNumber);
  // A manufacturer without a name can be anyone. Marketplace sellers' brands count here: they are makers too.
  const isOneMaker = direct.every((listing) => listing.manufacturerKey === first.manufacturerKey);
  if (first.manufacturerKey === "" || !isOneMaker) return ambiguous("manufacturer_unclear", sought, ofPart);

  const [listing = first, ...others] = preferring(direct, ({ isMarketplaceOnly }) => !isMarketplaceOnly);
  return others.length > 0 ? ambiguous("several_listings", sought, ofPart) : grade(sought, listing);
}

function hasNumber(sought: Sought, listing: Listing): boolean {
  return sought.mpnKey !== "" && (listing.mpnKey === sought.mpnKey || listing.otherKeys.has(sought.mpnKey));
}

/** Those that meet the condition, or all when none does. */
function preferring(
  listings: readonly Listing[],
  condition: (listing: Listing) => boolean,
): readonly Listing[] {
  const preferred = listings.filter(condition);
  return preferred.length > 0 ? preferred : listings;
}

function ambiguous(reason: AmbiguityReason, sought: Sought, listings: readonly Listing[]): Match {
  return { grade: "ambiguous", reason, candidates: rankCandidates(sought, listings) };
}

function grade(sought: Sought, { product, ...listing }: Listing): Match {
  const via: AliasRoute[] = [];
  if (listing.mpnKey !== sought.mpnKey) via.push("other_number");
  if (sought.manufacturerKey === "") {
    via.push("only_maker");
  } else if (normaliseManufacturer(sought.manufacturer ?? "") !== listing.manufacturerName) {
    via.push("manufacturer_alias");
  }
  return via.length === 0 ? { grade: "exact", product } : { grade: "alias", product, via };
}
