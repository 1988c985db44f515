import type { Box } from "../../decide/cells/box.ts";

/** Joins boxes that lie side by side and are alike on every other axis, until none does; the same cells in fewer. */
export function mergeBoxes(boxes: readonly Box[]): readonly Box[] {
  let merged = boxes;
  for (;;) {
    const before = merged.length;
    const axes = merged[0]?.length ?? 0;
    for (let axis = 0; axis < axes; axis += 1) merged = mergeAlong(axis, merged);
    if (merged.length === before) return merged;
  }
}

function mergeAlong(axis: number, boxes: readonly Box[]): readonly Box[] {
  const rows = new Map<string, Box[]>();
  for (const box of boxes) {
    const key = box.map(({ first, last }, index) => (index === axis ? "" : `${first}-${last}`)).join();
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [box]);
    else row.push(box);
  }
  return [...rows.values()].flatMap((row) => joinRow(axis, row));
}

function joinRow(axis: number, row: readonly Box[]): readonly Box[] {
  const firstOf = (box: Box) => box[axis]?.first ?? 0;
  const joined: Box[] = [];
  for (const box of row.toSorted((a, b) => firstOf(a) - firstOf(b))) {
    const before = joined.at(-1)?.[axis];
    const span = box[axis];
    if (before && span && before.last === span.first - 1) {
      joined[joined.length - 1] = box.with(axis, { first: before.first, last: span.last });
    } else joined.push(box);
  }
  return joined;
}
