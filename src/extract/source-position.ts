import * as z from "zod";

const Cursor = z.object({
  priority: z.number(),
  mpn: z.string(),
  manufacturer: z.string(),
  productId: z.string(),
});

/** A place between two rows of the source. */
export const SourcePosition = z.object({
  /** The row or the page that it comes after; null is the top. */
  after: Cursor.nullable(),
  /** Rows of the page after it that lie before this place, for a source whose pages do not change. */
  offset: z.number().int().min(0),
  /** Up to where rows that the source left out by itself are counted. */
  countedTo: Cursor.nullable().default(null),
});
export type SourcePosition = z.infer<typeof SourcePosition>;

export const startOfSource: SourcePosition = { after: null, offset: 0, countedTo: null };
