import { formatCount } from "./terminal/format-count.ts";

/** How many lookups begin, for the note above their progress. */
export function lookupsText(parts: number): string {
  return `${formatCount(parts)} ${parts === 1 ? "part" : "parts"} to look up`;
}
