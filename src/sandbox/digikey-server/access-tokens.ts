import { BoundedMap } from "./bounded-map.ts";

const maxTokens = 1000;

/** The bearer tokens handed out and until when each is good. */
export class AccessTokens {
  readonly #expiryMs = new BoundedMap<string, number>(maxTokens);
  readonly #lifetimeS: number;

  constructor(lifetimeS: number) {
    this.#lifetimeS = lifetimeS;
  }

  /** Makes `token` good from `nowMs` on and returns the API's token body. */
  issue(token: string, nowMs: number) {
    this.#expiryMs.set(token, nowMs + this.#lifetimeS * 1000);
    return { access_token: token, expires_in: this.#lifetimeS, token_type: "Bearer" };
  }

  stateOf(token: string, nowMs: number): "live" | "expired" | "unknown" {
    const expiry = this.#expiryMs.get(token);
    if (expiry === undefined) return "unknown";
    return nowMs < expiry ? "live" : "expired";
  }
}
