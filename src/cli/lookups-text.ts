import { formatCounted } from "./terminal/format-count.ts";

/** How many lookups begin, for the note above their progress. */
export function lookupsText(parts: number): string {
  return `${formatCounted(parts, "part")} to look up`;
}
