import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Delivery } from "./delivery.ts";

/** 64 KiB of padding, sent 144 times: 9 MiB without holding more than one chunk. */
const padding = Buffer.alloc(65_536, "x");
const paddingChunks = 144;

/** Writes an answer, or what a fault made of it; a client that went away in the meantime is not an error. */
export async function sendDelivery(
  response: ServerResponse,
  delivery: Delivery,
  headers: OutgoingHttpHeaders,
): Promise<void> {
  if (delivery.kind === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  const { answer } = delivery;
  if (delivery.kind === "oversized") {
    response.writeHead(answer.status, { ...headers, ...answer.headers });
    await pipeline(Readable.from(oversizedJson()), response).catch(() => response.destroy());
    return;
  }
  const length = Buffer.byteLength(answer.body);
  response.writeHead(answer.status, { ...headers, ...answer.headers, "Content-Length": length });
  response.end(answer.body);
}

function* oversizedJson(): Generator<Buffer> {
  yield Buffer.from(`{"Padding":"`);
  for (let chunk = 0; chunk < paddingChunks; chunk += 1) yield padding;
  yield Buffer.from(`"}`);
}
