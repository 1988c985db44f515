import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { DigikeyServer } from "../../../src/sandbox/digikey-server/start-digikey-server.ts";
import {
  connect,
  details,
  KeywordBody,
  problem,
  Product,
  startOwnServer,
  type SandboxClient,
} from "./sandbox-client.ts";

let server: DigikeyServer;
let client: SandboxClient;
beforeAll(async () => {
  server = await startOwnServer();
  client = await connect(server.baseUrl);
});
afterAll(() => server[Symbol.asyncDispose]());

async function search(body: object, headers: Record<string, string> = {}) {
  const response = await client.keyword(body, headers);
  expect(response.status).toBe(200);
  return KeywordBody.parse(await response.json());
}

async function productOf(response: Response) {
  expect(response.status).toBe(200);
  return z.object({ Product }).parse(await response.json()).Product;
}

const numbers = (products: readonly z.infer<typeof Product>[]) =>
  products.map((p) => p.ManufacturerProductNumber);

describe("keyword search", () => {
  it("gives the exact match and the same product among the products", async () => {
    const body = await search({ Keywords: "ar0603-4k7", Limit: 10, Offset: 0 });
    expect(body.ProductsCount).toBe(1);
    expect(numbers(body.ExactMatches)).toEqual(["AR0603-4K7"]);
    expect(body.Products).toEqual(body.ExactMatches);
  });

  it("finds a product by the order number of any of its packagings", async () => {
    const [product] = (await search({ Keywords: "AR0603-4K7" })).ExactMatches;
    const orderNumbers = product?.ProductVariations.map((line) => line.DigiKeyProductNumber) ?? [];
    expect(orderNumbers).toHaveLength(3);
    for (const number of orderNumbers) {
      expect((await search({ Keywords: number })).ExactMatches).toEqual([product]);
    }
    expect((await search({ Keywords: "7001-AR0603-4K7XX-ND" })).ExactMatches).toEqual([]);
    expect((await search({ Keywords: "7002-AR0603-4K7CT-ND" })).ExactMatches).toEqual([]);
  });

  it("leaves the count out when nothing is found", async () => {
    expect(await search({ Keywords: "no such part" })).toEqual({
      Products: [],
      ExactMatches: [],
      SearchLocaleUsed: { Site: "US", Language: "en", Currency: "USD" },
    });
  });

  it("has no exact match for a family name, and pages by offset through the products", async () => {
    const first = await search({ Keywords: "BULK", Limit: 50, Offset: 0 });
    expect(first.ExactMatches).toEqual([]);
    expect(first.Products).toHaveLength(50);
    expect(first.ProductsCount).toBeGreaterThan(50);
    const second = await search({ Keywords: "BULK", Limit: 50, Offset: 50 });
    expect(second.ProductsCount).toBe(60);
    expect(new Set([...numbers(first.Products), ...numbers(second.Products)]).size).toBe(60);
  });

  it("gives all exact matches whatever the limit, with products of their own", async () => {
    const body = await search({ Keywords: "HEIR-1", Limit: 1 });
    expect(body.Products).toHaveLength(1);
    expect(body.ExactMatches.map((product) => product.Manufacturer.Id)).toEqual([7003, 7003]);
    expect(new Set(body.ExactMatches.map((product) => product.ProductUrl)).size).toBe(2);
  });

  it("narrows by manufacturer and ignores keys it does not know", async () => {
    const body = await search({
      Keywords: "TWIN-1",
      ManufacturerId: 1,
      FilterOptionsRequest: { ManufacturerFilter: [{ Id: "7003" }], Unheard: true },
    });
    expect(body.ExactMatches.map((product) => product.Manufacturer.Name)).toEqual(["Gamma Semi"]);
    expect(body.Products).toEqual(body.ExactMatches);
  });

  it.each([
    [{ Keywords: "" }, "Keywords"],
    [{ Keywords: "x".repeat(251) }, "Keywords"],
    [{}, "Keywords"],
    [{ Keywords: "AR", Limit: 51 }, "Limit"],
    [{ Keywords: "AR", Limit: 0 }, "Limit"],
    [{ Keywords: "AR", Offset: -1 }, "Offset"],
  ])("refuses %j as invalid", async (body, field) => {
    const response = await client.keyword(body);
    expect(response.status).toBe(400);
    expect(Object.keys((await problem(response)).errors)).toEqual([field]);
  });

  it("refuses JSON it cannot read", async () => {
    const response = await client.keyword('{"Keywords": "AR');
    expect([response.status, (await problem(response)).detail]).toEqual([
      400,
      "The request body is not valid JSON",
    ]);
    expect((await client.keyword("null")).status).toBe(400);
  });

  it("replaces an unsupported currency without a word", async () => {
    const wish = { "X-DIGIKEY-Locale-Site": "DE", "X-DIGIKEY-Locale-Currency": "EUR" };
    const { SearchLocaleUsed: locale } = await search({ Keywords: "TWIN-1" }, wish);
    expect(locale).toEqual({ Site: "DE", Language: "en", Currency: "EUR" });
    const odd = await search({ Keywords: "TWIN-1" }, { ...wish, "X-DIGIKEY-Locale-Currency": "XAU" });
    expect(odd.SearchLocaleUsed.Currency).toBe("USD");
  });
});

describe("product details", () => {
  it("gives the whole product for its number and for an order number, the same as keyword search", async () => {
    const product = await productOf(await client.get(details("AR0603-4K7")));
    expect(await productOf(await client.get(details("7001-AR0603-4K7DKR-ND")))).toEqual(product);
    expect((await search({ Keywords: "AR0603-4K7" })).ExactMatches).toEqual([product]);
  });

  it("decodes the path once: slash, hash, space and plus belong to the number", async () => {
    const product = await productOf(await client.get(details("LT#PBF/A +1")));
    expect(product.ManufacturerProductNumber).toBe("LT#PBF/A +1");
    expect(product.ProductUrl).toMatch(/\/LT%23PBF%2FA%20%2B1\/\d+$/);
    expect((await client.get("/products/v4/search/LT%23PBF%2FA++1/productdetails")).status).toBe(404);
    expect((await client.get("/products/v4/search/LT%2523PBF%252FA%2520%252B1/productdetails")).status).toBe(
      404,
    );
  });

  it("repeats a number it does not have in lower case", async () => {
    const response = await client.get(details("NO-Such-1"));
    expect([response.status, (await problem(response)).detail]).toEqual([
      404,
      "Requested Product no-such-1 Not Found",
    ]);
  });

  it("refuses a number of two makers until the manufacturer is named", async () => {
    const response = await client.get(details("TWIN-1"));
    expect(response.status).toBe(404);
    expect((await problem(response)).detail).toBe(
      "Duplicate Products found for twin-1. Please narrow your search or provide manufacturerId",
    );
    const product = await productOf(await client.get(details("TWIN-1", "?manufacturerId=7002")));
    expect(product.Manufacturer).toEqual({ Id: 7002, Name: "Beta Analog" });
    expect((await client.get(details("TWIN-1", "?manufacturerId=1"))).status).toBe(404);
  });

  it("stays ambiguous when both products have one manufacturer id", async () => {
    const response = await client.get(details("HEIR-1", "?manufacturerId=7003"));
    expect((await problem(response)).detail).toMatch(/^Duplicate Products/);
  });
});

describe("other routes", () => {
  it("lists the documents of a part, and answers 404 when there are none", async () => {
    const response = await client.get("/products/v4/search/AR0603-4K7/media");
    expect(response.status).toBe(200);
    const { MediaLinks } = z
      .object({ MediaLinks: z.array(z.object({ MediaType: z.string(), Url: z.string() })) })
      .parse(await response.json());
    expect(MediaLinks.map((link) => [link.MediaType, link.Url.replace(/^https:/, "")])).toEqual([
      ["Datasheets", "//acme.example/ar.pdf"],
    ]);
    expect((await client.get("/products/v4/search/NODOC-1/media")).status).toBe(404);
  });

  it("lists the manufacturers", async () => {
    const response = await client.get("/products/v4/search/manufacturers");
    expect(await response.json()).toEqual({ Manufacturers: [{ Id: 7001, Name: "Acme Passives" }] });
  });

  it.each([
    "/",
    "/products/v4/manufacturers",
    "/products/v4/search/keyword",
    "/products/v4/search/%E0%A4%A/media",
  ])("does not know GET %s", async (path) => {
    const response = await client.get(path);
    expect([response.status, (await problem(response)).detail]).toEqual([404, "Invalid resource path"]);
  });

  it("marks every answer as sandbox data and names what is simulated", async () => {
    const product = await client.get(details("AR0603-4K7"));
    expect(product.headers.get("X-Sandbox")).toMatch(
      /^workflow-orchestrator; basis=recorded; simulated=stock,prices/,
    );
    expect(product.headers.get("X-DIGIKEY-REQUEST-ID")).toMatch(/^[0-9a-f-]{36}$/);
    const missing = await client.get(details("NO-SUCH-1"));
    expect(missing.headers.get("X-Sandbox")).toBe("workflow-orchestrator; basis=recorded");
    expect((await problem(missing)).correlationId).toBe(missing.headers.get("X-DIGIKEY-REQUEST-ID"));
  });
});
