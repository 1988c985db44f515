import type { Readable } from "node:stream";
import { AttemptFault } from "../../domain/fault.ts";
import type { HttpRequest, HttpTransport } from "./http-transport.ts";

/** One HTTP answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Null when the body is larger than allowed. */
  readonly text: string | null;
}

/** The limits of one exchange. */
export interface HttpLimits {
  /** From the first byte sent to the last byte received. */
  readonly timeoutMs: number;
  /** Counted after decompression. */
  readonly maxBodyBytes: number;
}

/** Sends a request; without a signal only the timeout ends it early. */
export type HttpExchange = (request: HttpRequest, signal?: AbortSignal) => Promise<HttpAnswer>;

/**
 * Exchanges within limits. Redirects are answers, not followed: they would carry the credentials elsewhere.
 *
 * The exchanges throw {AttemptFault} of class `network` when no complete answer came, `cancelled` on the signal, and
 * the one that the transport refuses an answer with.
 */
export function httpExchange(transport: HttpTransport, limits: HttpLimits): HttpExchange {
  return async (request, signal) => {
    const timeout = new AbortController();
    const cancel = (): void => timeout.abort();
    const timer = setTimeout(cancel, limits.timeoutMs);
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      signal?.throwIfAborted();
      const response = await transport(request, timeout.signal);
      const text = await readText(response.body, limits.maxBodyBytes);
      return { status: response.status, headers: response.headers, text };
    } catch (error) {
      throw exchangeFault(error, limits.timeoutMs, timeout.signal, signal);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
    }
  };
}

/** The fault of a call that the caller gave up. */
export function cancelledFault(cause: unknown): AttemptFault {
  return new AttemptFault("cancelled", "The call to DigiKey was cancelled.", { cause });
}

function exchangeFault(
  error: unknown,
  timeoutMs: number,
  timeout: AbortSignal,
  signal?: AbortSignal,
): AttemptFault {
  if (error instanceof AttemptFault) return error;
  if (signal?.aborted === true) return cancelledFault(error);
  const reason = timeout.aborted ? `gave no complete answer within ${timeoutMs} ms` : "broke the connection";
  const advice = "check the network, proxy and base URL if this persists";
  return new AttemptFault("network", `DigiKey ${reason}: ${advice}.`, { cause: error });
}

/** The body as text, or null as soon as it turns out to be longer than `maxBytes`. */
async function readText(body: Readable, maxBytes: number): Promise<string | null> {
  const stream: AsyncIterable<Buffer> = body;
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop early destroys the stream, so that the connection is not kept busy by what nobody reads.
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
