import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import * as z from "zod";

/** What happens to a call before it reaches the provider: an answer, or a cut connection, ends it there. */
export type OnCall = (body: string) => { readonly status: number; readonly body: unknown } | "cut" | null;

/**
 * A provider at another address: every call goes through `onCall` first, and the answers do not say that they come
 * from the sandbox.
 */
export async function proxyProvider(
  target: string,
  onCall: OnCall,
): Promise<AsyncDisposable & { readonly url: string }> {
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const own = onCall(body);
    if (own === "cut") {
      response.destroy();
      return;
    }
    if (own !== null) {
      response.writeHead(own.status, { "content-type": "application/json" }).end(JSON.stringify(own.body));
      return;
    }
    const { method = "GET", url = "/", headers } = request;
    const answer = await fetch(`${target}${url}`, {
      method,
      headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
        typeof value !== "string" || hopByHop.has(name) ? [] : [[name, value]],
      ),
      ...(body !== "" && { body }),
    });
    const shown = [...answer.headers].filter(([name]) => name !== "x-sandbox" && !hopByHop.has(name));
    response.writeHead(answer.status, Object.fromEntries(shown)).end(await answer.text());
  }

  const server = createServer((request, response) => {
    // A caller that is gone, or a fault that cuts the connection, cuts it here as well.
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

const hopByHop = new Set([
  "connection",
  "host",
  "content-length",
  "transfer-encoding",
  "content-encoding",
  "keep-alive",
]);

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(z.instanceof(Uint8Array).parse(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
