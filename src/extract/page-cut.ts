import type { SourceCursor } from "./part-source.ts";

/** Where a page ends; rows that share all four keys may be more than were read. */
export type PageCut =
  | { readonly kind: "page"; readonly rowCount: number; readonly next: SourceCursor | null }
  | { readonly kind: "more_rows_needed" };

/**
 * Cuts a page off rows with the sort keys `keys`; `isRest` says that no row follows them. The next page starts
 * after the last key, so rows that share all four keys must not be parted: the page ends where the keys change,
 * before `pageSize` rows if they do, else after them.
 */
export function cutPage(
  keys: readonly SourceCursor[],
  { pageSize, isRest }: { readonly pageSize: number; readonly isRest: boolean },
): PageCut {
  if (isRest && keys.length <= pageSize) return { kind: "page", rowCount: keys.length, next: null };
  let end = pageSize;
  while (end > 0 && isSameKey(keys[end - 1], keys[end])) end -= 1;
  if (end === 0) end = keys.findIndex((key) => !isSameKey(key, keys[0]));
  const last = keys[end - 1];
  if (last !== undefined) return { kind: "page", rowCount: end, next: last };
  return isRest ? { kind: "page", rowCount: keys.length, next: null } : { kind: "more_rows_needed" };
}

function isSameKey(a: SourceCursor | undefined, b: SourceCursor | undefined): boolean {
  return (
    a?.priority === b?.priority &&
    a?.mpn === b?.mpn &&
    a?.manufacturer === b?.manufacturer &&
    a?.productId === b?.productId
  );
}
