import { isDeepStrictEqual } from "node:util";
import type { SelectedPage, Selection, SourceCursor } from "./part-source.ts";
import type { SourcePosition } from "./source-position.ts";
import type { PageReader, ReaderOptions, RowsAhead } from "./source-reader.ts";

/** Comes after every row: no score is as low. */
const endOfSource: SourceCursor = {
  priority: -Number.MAX_VALUE,
  mpn: "",
  manufacturer: "",
  productId: "",
};

interface KeptPage extends SelectedPage {
  readonly after: SourceCursor | null;
  readonly countedTo: SourceCursor | null;
}

/**
 * Reads a selection. What is left out changes between two reads of a page, so a position within one is a row: the
 * one it comes after.
 */
export function selectionReader(
  select: () => Promise<Selection>,
  { pageSize, floor, leftOut }: ReaderOptions,
): PageReader {
  let selection: Promise<Selection> | undefined;
  let kept: KeptPage | undefined;

  async function fetchPage({ after, countedTo }: SourcePosition): Promise<KeptPage> {
    // Two pages at once would be twice the memory.
    kept = undefined;
    const opened = await (selection ??= select());
    await opened.leaveOut(leftOut());
    const page = await opened.page({ after, pageSize, floor, countedTo });
    return (kept = { ...page, after, countedTo });
  }

  return {
    async read(position) {
      const found = kept === undefined ? null : rowsAhead(kept, position);
      // A page begins with the row after the position it is fetched for.
      return found ?? rowsFrom(await fetchPage(position), position, 0);
    },
  };
}

/** The rest of a page, when the position lies within it. */
function rowsAhead(page: KeptPage, position: SourcePosition): RowsAhead | null {
  const isAtStart = isDeepStrictEqual(page.after, position.after);
  const isCountKnown = [page.countedTo, pageEnd(page)].some((place) =>
    isDeepStrictEqual(place, position.countedTo),
  );
  if (!isCountKnown) return null;
  if (isAtStart) return rowsFrom(page, position, 0);
  const index = page.keys.findLastIndex((key) => isDeepStrictEqual(key, position.after));
  const isUsedUp = index === page.keys.length - 1 && page.next !== null;
  return index === -1 || isUsedUp ? null : rowsFrom(page, position, index + 1);
}

function rowsFrom(page: KeptPage, position: SourcePosition, start: number): RowsAhead {
  const end = pageEnd(page);
  const isCounted = isDeepStrictEqual(position.countedTo, end);
  return {
    rows: page.rows.slice(start),
    leftOut: isCounted ? {} : page.leftOut,
    isFirst: position.after === null,
    isLast: page.next === null,
    wholeKeys(count) {
      const key = page.keys[start + count - 1];
      let whole = count;
      while (key !== undefined && isDeepStrictEqual(page.keys[start + whole], key)) whole += 1;
      return whole;
    },
    positionAfter: (count) => ({
      after: page.keys[start + count - 1] ?? position.after,
      offset: 0,
      countedTo: end,
    }),
  };
}

/** Up to where the rows that a page left out are counted. */
function pageEnd(page: SelectedPage): SourceCursor {
  return page.next ?? endOfSource;
}
