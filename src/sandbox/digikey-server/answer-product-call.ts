import { mpnKey } from "../../domain/part-key.ts";
import { apiErrors, type ApiError } from "./api-error.ts";
import { chooseFault } from "./choose-fault.ts";
import { faultyDelivery, type Delivery } from "./delivery.ts";
import type { FaultName } from "./fault-profile.ts";
import type { Exchange } from "./exchange.ts";
import type { SandboxState } from "./sandbox-state.ts";
import { parseKeywordRequest } from "./keyword-request.ts";
import { productAnswer, type ProductQuestion } from "./product-answer.ts";
import { secondsToReset, throttleHeaders } from "./request-quota.ts";
import type { ProductRoute } from "./route.ts";
import { searchLocale } from "./search-locale.ts";
import { waitForClient } from "./wait-for-client.ts";

/** Answers a call for product data; null when the client left before its answer was ready. */
export async function answerProductCall(
  state: SandboxState,
  exchange: Exchange,
  route: ProductRoute,
): Promise<Delivery | null> {
  state.statistics.callStarted(route.kind);
  try {
    return await passGateway(state, exchange, route);
  } finally {
    state.statistics.callEnded();
  }
}

/** In a gateway's order: token, client id, quota, the request itself, then what the fault profile has in store. */
async function passGateway(
  state: SandboxState,
  exchange: Exchange,
  route: ProductRoute,
): Promise<Delivery | null> {
  const subject = "number" in route ? route.number : exchange.body;
  const refusal = authorisationError(state, exchange);
  if (refusal !== null) return answered(exchange, refusal, subject);
  const admission = state.quota.admit(exchange.nowMs);
  if (admission !== "admitted") return throttled(exchange, admission, subject);
  const read = readQuestion(route, exchange.body);
  if ("error" in read) return answered(exchange, read.error, subject);

  const { question } = read;
  // The list of manufacturers is about no number and never fails.
  const number = question.kind === "manufacturers" ? null : mpnKey(question.number);
  const fault = number === null ? null : nextFault(state, number);
  const delayMs = state.latencyMs + (fault === "slow" ? state.faults.slowMs : 0);
  const delivery = deliver(state, exchange, question, number ?? question.kind, fault);
  // The latency counts from the request's arrival: what the answer took to build is part of it.
  const leftMs = delayMs - (performance.now() - exchange.arrivedAt);
  return (await waitForClient(exchange.response, leftMs)) ? delivery : null;
}

function authorisationError(state: SandboxState, { request, nowMs }: Exchange): ApiError | null {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const tokenState = state.tokens.stateOf(token, nowMs);
  if (tokenState === "expired") return apiErrors.expiredToken;
  if (tokenState === "unknown") return apiErrors.invalidToken;
  const isKnownClient = request.headers["x-digikey-client-id"] === state.credentials.clientId;
  return isKnownClient ? null : apiErrors.invalidClientId;
}

function throttled(exchange: Exchange, kind: "burst" | "daily", subject: string): Delivery {
  const headers = throttleHeaders(kind, secondsToReset(kind, exchange.nowMs), exchange.nowMs);
  const error = kind === "burst" ? apiErrors.burstLimit : apiErrors.dailyLimit;
  return { kind: "answer", answer: exchange.asAnswer(error, subject, headers) };
}

function readQuestion(
  route: ProductRoute,
  body: string,
): { question: ProductQuestion } | { error: ApiError } {
  if (route.kind !== "keyword") return { question: route };
  const parsed = parseKeywordRequest(body);
  if ("error" in parsed) return parsed;
  const { request } = parsed;
  return { question: { kind: "keyword", number: request.Keywords, request } };
}

function nextFault(state: SandboxState, number: string): FaultName | null {
  const attempt = state.statistics.attempted(number);
  const fault = chooseFault(state.faults, state.seed, number, attempt);
  if (fault !== null) state.statistics.faulted(fault);
  return fault;
}

function deliver(
  state: SandboxState,
  exchange: Exchange,
  question: ProductQuestion,
  subject: string,
  fault: FaultName | null,
): Delivery {
  const result = productAnswer(question, state.listing, searchLocale(exchange.request.headers));
  const intended = "answer" in result ? result.answer : exchange.asAnswer(result.error, subject);
  if (fault === null) return { kind: "answer", answer: intended };
  return faultyDelivery(fault, intended, {
    nowMs: exchange.nowMs,
    burstRetryAfterS: state.faults.burstRetryAfterS,
    asAnswer: (error, headers) => exchange.asAnswer(error, subject, headers),
  });
}

function answered(exchange: Exchange, error: ApiError, subject: string): Delivery {
  return { kind: "answer", answer: exchange.asAnswer(error, subject) };
}
