import * as z from "zod";
import { faultProfiles } from "../../../src/sandbox/digikey-server/fault-profile.ts";
import {
  startDigikeyServer,
  type DigikeyServer,
  type DigikeyServerOptions,
} from "../../../src/sandbox/digikey-server/start-digikey-server.ts";
import { ownCatalogue } from "./own-catalogue.ts";

export const credentials = { clientId: "sandbox-id", clientSecret: "sandbox-secret" };

/** A server over the tests' own catalogue, without limits and faults unless asked for. */
export function startOwnServer(options: Partial<DigikeyServerOptions> = {}): Promise<DigikeyServer> {
  return startDigikeyServer({
    ...credentials,
    catalogue: ownCatalogue(),
    faults: faultProfiles.none,
    seed: 1,
    limits: { perMinute: null, perDay: null },
    ...options,
  });
}

export const Token = z.object({
  access_token: z.string().min(1),
  expires_in: z.number(),
  token_type: z.literal("Bearer"),
});

export async function requestToken(baseUrl: string, fields: Record<string, string> = {}): Promise<Response> {
  const body = new URLSearchParams({
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
    grant_type: "client_credentials",
    ...fields,
  });
  return fetch(`${baseUrl}/v1/oauth2/token`, { method: "POST", body });
}

/** Calls the server as a subscribed application does. */
export interface SandboxClient {
  readonly headers: Record<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  keyword(body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export async function connect(baseUrl: string): Promise<SandboxClient> {
  const token = Token.parse(await (await requestToken(baseUrl)).json());
  const headers = {
    Authorization: `Bearer ${token.access_token}`,
    "X-DIGIKEY-Client-Id": credentials.clientId,
  };
  return {
    headers,
    get: (path, extra) => fetch(baseUrl + path, { headers: { ...headers, ...extra } }),
    keyword: (body, extra) =>
      fetch(`${baseUrl}/products/v4/search/keyword`, {
        method: "POST",
        headers: { ...headers, "Content-Type": "application/json", ...extra },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  };
}

/** The parts of an answer that tests look at. */
export const Product = z.looseObject({
  ManufacturerProductNumber: z.string(),
  Manufacturer: z.object({ Id: z.number(), Name: z.string() }),
  ProductUrl: z.string(),
  ProductVariations: z.array(z.looseObject({ DigiKeyProductNumber: z.string() })),
});
export const KeywordBody = z.looseObject({
  Products: z.array(Product),
  ExactMatches: z.array(Product),
  ProductsCount: z.number().optional(),
  SearchLocaleUsed: z.object({ Site: z.string(), Language: z.string(), Currency: z.string() }),
});
export const Problem = z.looseObject({
  status: z.number(),
  title: z.string(),
  detail: z.string(),
  correlationId: z.string(),
  errors: z.record(z.string(), z.array(z.string())),
});
export const LegacyError = z.looseObject({
  ErrorResponseVersion: z.literal("3.0.0.0"),
  StatusCode: z.number(),
  ErrorMessage: z.string(),
  ErrorDetails: z.string(),
  RequestId: z.string(),
  ValidationErrors: z.array(z.unknown()),
});

export async function problem(response: Response): Promise<z.infer<typeof Problem>> {
  return Problem.parse(await response.json());
}

export function details(number: string, query = ""): string {
  return `/products/v4/search/${encodeURIComponent(number)}/productdetails${query}`;
}
