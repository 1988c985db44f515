import { describe, expect, it } from "vitest";
import {
  connect,
  credentials,
  details,
  LegacyError,
  problem,
  requestToken,
  startOwnServer,
  Token,
} from "./sandbox-client.ts";

describe("the token route", () => {
  it("grants a token without refresh to form credentials", async () => {
    await using server = await startOwnServer({ tokenLifetimeS: 42 });
    const response = await requestToken(server.baseUrl);
    expect(response.status).toBe(200);
    const body = Token.strict().parse(await response.json());
    expect(body.expires_in).toBe(42);
    expect(server.stats().tokensIssued).toBe(1);
  });

  it("grants a token to HTTP Basic with only the grant type in the form", async () => {
    await using server = await startOwnServer();
    const pair = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString("base64");
    const response = await fetch(`${server.baseUrl}/v1/oauth2/token`, {
      method: "POST",
      headers: { Authorization: `Basic ${pair}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    expect(response.status).toBe(200);
  });

  it("refuses a wrong secret in both envelopes", async () => {
    await using modern = await startOwnServer();
    const refused = await requestToken(modern.baseUrl, { client_secret: "wrong" });
    expect(refused.status).toBe(401);
    expect((await problem(refused)).detail).toBe("invalid_client. Client credentials are invalid");

    await using legacy = await startOwnServer({ envelope: "v3" });
    const body = LegacyError.parse(
      await (await requestToken(legacy.baseUrl, { client_secret: "wrong" })).json(),
    );
    expect(body).toMatchObject({
      ErrorMessage: "invalid_client",
      ErrorDetails: "Client credentials are invalid",
    });
    expect(legacy.stats().tokensIssued).toBe(0);
  });

  it("refuses another grant type", async () => {
    await using server = await startOwnServer();
    const refused = await requestToken(server.baseUrl, { grant_type: "password" });
    expect(refused.status).toBe(400);
    expect(Object.keys((await problem(refused)).errors)).toEqual(["grant_type"]);
  });
});

describe("a product call", () => {
  it("needs a bearer token that the server issued", async () => {
    await using server = await startOwnServer();
    const client = await connect(server.baseUrl);
    const withoutToken = await fetch(server.baseUrl + details("AR0603-4K7"), {
      headers: { "X-DIGIKEY-Client-Id": credentials.clientId },
    });
    expect([withoutToken.status, (await problem(withoutToken)).detail]).toEqual([
      401,
      "The Bearer token is invalid",
    ]);
    const strange = await client.get(details("AR0603-4K7"), { Authorization: "Bearer made-up" });
    expect(strange.status).toBe(401);
    expect((await client.get(details("AR0603-4K7"))).status).toBe(200);
  });

  it("needs the client id the token belongs to", async () => {
    await using server = await startOwnServer();
    const client = await connect(server.baseUrl);
    const refused = await client.get(details("AR0603-4K7"), { "X-DIGIKEY-Client-Id": "another" });
    expect(refused.status).toBe(401);
    expect((await problem(refused)).detail).toMatch(/^Invalid clientId\. client_id query parameter/);
  });

  it("is refused as expired once the token's lifetime is over", async () => {
    let nowMs = 1_000_000;
    await using server = await startOwnServer({ now: () => nowMs });
    const client = await connect(server.baseUrl);
    nowMs += 599_000 - 1;
    expect((await client.get(details("AR0603-4K7"))).status).toBe(200);
    nowMs += 1;
    const refused = await client.get(details("AR0603-4K7"));
    expect([refused.status, (await problem(refused)).detail]).toEqual([401, "Bearer token is expired"]);
    expect((await (await connect(server.baseUrl)).get(details("AR0603-4K7"))).status).toBe(200);
  });

  it("uses up no quota when it is refused", async () => {
    await using server = await startOwnServer({ limits: { perMinute: 1, perDay: 1 } });
    const client = await connect(server.baseUrl);
    for (let call = 0; call < 3; call += 1) {
      expect((await client.get(details("AR0603-4K7"), { Authorization: "" })).status).toBe(401);
    }
    expect((await client.get(details("AR0603-4K7"))).status).toBe(200);
    expect(server.stats().callsByNumber).toEqual({ "AR0603-4K7": 1 });
  });
});
