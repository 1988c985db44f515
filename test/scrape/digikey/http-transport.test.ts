import { type EventEmitter, once } from "node:events";
import { type RequestListener, type Server, createServer } from "node:http";
import { type Socket, createServer as createSocketServer } from "node:net";
import { createGzip, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { httpExchange } from "../../../src/scrape/digikey/http-exchange.ts";
import { httpTransport } from "../../../src/scrape/digikey/http-transport.ts";
import { faultOf } from "./given.ts";

const exchange = httpExchange(httpTransport, { timeoutMs: 20_000, maxBodyBytes: 100_000 });
const get = (url: string) => exchange({ method: "GET", url, headers: {} });
const Address = z.object({ port: z.number() });

interface Listening extends AsyncDisposable {
  readonly server: Server;
  readonly url: string;
}

async function serve(listener: RequestListener): Promise<Listening> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    server,
    url: `http://127.0.0.1:${Address.parse(server.address()).port}/`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function connected(server: EventEmitter): Promise<Socket> {
  const [socket] = (await once(server, "connection")) as [Socket];
  return socket;
}

const zipped = { "content-encoding": "gzip" };

describe("the HTTP transport", () => {
  it("asks for gzip and unpacks it", async () => {
    let asked: string | undefined;
    await using site = await serve((request, response) => {
      asked = request.headers["accept-encoding"]?.toString();
      response.writeHead(200, zipped).end(gzipSync("Ω".repeat(40_000)));
    });
    expect((await get(site.url)).text).toBe("Ω".repeat(40_000));
    expect(asked).toBe("gzip");
  });

  it("counts the bytes after unpacking and hangs up on more", async () => {
    await using site = await serve((_, response) => {
      const zip = createGzip();
      zip.pipe(response.writeHead(200, zipped));
      const more = (): void => {
        while (!response.destroyed && zip.write(Buffer.alloc(65_536)));
      };
      zip.on("drain", more);
      more();
    });
    const hungUp = connected(site.server).then((socket) => once(socket, "close"));
    expect((await get(site.url)).text).toBeNull();
    await hungUp;
  });

  it.each([
    ["broken gzip", Buffer.from("no gzip at all")],
    ["gzip that ends early", gzipSync("x".repeat(1_000)).subarray(0, 20)],
  ])("takes %s for a broken answer", async (_, body) => {
    await using site = await serve((_request, response) => {
      response.writeHead(200, zipped).end(body);
    });
    expect((await faultOf(get(site.url))).errorClass).toBe("network");
  });

  it("keeps one connection for calls in a row", async () => {
    let connections = 0;
    await using site = await serve((_, response) => {
      response.end("{}");
    });
    site.server.on("connection", () => (connections += 1));
    await get(site.url);
    await get(site.url);
    expect(connections).toBe(1);
  });

  it("gives every value of a header that comes twice", async () => {
    await using site = await serve((_, response) => {
      response
        .writeHead(
          200,
          [
            ["x-limit", "1"],
            ["x-limit", "2"],
          ].flat(),
        )
        .end();
    });
    expect((await get(site.url)).headers.get("x-limit")).toBe("1, 2");
  });

  it("speaks TLS to an https address", async () => {
    const server = createSocketServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const firstByte = connected(server).then(async (socket) => {
      const [chunk] = (await once(socket, "data")) as [Buffer];
      server.close();
      socket.destroy();
      return chunk[0];
    });
    const fault = await faultOf(get(`https://127.0.0.1:${Address.parse(server.address()).port}/`));
    expect(fault.errorClass).toBe("network");
    // The record type of a handshake, RFC 8446 section 5.1.
    expect(await firstByte).toBe(22);
  });
});
