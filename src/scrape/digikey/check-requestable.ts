import { exitCodes, UserError } from "../../domain/fault.ts";
import type { ApiIdentity } from "./api-client.ts";

/**
 * Checks that a request can be made of these values, so that a line break pasted after a secret is found at the start
 * and not quoted by the HTTP stack later.
 *
 * @throws {UserError} that names the setting and never its value.
 */
export function checkRequestable(identity: ApiIdentity): void {
  if (!URL.canParse(identity.baseUrl)) {
    throw new UserError(
      exitCodes.provider,
      "The base URL of the DigiKey API is not a URL: give one such as https://api.digikey.com.",
    );
  }
  const headerValues = {
    DIGIKEY_CLIENT_ID: identity.clientId,
    DIGIKEY_CLIENT_SECRET: identity.clientSecret,
    "The DigiKey account id": identity.accountId ?? "0",
    "The DigiKey locale's site": identity.locale.site,
    "The DigiKey locale's language": identity.locale.language,
    "The DigiKey locale's currency": identity.locale.currency,
  };
  for (const [setting, value] of Object.entries(headerValues)) {
    if (/^[\x21-\x7e]+$/.test(value)) continue;
    const problem = value === "" ? "is empty" : "holds a blank, a line break or a character beyond ASCII";
    throw new UserError(
      exitCodes.provider,
      `${setting} ${problem}: set it to exactly what DigiKey issued or lists.`,
    );
  }
}
