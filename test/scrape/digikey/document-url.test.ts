import { describe, expect, it } from "vitest";
import { documentUrl } from "../../../src/scrape/digikey/document-url.ts";

describe("document url", () => {
  it.each([
    ["//mm.digikey.com/docs/a.pdf", "https://mm.digikey.com/docs/a.pdf"],
    ["https://www.digikey.com//mm.digikey.com/photos/a.jpg?x=1", "https://mm.digikey.com/photos/a.jpg?x=1"],
    [
      "https://www.ti.com/general/docs/suppproductinfo.tsp?distId=10&gotoUrl=https%3A%2F%2Fwww.ti.com%2Flit%2Fgpn%2Fabc",
      "https://www.ti.com/lit/gpn/abc",
    ],
    ["http://example.com/a b.pdf ", "http://example.com/a%20b.pdf"],
    ["https://example.com//docs.old/a.pdf", "https://example.com//docs.old/a.pdf"],
    [
      "https://example.com/?gotoUrl=https%3A%2F%2Fother.example%2F",
      "https://example.com/?gotoUrl=https%3A%2F%2Fother.example%2F",
    ],
  ])("reads %s as %s", (given, url) => expect(documentUrl(given)).toBe(url));

  it.each([
    "",
    " ",
    "-",
    "javascript:alert(1)",
    "ftp://example.com/a.pdf",
    "file:///etc/passwd",
    "a.pdf",
    "//",
    null,
    undefined,
  ])("drops %s", (given) => expect(documentUrl(given)).toBeNull());

  it("keeps TI's page when what is behind it is not a web address", () => {
    const url = "https://www.ti.com/x.tsp?gotoUrl=javascript%3Aalert(1)";
    expect(documentUrl(url)).toBe(url);
  });
});
