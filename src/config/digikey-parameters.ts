import type { ParameterTable } from "./parameter-table.ts";
import { apiUrl, optionalText, pattern } from "./value-kind.ts";

/** How DigiKey is asked. */
export const digikeyParameters = {
  digikeyClientId: {
    kind: optionalText,
    default: null,
    env: ["DIGIKEY_CLIENT_ID"],
    doc: "Id of the DigiKey application; without it, the sandbox answers.",
  },
  digikeyClientSecret: {
    kind: optionalText,
    default: null,
    env: ["DIGIKEY_CLIENT_SECRET"],
    isSecret: true,
    doc: "Secret of the DigiKey application.",
  },
  digikeyAccountId: {
    kind: optionalText,
    default: null,
    env: ["DIGIKEY_ACCOUNT_ID"],
    doc: "DigiKey customer account for which prices are asked.",
  },
  digikeyBaseUrl: {
    kind: apiUrl,
    default: "https://api.digikey.com",
    env: ["DIGIKEY_BASE_URL"],
    doc: "Address of DigiKey's API.",
  },
  digikeyLocaleSite: {
    kind: pattern(/^(?!GB$)[A-Z]{2}$/, "a DigiKey site in capitals, such as US, DE or UK (not GB)"),
    default: "US",
    env: ["DIGIKEY_LOCALE_SITE"],
    doc: "DigiKey site whose stock and prices are asked.",
  },
  digikeyLocaleLanguage: {
    kind: pattern(/^[a-z]{2,3}$/, "a DigiKey language in small letters, such as en, de or zhs"),
    default: "en",
    env: ["DIGIKEY_LOCALE_LANGUAGE"],
    doc: "Language of DigiKey's texts.",
  },
  digikeyLocaleCurrency: {
    kind: pattern(/^[A-Z]{3}$/, "a currency in capitals, such as USD or EUR"),
    default: "USD",
    env: ["DIGIKEY_LOCALE_CURRENCY"],
    doc: "Currency of DigiKey's prices.",
  },
} satisfies ParameterTable;
