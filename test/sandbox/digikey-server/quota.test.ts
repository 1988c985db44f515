import { describe, expect, it } from "vitest";
import { faultProfiles } from "../../../src/sandbox/digikey-server/fault-profile.ts";
import { standardPlan } from "../../../src/sandbox/digikey-server/request-quota.ts";
import { connect, details, LegacyError, problem, requestToken, startOwnServer } from "./sandbox-client.ts";

/** 40 seconds before the minute ends, an hour and 40 seconds before the UTC day does. */
const startMs = Date.UTC(2026, 0, 15, 22, 59, 20);

const path = details("AR0603-4K7");

describe("the quota", () => {
  it("is told on every answer, and tokens do not count", async () => {
    await using server = await startOwnServer({ limits: { perMinute: 3, perDay: 10 }, now: () => startMs });
    const token = await requestToken(server.baseUrl);
    expect(token.headers.get("X-RateLimit-Remaining")).toBe("10");
    const client = await connect(server.baseUrl);
    const answer = await client.get(path);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "x-ratelimit-limit": "10",
      "x-ratelimit-remaining": "9",
      "x-burstlimit-limit": "3",
      "x-burstlimit-remaining": "2",
    });
  });

  it("is that of the standard plan by default, and silent without limits", async () => {
    await using standard = await startOwnServer({ limits: standardPlan });
    const limited = await (await connect(standard.baseUrl)).get(path);
    expect(limited.headers.get("X-RateLimit-Limit")).toBe("1000");
    expect(limited.headers.get("X-BurstLimit-Limit")).toBe("120");
    await using unlimited = await startOwnServer();
    const answer = await (await connect(unlimited.baseUrl)).get(path);
    expect([...answer.headers.keys()].filter((name) => name.includes("limit"))).toEqual([]);
  });

  it("answers 429 when the minute is used up, and opens again with the next minute", async () => {
    let nowMs = startMs;
    await using server = await startOwnServer({ limits: { perMinute: 2, perDay: null }, now: () => nowMs });
    const client = await connect(server.baseUrl);
    await client.get(path);
    await client.get(path);
    const refused = await client.get(path);
    expect(refused.status).toBe(429);
    expect((await problem(refused)).detail).toMatch(/^BurstLimit exceeded/);
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      "retry-after": "40",
      "x-burstlimit-limit": "2",
      "x-burstlimit-remaining": "0",
      "x-burstlimit-reset": "40",
      "x-burstlimit-resettime": "2026-01-15T23:00:00.000Z",
    });
    nowMs += 40_000;
    expect((await client.get(path)).status).toBe(200);
    expect(server.stats().answersByStatus).toEqual({ "200": 4, "429": 1 });
  });

  it("answers 429 when the day is used up, in the other envelope too", async () => {
    let nowMs = startMs;
    await using server = await startOwnServer({
      limits: { perMinute: 120, perDay: 1 },
      envelope: "v3",
      tokenLifetimeS: 100_000,
      now: () => nowMs,
    });
    const client = await connect(server.baseUrl);
    await client.get(path);
    const refused = await client.get(path);
    expect(refused.status).toBe(429);
    expect(LegacyError.parse(await refused.json())).toMatchObject({
      ErrorMessage: "Daily Ratelimit exceeded",
      StatusCode: 429,
    });
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      "retry-after": "3640",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-resettime": "2026-01-16T00:00:00.000Z",
      "x-burstlimit-remaining": "119",
    });
    nowMs += 3_640_000;
    expect((await client.get(path)).status).toBe(200);
  });

  it("can be used up early by the fault profile", async () => {
    const faults = { ...faultProfiles.none, daily429After: 2 };
    await using server = await startOwnServer({ faults });
    const client = await connect(server.baseUrl);
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await client.get(path)).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
  });
});

describe("mixed envelopes", () => {
  it("sends both bodies, each number always the same one", async () => {
    await using server = await startOwnServer({ envelope: "mixed" });
    const client = await connect(server.baseUrl);
    const forms = async () => {
      const keys = [];
      for (let index = 0; index < 20; index += 1) {
        const body: unknown = await (await client.get(details(`GONE-${index}`))).json();
        keys.push(LegacyError.safeParse(body).success ? "v3" : "v4");
      }
      return keys;
    };
    const first = await forms();
    expect(new Set(first)).toEqual(new Set(["v3", "v4"]));
    expect(await forms()).toEqual(first);
  });
});
