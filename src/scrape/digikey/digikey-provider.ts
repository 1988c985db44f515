import { setTimeout as sleep } from "node:timers/promises";
import { AttemptFault, exitCodes, UserError } from "../../domain/fault.ts";
import type { PartQuery, Provider } from "../provider.ts";
import { apiClient, type ApiClient, type Locale, type ProductCall } from "./api-client.ts";
import { type CandidateMedia, candidateMedia } from "./candidate-media.ts";
import { checkRequestable } from "./check-requestable.ts";
import { expectedShape } from "./expected-shape.ts";
import { httpExchange } from "./http-exchange.ts";
import { type HttpTransport, httpTransport } from "./http-transport.ts";
import { type KeywordResult, keywordSearch } from "./keyword-search.ts";
import type { CallEvent } from "./observed-exchange.ts";
import { StoredAnswer } from "./payloads.ts";
import { productId } from "./product-id.ts";
import { productMapping, providerName } from "./product-mapping.ts";
import type { Quota } from "./rate-limit.ts";
import { withoutProse } from "./without-prose.ts";

/** How DigiKey's API is reached, and who is told what it costs. */
export interface DigikeyOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The host without `/products/v4`, e.g. `https://api.digikey.com`. */
  readonly baseUrl: string;
  readonly accountId?: string;
  readonly locale: Locale;
  /** Of one call, from the first byte sent to the last received. */
  readonly timeoutMs: number;
  /** Of one answer; 8 MB unless told. */
  readonly maxBodyBytes?: number;
  /** Spends a second call per part on its documents and pictures; off unless told. */
  readonly fetchMedia?: boolean;
  readonly transport?: HttpTransport;
  readonly now?: () => Date;
  /** Told of every call, those for a token included. */
  readonly onCall?: (event: CallEvent) => void;
  /** Told after each answer whose headers speak of the quota. */
  readonly onQuota?: (quota: Quota) => void;
}

const defaultMaxBodyBytes = 8 * 1024 * 1024;
const maxKeywordLength = 250;

/**
 * DigiKey's Product Information API v4: one keyword search per part.
 *
 * @throws {UserError} when the options cannot make a request, e.g. a line break in a credential.
 */
export function digikeyProvider(options: DigikeyOptions): Provider {
  checkRequestable(options);
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const now = options.now ?? (() => new Date());
  const exchange = httpExchange(options.transport ?? httpTransport, {
    timeoutMs: options.timeoutMs,
    maxBodyBytes: options.maxBodyBytes ?? defaultMaxBodyBytes,
  });
  const client = apiClient({ ...options, baseUrl }, exchange, { ...options, now });
  return {
    name: providerName,
    checkAccess: (signal) => checkSignIn(client, signal),
    async lookUp(query, callerSignal, gate = (call) => call()) {
      const partNumber = checkedPartNumber(query.mpn);
      // A signal of its own: Node warns of a leak when many lookups listen to one.
      const signal = AbortSignal.any([callerSignal]);
      let calls = 0;
      const call = client.productCall(gate, () => (calls += 1));
      const { found, media } = await search(call, {
        query,
        partNumber,
        signal,
        withMedia: options.fetchMedia === true,
      }).catch((error: unknown) => {
        throw error instanceof AttemptFault ? error.afterCalls(calls) : error;
      });
      return {
        payload: storedAnswer(found, media, options.locale.currency),
        requestId: media?.requestId ?? found.requestId,
        sourceUrl: `${baseUrl}/products/v4/search/keyword`,
        fetchedAt: now(),
        calls,
      };
    },
    read(payload) {
      const answer = expectedShape(StoredAnswer, payload, "The stored DigiKey answer");
      const { Currency } = answer.SearchLocaleUsed;
      return answer.Products.map((product) => {
        const isMediaOwner = answer.Media?.ProductId === productId(product);
        return productMapping(product, Currency, isMediaOwner ? (answer.Media?.MediaLinks ?? []) : []);
      });
    },
  };
}

/** What DigiKey lists for a part number, and the media of the candidate that is meant, where they are wanted. */
async function search(
  call: ProductCall,
  wanted: { query: PartQuery; partNumber: string; signal: AbortSignal; withMedia: boolean },
) {
  const { query, partNumber, signal } = wanted;
  const found = await keywordSearch(call, partNumber, signal);
  const media = wanted.withMedia
    ? await candidateMedia(call, found.products, query.manufacturer, signal)
    : null;
  return { found, media };
}

/** What `read` needs of an answer; the category texts for search engines are not kept. */
function storedAnswer(
  { products, localeUsed }: KeywordResult,
  media: CandidateMedia | null,
  currency: string,
) {
  return {
    SearchLocaleUsed: { ...localeUsed, Currency: localeUsed?.Currency ?? currency },
    Products: products.map((product) => ({ ...product, Category: withoutProse(product["Category"]) })),
    Media: media?.stored ?? null,
  };
}

/** @throws {AttemptFault} of class `invalid_part` for a number that DigiKey would refuse at the price of a call. */
function checkedPartNumber(mpn: string): string {
  const partNumber = mpn.trim();
  if (partNumber !== "" && partNumber.length <= maxKeywordLength) return partNumber;
  const message = `DigiKey searches for 1 to ${maxKeywordLength} characters, this part number has ${partNumber.length}.`;
  throw new AttemptFault("invalid_part", message);
}

const signInAttempts = 3;
const signInPauseMs = 1_000;

/** A provider that cannot even be signed in to would turn every part of a run into a failure. */
async function checkSignIn(client: ApiClient, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      await client.signIn(signal);
      return;
    } catch (cause) {
      if (!(cause instanceof AttemptFault)) throw cause;
      if (cause.errorClass === "cancelled") return;
      if (cause.errorClass === "auth" || attempt === signInAttempts) {
        throw new UserError(exitCodes.provider, cause.message, { cause });
      }
      await sleep(signInPauseMs * attempt, undefined, { signal }).catch(() => undefined);
    }
  }
}
