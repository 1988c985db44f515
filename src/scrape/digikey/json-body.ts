import { AttemptFault } from "../../domain/fault.ts";
import type { HttpAnswer } from "./http-exchange.ts";
import { requestIdOf } from "./observed-exchange.ts";

/**
 * The JSON in the body of a 200.
 *
 * @throws {AttemptFault} of class `server` when it is too large or broken: the next answer may be whole.
 */
export function parseJsonBody(answer: HttpAnswer): unknown {
  const requestId = requestIdOf(answer.headers);
  const detail = { httpStatus: answer.status, ...(requestId !== null && { requestId }) };
  if (answer.text === null) {
    throw new AttemptFault("server", "DigiKey's answer is larger than allowed; reading stopped.", { detail });
  }
  try {
    return JSON.parse(answer.text);
  } catch {
    // The parser's error is not the cause: it quotes the body, and that may be the first half of a token.
    const message = `DigiKey answered ${answer.status} with ${answer.text.length} characters that are not JSON.`;
    throw new AttemptFault("server", message, { detail });
  }
}
