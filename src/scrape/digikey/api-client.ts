import { setImmediate } from "node:timers/promises";
import { AttemptFault } from "../../domain/fault.ts";
import type { CallGate } from "../provider.ts";
import { accessToken } from "./access-token.ts";
import { errorResponseFault, isExpiredToken } from "./error-response.ts";
import type { HttpAnswer, HttpExchange } from "./http-exchange.ts";
import type { HttpRequest } from "./http-transport.ts";
import { parseJsonBody } from "./json-body.ts";
import { observedExchange, requestIdOf, type Observer, type Operation } from "./observed-exchange.ts";
import { redactFault } from "./redact.ts";
import { requestToken, type Application } from "./token-request.ts";

/** The site whose prices and words are asked for, in DigiKey's codes (`UK`, not `GB`). */
export interface Locale {
  readonly site: string;
  readonly language: string;
  readonly currency: string;
}

/** The application, and in whose name and for which site it asks. */
export interface ApiIdentity extends Application {
  readonly locale: Locale;
  readonly accountId?: string | undefined;
}

/** One call of the Product Information API. */
interface ApiCall {
  readonly operation: Exclude<Operation, "token">;
  /** Beneath `/products/v4`, with its variable parts encoded. */
  readonly path: string;
  /** Sent as JSON by POST; a call without it is a GET. */
  readonly body?: unknown;
}

/** The answer to one call. */
export interface ApiAnswer {
  readonly json: unknown;
  readonly requestId: string | null;
}

/** Makes authenticated calls; every {AttemptFault} that it throws is free of secrets. */
export type ProductCall = (call: ApiCall, signal: AbortSignal) => Promise<ApiAnswer>;

/** Product calls and what goes with them. */
export interface ApiClient {
  /** Calls through a gate that tell `onSent` of every request, also of one that is sent again with a new token. */
  productCall(gate: CallGate, onSent: () => void): ProductCall;
  /** Obtains a token without a product call. */
  signIn(signal: AbortSignal): Promise<void>;
}

/** A client of the Product Information API that renews its token by itself. */
export function apiClient(identity: ApiIdentity, exchange: HttpExchange, observer: Observer): ApiClient {
  const credentials = [identity.clientId, identity.clientSecret];
  const tokenExchange = observedExchange(exchange, observer, "token", credentials);
  const token = accessToken(
    () => withoutSecrets(credentials, () => requestToken(tokenExchange, identity, observer.now)),
    observer.now,
  );

  const send = async (call: ApiCall, bearer: string, signal: AbortSignal): Promise<HttpAnswer> => {
    const secrets = [...credentials, bearer];
    const observed = observedExchange(exchange, observer, call.operation, secrets);
    return await observed(httpRequest(identity, call, bearer), signal);
  };

  const answerTo = async (
    call: ApiCall,
    signal: AbortSignal,
    onSent: (bearer: string) => void,
  ): Promise<HttpAnswer> => {
    const attempt = async (): Promise<{ answer: HttpAnswer; bearer: string }> => {
      const bearer = await token.current(signal);
      onSent(bearer);
      return { answer: await send(call, bearer, signal), bearer };
    };
    const first = await attempt();
    const isReplayDue = isExpiredToken(first.answer);
    if (isReplayDue) token.drop(first.bearer);
    const { answer } = isReplayDue ? await attempt() : first;
    if (answer.status !== 200) throw errorResponseFault(answer, call.operation, observer.now());
    return answer;
  };
  return {
    productCall: (gate, onSent) => async (call, signal) => {
      const secrets = [...credentials];
      return await withoutSecrets(secrets, async () => {
        const noteSent = (bearer: string): void => {
          secrets.push(bearer);
          onSent();
        };
        const answer = await gate(() => answerTo(call, signal, noteSent));
        // Whoever comes through the gate next sends in this turn of the event loop; reading is for the one after.
        await setImmediate();
        return { json: parseJsonBody(answer), requestId: requestIdOf(answer.headers) };
      });
    },
    async signIn(signal) {
      await token.current(signal);
    },
  };
}

function httpRequest(identity: ApiIdentity, call: ApiCall, bearer: string): HttpRequest {
  const { locale, accountId } = identity;
  const url = `${identity.baseUrl}/products/v4${call.path}`;
  const headers = {
    Accept: "application/json",
    Authorization: `Bearer ${bearer}`,
    "X-DIGIKEY-Client-Id": identity.clientId,
    "X-DIGIKEY-Locale-Site": locale.site,
    "X-DIGIKEY-Locale-Language": locale.language,
    "X-DIGIKEY-Locale-Currency": locale.currency,
    ...(accountId !== undefined && { "X-DIGIKEY-Account-Id": accountId }),
  };
  if (call.body === undefined) return { method: "GET", url, headers };
  const body = JSON.stringify(call.body);
  return { method: "POST", url, headers: { ...headers, "Content-Type": "application/json" }, body };
}

/** The one place through which every fault of a call leaves. */
async function withoutSecrets<T>(secrets: Iterable<string>, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof AttemptFault ? redactFault(error, [...secrets]) : error;
  }
}
