import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { ProductData } from "../../../src/domain/product-data.ts";
import { digikeyProvider } from "../../../src/scrape/digikey/digikey-provider.ts";
import { startDigikeyServer, type DigikeyServer, type ScriptedAnswer } from "./digikey-server.ts";
import { faultOf, never, optionsFor } from "./given.ts";

const folder = process.env["WORKFLOW_REFERENCE_FIXTURES"];
if (folder === undefined) {
  console.warn(
    "WORKFLOW_REFERENCE_FIXTURES is not set: the tests against recorded DigiKey answers are skipped",
  );
}

const Json = z.record(z.string(), z.unknown());
const load = (path: string) =>
  Json.parse(JSON.parse(readFileSync(join(folder ?? "", "digikey", path), "utf8")));
const list = (value: unknown) => z.array(Json).parse(value ?? []);

/** The products of any recording, whatever the recorder wrapped around them. */
function recordedProducts(path: string): Record<string, unknown>[] {
  const file = load(path);
  const body = Json.parse(file["body"] ?? file);
  const single = body["Product"] ?? body["response_products_first"];
  return [
    ...list(body["ExactMatches"]),
    ...list(body["Products"]),
    ...list(body["products"]),
    ...(single === undefined ? [] : list(Array.isArray(single) ? single : [single])),
  ];
}

describe.skipIf(folder === undefined)("recorded answers", () => {
  let server: DigikeyServer;
  beforeAll(async () => (server = await startDigikeyServer()));
  afterAll(() => server[Symbol.asyncDispose]());

  const provider = (fetchMedia = false) => digikeyProvider(optionsFor(server.url, { fetchMedia }));
  const found = async (path: string, mpn: string): Promise<readonly ProductData[]> => {
    const file = load(path);
    server.on("keyword", { body: file["body"] ?? file });
    const answer = await provider().lookUp({ mpn, manufacturer: null }, never);
    return provider().read(answer.payload);
  };

  it("are all read, each product as one with a maker, a category and offers", () => {
    const paths = ["keyword", "productdetails"].flatMap((kind) =>
      readdirSync(join(folder ?? "", "digikey", kind)).map((name) => `${kind}/${name}`),
    );
    const products = paths.flatMap(recordedProducts);
    expect(products.length).toBeGreaterThanOrEqual(20);
    const read = provider().read({ SearchLocaleUsed: { Currency: "USD" }, Products: products });
    expect(read).toHaveLength(products.length);
    for (const product of read) {
      expect(product.providerProductId).toMatch(/^\d+$/);
      expect(product.manufacturer).toEqual({
        id: expect.stringMatching(/^\d+$/) as string,
        name: expect.stringMatching(/./) as string,
      });
      expect(product.categoryPath.length).toBeGreaterThan(1);
      expect(product.offers.length).toBeGreaterThan(0);
      expect(product.lifecycle).toMatch(/^(active|obsolete)$/);
      expect(product.documents.every(({ url }) => /^https?:\/\/[^/]/.test(url))).toBe(true);
      expect(product.attributes.some(({ rawText }) => rawText === "-" || rawText === "")).toBe(false);
    }
  });

  it("of 2N3904 are five candidates, two of one maker, one without a known stock", async () => {
    const products = await found("keyword/2N3904_five_exact_matches_2026.oletizi.json", "2n3904");
    expect(products.map(({ providerProductId }) => providerProductId)).toEqual([
      "13164701",
      "29292066",
      "22116349",
      "13575042",
      "26371060",
    ]);
    expect(products.filter(({ manufacturer }) => manufacturer.id === "4878")).toHaveLength(2);
    const oldBrand = products.find(({ providerProductId }) => providerProductId === "13575042");
    expect(oldBrand?.quantityAvailable).toBeNull();
    expect(oldBrand?.offers.map(({ quantityAvailable }) => quantityAvailable)).toEqual([0, 1238]);
    expect(oldBrand?.offers[0]?.supplier).toBe("DComponents");
    const last = products.at(-1);
    expect(last).toMatchObject({
      lifecycle: "obsolete",
      series: null,
      attributes: expect.any(Array) as object,
    });
    expect(last?.attributes.filter(({ key }) => /^dk:\d/.test(key))).toEqual([]);
    expect(last?.documents[0]?.url).toMatch(/^https:\/\/mm\.digikey\.com\//);
  });

  it("of one part in both lists keep the exact match's stock", async () => {
    const path = "keyword/RC0805FR-07100KL_exact_and_products_2026.oletizi.json";
    for (const asked of ["RC0805FR-07100KL", "311-100kcrct-nd"]) {
      const products = await found(path, asked);
      expect(products).toHaveLength(1);
      expect(products[0]).toMatchObject({
        quantityAvailable: 614_454,
        series: "RC_L",
        packageName: "0805",
        leadWeeks: 22,
      });
      expect(products[0]?.offers.map(({ priceBreaks }) => priceBreaks.length)).toEqual([6, 8, 8]);
      const resistance = products[0]?.attributes.find(({ key }) => key === "dk:2085");
      expect(resistance).toMatchObject({ rawText: "100 kOhms", value: 100_000 });
    }
  });

  it("of a family name are none, of one number two makers' and of special characters the right one", async () => {
    expect(await found("keyword/no_results_2026.oletizi.json", "NOPE")).toEqual([]);
    expect(await found("keyword/LM358_trimmed3.binner.json", "LM358")).toEqual([]);
    const makers = await found("keyword/LM358D_same_mpn_two_manufacturers.binner.json", "LM358D");
    expect(makers.map(({ manufacturer }) => manufacturer.id)).toEqual(["5536", "497"]);
    const [hash] = await found("keyword/LTC4331HUFD_PBF_hash_in_mpn_2026.erelezhava.json", "ltc4331hufd#pbf");
    expect(hash?.offers[0]?.sku).toBe("505-LTC4331HUFD#PBF-ND");
    const heatshrink = load("keyword/heatshrink_special_chars.zeeshan.json");
    server.on("keyword", { body: { Products: heatshrink["products"] } });
    const answer = await provider().lookUp({ mpn: `FP-301 1/16" CR 1000'`, manufacturer: null }, never);
    expect(provider().read(answer.payload)[0]?.offers).toHaveLength(2);
  });

  it("keep a line without prices, and find the document behind TI's notice", async () => {
    const path = "keyword/LM358_trimmed3.binner.json";
    const [obsolete] = await found(path, "LM358SNG");
    expect(obsolete?.offers).toMatchObject([
      { isMarketplace: true, minimumQuantity: 1972, supplier: "Rochester Electronics, LLC" },
      { isMarketplace: false, minimumQuantity: null, priceBreaks: [] },
    ]);
    expect(obsolete?.extras).toContainEqual({ key: "dk:last_buy_date", value: "2019-07-30T05:00:00+00:00" });
    const [ti] = await found(path, "LM358MX/NOPB");
    expect(ti?.documents[0]).toMatchObject({ kind: "datasheet", url: "https://www.ti.com/lit/gpn/lm158-n" });
  });

  it("of media give documents by kind", async () => {
    server.on("keyword", { body: load("keyword/RC0805FR-07100KL_exact_and_products_2026.oletizi.json") });
    server.on("media", { body: load("synthetic/media.SYNTHETIC.json") });
    const answer = await provider(true).lookUp({ mpn: "RC0805FR-07100KL", manufacturer: null }, never);
    const kinds = provider()
      .read(answer.payload)[0]
      ?.documents.map(({ kind }) => kind);
    expect(kinds).toEqual(["datasheet", "photo", "datasheet", "photo", "cad_model", "environmental"]);
  });

  const content = (path: string): ScriptedAnswer => {
    const { Content } = load(path);
    return { status: 401, body: Json.parse(Content)["Body"] };
  };
  const synthetic = (path: string): ScriptedAnswer => {
    const { _status, _headers, _bodyText, ...body } = load(path);
    const headers = z.record(z.string(), z.string()).parse(_headers);
    return { status: z.number().parse(_status), headers, body: _bodyText ?? body };
  };
  const notFound = (path: string): ScriptedAnswer => ({ status: 404, body: load(path) });

  it.each([
    [content, "errors/ExpiredBearerToken-Type1.binner.json", { errorClass: "auth" }],
    [content, "errors/ExpiredBearerToken-Type2.binner.json", { errorClass: "auth" }],
    [content, "errors/InvalidClientId-Type1.binner.json", { errorClass: "auth" }],
    [content, "errors/InvalidCredentials-Type2.binner.json", { errorClass: "auth" }],
    [content, "errors/NotSubscribed-Type1.binner.json", { errorClass: "auth" }],
    [notFound, "errors/productdetails_404_duplicate_2N3904.oletizi.json", { errorClass: "ambiguous_match" }],
    [notFound, "errors/productdetails_404_not_found.oletizi.json", { errorClass: "not_found" }],
    [synthetic, "synthetic/error_429_burst.SYNTHETIC.json", { isQuotaExhausted: false, retryAfterMs: 7_000 }],
    [
      synthetic,
      "synthetic/error_429_daily.SYNTHETIC.json",
      { isQuotaExhausted: true, retryAfterMs: 12_397_000 },
    ],
    [synthetic, "synthetic/error_503_html.SYNTHETIC.json", { errorClass: "server" }],
  ])("that are errors end in the right class: %o %s", async (answerOf, path, expected) => {
    server.seen.keyword.length = 0;
    server.on("keyword", answerOf(path));
    const fault = await faultOf(provider().lookUp({ mpn: "X", manufacturer: null }, never));
    expect(fault).toMatchObject(expected);
    expect(server.seen.keyword).toHaveLength(path.includes("Expired") ? 2 : 1);
  });
});
