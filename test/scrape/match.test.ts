import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { manufacturerDirectory } from "../../src/domain/manufacturer.ts";
import { mpnKey } from "../../src/domain/part-key.ts";
import type { Offer, ProductData } from "../../src/domain/product-data.ts";
import { verifyMatch } from "../../src/scrape/match.ts";
import type { Match } from "../../src/scrape/match.ts";

const directory = manufacturerDirectory({
  "Texas Instruments": ["TI", "Burr-Brown"],
  "Panasonic Industry": ["Panasonic", "Panasonic Electronic Components"],
  "Diotec Semiconductor": ["Diotec"],
});

function offer(changes: Partial<Offer> = {}): Offer {
  return {
    sku: "296-0000-ND",
    packaging: "Tube",
    minimumQuantity: 1,
    quantityAvailable: 100,
    isMarketplace: false,
    supplier: null,
    currency: "USD",
    priceBreaks: [{ quantity: 1, unitPrice: 0.5 }],
    ...changes,
  };
}

function product(changes: Omit<Partial<ProductData>, "manufacturer"> & { maker?: string } = {}): ProductData {
  const { maker = "Texas Instruments", ...rest } = changes;
  return {
    provider: "digikey",
    providerProductId: "1",
    mpn: "NE555P",
    manufacturer: { id: "296", name: maker },
    description: "IC OSC SGL TIMER 100KHZ 8-DIP",
    detailedDescription: null,
    categoryPath: [],
    lifecycle: "active",
    lifecycleText: "Active",
    series: null,
    packageName: "8-PDIP",
    quantityAvailable: 100,
    leadWeeks: null,
    productUrl: "https://example.test/1",
    photoUrl: null,
    attributes: [],
    documents: [],
    offers: [offer()],
    extras: [],
    otherNumbers: [],
    ...rest,
  };
}

function verify(mpn: string, manufacturer: string | null, candidates: readonly ProductData[]): Match {
  return verifyMatch({ mpn, manufacturer }, candidates, directory);
}

/** Grade, reason and the ids of the candidates in order. */
function summary(match: Match): unknown[] {
  switch (match.grade) {
    case "exact":
      return [match.grade, match.product.providerProductId];
    case "alias":
      return [match.grade, match.product.providerProductId, ...match.via];
    case "ambiguous":
    case "none":
      return [match.grade, match.reason, ...match.candidates.map((candidate) => candidate.providerProductId)];
  }
}

describe("verifyMatch, when a product may be written", () => {
  it("calls a match exact when number and manufacturer are equal but for case, space and corporate words", () => {
    const found = product({ maker: "Texas Instruments Inc." });
    expect(verify(" ne 555p", "TEXAS INSTRUMENTS", [found])).toEqual({ grade: "exact", product: found });
  });

  it("calls it an alias when only the directory makes the manufacturers one", () => {
    expect(summary(verify("NE555P", "TI", [product()]))).toEqual(["alias", "1", "manufacturer_alias"]);
  });

  it("accepts another number of the product, be it an old number or an order number", () => {
    const found = product({ otherNumbers: ["PRT-555"], offers: [offer({ sku: "296-1411-5-ND" })] });
    expect(summary(verify("prt-555", "Texas Instruments", [found]))).toEqual(["alias", "1", "other_number"]);
    expect(summary(verify("296-1411-5-ND", "TI", [found]))).toEqual([
      "alias",
      "1",
      "other_number",
      "manufacturer_alias",
    ]);
  });

  it("accepts the only maker of a number when the part names none", () => {
    const others = [product(), product({ providerProductId: "2", mpn: "NE555PW", maker: "onsemi" })];
    expect(summary(verify("NE555P", null, others))).toEqual(["alias", "1", "only_maker"]);
    expect(summary(verify("NE555P", " - ", others))).toEqual(["alias", "1", "only_maker"]);
  });

  it("takes the number itself before another product's other number", () => {
    const renamed = product({ providerProductId: "2", mpn: "NE555PE4", otherNumbers: ["NE555P"] });
    expect(summary(verify("NE555P", "Texas Instruments", [renamed, product()]))).toEqual(["exact", "1"]);
  });

  it("takes the provider's own listing before one that only marketplace sellers offer", () => {
    const market = product({ providerProductId: "2", offers: [offer({ isMarketplace: true })] });
    expect(summary(verify("NE555P", "Texas Instruments", [market, product()]))).toEqual(["exact", "1"]);
    expect(summary(verify("NE555P", "Texas Instruments", [market]))).toEqual(["exact", "2"]);
  });

  it("counts copies of one product once and keeps the first", () => {
    const match = verify("NE555P", "Texas Instruments", [product({ quantityAvailable: 7 }), product()]);
    expect(match).toMatchObject({ grade: "exact", product: { quantityAvailable: 7 } });
  });

  it("picks the named maker among several makers of one number", () => {
    const makers = [product({ maker: "onsemi" }), product({ providerProductId: "2" })];
    expect(summary(verify("NE555P", "Texas Instruments", makers))).toEqual(["exact", "2"]);
  });
});

describe("verifyMatch, when a person has to choose", () => {
  it("suggests the manufacturer whose name is misspelt, and writes nothing", () => {
    const match = verify("ERJ-1", "Panasnoic", [
      product({ providerProductId: "1", mpn: "ERJ-1", maker: "Yageo", quantityAvailable: 9000 }),
      product({ providerProductId: "2", mpn: "ERJ-1", maker: "Panasonic", quantityAvailable: 0 }),
    ]);
    expect(summary(match)).toEqual(["ambiguous", "manufacturer_differs", "2", "1"]);
    expect(match).toMatchObject({
      candidates: [
        { rank: 1, note: 'did you mean Panasonic? The part names "Panasnoic"' },
        { rank: 2, note: null },
      ],
    });
  });

  it("suggests the manufacturer whose alias is not in the directory", () => {
    expect(verify("NE555P", "Texas Instr.", [product({ maker: "TI" })])).toMatchObject({
      candidates: [{ manufacturer: "TI", note: 'did you mean TI? The part names "Texas Instr."' }],
    });
  });

  it("does not accept a number of another maker, however much there is of it", () => {
    const match = verify("NE555P", "Texas Instruments", [product({ maker: "onsemi" })]);
    expect(summary(match)).toEqual(["ambiguous", "manufacturer_differs", "1"]);
  });

  it("asks which maker when the part names none and several make it, marketplace brands included", () => {
    const own = product({ providerProductId: "1", maker: "STMicroelectronics" });
    const market = product({
      providerProductId: "2",
      maker: "TAEJIN",
      quantityAvailable: 5000,
      offers: [offer({ isMarketplace: true, quantityAvailable: 5000 })],
    });
    const match = verify("NE555P", null, [market, own]);
    expect(summary(match)).toEqual(["ambiguous", "manufacturer_unclear", "1", "2"]);
    expect(match).toMatchObject({
      candidates: [{ note: null }, { note: "sold by marketplace sellers only" }],
    });
  });

  it("does not take a product without a maker for the only maker's", () => {
    expect(summary(verify("NE555P", null, [product({ maker: "" })]))).toEqual([
      "ambiguous",
      "manufacturer_unclear",
      "1",
    ]);
  });

  it("ranks several listings of one maker by own stock, lifecycle, seller and quantity", () => {
    const market = [offer({ isMarketplace: true, quantityAvailable: 9000 })];
    const soldOut = [offer({ quantityAvailable: 0 })];
    const listings = [
      product({ providerProductId: "market", offers: market, quantityAvailable: 9000 }),
      product({ providerProductId: "obsolete, sold out", offers: soldOut, lifecycle: "obsolete" }),
      product({ providerProductId: "sold out", offers: soldOut, quantityAvailable: 0 }),
      product({ providerProductId: "obsolete", lifecycle: "obsolete", quantityAvailable: 500 }),
      product({ providerProductId: "few", quantityAvailable: 5 }),
      product({ providerProductId: "many", quantityAvailable: 50 }),
      product({ providerProductId: "unknown", quantityAvailable: null }),
    ];
    expect(summary(verify("NE555P", "Texas Instruments", listings))).toEqual([
      "ambiguous",
      "several_listings",
      "many",
      "few",
      "unknown",
      "obsolete",
      "sold out",
      "market",
      "obsolete, sold out",
    ]);
  });

  it("shows equal listings in the same order every time", () => {
    const equals = [product({ providerProductId: "2" }), product({ providerProductId: "1" })];
    const inOrder = ["ambiguous", "several_listings", "1", "2"];
    expect(summary(verify("NE555P", "TI", equals))).toEqual(inOrder);
    expect(summary(verify("NE555P", "TI", equals.toReversed()))).toEqual(inOrder);
  });

  it("does not trust copies of one id that differ in maker or carry no id", () => {
    const copies = [product({ maker: "TI" }), product({ maker: "Burr-Brown" })];
    expect(verify("NE555P", "TI", copies).grade).toBe("ambiguous");
    const nameless = [product({ providerProductId: "" }), product({ providerProductId: "" })];
    expect(verify("NE555P", "TI", nameless).grade).toBe("ambiguous");
  });

  it("finds the copy that knows the other number, wherever it stands", () => {
    const copies = [product({ mpn: "11367" }), product({ mpn: "11367", otherNumbers: ["PRT-11367"] })];
    expect(verify("PRT-11367", "Texas Instruments", copies).grade).toBe("alias");
    expect(verify("PRT-11367", "Texas Instruments", copies.toReversed()).grade).toBe("alias");
  });

  it("says that a candidate is known under the other number", () => {
    const found = product({ mpn: "11367", maker: "SparkFun", otherNumbers: ["PRT-11367"] });
    expect(verify("PRT-11367", "Adafruit", [found])).toMatchObject({
      candidates: [{ note: '"PRT-11367" is another number of this product' }],
    });
  });

  it("hands a reviewer plain JSON, ten candidates at most", () => {
    const many = Array.from({ length: 30 }, (_, id) => product({ providerProductId: String(id) }));
    const match = verify("NE555P", "Texas Instruments", many);
    if (match.grade !== "ambiguous") throw new Error(`expected ambiguous, not ${match.grade}`);
    expect(match.candidates).toHaveLength(10);
    expect(JSON.parse(JSON.stringify(match.candidates))).toEqual(match.candidates);
    expect(match.candidates[0]).toEqual({
      rank: 1,
      mpn: "NE555P",
      manufacturer: "Texas Instruments",
      providerProductId: "0",
      productUrl: "https://example.test/1",
      lifecycle: "active",
      quantityAvailable: 100,
      packageName: "8-PDIP",
      description: "IC OSC SGL TIMER 100KHZ 8-DIP",
      note: null,
    });
  });
});

describe("verifyMatch, when there is nothing of that number", () => {
  it("says so, with or without candidates", () => {
    expect(verify("NE555P", "TI", [])).toEqual({ grade: "none", reason: "nothing_found", candidates: [] });
  });

  it("suggests the numbers that are alike first", () => {
    const match = verify("NE555P", null, [
      product({ providerProductId: "1", mpn: "LM358", quantityAvailable: 9000 }),
      product({ providerProductId: "2", mpn: "NE555PWR" }),
      product({ providerProductId: "3", mpn: "EN555P" }),
    ]);
    expect(summary(match)).toEqual(["none", "number_differs", "3", "2", "1"]);
    expect(match).toMatchObject({
      candidates: [{ note: 'did you mean EN555P? The part has the number "NE555P"' }, {}, { note: null }],
    });
  });

  it("keeps numbers apart that differ in a character other than case and space", () => {
    for (const near of ["NE-555P", "NE555P/NOPB", "NE555P#", "NE555", "NE555P+"]) {
      expect(verify("NE555P", "TI", [product({ mpn: near })]).grade).toBe("none");
    }
  });

  it("matches a blank number with nothing", () => {
    expect(verify(" ", "TI", [product({ mpn: "", otherNumbers: [""] })]).grade).toBe("none");
  });
});

const makerName = fc.constantFrom("Texas Instruments", "TI", "texas instruments inc", "onsemi", "TAEJIN", "");
const number = fc.constantFrom("NE555P", "ne555p", "NE 555P", "NE555PW", "LM358");
const candidate = fc
  .record({
    providerProductId: fc.constantFrom("1", "2", "3", ""),
    mpn: number,
    maker: makerName,
    lifecycle: fc.constantFrom("active" as const, "obsolete" as const),
    quantityAvailable: fc.option(fc.nat({ max: 3 })),
    otherNumbers: fc.array(number, { maxLength: 1 }),
    isMarketplace: fc.boolean(),
  })
  .map(({ isMarketplace, ...rest }) => product({ ...rest, offers: [offer({ isMarketplace })] }));
const answer = fc.array(candidate, { maxLength: 6 });
const named = fc.option(makerName);

function outcome(match: Match): unknown {
  return "reason" in match ? [match.grade, match.reason] : match.grade;
}

describe("verifyMatch, for any answer", () => {
  it("gives the same grade in whatever order the candidates come", () => {
    const shuffled = answer.chain((candidates) =>
      fc.tuple(fc.constant(candidates), fc.shuffledSubarray(candidates, { minLength: candidates.length })),
    );
    fc.assert(
      fc.property(number, named, shuffled, (mpn, maker, [one, other]) => {
        expect(outcome(verify(mpn, maker, other))).toEqual(outcome(verify(mpn, maker, one)));
      }),
      { numRuns: 1000 },
    );
  });

  it("never writes a product of another manufacturer or of another number", () => {
    fc.assert(
      fc.property(number, named, answer, (mpn, maker, candidates) => {
        const match = verify(mpn, maker, candidates);
        if (match.grade === "ambiguous" || match.grade === "none") return;
        const { product: written } = match;
        const named = directory.keyOf(maker ?? "");
        if (named !== "") expect(directory.keyOf(written.manufacturer.name)).toBe(named);
        const numbers = [written.mpn, ...written.otherNumbers, ...written.offers.map(({ sku }) => sku)];
        expect(numbers.map(mpnKey)).toContain(mpnKey(mpn));
        if (match.grade === "exact") expect(mpnKey(written.mpn)).toBe(mpnKey(mpn));
      }),
      { numRuns: 1000 },
    );
  });

  it("does not care for case and space", () => {
    const noisy = (text: string) => ` ${text.toLowerCase().replaceAll(/(?=5)/g, " ")}\t`;
    fc.assert(
      fc.property(number, named, answer, (mpn, maker, candidates) => {
        const plain = verify(mpn, maker, candidates);
        const noise = verify(noisy(mpn), maker === null ? null : ` ${maker.toUpperCase()}  `, candidates);
        expect(summary(noise)).toEqual(summary(plain));
      }),
      { numRuns: 500 },
    );
  });
});

const fixtures = process.env["WORKFLOW_REFERENCE_FIXTURES"];
if (fixtures === undefined) {
  console.warn("WORKFLOW_REFERENCE_FIXTURES is not set: matching of real answers is skipped");
}

/** As much of a real answer as identifies a product. */
const Recorded = z
  .object({
    ManufacturerProductNumber: z.string(),
    Manufacturer: z.object({ Name: z.string() }),
    ProductUrl: z.string(),
    OtherNames: z.array(z.string()),
    ProductVariations: z.array(z.object({ DigiKeyProductNumber: z.string(), MarketPlace: z.boolean() })),
  })
  .transform((raw) =>
    product({
      providerProductId: raw.ProductUrl.split("/").at(-1) ?? "",
      mpn: raw.ManufacturerProductNumber,
      maker: raw.Manufacturer.Name,
      otherNumbers: raw.OtherNames,
      offers: raw.ProductVariations.map((variation) =>
        offer({ sku: variation.DigiKeyProductNumber, isMarketplace: variation.MarketPlace }),
      ),
    }),
  );
const RecordedAnswer = z.object({ ExactMatches: z.array(Recorded), Products: z.array(Recorded) });

describe.skipIf(fixtures === undefined)("verifyMatch on real answers", () => {
  function recorded(file: string): ProductData[] {
    const text = readFileSync(join(fixtures ?? "", "digikey", "keyword", file), "utf8");
    const { ExactMatches, Products } = RecordedAnswer.parse(JSON.parse(text));
    return [...ExactMatches, ...Products];
  }

  it("leaves 2N3904 to a person, even when its maker is named", () => {
    const answer = recorded("2N3904_five_exact_matches_2026.oletizi.json");
    expect(outcome(verify("2N3904", null, answer))).toEqual(["ambiguous", "manufacturer_unclear"]);
    expect(summary(verify("2N3904", "Diotec", answer))).toEqual([
      "ambiguous",
      "several_listings",
      "13164701",
      "13575042",
    ]);
  });

  it("takes LM358D of the maker that is named", () => {
    const answer = recorded("LM358D_same_mpn_two_manufacturers.binner.json");
    expect(summary(verify("LM358D", "STMicroelectronics", answer))).toEqual(["exact", "1038721"]);
    expect(summary(verify("LM358D", "TAEJIN", answer))).toEqual(["exact", "22574215"]);
    expect(outcome(verify("LM358D", null, answer))).toEqual(["ambiguous", "manufacturer_unclear"]);
    expect(outcome(verify("LM358D", "Texas Instruments", answer))).toEqual([
      "ambiguous",
      "manufacturer_differs",
    ]);
  });

  it("counts a product once that is in both lists of an answer", () => {
    const answer = recorded("RC0805FR-07100KL_exact_and_products_2026.oletizi.json");
    expect(answer.length).toBeGreaterThan(1);
    expect(verify("RC0805FR-07100KL", "YAGEO", answer).grade).toBe("exact");
  });
});
