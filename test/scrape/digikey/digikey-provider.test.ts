import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { digikeyProvider, type DigikeyOptions } from "../../../src/scrape/digikey/digikey-provider.ts";
import type { CallEvent } from "../../../src/scrape/digikey/observed-exchange.ts";
import { startDigikeyServer, type DigikeyServer } from "./digikey-server.ts";
import { faultOf, never, optionsFor, product, secrets } from "./given.ts";

let server: DigikeyServer;
beforeEach(async () => (server = await startDigikeyServer()));
afterEach(() => server[Symbol.asyncDispose]());

const query = (mpn: string, manufacturer: string | null = null) => ({ mpn, manufacturer });
const provider = (more: Partial<DigikeyOptions> = {}) => digikeyProvider(optionsFor(server.url, more));
const euros = { Site: "DE", Language: "en", Currency: "EUR" };

describe("a lookup", () => {
  it("is one keyword call with DigiKey's headers, after one token call", async () => {
    server.on("keyword", {
      headers: { "X-DIGIKEY-REQUEST-ID": "req-1" },
      body: {
        Products: [],
        ExactMatches: [product("LM-358/NOPB", 5)],
        ProductsCount: 1,
        SearchLocaleUsed: euros,
      },
    });
    const fetchedAt = new Date("2026-02-03T04:05:06.000Z");
    const digikey = provider({ accountId: "77", now: () => fetchedAt });
    const answer = await digikey.lookUp(query(" lm-358/nopb"), never);

    expect(answer).toMatchObject({ requestId: "req-1", calls: 1, fetchedAt });
    expect(answer.sourceUrl).toBe(`${server.url}/products/v4/search/keyword`);
    expect(digikey.read(answer.payload).map(({ mpn }) => mpn)).toEqual(["LM-358/NOPB"]);

    const [token] = server.seen.token;
    expect(token?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(Object.fromEntries(new URLSearchParams(token?.body))).toEqual({
      client_id: secrets.clientId,
      client_secret: secrets.clientSecret,
      grant_type: "client_credentials",
    });
    const [keyword] = server.seen.keyword;
    expect(keyword?.method).toBe("POST");
    expect(keyword?.headers).toMatchObject({
      authorization: "Bearer token-number-1",
      "content-type": "application/json",
      "x-digikey-client-id": secrets.clientId,
      "x-digikey-locale-site": "DE",
      "x-digikey-locale-language": "en",
      "x-digikey-locale-currency": "EUR",
      "x-digikey-account-id": "77",
    });
    expect(JSON.parse(keyword?.body ?? "")).toEqual({ Keywords: "lm-358/nopb", Limit: 50, Offset: 0 });
  });

  it("shares one token among many lookups at once, and sends no account id unasked", async () => {
    const digikey = provider();
    await Promise.all(Array.from({ length: 12 }, (_, n) => digikey.lookUp(query(`P${n}`), never)));
    expect(server.seen.token).toHaveLength(1);
    expect(server.seen.keyword).toHaveLength(12);
    expect(server.seen.keyword[0]?.headers).not.toHaveProperty("x-digikey-account-id");
  });

  it("makes Node warn of nothing when many share one signal", async () => {
    const warnings: Error[] = [];
    const collect = (warning: Error) => warnings.push(warning);
    process.on("warning", collect);
    const digikey = provider();
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 40 }, (_, n) => digikey.lookUp(query(`P${n}`), signal)));
    process.off("warning", collect);
    expect(warnings).toEqual([]);
  });

  it("that finds nothing is an answer without candidates", async () => {
    const answer = await provider().lookUp(query("NOPE"), never);
    expect(provider().read(answer.payload)).toEqual([]);
    expect(answer.calls).toBe(1);
  });

  it("keeps the exact match's copy of a product that is listed twice, and nothing else of the page", async () => {
    server.on("keyword", {
      body: {
        ExactMatches: [product("X1", 1, { QuantityAvailable: 100 }), product("X1", 2)],
        Products: [product("X1", 1, { QuantityAvailable: 999 }), product("X1A", 3), product("x 1", 4)],
        ProductsCount: 5,
        FilterOptions: { Manufacturers: [{ Id: 1, Value: "facet" }] },
        SearchLocaleUsed: euros,
      },
    });
    const digikey = provider();
    const { payload } = await digikey.lookUp(query("X1"), never);
    expect(digikey.read(payload).map((found) => [found.providerProductId, found.quantityAvailable])).toEqual([
      ["1", 100],
      ["2", null],
      ["4", null],
    ]);
    const stored = JSON.stringify(payload);
    expect(stored).not.toMatch(/FilterOptions|SeoDescription|X1A/);
    expect(digikey.read(JSON.parse(stored))).toEqual(digikey.read(payload));
  });

  it("finds a product by the order number of one of its packagings", async () => {
    server.on("keyword", { body: { ExactMatches: [product("X1", 1), product("X2", 2)] } });
    const digikey = provider();
    const { payload } = await digikey.lookUp(query("acme-2-nd"), never);
    expect(digikey.read(payload).map(({ mpn }) => mpn)).toEqual(["X2"]);
  });

  it("records the currency that was used, not the one that was asked for", async () => {
    const offerOf = async (localeUsed: unknown) => {
      server.on("keyword", { body: { ExactMatches: [product("X1", 1)], SearchLocaleUsed: localeUsed } });
      const { payload } = await provider().lookUp(query("X1"), never);
      return provider().read(payload)[0]?.offers[0];
    };
    expect(await offerOf({ Site: "US", Language: "en", Currency: "USD" })).toMatchObject({ currency: "USD" });
    expect(await offerOf(undefined)).toMatchObject({ currency: "EUR" });
  });

  it("refuses a number that cannot be searched without a call", async () => {
    expect((await faultOf(provider().lookUp(query("x".repeat(251)), never))).errorClass).toBe("invalid_part");
    expect((await faultOf(provider().lookUp(query("  "), never))).errorClass).toBe("invalid_part");
    expect(server.seen.token).toHaveLength(0);
  });
});

describe("paging", () => {
  const others = (count: number) => Array.from({ length: count }, (_, n) => product(`1028-${n}`, 1000 + n));
  const offsets = () => server.seen.keyword.map(({ body }) => Number(/"Offset":(\d+)/.exec(body)?.[1]));

  it("goes on to the second page while nothing has the number, and stops there", async () => {
    server.on("keyword", { body: { Products: others(50), ProductsCount: 19_963 } });
    const answer = await provider().lookUp(query("1028"), never);
    expect(offsets()).toEqual([0, 50]);
    expect(answer.calls).toBe(2);
    expect(provider().read(answer.payload)).toEqual([]);
  });

  it("finds a product on the second page", async () => {
    server.on("keyword", (_, count) => ({
      body: { Products: count === 1 ? others(50) : [product("1028", 7)], ProductsCount: 51 },
    }));
    const answer = await provider().lookUp(query("1028"), never);
    expect(provider().read(answer.payload)).toHaveLength(1);
  });

  it.each([
    ["a page is not full", { count: 49, total: 19_963 }],
    ["the count is reached", { count: 50, total: 50 }],
  ])("ends when %s", async (_, { count, total }) => {
    server.on("keyword", { body: { Products: others(count), ProductsCount: total } });
    await provider().lookUp(query("1028"), never);
    expect(offsets()).toEqual([0]);
  });
});

describe("an expired token", () => {
  const expired = {
    status: 401,
    body: { status: 401, title: "Unauthorized", detail: "Bearer token is expired" },
  };

  it("is dropped, fetched once for all that waited, and each call is replayed once", async () => {
    server.on("keyword", ({ headers }) =>
      headers.authorization === "Bearer token-number-1"
        ? expired
        : { body: { Products: [product("X1", 1)] } },
    );
    const digikey = provider();
    const answers = await Promise.all(Array.from({ length: 6 }, () => digikey.lookUp(query("X1"), never)));
    expect(server.seen.token).toHaveLength(2);
    expect(server.seen.keyword).toHaveLength(12);
    expect(answers.map(({ calls }) => calls)).toEqual([2, 2, 2, 2, 2, 2]);
  });

  it("is replayed only once", async () => {
    server.on("keyword", expired);
    const fault = await faultOf(provider().lookUp(query("X1"), never));
    expect(fault.errorClass).toBe("auth");
    expect(server.seen.keyword).toHaveLength(2);
    expect(server.seen.token).toHaveLength(2);
  });

  it("is told from other refusals, which are not replayed", async () => {
    server.on("keyword", { status: 401, body: { detail: "The Bearer token is invalid" } });
    expect((await faultOf(provider().lookUp(query("X1"), never))).errorClass).toBe("auth");
    expect(server.seen.keyword).toHaveLength(1);
  });
});

describe("media", () => {
  const twoMakers = [
    product("X1", 1, { ProductVariations: [{ DigiKeyProductNumber: 'A/1 +#"-ND' }] }),
    product("X1", 2, { Manufacturer: { Id: 2, Name: "Other Inc." } }),
  ];
  const link = { MediaType: "Datasheets", Title: "Sheet", Url: "//docs.example/a.pdf" };

  it("is not asked for unless told to", async () => {
    server.on("keyword", { body: { ExactMatches: twoMakers.slice(0, 1) } });
    await provider().lookUp(query("X1"), never);
    expect(server.seen.media).toHaveLength(0);
  });

  it("is asked for by the order number of the product of the asked manufacturer", async () => {
    server.on("keyword", { body: { ExactMatches: twoMakers } });
    server.on("media", { headers: { "X-DIGIKEY-REQUEST-ID": "req-2" }, body: { MediaLinks: [link] } });
    const digikey = provider({ fetchMedia: true });
    const answer = await digikey.lookUp(query("X1", "ACME Semiconductors Ltd."), never);
    expect(server.seen.media.map(({ url }) => url)).toEqual([
      "/products/v4/search/A%2F1%20%2B%23%22-ND/media",
    ]);
    expect(answer).toMatchObject({ calls: 2, requestId: "req-2" });
    expect(digikey.read(answer.payload).map(({ documents }) => documents)).toEqual([
      [{ url: "https://docs.example/a.pdf", kind: "datasheet", title: "Sheet" }],
      [],
    ]);
  });

  it("is not asked for while several products can be meant", async () => {
    server.on("keyword", { body: { ExactMatches: twoMakers } });
    const answer = await provider({ fetchMedia: true }).lookUp(query("X1"), never);
    expect(answer.calls).toBe(1);
    expect(server.seen.media).toHaveLength(0);
  });

  it("that does not exist is none, any other fault is one", async () => {
    server.on("keyword", { body: { ExactMatches: twoMakers.slice(0, 1) } });
    const digikey = provider({ fetchMedia: true });
    const answer = await digikey.lookUp(query("X1"), never);
    expect(answer.calls).toBe(2);
    expect(digikey.read(answer.payload)[0]?.documents).toEqual([]);
    server.on("media", { status: 500 });
    expect((await faultOf(digikey.lookUp(query("X1"), never))).errorClass).toBe("server");
  });
});

describe("observers", () => {
  it("are told of every call and of the quota in its answer", async () => {
    const calls: CallEvent[] = [];
    const quotas: unknown[] = [];
    let ms = 0;
    server.on("keyword", (_, count) => ({
      status: count === 1 ? 503 : 200,
      headers: { "X-DIGIKEY-REQUEST-ID": `req-${count}`, "X-RateLimit-Remaining": `${900 - count}` },
      body: { Products: [] },
    }));
    const digikey = provider({
      now: () => new Date((ms += 5)),
      onCall: (event) => calls.push(event),
      onQuota: (quota) => quotas.push(quota),
    });
    await faultOf(digikey.lookUp(query("X1"), never));
    await digikey.lookUp(query("X1"), never);
    expect(calls.map(({ operation, status, requestId }) => [operation, status, requestId])).toEqual([
      ["token", 200, null],
      ["keyword", 503, "req-1"],
      ["keyword", 200, "req-2"],
    ]);
    expect(calls.every((call) => call.ms > 0)).toBe(true);
    expect(quotas).toEqual([{ dailyRemaining: 899 }, { dailyRemaining: 898 }]);
  });

  it("are told of a call without an answer", async () => {
    const calls: CallEvent[] = [];
    server.on("token", { fault: "reset" });
    await faultOf(provider({ onCall: (event) => calls.push(event) }).lookUp(query("X1"), never));
    expect(calls).toMatchObject([{ operation: "token", status: null, requestId: null }]);
  });
});
