import type { IncomingMessage, ServerResponse } from "node:http";
import { sandboxAnswer, type Answer } from "./answer.ts";
import { apiErrors, errorAnswer } from "./api-error.ts";
import { answerProductCall } from "./answer-product-call.ts";
import type { Delivery } from "./delivery.ts";
import type { Exchange } from "./exchange.ts";
import { readBody } from "./read-body.ts";
import { matchRoute, type Route } from "./route.ts";
import type { SandboxState } from "./sandbox-state.ts";
import { sendDelivery } from "./send-delivery.ts";
import { stableHash } from "./stable-hash.ts";
import { tokenRefusal } from "./token-refusal.ts";

const maxBodyBytes = 1_000_000;

/** Answers one request; whatever goes wrong inside becomes a 500. */
export async function handleRequest(
  state: SandboxState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const arrivedAt = performance.now();
  const requestId = state.newId();
  const asAnswer: Exchange["asAnswer"] = (error, subject, headers) =>
    errorAnswer(error, envelopeFor(state, subject, error.status), requestId, headers);
  try {
    const body = await readBody(request, maxBodyBytes);
    const delivery =
      body === null
        ? answered(asAnswer(apiErrors.bodyTooLarge, ""))
        : await routeRequest(state, { request, response, body, nowMs: state.now(), arrivedAt, asAnswer });
    if (delivery === null) return;
    if (delivery.kind !== "reset") state.statistics.answered(delivery.answer.status);
    const headers = { "X-DIGIKEY-REQUEST-ID": requestId, ...state.quota.headers(state.now()) };
    await sendDelivery(response, delivery, headers);
  } catch {
    // Also reached when a client cuts its own request short; what is then written goes nowhere.
    if (response.headersSent) response.destroy();
    else await sendDelivery(response, answered(asAnswer(apiErrors.server, "")), {});
  }
}

async function routeRequest(state: SandboxState, exchange: Exchange): Promise<Delivery | null> {
  const { request } = exchange;
  const url = request.url ?? "";
  const route: Route = matchRoute(request.method ?? "", url);
  switch (route.kind) {
    case "token":
      return answered(tokenAnswer(state, exchange));
    case "stats":
      return answered(sandboxAnswer(200, "synthetic", JSON.stringify(state.statistics.snapshot())));
    case "unknown":
      return answered(exchange.asAnswer(apiErrors.unknownRoute, url));
    case "keyword":
    case "productdetails":
    case "media":
    case "manufacturers":
      return answerProductCall(state, exchange, route);
  }
}

function tokenAnswer(state: SandboxState, exchange: Exchange): Answer {
  const authorization = exchange.request.headers.authorization;
  const refusal = tokenRefusal(exchange.body, authorization, state.credentials);
  if (refusal !== null) return exchange.asAnswer(refusal, "token");
  state.statistics.tokenIssued();
  const body = state.tokens.issue(state.newId(), exchange.nowMs);
  return sandboxAnswer(200, "recorded", JSON.stringify(body));
}

function envelopeFor({ envelope, seed }: SandboxState, subject: string, status: number): "v4" | "v3" {
  if (envelope !== "mixed") return envelope;
  return stableHash(seed, "envelope", subject, status) % 2 === 0 ? "v4" : "v3";
}

function answered(answer: Answer): Delivery {
  return { kind: "answer", answer };
}
