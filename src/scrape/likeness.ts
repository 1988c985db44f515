/** Beginnings shorter than this say nothing: `ON Semiconductor` is not `On Shore Technology`. */
const tellingLength = 4;

/**
 * How easily one normalised name is written for another, from 0 (not at all) to 1 (they are equal): few letters
 * are wrong, missing, surplus or swapped, or both begin alike (`LM358` and `LM358DR`).
 * A hint for people; nothing may be written because of it.
 */
export function likeness(left: string, right: string): number {
  if (left === right) return 1;
  if (isMisspelling(left, right)) return 1 - editDistance(left, right) / Math.max(left.length, right.length);
  return beginAlike(left, right) ? 0.5 : 0;
}

/** At most one letter in four is wrong. */
function isMisspelling(left: string, right: string): boolean {
  const allowedEdits = Math.floor(Math.min(left.length, right.length) / 4);
  // Texts of very different lengths are not worth the quadratic comparison.
  return Math.abs(left.length - right.length) <= allowedEdits && editDistance(left, right) <= allowedEdits;
}

function beginAlike(left: string, right: string): boolean {
  const [firstLeft = ""] = left.split(" ", 1);
  const [firstRight = ""] = right.split(" ", 1);
  if (Math.min(firstLeft.length, firstRight.length) < tellingLength) return false;
  return (
    left.startsWith(right) ||
    right.startsWith(left) ||
    firstLeft === firstRight ||
    isMisspelling(firstLeft, firstRight)
  );
}

/** Optimal string alignment distance: Levenshtein's, with two swapped neighbours as one edit. */
function editDistance(left: string, right: string): number {
  let rowBefore: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const swapped = isSwap ? (rowBefore[j - 2] ?? 0) + 1 : replaced;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced, swapped));
    }
    rowBefore = row;
    row = next;
  }
  return row[right.length] ?? 0;
}
