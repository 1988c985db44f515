import { createReadStream } from "node:fs";

const kinds = { "\r\n": "Windows", "\n": "Unix", "\r": "old Mac" } as const;

/**
 * The kinds of line ends outside quotes of a CSV file that has more than one of them, e.g. `Windows and Unix`, else
 * null. Stops reading at the second kind.
 */
export async function mixedLineEnds(path: string): Promise<string | null> {
  const found = new Set<string>();
  let isQuoted = false;
  let kept = "";
  for await (const chunk of createReadStream(path, "latin1")) {
    const text = kept + String(chunk);
    // The other half of a line end may stand in the next chunk.
    kept = text.endsWith("\r") ? "\r" : "";
    for (const [mark] of text.slice(0, text.length - kept.length).matchAll(/"|\r\n|\n|\r/g)) {
      if (mark === '"') isQuoted = !isQuoted;
      else if (!isQuoted) found.add(mark);
    }
    if (found.size > 1) break;
  }
  if (kept !== "" && !isQuoted) found.add(kept);
  const names = Object.entries(kinds).flatMap(([end, name]) => (found.has(end) ? [name] : []));
  return names.length > 1 ? names.join(" and ") : null;
}
