import type { Lifecycle } from "../domain/product-data.ts";
import { likeness } from "./likeness.ts";
import type { Listing } from "./listing.ts";

/** One product a reviewer may choose, as plain JSON. */
export interface RankedCandidate {
  /** 1 is the most likely. */
  readonly rank: number;
  readonly mpn: string;
  readonly manufacturer: string;
  readonly providerProductId: string;
  readonly productUrl: string | null;
  readonly lifecycle: Lifecycle;
  /** Pieces in stock; null is unknown. */
  readonly quantityAvailable: number | null;
  readonly packageName: string | null;
  readonly description: string | null;
  /** What a reviewer should know before choosing it. */
  readonly note: string | null;
}

/** What was looked for, as given and in comparable form; the manufacturer's key is empty when none is named. */
export interface Sought {
  readonly mpn: string;
  readonly mpnKey: string;
  readonly manufacturer: string | null;
  readonly manufacturerKey: string;
}

/** More than these nobody reads, and a task stays small. */
const maxCandidates = 10;

/**
 * The likeliest listings, at most 10: those of the manufacturer or one spelt alike, of the number or one spelt
 * alike, in the provider's own stock, active, not from a marketplace, then by quantity.
 */
export function rankCandidates(sought: Sought, listings: readonly Listing[]): readonly RankedCandidate[] {
  return listings
    .map((listing) => ({ listing, sortKeys: sortKeysOf(sought, listing) }))
    .sort((a, b) => compareDescending(a.sortKeys, b.sortKeys) || compareIdentity(a.listing, b.listing))
    .slice(0, maxCandidates)
    .map(({ listing }, index) => toCandidate(sought, listing, index + 1));
}

function sortKeysOf(sought: Sought, listing: Listing): readonly number[] {
  const { product } = listing;
  const hasOwnStock = product.offers.some(
    (offer) => !offer.isMarketplace && (offer.quantityAvailable ?? 0) > 0,
  );
  return [
    manufacturerLikeness(sought, listing),
    likeness(sought.mpnKey, listing.mpnKey),
    hasOwnStock ? 1 : 0,
    product.lifecycle === "active" ? 1 : 0,
    listing.isMarketplaceOnly ? 0 : 1,
    product.quantityAvailable ?? 0,
  ];
}

/** A misspelt name may be like the name as printed or like the one it is an alias of. */
function manufacturerLikeness(sought: Sought, listing: Listing): number {
  if (sought.manufacturerKey === "") return 0;
  const names = [listing.manufacturerKey, listing.manufacturerName];
  return Math.max(...names.map((name) => likeness(sought.manufacturerKey, name)));
}

function compareDescending(left: readonly number[], right: readonly number[]): number {
  const differing = left.findIndex((value, index) => value !== right[index]);
  return (right[differing] ?? 0) - (left[differing] ?? 0);
}

/** Any fixed order: the same candidates are to be shown in the same order every time. */
function compareIdentity(left: Listing, right: Listing): number {
  const [a, b] = [JSON.stringify(left.product), JSON.stringify(right.product)];
  return a === b ? 0 : a < b ? -1 : 1;
}

function toCandidate(sought: Sought, listing: Listing, rank: number): RankedCandidate {
  const { product } = listing;
  const notes = notesOf(sought, listing);
  return {
    rank,
    mpn: product.mpn,
    manufacturer: product.manufacturer.name,
    providerProductId: product.providerProductId,
    productUrl: product.productUrl,
    lifecycle: product.lifecycle,
    quantityAvailable: product.quantityAvailable,
    packageName: product.packageName,
    description: product.description,
    note: notes.length === 0 ? null : notes.join("; "),
  };
}

function notesOf(sought: Sought, listing: Listing): readonly string[] {
  const { product } = listing;
  const isOtherManufacturer =
    sought.manufacturerKey !== "" && sought.manufacturerKey !== listing.manufacturerKey;
  const isOtherNumber = sought.mpnKey !== listing.mpnKey;
  const notes: string[] = [];
  if (isOtherManufacturer && manufacturerLikeness(sought, listing) > 0) {
    notes.push(`did you mean ${product.manufacturer.name}? The part names "${sought.manufacturer ?? ""}"`);
  }
  if (isOtherNumber && listing.otherKeys.has(sought.mpnKey)) {
    notes.push(`"${sought.mpn}" is another number of this product`);
  } else if (isOtherNumber && likeness(sought.mpnKey, listing.mpnKey) > 0) {
    notes.push(`did you mean ${product.mpn}? The part has the number "${sought.mpn}"`);
  }
  if (listing.isMarketplaceOnly) notes.push("sold by marketplace sellers only");
  return notes;
}
