import { once } from "node:events";
import { type IncomingMessage, createServer } from "node:http";
import * as z from "zod";
import { answer } from "./api.ts";
import type { TriggerEngine } from "./engine.ts";

/** The platform's API and its collector of telemetry, on loopback. */
export interface ServedEngine extends AsyncDisposable {
  readonly url: string;
  /** Everything that was sent to the collector: spans, logs and metrics as JSON. */
  readonly telemetry: readonly string[];
}

/** Serves an engine to processes that talk to it as to a server. */
export async function serveEngine(engine: TriggerEngine): Promise<ServedEngine> {
  const telemetry: string[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      if (request.url?.startsWith("/otel/") === true) {
        telemetry.push(body);
        response.setHeader("content-type", "application/json").end("{}");
        return;
      }
      const { method = "GET", url = "/" } = request;
      const call = new Request(`http://engine${url}`, { method, ...(body !== "" && { body }) });
      const { status, headers, body: answered } = await asked(engine, call);
      response.writeHead(status, headers).end(answered);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    telemetry,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function asked(engine: TriggerEngine, call: Request) {
  try {
    const response = await answer(engine, call);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  } catch (error) {
    return { status: 500, headers: {}, body: String(error) };
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}
