import type { SourceCursor } from "../part-source.ts";

/** Negative when a row with the keys `a` comes before one with the keys `b`, as the query orders them. */
export function compareCursors(a: SourceCursor, b: SourceCursor): number {
  return (
    b.priority - a.priority ||
    byCodePoint(a.mpn, b.mpn) ||
    byCodePoint(a.manufacturer, b.manufacturer) ||
    byCodePoint(a.productId, b.productId)
  );
}

/** JavaScript compares UTF-16 units, databases code points, which is the order of UTF-8 bytes. */
function byCodePoint(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
