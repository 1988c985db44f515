import { applyEdits, modify } from "jsonc-parser";

const contextLines = 3;

/**
 * The unified diff that moves one threshold in the text of a rules file. An edit of one value is one hunk, so no
 * library is needed to find it.
 */
export function thresholdDiff(
  labels: { readonly before: string; readonly after: string },
  text: string,
  name: string,
  value: number,
): string {
  const edited = applyEdits(text, modify(text, ["params", name], value, {}));
  const before = linesOf(text);
  const after = linesOf(edited);
  const isSame = (index: number) => before[index] === after[index];
  let start = 0;
  while (start < before.length && isSame(start)) start += 1;
  let tail = 0;
  while (tail < before.length - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const from = Math.max(0, start - contextLines);
  const kept = before.slice(from, start);
  const removed = before.slice(start, before.length - tail);
  const added = after.slice(start, after.length - tail);
  const following = before.slice(before.length - tail, before.length - tail + contextLines);
  const length = (changed: readonly string[]) => kept.length + changed.length + following.length;
  return [
    `--- ${labels.before}`,
    `+++ ${labels.after}`,
    `@@ -${from + 1},${length(removed)} +${from + 1},${length(added)} @@`,
    ...kept.map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...following.map((line) => ` ${line}`),
    "",
  ].join("\n");
}

/** The newline at the end ends the last line and begins none. */
function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, "").split("\n");
}
