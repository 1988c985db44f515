import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { describe, expect, it } from "vitest";
import {
  faultProfiles,
  type FaultName,
  type FaultProfile,
} from "../../../src/sandbox/digikey-server/fault-profile.ts";
import {
  connect,
  details,
  KeywordBody,
  problem,
  startOwnServer,
  type SandboxClient,
} from "./sandbox-client.ts";
import { ownCatalogue } from "./own-catalogue.ts";

function scripted(...faults: readonly (FaultName | "none")[]): FaultProfile {
  return { ...faultProfiles.none, script: { "AR0603-4K7": faults } };
}

const path = details("AR0603-4K7");

/** What a call came to, in one word. */
async function outcome(client: SandboxClient, number: string): Promise<string> {
  try {
    const response = await client.keyword({ Keywords: number });
    const text = await response.text();
    if (response.status !== 200) return `${response.status} ${response.headers.get("Content-Type") ?? ""}`;
    return KeywordBody.safeParse(JSON.parse(text)).success ? "ok" : "other shape";
  } catch (error) {
    return error instanceof SyntaxError ? "broken JSON" : "no answer";
  }
}

describe("a scripted fault", () => {
  it.each<[FaultName, number, RegExp]>([
    ["burst429", 429, /^BurstLimit exceeded/],
    ["daily429", 429, /^Daily Ratelimit exceeded/],
    ["server500", 500, /^An unexpected error/],
    ["expiredToken", 401, /^Bearer token is expired$/],
  ])("%s answers %i, and the next attempt succeeds", async (fault, status, detail) => {
    await using server = await startOwnServer({ faults: scripted(fault) });
    const client = await connect(server.baseUrl);
    const failed = await client.get(path);
    expect(failed.status).toBe(status);
    expect((await problem(failed)).detail).toMatch(detail);
    expect(failed.headers.has("Retry-After")).toBe(status === 429);
    expect((await client.get(path)).status).toBe(200);
    expect(server.stats().faults).toEqual({ [fault]: 1 });
  });

  it("burst429 asks for the wait the profile names", async () => {
    await using server = await startOwnServer({ faults: { ...scripted("burst429"), burstRetryAfterS: 3 } });
    const failed = await (await connect(server.baseUrl)).get(path);
    expect(failed.headers.get("Retry-After")).toBe("3");
    expect(failed.headers.get("X-BurstLimit-Remaining")).toBe("0");
  });

  it("server503Html answers a page", async () => {
    await using server = await startOwnServer({ faults: scripted("server503Html") });
    const failed = await (await connect(server.baseUrl)).get(path);
    expect(failed.status).toBe(503);
    expect(failed.headers.get("Content-Type")).toMatch(/^text\/html/);
    expect(await failed.text()).toContain("<html>");
  });

  it("reset cuts the connection", async () => {
    await using server = await startOwnServer({ faults: scripted("reset") });
    const client = await connect(server.baseUrl);
    await expect(client.get(path)).rejects.toThrow("fetch failed");
    expect((await client.get(path)).status).toBe(200);
  });

  it("brokenJson and wrongShape answer 200 with a body nobody can use", async () => {
    await using server = await startOwnServer({ faults: scripted("brokenJson", "wrongShape") });
    const client = await connect(server.baseUrl);
    expect(await outcome(client, "AR0603-4K7")).toBe("broken JSON");
    expect(await outcome(client, "AR0603-4K7")).toBe("other shape");
    expect(await outcome(client, "AR0603-4K7")).toBe("ok");
  });

  it("oversized streams more than 8 MB, and survives a reader that stops early", async () => {
    await using server = await startOwnServer({ faults: scripted("oversized", "oversized") });
    const client = await connect(server.baseUrl);
    const whole = await client.get(path);
    expect((await whole.arrayBuffer()).byteLength).toBeGreaterThan(8_000_000);
    const stopped = await client.get(path);
    await stopped.body?.cancel();
    expect((await client.get(path)).status).toBe(200);
  });

  it("slow delays the answer and does not change it", async () => {
    await using server = await startOwnServer({ faults: { ...scripted("slow"), slowMs: 200 } });
    const client = await connect(server.baseUrl);
    const startMs = performance.now();
    const slow = await client.get(path);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(190);
    expect(await slow.json()).toEqual(await (await client.get(path)).json());
  });

  it("hits only its number, in the order of the script", async () => {
    await using server = await startOwnServer({ faults: scripted("none", "server500") });
    const client = await connect(server.baseUrl);
    const seen = [];
    for (const number of ["AR0603-4K7", "TWIN-1", "ar0603-4k7", "AR0603-4K7"]) {
      seen.push((await client.keyword({ Keywords: number })).status);
    }
    expect(seen).toEqual([200, 200, 500, 200]);
    expect(server.stats().callsByNumber).toEqual({ "TWIN-1": 1, "AR0603-4K7": 3 });
  });
});

describe("a storm", () => {
  const faults = { ...faultProfiles.storm, slowMs: 0, burstRetryAfterS: 0 };
  const numbers = Array.from({ length: 60 }, (_, index) => `BULK-${String(index).padStart(2, "0")}`);

  async function run(seed: number, order: readonly string[]): Promise<Record<string, readonly string[]>> {
    await using server = await startOwnServer({ faults, seed });
    const client = await connect(server.baseUrl);
    const outcomes: [string, string[]][] = [];
    await Promise.all(
      [0, 1, 2, 3].map(async (lane) => {
        for (const number of order.filter((_, index) => index % 4 === lane)) {
          const seen = [];
          for (let attempt = 0; attempt < 3; attempt += 1) seen.push(await outcome(client, number));
          outcomes.push([number, seen]);
        }
      }),
    );
    return Object.fromEntries(outcomes);
  }

  it("hits the same attempts of the same numbers whatever the order of the requests", async () => {
    const forwards = await run(7, numbers);
    const backwards = await run(7, numbers.toReversed());
    expect(backwards).toEqual(forwards);
    const attempts = Object.values(forwards);
    expect(attempts.some(([first, second]) => first !== "ok" && second === "ok")).toBe(true);
    expect(attempts.some((seen) => seen.every((word) => word !== "ok"))).toBe(true);
    expect(await run(8, numbers)).not.toEqual(forwards);
  });
});

describe("the server", () => {
  it("counts calls in flight, per operation and per number", async () => {
    await using server = await startOwnServer({ latencyMs: 300 });
    const client = await connect(server.baseUrl);
    await Promise.all(
      ["TWIN-1", "HEIR-1", "AR0603-4K7"].map((number) => client.keyword({ Keywords: number })),
    );
    await client.get(path);
    expect(server.stats()).toMatchObject({
      calls: 4,
      callsByOperation: { keyword: 3, productdetails: 1 },
      callsByNumber: { "AR0603-4K7": 2, "HEIR-1": 1, "TWIN-1": 1 },
      inFlight: 0,
      maxInFlight: 3,
    });
    expect(await (await fetch(`${server.baseUrl}/sandbox/stats`)).json()).toMatchObject({ calls: 4 });
  });

  it("refuses a body above 1 MB", async () => {
    await using server = await startOwnServer();
    const client = await connect(server.baseUrl);
    const refused = await client.keyword({ Keywords: "x".repeat(1_500_000) });
    expect(refused.status).toBe(413);
    expect((await client.get(path)).status).toBe(200);
  });

  it("turns a fault of its catalogue into a 500 and goes on", async () => {
    const catalogue = {
      ...ownCatalogue(),
      searchTrueParts: () => {
        throw new Error("catalogue is broken");
      },
    };
    await using server = await startOwnServer({ catalogue });
    const client = await connect(server.baseUrl);
    expect((await client.keyword({ Keywords: "AR" })).status).toBe(500);
    expect((await client.get(path)).status).toBe(200);
    expect(server.stats().inFlight).toBe(0);
  });

  it("forgets a client that leaves while it waits", async () => {
    await using server = await startOwnServer({ latencyMs: 60_000 });
    const client = await connect(server.baseUrl);
    const leaving = new AbortController();
    const call = fetch(server.baseUrl + path, { headers: client.headers, signal: leaving.signal });
    await expect.poll(() => server.stats().inFlight).toBe(1);
    leaving.abort();
    await expect(call).rejects.toThrow("aborted");
    await expect.poll(() => server.stats().inFlight).toBe(0);
  });

  it("survives a client that leaves in the middle of its request", async () => {
    await using server = await startOwnServer();
    const socket = connectSocket(server.port, "127.0.0.1");
    await once(socket, "connect");
    socket.write("POST /products/v4/search/keyword HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
    socket.destroy();
    expect((await (await connect(server.baseUrl)).get(path)).status).toBe(200);
  });

  it("cuts waiting and idle connections when it is disposed", async () => {
    const server = await startOwnServer({ latencyMs: 60_000 });
    const client = await connect(server.baseUrl);
    const call = client.get(path).catch((error: unknown) => error);
    await expect.poll(() => server.stats().inFlight).toBe(1);
    await server[Symbol.asyncDispose]();
    expect(await call).toBeInstanceOf(TypeError);
    await expect(fetch(server.baseUrl)).rejects.toThrow("fetch failed");
    await server[Symbol.asyncDispose]();
  });
});
