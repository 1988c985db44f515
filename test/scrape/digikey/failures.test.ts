import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ErrorClass } from "../../../src/domain/error-class.ts";
import { UserError } from "../../../src/domain/fault.ts";
import { digikeyProvider, type DigikeyOptions } from "../../../src/scrape/digikey/digikey-provider.ts";
import { type HttpTransport, httpTransport } from "../../../src/scrape/digikey/http-transport.ts";
import { nextStep } from "../../../src/workflow/retry-policy.ts";
import { startDigikeyServer, type DigikeyServer, type ScriptedAnswer } from "./digikey-server.ts";
import { faultOf, never, optionsFor, secrets } from "./given.ts";

let server: DigikeyServer;
beforeEach(async () => (server = await startDigikeyServer()));
afterEach(() => server[Symbol.asyncDispose]());

const query = { mpn: "X1", manufacturer: null };
const lookUp = (more: Partial<DigikeyOptions> = {}, signal = never) =>
  digikeyProvider(optionsFor(server.url, more)).lookUp(query, signal);

const problem = (status: number, detail: string, more: object = {}) => ({
  status,
  body: { title: "A title", status, detail, correlationId: "corr-1", errors: {}, ...more },
});
const older = (status: number, message: string, details: string) => ({
  status,
  body: {
    StatusCode: status,
    ErrorMessage: message,
    ErrorDetails: details,
    RequestId: "req-v3",
    ValidationErrors: [],
  },
});
const page = (status: number, more: object = {}): ScriptedAnswer => ({
  status,
  headers: { "content-type": "text/html", ...more },
  body: "<html><body>Service Unavailable</body></html>",
});

const keywordAnswers: readonly [string, ScriptedAnswer, ErrorClass, RegExp][] = [
  [
    "no subscription",
    problem(401, "Invalid Client-Id. You are not subscribed to this API."),
    "auth",
    /subscribe it to "Product Information V4"/,
  ],
  [
    "another no subscription",
    older(401, "X-DIGIKEY-Client-Id invalid for requested resource", ""),
    "auth",
    /Product Information V4/,
  ],
  [
    "a wrong client id",
    problem(401, "Invalid clientId. Send valid client_id"),
    "auth",
    /check DIGIKEY_CLIENT_ID/,
  ],
  [
    "a wrong secret",
    older(401, "invalid_client", "Client credentials are invalid"),
    "auth",
    /check DIGIKEY_CLIENT_SECRET/,
  ],
  ["a refusal without a word", { status: 401, body: "" }, "auth", /DIGIKEY_CLIENT_ID, DIGIKEY_CLIENT_SECRET/],
  ["missing rights", problem(403, "Forbidden"), "auth", /plan and subscription, and the account id/],
  [
    "a validation error",
    problem(400, "Bad", { errors: { Keywords: ["too long"] } }),
    "invalid_part",
    /Keywords: too long/,
  ],
  [
    "an older validation error",
    {
      status: 400,
      body: { ErrorMessage: "Bad", ValidationErrors: [{ Field: "Limit", Message: "too high" }] },
    },
    "invalid_part",
    /Limit: too high/,
  ],
  ["no such product", problem(404, "Requested Product x1 Not Found"), "not_found", /no such part/],
  [
    "several products",
    problem(404, "Duplicate Products found for x1. Please narrow"),
    "ambiguous_match",
    /several products/,
  ],
  ["a wrong path", problem(404, "Invalid resource path"), "server", /base URL/],
  ["a gateway's 404", page(404), "server", /base URL/],
  ["an internal error", problem(500, "oops"), "server", /try again later/],
  ["a bad gateway", page(502), "server", /502/],
  ["an unavailable service", page(503), "server", /503/],
  ["a gateway timeout", page(504), "server", /504/],
  ["a redirect", { status: 307, headers: { location: "http://127.0.0.1:1/" }, body: "" }, "server", /307/],
  ["a burst", older(429, "BurstLimit exceeded", "Please try again"), "rate_limited", /wait/],
  ["a throttling 503", page(503, { "X-RateLimit-Limit": "1000" }), "rate_limited", /wait/],
  [
    "an error body of unexpected types",
    { status: 500, body: { detail: 7, errors: ["x"], ErrorMessage: null } },
    "server",
    /500/,
  ],
  ["an oversize error", { status: 500, body: "x".repeat(9000) }, "server", /500/],
  [
    "an oversize answer",
    { body: { Products: [], padding: "x".repeat(9000) } },
    "server",
    /larger than allowed/,
  ],
  ["half an answer", { body: '{"Products":[{"Manu' }, "server", /not JSON/],
  ["no body", { body: "" }, "server", /not JSON/],
  ["a page instead of JSON", page(200), "server", /not JSON/],
  ["a list instead of an object", { body: [] }, "parse", /expected shape/],
  ["neither list of products", { body: { error: "odd" } }, "parse", /neither Products nor ExactMatches/],
  ["a list that is none", { body: { Products: "none" } }, "parse", /Products/],
  ["a product that is none", { body: { Products: [null] } }, "parse", /Products\[0\]/],
  ["a reset connection", { fault: "reset" }, "network", /broke the connection/],
  ["a body that breaks off", { body: '{"Products":[', fault: "cut" }, "network", /broke the connection/],
];

const tokenAnswers: readonly [string, ScriptedAnswer, ErrorClass, RegExp][] = [
  [
    "a wrong secret",
    older(401, "invalid_client", "Client credentials are invalid"),
    "auth",
    /DIGIKEY_CLIENT_SECRET/,
  ],
  [
    "a wrong id, OAuth form",
    { status: 400, body: { error: "invalid_client", error_description: "unknown" } },
    "auth",
    /DIGIKEY_CLIENT_ID/,
  ],
  [
    "OAuth in DigiKey's form",
    { status: 401, body: { ErrorCode: "x", Error: "InvalidCredentials" } },
    "auth",
    /DIGIKEY_CLIENT_SECRET/,
  ],
  ["a wrong address", page(404), "auth", /DIGIKEY_CLIENT_ID/],
  ["throttling", { status: 429, headers: { "retry-after": "3" }, body: "" }, "rate_limited", /wait/],
  ["a broken service", page(503), "server", /503/],
  ["half a token", { body: '{"access_token":"hidden-half' }, "server", /not JSON/],
  ["an answer without a token", { body: { expires_in: 599 } }, "server", /access_token/],
  ["a token without a life", { body: { access_token: "hidden-half" } }, "server", /expires_in/],
  [
    "a token that is no header",
    { body: { access_token: "hidden-half\n", expires_in: 9 } },
    "server",
    /visible ASCII/,
  ],
  ["a reset connection", { fault: "reset" }, "network", /connection/],
];

describe("a keyword answer", () => {
  it.each(keywordAnswers)(
    "that is %s ends in the right class and says what to do",
    async (_, answer, errorClass, text) => {
      server.on("keyword", answer);
      const fault = await faultOf(lookUp({ maxBodyBytes: 2000 }));
      expect(fault.errorClass).toBe(errorClass);
      expect(fault.message).toMatch(text);
      if (answer.fault === undefined) expect(fault.detail.httpStatus).toBe(answer.status ?? 200);
      expect(server.seen.keyword).toHaveLength(1);
    },
  );

  it("with many wrong products is told of in a message of readable length", async () => {
    server.on("keyword", { body: { Products: Array.from({ length: 50 }, () => ({ ProductUrl: 1 })) } });
    expect((await faultOf(lookUp())).message.length).toBeLessThan(1200);
  });

  it("gives its request id from the header, else from either kind of body", async () => {
    const requestId = async (answer: ScriptedAnswer) => {
      server.on("keyword", answer);
      return (await faultOf(lookUp())).detail.requestId;
    };
    expect(await requestId({ ...problem(500, "x"), headers: { "X-DIGIKEY-REQUEST-ID": "head-1" } })).toBe(
      "head-1",
    );
    expect(await requestId(problem(500, "x"))).toBe("corr-1");
    expect(await requestId(older(500, "x", "y"))).toBe("req-v3");
    expect(await requestId(page(502))).toBeUndefined();
  });

  it("tells the minute's limit from the day's", async () => {
    server.on("keyword", { ...older(429, "BurstLimit exceeded", ""), headers: { "retry-after": "7" } });
    expect(await faultOf(lookUp())).toMatchObject({ isQuotaExhausted: false, retryAfterMs: 7_000 });
    server.on("keyword", {
      ...problem(429, "Daily Ratelimit exceeded."),
      headers: { "retry-after": "12397" },
    });
    expect(await faultOf(lookUp())).toMatchObject({ isQuotaExhausted: true, retryAfterMs: 12_397_000 });
  });
});

describe("the wait that a broken service asks for", () => {
  const stepAfter = async (status: number, more: object) => {
    server.on("keyword", page(status, more));
    const { errorClass, retryAfterMs, isQuotaExhausted } = await faultOf(lookUp());
    expect([errorClass, isQuotaExhausted]).toEqual(["server", false]);
    return nextStep(
      { errorClass, retryAfterMs, isQuotaExhausted, attempt: 1, maxAttempts: 3, waits: 0 },
      () => 1,
    );
  };
  const retry = (delayMs: number) => ({ kind: "retry", delayMs, usesAttempt: true });

  it.each([500, 502, 503, 504])("is kept before the next attempt after %i", async (status) => {
    expect(await stepAfter(status, { "retry-after": "4" })).toEqual(retry(4000));
  });

  it("puts the part off where a worker is not worth holding for it", async () => {
    expect(await stepAfter(503, { "retry-after": "3600" })).toEqual({ kind: "defer", untilMs: 3_600_000 });
  });

  it.each(["1772359200", "Fri, 01 Jan 2100 00:00:00 GMT", "soon", ""])(
    "does not park the part when it cannot be meant: %j",
    async (wait) => {
      expect(await stepAfter(503, { "retry-after": wait })).toEqual(retry(500));
    },
  );

  it("is not taken from the counters of the minute or the day", async () => {
    expect(await stepAfter(503, { "x-burstlimit-remaining": "0", "x-burstlimit-reset": "90" })).toEqual(
      retry(500),
    );
    expect(await stepAfter(500, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9000" })).toEqual(
      retry(500),
    );
  });

  it("is kept too when it is the token that cannot be had", async () => {
    server.on("token", page(503, { "retry-after": "4" }));
    expect(await faultOf(lookUp())).toMatchObject({ errorClass: "server", retryAfterMs: 4000 });
  });
});

describe("a token answer", () => {
  it.each(tokenAnswers)(
    "that is %s ends in the right class and says what to do",
    async (_, answer, errorClass, text) => {
      server.on("token", answer);
      const fault = await faultOf(lookUp());
      expect(fault.errorClass).toBe(errorClass);
      expect(fault.message).toMatch(text);
      expect(server.seen.keyword).toHaveLength(0);
    },
  );
});

describe("a call that does not come back", () => {
  it.each(["token", "keyword"] as const)("times out on %s as a network fault", async (route) => {
    server.on(route, { fault: "hang" });
    const fault = await faultOf(lookUp({ timeoutMs: 300 }));
    expect(fault.errorClass).toBe("network");
    expect(fault.message).toMatch(/within 300 ms/);
  });

  it.each(["token", "keyword"] as const)("is given up on %s when the signal says so", async (route) => {
    server.on(route, { fault: "hang" });
    const controller = new AbortController();
    const attempt = faultOf(lookUp({}, controller.signal));
    await vi.waitFor(() => expect(server.seen[route]).toHaveLength(1));
    controller.abort(new Error("shutting down"));
    expect((await attempt).errorClass).toBe("cancelled");
  });

  it("is not made when the signal has gone before", async () => {
    const fault = await faultOf(lookUp({}, AbortSignal.abort()));
    expect(fault.errorClass).toBe("cancelled");
    expect(server.seen.keyword).toHaveLength(0);
  });

  it("is not made either when a token is still there", async () => {
    const digikey = digikeyProvider(optionsFor(server.url));
    await digikey.lookUp(query, never);
    const fault = await faultOf(digikey.lookUp(query, AbortSignal.abort()));
    expect(fault.errorClass).toBe("cancelled");
    expect(server.seen.keyword).toHaveLength(1);
  });

  it("is a network fault when nobody listens, with the cause's code kept", async () => {
    const fault = await faultOf(digikeyProvider(optionsFor("http://127.0.0.1:1")).lookUp(query, never));
    expect(fault.errorClass).toBe("network");
    expect(inspect(fault, { depth: Infinity })).toMatch(/ECONNREFUSED|bad port/);
  });
});

describe("secrets", () => {
  const bearer = "bearer-value-0815";
  const formBody = new URLSearchParams({ client_secret: secrets.clientSecret }).toString();
  const credentials = [
    secrets.clientId,
    secrets.clientSecret,
    encodeURIComponent(secrets.clientSecret),
    formBody,
  ];
  /** What may be known to the client when a route fails: no bearer while there is none. */
  const secretsOf = { token: credentials, keyword: [...credentials, bearer] };
  const leaks = (hidden: readonly string[], thing: unknown): string[] => {
    const all = { depth: Infinity, showHidden: true, maxStringLength: Infinity, maxArrayLength: Infinity };
    const text = inspect(thing, all);
    return hidden.filter((secret) => text.includes(secret));
  };
  const echo = (hidden: readonly string[], status: number): ScriptedAnswer => ({
    status,
    headers: { "X-DIGIKEY-REQUEST-ID": hidden.join("|") },
    body: {
      // Long enough that a message cut before it is masked would keep half a secret.
      detail: `${"x".repeat(850)} ${hidden.join(" | ")}`,
      ErrorMessage: hidden.join(" | "),
      correlationId: hidden.at(-1),
      errors: { [hidden.join()]: hidden },
    },
  });
  const cases = [
    ...tokenAnswers.map(([name, answer]) => ["token", name, answer] as const),
    ...keywordAnswers.map(([name, answer]) => ["keyword", name, answer] as const),
    ...[400, 401, 403, 404, 429, 500, 503].flatMap((status) => [
      ["token", `an echo with ${status}`, echo(secretsOf.token, status)] as const,
      ["keyword", `an echo with ${status}`, echo(secretsOf.keyword, status)] as const,
    ]),
  ];

  it("stay out of a fault that tells of an unexpected shape", async () => {
    const echoed = Object.fromEntries(credentials.map((secret) => [secret, secret]));
    server.on("keyword", { body: { ...echoed, Products: [{ ...echoed, ProductUrl: [credentials] }] } });
    const fault = await faultOf(lookUp());
    expect(fault.errorClass).toBe("parse");
    expect(leaks(credentials, fault)).toEqual([]);
  });

  it.each(cases)("stay out of faults and events: %s answers %s", async (route, _, answer) => {
    const events: unknown[] = [];
    server.on("token", { body: { access_token: bearer, expires_in: 599 } });
    server.on(route, answer);
    const fault = await faultOf(lookUp({ maxBodyBytes: 2500, onCall: (event) => events.push(event) }));
    expect(events).not.toEqual([]);
    // The half of a token that the scripted token answers issue is one as well.
    const hidden = [...secretsOf[route], "hidden-half"];
    expect(leaks(hidden, [fault, events])).toEqual([]);
  });

  it("stay out of the causes that the HTTP stack adds", async () => {
    server.on("token", { body: { access_token: bearer, expires_in: 599 } });
    const failing =
      (part: string): HttpTransport =>
      (request, signal) => {
        if (!request.url.endsWith(part)) return httpTransport(request, signal);
        const said = `${JSON.stringify(request.headers)} ${request.body ?? ""} ${credentials.join()}`;
        const inner = Object.assign(new Error(said), { request, code: "ECONNRESET" });
        return Promise.reject(
          new TypeError("request failed", { cause: new AggregateError([inner, said], said) }),
        );
      };
    expect(leaks(secretsOf.token, await faultOf(lookUp({ transport: failing("token") })))).toEqual([]);
    expect(leaks(secretsOf.keyword, await faultOf(lookUp({ transport: failing("keyword") })))).toEqual([]);
    const aborted = AbortSignal.abort({ why: credentials.join() });
    expect(leaks(credentials, await faultOf(lookUp({}, aborted)))).toEqual([]);
  });

  it.each([
    ["clientId", "DIGIKEY_CLIENT_ID"],
    ["clientSecret", "DIGIKEY_CLIENT_SECRET"],
  ])("with a line break are refused at the start: %s", (option, variable) => {
    const make = () => digikeyProvider(optionsFor(server.url, { [option]: "pasted-secret\n" }));
    expect(make).toThrow(UserError);
    expect(make).toThrow(new RegExp(`^${variable} holds`));
    expect(make).not.toThrow(/pasted-secret/);
  });

  it("are not asked for with an empty value or without an address", () => {
    expect(() => digikeyProvider(optionsFor(server.url, { clientId: "" }))).toThrow(
      /DIGIKEY_CLIENT_ID is empty/,
    );
    expect(() => digikeyProvider(optionsFor("api.digikey.com"))).toThrow(/base URL/);
  });
});
