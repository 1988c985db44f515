import { AttemptFault } from "../../../src/domain/fault.ts";
import type { DigikeyOptions } from "../../../src/scrape/digikey/digikey-provider.ts";

export const secrets = { clientId: "the-client-id-4711", clientSecret: "s3cret/+=&~value!" };

/** Options for a server on loopback. */
export function optionsFor(baseUrl: string, more: Partial<DigikeyOptions> = {}): DigikeyOptions {
  return {
    ...secrets,
    baseUrl,
    locale: { site: "DE", language: "en", currency: "EUR" },
    timeoutMs: 20_000,
    ...more,
  };
}

export const never = new AbortController().signal;

/** The fault that an attempt ends in; anything else fails the test. */
export async function faultOf(attempt: Promise<unknown>): Promise<AttemptFault> {
  const outcome = await attempt.then(
    (value) => value,
    (error: unknown) => error,
  );
  if (outcome instanceof AttemptFault) return outcome;
  throw new Error("expected an AttemptFault", { cause: outcome });
}

/** A product in the shape of an answer, with only what the test names and what makes it one. */
export function product(
  mpn: string,
  id: number,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    ManufacturerProductNumber: mpn,
    Manufacturer: { Id: 9001, Name: "Acme Semiconductors" },
    ProductUrl: `https://shop.example/en/products/detail/acme/x/${id}`,
    ProductVariations: [{ DigiKeyProductNumber: `ACME-${id}-ND`, PackageType: { Id: 3, Name: "Bulk" } }],
    Category: {
      CategoryId: 1,
      Name: "Things",
      SeoDescription: "Buy things!",
      ChildCategories: [
        { CategoryId: 12, Name: "Small things", SeoDescription: "Buy small!", ChildCategories: [] },
      ],
    },
    ...more,
  };
}
