import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** What the server does with one request; the default is a JSON answer. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, a string as it is. */
  readonly body?: unknown;
  /** `reset` closes the socket, `hang` never answers, `cut` announces more bytes than it sends. */
  readonly fault?: "reset" | "hang" | "cut";
}

interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

type Route = "token" | "keyword" | "media";
type Script = (request: SeenRequest, count: number) => ScriptedAnswer | Promise<ScriptedAnswer>;

/** A scripted stand-in for DigiKey on a free loopback port; it knows nothing that a test did not tell it. */
export interface DigikeyServer extends AsyncDisposable {
  readonly url: string;
  readonly seen: Readonly<Record<Route, SeenRequest[]>>;
  /** Replaces what a route answers; `count` starts at 1. */
  on(route: Route, script: Script | ScriptedAnswer): void;
}

export async function startDigikeyServer(): Promise<DigikeyServer> {
  const seen: Record<Route, SeenRequest[]> = { token: [], keyword: [], media: [] };
  const scripts: Record<Route, Script> = {
    token: (_, count) => ({
      body: { access_token: `token-number-${count}`, expires_in: 599, token_type: "Bearer" },
    }),
    keyword: () => ({ body: { Products: [], ExactMatches: [] } }),
    media: () => ({ status: 404, body: "" }),
  };
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = routeOf(request.url ?? "");
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
    const { method = "", url = "", headers } = request;
    const list = seen[route];
    list.push({ method, url, headers, body });
    send(response, await scripts[route]({ method, url, headers, body }, list.length));
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    on(route, script) {
      scripts[route] = typeof script === "function" ? script : () => script;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function routeOf(url: string): Route {
  if (url === "/v1/oauth2/token") return "token";
  if (url === "/products/v4/search/keyword") return "keyword";
  if (/^\/products\/v4\/search\/[^/]+\/media$/.test(url)) return "media";
  throw new Error(`no such route: ${url}`);
}

function send(response: ServerResponse, answer: ScriptedAnswer): void {
  if (answer.fault === "hang") return;
  if (answer.fault === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? {});
  const headers = { "content-type": "application/json", ...answer.headers };
  if (answer.fault === "cut") {
    response.writeHead(answer.status ?? 200, { ...headers, "content-length": Buffer.byteLength(text) + 100 });
    response.write(text, () => response.socket?.destroy());
    return;
  }
  response.writeHead(answer.status ?? 200, headers).end(text);
}
