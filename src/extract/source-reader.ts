import type {
  LeftOutNames,
  PartSource,
  RawRow,
  SkipCounts,
  SourceCursor,
  SourcePage,
} from "./part-source.ts";
import { selectionReader } from "./selection-reader.ts";
import type { SourcePosition } from "./source-position.ts";

/** The rows that follow a position, within one page. */
export interface RowsAhead {
  readonly rows: readonly RawRow[];
  /** Rows that the source passed over by itself up to the end of the page, unless the position has counted them. */
  readonly leftOut: SkipCounts;
  /** `count`, or a little more: rows that share all their sort keys can only be consumed together. */
  wholeKeys(count: number): number;
  /** The position after the first `count` of these rows, with what was left out counted. */
  positionAfter(count: number): SourcePosition;
  /** There is nothing before these rows but what is left out. */
  readonly isFirst: boolean;
  /** There is nothing beyond these rows. */
  readonly isLast: boolean;
}

/**
 * Rows in a page at most. DuckDB keeps the best 5,000 in a heap while it reads; for more it sorts the whole table,
 * which takes 80 MB more for a million rows and twice the time.
 */
export const largestPage = 4_000;

/** Reads a source from any position. */
export interface SourceReader {
  read(position: SourcePosition): Promise<RowsAhead>;
  readonly scores: PartSource["scores"];
}

/** What reads the rows of a `SourceReader`. */
export type PageReader = Pick<SourceReader, "read">;

export interface ReaderOptions {
  readonly pageSize: number;
  readonly floor: number;
  /** What has to be left out since this was last asked, everything the first time. */
  readonly leftOut: () => AsyncIterable<LeftOutNames>;
}

/**
 * A reader that lets the source leave parts out where it can. The last page is kept, so that a batch that ends within
 * a page costs the next batch no second query.
 */
export function sourceReader(source: PartSource, options: ReaderOptions): SourceReader {
  const reader =
    source.select === undefined ? pageReader(source, options) : selectionReader(source.select, options);
  return { ...reader, scores: () => source.scores() };
}

/** Pages can be read again as they were, so a position within one is a number of rows. */
function pageReader(source: PartSource, { pageSize, floor }: ReaderOptions): PageReader {
  let kept: { after: SourceCursor | null; page: SourcePage } | undefined;

  async function pageAfter(after: SourceCursor | null): Promise<SourcePage> {
    if (kept !== undefined && JSON.stringify(kept.after) === JSON.stringify(after)) return kept.page;
    kept = undefined;
    const page = await source.page({ after, pageSize, floor });
    kept = { after, page };
    return page;
  }

  return {
    async read({ after, offset }) {
      const page = await pageAfter(after);
      const { next } = page;
      return {
        rows: page.rows.slice(offset),
        leftOut: {},
        isFirst: after === null && offset === 0,
        isLast: next === null,
        wholeKeys: (count) => count,
        positionAfter: (count) =>
          next !== null && offset + count >= page.rows.length
            ? { after: next, offset: 0, countedTo: null }
            : { after, offset: offset + count, countedTo: null },
      };
    },
  };
}
