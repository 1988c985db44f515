import { sharedMpns } from "../catalogue/listed-catalogue.ts";
import { manufacturerNamed } from "../catalogue/manufacturers.ts";
import type { TruePart } from "../catalogue/true-part.ts";
import { partAt } from "./catalogue-order.ts";
import { makerName, noisyPartNumber, pick } from "./noisy-text.ts";
import {
  completePatterns,
  emptyPattern,
  partialPatterns,
  presencePatterns,
  sparsePatterns,
  type Presence,
} from "./presence.ts";
import { blockSize, countPerBlock, type PlannedStory } from "./story-plan.ts";

/** What a row is about, before it is written down. */
export interface RowSubject {
  readonly part: TruePart;
  readonly pn: string | null;
  readonly maker: string;
  readonly presence: Presence;
}

/** A rank within a table of this seed, and its story. */
export interface RankedStory extends PlannedStory {
  readonly rank: number;
  readonly seed: number;
}

const placeholders = ["-", "--", "?", "***"] as const;
/** A reader accepts 250 characters. */
const overlongNumber = "X".repeat(300);

/** The flaws of malformed rows, one block after the other. */
const malformations = ["no_number", "blank_number", "overlong_number", "specs_not_a_list"] as const;

/** The malformation of the malformed row of a rank's block. */
export function malformationAt(rank: number): (typeof malformations)[number] {
  return malformations[Math.floor(rank / blockSize) % malformations.length] ?? "no_number";
}

/** Chooses part, number, maker and filled fields by the row's story. */
export function subjectOf(ranked: RankedStory): RowSubject {
  const { story, rank, seed, ordinal } = ranked;
  const block = Math.floor(rank / blockSize);
  const part = partOf(ranked, block);
  const pn = noisyPartNumber(part.mpn, seed, rank);
  const subject = {
    part,
    pn,
    maker: makerName(part, 0, seed),
    presence: pick(partialPatterns, seed, "partial", rank),
  };
  switch (story) {
    case "complete":
      return { ...subject, presence: pick(completePatterns, seed, "complete", rank) };
    case "partial":
    case "unscored":
    case "shared_number":
      return subject;
    case "every_gap": {
      const walked = block * countPerBlock.every_gap + ordinal;
      return { ...subject, presence: presencePatterns[walked % presencePatterns.length] ?? emptyPattern };
    }
    case "sparse":
    case "shared_number_no_maker":
      return { ...subject, presence: pick(sparsePatterns, seed, "sparse", rank) };
    case "part_number_only":
      return { ...subject, presence: emptyPattern };
    case "misspelt_maker": {
      const { misspellings } = manufacturerNamed(part.manufacturer);
      return { ...subject, maker: pick(misspellings, seed, "misspelling", rank) };
    }
    case "unknown_number":
      return { ...subject, pn: `ZZ-UNKNOWN-${String(rank).padStart(7, "0")}` };
    case "placeholder":
      return { ...subject, pn: placeholders[block % placeholders.length] ?? "-" };
    case "malformed":
      return { ...subject, pn: malformedNumber(rank, pn) };
    case "repeated":
      return { ...subject, maker: makerName(part, 1, seed) };
  }
}

function malformedNumber(rank: number, pn: string): string | null {
  switch (malformationAt(rank)) {
    case "no_number":
      return null;
    case "blank_number":
      return "   ";
    case "overlong_number":
      return overlongNumber;
    case "specs_not_a_list":
      return pn;
  }
}

/** Every slot of a block has a part of its own, except those that share or repeat one. */
function partOf({ story, ordinal, slot, seed }: RankedStory, block: number): TruePart {
  const atSlot = (other: number) => partAt(block * blockSize + other, seed);
  if (story === "shared_number" || story === "shared_number_no_maker") {
    // From the end: the walk through the catalogue comes to the same parts from the start.
    return sharedMpns.at(-1 - block)?.[ordinal] ?? atSlot(slot);
  }
  // Repeated are the first complete row of the block and its first partial one.
  if (story === "repeated") return atSlot(ordinal === 0 ? 0 : countPerBlock.complete);
  return atSlot(slot);
}
