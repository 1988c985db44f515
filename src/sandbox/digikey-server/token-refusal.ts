import { apiErrors, invalidRequest, type ApiError } from "./api-error.ts";

/** The one application the server knows. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Why a token request is refused, null when it is granted. The credentials come in the form, or by HTTP Basic with
 * only `grant_type` in the form.
 */
export function tokenRefusal(
  form: string,
  authorization: string | undefined,
  credentials: ClientCredentials,
): ApiError | null {
  const fields = new URLSearchParams(form);
  if (fields.get("grant_type") !== "client_credentials") {
    return invalidRequest({ grant_type: ["must be client_credentials"] });
  }
  const given = basicCredentials(authorization) ?? {
    clientId: fields.get("client_id"),
    clientSecret: fields.get("client_secret"),
  };
  const isKnown = given.clientId === credentials.clientId && given.clientSecret === credentials.clientSecret;
  return isKnown ? null : apiErrors.invalidCredentials;
}

function basicCredentials(authorization: string | undefined): ClientCredentials | null {
  const encoded = /^Basic +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const [clientId = "", ...rest] = text.split(":");
  return { clientId, clientSecret: rest.join(":") };
}
