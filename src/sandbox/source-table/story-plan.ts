import { stableHash } from "../digikey-server/stable-hash.ts";

/**
 * How many of every 50 rows of one priority level have each story, in the order of the block's plan.
 *
 * - `complete`, `partial`, `sparse`, `part_number_only`: a part of the catalogue with that much filled in.
 * - `unscored`: partial, and without a priority score.
 * - `every_gap`: takes the 64 patterns of filled fields one after the other.
 * - `misspelt_maker`: the maker's name is wrong.
 * - `unknown_number`: a number that no maker ever used, marked as such.
 * - `malformed`: a row no reader can accept.
 * - `placeholder`: a dash or the like in the place of a number.
 * - `shared_number`, `shared_number_no_maker`: a number that several makers use, with and without its maker. As many
 *   blocks as there are such numbers; later blocks hold partial rows in their place.
 * - `repeated`: a part that stands in the same block already, its maker under another name.
 */
export const countPerBlock = {
  complete: 18,
  partial: 12,
  unscored: 1,
  every_gap: 5,
  sparse: 3,
  part_number_only: 2,
  misspelt_maker: 1,
  unknown_number: 1,
  malformed: 1,
  placeholder: 1,
  shared_number: 2,
  shared_number_no_maker: 1,
  repeated: 2,
} as const;

/** What is the matter with a row. */
export type Story = keyof typeof countPerBlock;

/** Rows in which the mix is exact. */
export const blockSize = 50;

/** A row's story, and its number among the rows of the block with the same story. */
export interface PlannedStory {
  readonly story: Story;
  readonly ordinal: number;
  /** The row's place in the block's plan, the same in every block. */
  readonly slot: number;
}

const order = [
  "complete",
  "partial",
  "unscored",
  "every_gap",
  "sparse",
  "part_number_only",
  "misspelt_maker",
  "unknown_number",
  "malformed",
  "placeholder",
  "shared_number",
  "shared_number_no_maker",
  "repeated",
] as const satisfies readonly Story[];

const plan: readonly PlannedStory[] = order
  .flatMap((story) => Array.from({ length: countPerBlock[story] }, (_, ordinal) => ({ story, ordinal })))
  .map((planned, slot) => ({ ...planned, slot }));

/** Steps through 50 slots that meet each once. */
const shuffles = [3, 7, 9, 11, 13, 17, 19, 21, 23, 27, 29, 31, 33, 37, 39, 41, 43, 47] as const;

/** The story of a rank: every 50 ranks hold the same mix, in an order of their own. */
export function storyAt(rank: number, seed: number): PlannedStory {
  const block = Math.floor(rank / blockSize);
  const step = shuffles[stableHash(seed, "shuffle", block) % shuffles.length] ?? 1;
  const start = stableHash(seed, "start", block) % blockSize;
  const planned = plan[(start + step * (rank % blockSize)) % blockSize];
  if (planned === undefined) throw new RangeError(`the plan has ${plan.length} slots, not ${blockSize}`);
  return planned;
}
