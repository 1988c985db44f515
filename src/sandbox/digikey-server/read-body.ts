import type { IncomingMessage } from "node:http";
import * as z from "zod";

const Chunk = z.instanceof(Buffer);

/**
 * The request body as text, null when it is longer than `maxBytes`. Such a body is still
 * read to its end, without being kept: a client that is still sending would not see the answer.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const data of request) {
    const chunk = Chunk.parse(data);
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
  }
  return length > maxBytes ? null : Buffer.concat(chunks).toString("utf8");
}
