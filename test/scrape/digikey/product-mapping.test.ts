import { describe, expect, it } from "vitest";
import type { ProductData } from "../../../src/domain/product-data.ts";
import { digikeyProvider } from "../../../src/scrape/digikey/digikey-provider.ts";
import { faultOf, optionsFor, product } from "./given.ts";

const digikey = digikeyProvider(optionsFor("http://127.0.0.1:1"));

/** What a stored answer with this one product reads as. */
function read(more: Record<string, unknown>, mediaLinks: readonly unknown[] = []): ProductData {
  const [found, ...others] = digikey.read({
    SearchLocaleUsed: { Site: "DE", Language: "en", Currency: "EUR" },
    Products: [product("AC 7/8#X", 42, more)],
    Media: { ProductId: "42", MediaLinks: mediaLinks },
  });
  if (found === undefined || others.length > 0) throw new Error("expected one product");
  return found;
}

describe("a product", () => {
  it("is read as a whole", () => {
    expect(
      read({
        Description: { ProductDescription: "IC THING 8SOIC", DetailedDescription: " A thing. " },
        UnitPrice: 0,
        DatasheetUrl: "//docs.example/x.pdf",
        PhotoUrl: "https://pics.example/x.jpg",
        PrimaryVideoUrl: "",
        QuantityAvailable: 12,
        ProductStatus: { Id: 7, Status: "Not For New Designs" },
        Discontinued: false,
        Ncnr: true,
        NormallyStocking: null,
        BaseProductNumber: { Id: 5, Name: "AC7" },
        DateLastBuyChance: "2031-05-06T05:00:00+00:00",
        ManufacturerLeadWeeks: "12",
        ManufacturerPublicQuantity: 0,
        Series: { Id: 3, Name: "Fast®" },
        Classifications: {
          RohsStatus: "ROHS3 Compliant",
          ReachStatus: "",
          MoistureSensitivityLevel: "2A  (4 Weeks)",
          ExportControlClassNumber: null,
          HtsusCode: "8542.39.0001",
        },
        OtherNames: ["AC78X", " AC78X", "", "OLD-1"],
        FieldOfTomorrow: { a: 1 },
      }),
    ).toEqual({
      provider: "digikey",
      providerProductId: "42",
      mpn: "AC 7/8#X",
      manufacturer: { id: "9001", name: "Acme Semiconductors" },
      description: "IC THING 8SOIC",
      detailedDescription: "A thing.",
      categoryPath: [
        { id: "1", name: "Things" },
        { id: "12", name: "Small things" },
      ],
      lifecycle: "not_for_new_designs",
      lifecycleText: "Not For New Designs",
      series: "Fast®",
      packageName: null,
      quantityAvailable: 12,
      leadWeeks: 12,
      productUrl: "https://shop.example/en/products/detail/acme/x/42",
      photoUrl: "https://pics.example/x.jpg",
      attributes: [
        { key: "dk:rohs", name: "RoHS Status", rawText: "ROHS3 Compliant", ...noNumbers },
        { key: "dk:msl", name: "Moisture Sensitivity Level (MSL)", rawText: "2A  (4 Weeks)", ...noNumbers },
        { key: "dk:htsus", name: "HTSUS", rawText: "8542.39.0001", ...noNumbers },
      ],
      documents: [
        { url: "https://docs.example/x.pdf", kind: "datasheet", title: null },
        { url: "https://pics.example/x.jpg", kind: "photo", title: null },
      ],
      offers: [
        {
          sku: "ACME-42-ND",
          packaging: "Bulk",
          minimumQuantity: null,
          quantityAvailable: null,
          isMarketplace: false,
          supplier: null,
          currency: "EUR",
          priceBreaks: [],
        },
      ],
      extras: [
        { key: "dk:base_product_number", value: "AC7" },
        { key: "dk:last_buy_date", value: "2031-05-06T05:00:00+00:00" },
        { key: "dk:non_cancellable_non_returnable", value: "true" },
        { key: "dk:manufacturer_public_quantity", value: "0" },
      ],
      otherNumbers: ["AC78X", "OLD-1"],
    });
  });

  it("of which little is known has nulls and empty lists, not zeros", () => {
    const found = read({
      ProductVariations: null,
      Category: null,
      Manufacturer: null,
      BaseProductNumber: {},
      Series: { Id: 818, Name: "-" },
    });
    expect(found).toMatchObject({
      manufacturer: { id: null, name: "" },
      quantityAvailable: null,
      leadWeeks: null,
      series: null,
      description: null,
      photoUrl: null,
      lifecycle: "unknown",
      lifecycleText: null,
    });
    const lists = [found.categoryPath, found.offers, found.attributes, found.documents, found.extras];
    expect(lists.flat()).toEqual([]);
  });

  it("has the id at the end of its address, else its first order number, else maker and number", () => {
    const idOf = (more: Record<string, unknown>) => read(more).providerProductId;
    expect(idOf({ ProductUrl: "https://x.example/de/AC-7-8/77/?utm=1" })).toBe("77");
    expect(idOf({ ProductUrl: "https://x.example/7A" })).toBe("ACME-42-ND");
    expect(idOf({ ProductUrl: null, ProductVariations: [] })).toBe("9001:AC7/8#X");
  });

  it.each([
    [{ Id: 0, Status: "Aktiv" }, "active"],
    [{ Id: 1, Status: "Active" }, "obsolete"],
    [{ Id: 2, Status: "Discontinued at DigiKey" }, "discontinued"],
    [{ Id: 4, Status: "Last Time Buy" }, "last_time_buy"],
    [{ Id: 99, Status: "Preliminary" }, "preliminary"],
    [{ Id: 99, Status: "New" }, "unknown"],
    [null, "unknown"],
  ])("with the status %j is %s", (ProductStatus, lifecycle) => {
    expect(read({ ProductStatus }).lifecycle).toBe(lifecycle);
  });

  it.each([
    ["4", 4],
    ["0", 0],
    ["16 Weeks", 16],
    [9, 9],
    ["", null],
    ["-", null],
  ])("with the lead time %j takes %j weeks", (ManufacturerLeadWeeks, weeks) => {
    expect(read({ ManufacturerLeadWeeks }).leadWeeks).toBe(weeks);
  });

  it("without a part number is of no expected shape, and neither is something else", async () => {
    const reading = async (payload: unknown) => {
      const fault = await faultOf(Promise.resolve().then(() => digikey.read(payload)));
      return [fault.errorClass, fault.message] as const;
    };
    const SearchLocaleUsed = { Currency: "EUR" };
    expect(await reading({ SearchLocaleUsed, Products: [{ Manufacturer: { Id: 1 } }] })).toEqual([
      "parse",
      expect.stringContaining("ManufacturerProductNumber") as string,
    ]);
    for (const payload of [null, "text", {}, { Products: [] }, { SearchLocaleUsed, Products: {} }]) {
      expect((await reading(payload))[0]).toBe("parse");
    }
  });
});

const noNumbers = { value: null, min: null, max: null, unit: null, condition: null };

const parameter = (ParameterId: number, ValueText: string | null, ParameterType = "String") => ({
  ParameterId,
  ParameterText: `Parameter ${ParameterId}`,
  ParameterType,
  ValueId: "1",
  ValueText,
});

describe("attributes", () => {
  it("keep their text and have the number in it", () => {
    const { attributes } = read({
      Parameters: [parameter(2085, "4.7 kOhms"), parameter(1127, "2", "Double")],
    });
    expect(attributes).toMatchObject([
      { key: "dk:2085", name: "Parameter 2085", rawText: "4.7 kOhms", value: 4700, unit: "Ω" },
      { key: "dk:1127", rawText: "2", value: 2, unit: null },
    ]);
  });

  it("that are not given are dropped, and a repeated one counts once", () => {
    const given = [
      parameter(1, "-"),
      parameter(2, ""),
      parameter(3, null),
      parameter(4, "a"),
      parameter(4, "b"),
    ];
    expect(read({ Parameters: given }).attributes.map(({ key, rawText }) => [key, rawText])).toEqual([
      ["dk:4", "a"],
    ]);
  });

  it("give the package: the supplier's name for it, else the case", () => {
    const packageName = (...Parameters: unknown[]) => read({ Parameters }).packageName;
    expect(packageName(parameter(16, "TO-236-3"), parameter(1291, "SOT-23"))).toBe("SOT-23");
    expect(packageName(parameter(1291, "-"), parameter(16, "0805 (2012 Metric)"))).toBe("0805 (2012 Metric)");
  });
});

describe("offers", () => {
  it("are one per packaging, those without prices included, fees and flags beside them", () => {
    const found = read({
      ProductVariations: [
        {
          DigiKeyProductNumber: "A-REEL-ND",
          PackageType: { Id: 243, Name: "Digi-Reel®" },
          Supplier: { Id: 1, Name: "Old Brand" },
          StandardPricing: [
            { BreakQuantity: 1, UnitPrice: 0.5, TotalPrice: 0.5 },
            { BreakQuantity: 10, UnitPrice: null },
          ],
          MarketPlace: true,
          TariffActive: true,
          QuantityAvailableforPackageType: 0,
          MinimumOrderQuantity: 3,
          StandardPackage: 0,
          DigiReelFee: 7,
        },
        {
          DigiKeyProductNumber: "A-TUBE-ND",
          StandardPricing: [],
          MinimumOrderQuantity: 0,
          StandardPackage: 95,
        },
        { DigiKeyProductNumber: null },
      ],
    });
    expect(found.offers).toEqual([
      {
        sku: "A-REEL-ND",
        packaging: "Digi-Reel®",
        minimumQuantity: 3,
        quantityAvailable: 0,
        isMarketplace: true,
        supplier: "Old Brand",
        currency: "EUR",
        priceBreaks: [{ quantity: 1, unitPrice: 0.5 }],
      },
      expect.objectContaining({ sku: "A-TUBE-ND", minimumQuantity: null, priceBreaks: [] }) as object,
    ]);
    expect(found.extras).toEqual([
      { key: "dk:tariff_active:A-REEL-ND", value: "true" },
      { key: "dk:reel_fee:A-REEL-ND", value: "7" },
      { key: "dk:standard_package:A-TUBE-ND", value: "95" },
    ]);
  });
});

describe("documents", () => {
  it("are the product's own links and the media, by kind, each address once", () => {
    const media = (MediaType: string | null, Url: string | null, Title = "") => ({ MediaType, Title, Url });
    const { documents } = read({ DatasheetUrl: "http://docs.example/x.pdf" }, [
      media("Datasheets", "https://docs.example/x.pdf", "The same"),
      media("EDA / CAD Models", "https://m.example/1", "Footprint"),
      media("Environmental Information", "https://m.example/2"),
      media("PCN Assembly/Origin", "https://m.example/3"),
      media("Manuals", "https://m.example/4"),
      media("videos", "https://m.example/5"),
      media("Product Photos", "https://m.example/6"),
      media(null, "https://m.example/7"),
      media("Manuals", "javascript:alert(1)"),
      media("Manuals", null),
    ]);
    expect(documents).toEqual([
      { url: "http://docs.example/x.pdf", kind: "datasheet", title: null },
      { url: "https://m.example/1", kind: "cad_model", title: "Footprint" },
      { url: "https://m.example/2", kind: "environmental", title: null },
      { url: "https://m.example/3", kind: "pcn", title: null },
      { url: "https://m.example/4", kind: "manual", title: null },
      { url: "https://m.example/5", kind: "video", title: null },
      { url: "https://m.example/6", kind: "photo", title: null },
      { url: "https://m.example/7", kind: "other", title: null },
    ]);
  });
});
