import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { answer } from "./api.ts";
import { engine } from "./engine.ts";

/** How a call is met: with another answer, or with none; `answer_lost` after it was carried out, `held` for ever. */
export type Meeting =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | "held"
  | "answer_lost";

/** The platform's API on loopback, in front of the engine. */
export interface ApiServer extends AsyncDisposable {
  readonly url: string;
  readonly secretKey: string;
  /** What reaches this API, for the environment of a command line. */
  readonly environment: { readonly TRIGGER_SECRET_KEY: string; readonly TRIGGER_API_URL: string };
  /** Calls as they came: method and path. */
  readonly calls: string[];
  /** Decides how a call is met; undefined lets the engine answer it. */
  meet: (call: string, nth: number) => Meeting | undefined;
}

export async function startApiServer(): Promise<ApiServer> {
  const secretKey = "tr_dev_topSecret42";
  const calls: string[] = [];
  const http = createServer((request, response) => void serve(request, response));
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  const server: ApiServer = {
    url,
    secretKey,
    environment: { TRIGGER_SECRET_KEY: secretKey, TRIGGER_API_URL: url },
    calls,
    meet: () => undefined,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      http.close();
      await once(http, "close");
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url: path = "" } = request;
    const call = `${method} ${path}`;
    calls.push(call);
    const meeting = server.meet(call, calls.filter((one) => one === call).length);
    if (meeting === "held") return;
    const result = await respond(meeting === "answer_lost" ? undefined : meeting, request);
    if (meeting === "answer_lost") return void request.socket.destroy();
    response.writeHead(result.status, Object.fromEntries(result.headers)).end(await result.text());
  }

  async function respond(
    meeting: Exclude<Meeting, string> | undefined,
    request: IncomingMessage,
  ): Promise<Response> {
    if (meeting !== undefined) return Response.json(meeting.body ?? {}, meeting);
    if (request.headers.authorization !== `Bearer ${secretKey}`) {
      return Response.json({ error: "Invalid API Key" }, { status: 401 });
    }
    const { method = "", url: path = "" } = request;
    const body = method === "GET" ? null : await buffer(request);
    return answer(
      engine,
      new Request(`${url}${path}`, { method, body, headers: { "content-type": "application/json" } }),
    );
  }

  return server;
}
