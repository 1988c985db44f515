import * as z from "zod";
import { AttemptFault } from "../../domain/fault.ts";
import type { IssuedToken } from "./access-token.ts";
import { errorResponseFault } from "./error-response.ts";
import type { HttpExchange } from "./http-exchange.ts";
import { parseJsonBody } from "./json-body.ts";

/** What the token endpoint answers; a 2-legged token comes without a refresh token. */
const TokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/, "must be visible ASCII"),
  /** Seconds. */
  expires_in: z.coerce.number().nonnegative(),
});

/** Where and as whom a token is asked for. */
export interface Application {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Asks for a token with the client-credentials grant.
 *
 * @throws {AttemptFault} of class `auth` when the credentials are refused. A token answer that cannot be read is
 * `server`, never `parse`: it says nothing about the part.
 */
export async function requestToken(
  exchange: HttpExchange,
  application: Application,
  now: () => Date,
): Promise<IssuedToken> {
  const answer = await exchange({
    method: "POST",
    url: `${application.baseUrl}/v1/oauth2/token`,
    headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" },
    body: new URLSearchParams({
      client_id: application.clientId,
      client_secret: application.clientSecret,
      grant_type: "client_credentials",
    }).toString(),
  });
  if (answer.status !== 200) throw errorResponseFault(answer, "token", now());
  const parsed = TokenAnswer.safeParse(parseJsonBody(answer));
  if (!parsed.success) {
    throw new AttemptFault(
      "server",
      `DigiKey's token answer is not usable: ${z.prettifyError(parsed.error)}`,
      {
        cause: parsed.error,
        detail: { httpStatus: 200 },
      },
    );
  }
  return { value: parsed.data.access_token, lifeMs: parsed.data.expires_in * 1000 };
}
