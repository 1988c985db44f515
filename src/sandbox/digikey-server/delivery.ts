import { sandboxAnswer, type Answer } from "./answer.ts";
import { apiErrors, type ApiError } from "./api-error.ts";
import type { FaultName } from "./fault-profile.ts";
import { secondsToReset, throttleHeaders } from "./request-quota.ts";
import type { OutgoingHttpHeaders } from "node:http";

/** How a call ends on the wire. */
export type Delivery =
  | { readonly kind: "answer"; readonly answer: Answer }
  /** A body larger than any client should read, after these headers. */
  | { readonly kind: "oversized"; readonly answer: Answer }
  /** The connection is cut instead of an answer. */
  | { readonly kind: "reset" };

/** What turns errors into answers, and the numbers a fault needs. */
export interface FaultSetting {
  readonly nowMs: number;
  readonly burstRetryAfterS: number;
  readonly asAnswer: (error: ApiError, headers?: OutgoingHttpHeaders) => Answer;
}

const unavailablePage =
  "<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head>" +
  "<body><h1>Service Unavailable</h1><p>Simulated by the sandbox.</p></body></html>";

/** JSON no reader of products can take for an answer without products: every known key has another type. */
const wrongShape = JSON.stringify({
  Products: { Item: "moved" },
  ExactMatches: "none",
  Product: ["moved"],
  MediaLinks: "none",
  Manufacturers: "none",
});

/** The call's answer after a fault has been at it. `slow` changes the time only, which the caller sees to. */
export function faultyDelivery(fault: FaultName, intended: Answer, setting: FaultSetting): Delivery {
  switch (fault) {
    case "slow":
      return { kind: "answer", answer: intended };
    case "reset":
      return { kind: "reset" };
    case "burst429": {
      const headers = throttleHeaders("burst", setting.burstRetryAfterS, setting.nowMs);
      return { kind: "answer", answer: setting.asAnswer(apiErrors.burstLimit, headers) };
    }
    case "daily429": {
      const headers = throttleHeaders("daily", secondsToReset("daily", setting.nowMs), setting.nowMs);
      return { kind: "answer", answer: setting.asAnswer(apiErrors.dailyLimit, headers) };
    }
    case "server500":
      return { kind: "answer", answer: setting.asAnswer(apiErrors.server) };
    case "server503Html": {
      const contentType = "text/html; charset=utf-8";
      return { kind: "answer", answer: sandboxAnswer(503, "synthetic", unavailablePage, { contentType }) };
    }
    case "expiredToken":
      return { kind: "answer", answer: setting.asAnswer(apiErrors.expiredToken) };
    case "brokenJson": {
      const body = intended.body.slice(0, Math.floor(intended.body.length / 2));
      return { kind: "answer", answer: { ...intended, body } };
    }
    case "wrongShape":
      return { kind: "answer", answer: sandboxAnswer(200, "synthetic", wrongShape) };
    case "oversized":
      return { kind: "oversized", answer: sandboxAnswer(200, "synthetic", "") };
  }
}
