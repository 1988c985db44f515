import { z } from "zod";
import type { PartSource, RawRow, SourceCursor, SourcePage } from "./part-source.ts";

/** A place between two rows of the source: the start of a page, and how many of its rows are consumed. */
export const SourcePosition = z.object({
  after: z
    .object({ priority: z.number(), mpn: z.string(), manufacturer: z.string(), productId: z.string() })
    .nullable(),
  offset: z.number().int().min(0),
});
export type SourcePosition = z.infer<typeof SourcePosition>;

export const startOfSource: SourcePosition = { after: null, offset: 0 };

/** The rows that follow a position, within one page. */
export interface RowsAhead {
  readonly rows: readonly RawRow[];
  /** The position after the first `count` of these rows. */
  positionAfter(count: number): SourcePosition;
  /** There is nothing beyond these rows. */
  readonly isLast: boolean;
}

/**
 * Reads a source from any position. The last page is kept, so that a batch that ends within a page costs the next
 * batch no second query.
 */
export function sourceReader(source: PartSource, options: { pageSize: number; floor: number }) {
  let kept: { after: SourceCursor | null; page: SourcePage } | undefined;

  async function pageAfter(after: SourceCursor | null): Promise<SourcePage> {
    if (kept !== undefined && JSON.stringify(kept.after) === JSON.stringify(after)) return kept.page;
    const page = await source.page({ after, pageSize: options.pageSize, floor: options.floor });
    kept = { after, page };
    return page;
  }

  return {
    async read({ after, offset }: SourcePosition): Promise<RowsAhead> {
      const page = await pageAfter(after);
      const { next } = page;
      return {
        rows: page.rows.slice(offset),
        isLast: next === null,
        positionAfter: (count) =>
          next !== null && offset + count >= page.rows.length
            ? { after: next, offset: 0 }
            : { after, offset: offset + count },
      };
    },
  };
}

export type SourceReader = ReturnType<typeof sourceReader>;
