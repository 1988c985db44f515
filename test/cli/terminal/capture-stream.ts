import { PassThrough } from "node:stream";

/** A real stream that looks like a terminal of so many columns, or like a pipe; `text` is all that was written. */
export function captureStream(columns: number | null) {
  const stream = new PassThrough({ encoding: "utf8" });
  let text = "";
  stream.on("data", (chunk: string) => (text += chunk));
  const stderr = columns === null ? stream : Object.assign(stream, { isTTY: true, columns });
  return { stream: stderr, text: () => text };
}
