import { Readable } from "node:stream";
import type { HttpTransport } from "../../src/scrape/digikey/http-transport.ts";

/** A provider's way out over a `fetch` of the test's, which may hold, count or break calls. */
export function viaFetch(fetchHttp: typeof fetch): HttpTransport {
  return async ({ url, ...request }, signal) => {
    const { status, headers, body } = await fetchHttp(url, { ...request, redirect: "manual", signal });
    return { status, headers, body: body === null ? Readable.from([]) : Readable.fromWeb(body) };
  };
}
