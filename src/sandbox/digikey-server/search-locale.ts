import type { IncomingHttpHeaders } from "node:http";

const sites = new Set(
  (
    "US CA JP UK DE AT BE DK FI GR IE IT LU NL NO PT ES KR HK SG CN TW AU FR IN NZ SE MX CH IL PL SK SI LV LT " +
    "EE CZ HU BG MY ZA RO TH PH BR VN"
  ).split(" "),
);
const languages = new Set("en ja de fr ko zhs zht it es he nl sv pl fi da no".split(" "));
const currencies = new Set(
  (
    "USD CAD JPY GBP EUR HKD SGD TWD KRW AUD NZD INR DKK NOK SEK ILS CNY PLN CHF CZK HUF RON ZAR MYR THB " +
    "PHP"
  ).split(" "),
);

/** The locale an answer is given in: an unsupported wish is replaced without a word, as the API does. */
export function searchLocale(headers: IncomingHttpHeaders) {
  return {
    Site: supported(headers["x-digikey-locale-site"], sites, "US"),
    Language: supported(headers["x-digikey-locale-language"], languages, "en"),
    Currency: supported(headers["x-digikey-locale-currency"], currencies, "USD"),
  };
}
export type SearchLocale = ReturnType<typeof searchLocale>;

function supported(
  wish: string | string[] | undefined,
  values: ReadonlySet<string>,
  fallback: string,
): string {
  return typeof wish === "string" && values.has(wish) ? wish : fallback;
}
