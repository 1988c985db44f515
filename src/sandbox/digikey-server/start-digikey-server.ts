import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import * as z from "zod";
import { AccessTokens } from "./access-tokens.ts";
import type { Envelope } from "./api-error.ts";
import { CallStatistics, type DigikeyServerStats } from "./call-statistics.ts";
import type { Catalogue } from "./catalogue.ts";
import type { FaultProfile } from "./fault-profile.ts";
import { handleRequest } from "./handle-request.ts";
import { ProductListing } from "./product-listing.ts";
import { RequestQuota, standardPlan, type QuotaLimits } from "./request-quota.ts";
import type { SandboxState } from "./sandbox-state.ts";
import type { ClientCredentials } from "./token-refusal.ts";

export interface DigikeyServerOptions extends ClientCredentials {
  readonly catalogue: Catalogue;
  readonly faults: FaultProfile;
  /** Which numbers the faults hit; the same seed hits the same ones. */
  readonly seed: number;
  /** Added to every admitted product call; 0 when absent. */
  readonly latencyMs?: number;
  /** The standard plan's 120 a minute and 1,000 a day when absent. */
  readonly limits?: QuotaLimits;
  /** 599 when absent. */
  readonly tokenLifetimeS?: number;
  /** `v4` when absent. */
  readonly envelope?: Envelope;
  /** A free one when absent. */
  readonly port?: number;
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number;
}

/** A running server; disposing it cuts every connection. */
export interface DigikeyServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, to be used where `https://api.digikey.com` would be. */
  readonly baseUrl: string;
  readonly port: number;
  stats(): DigikeyServerStats;
}

/** Longer than clients keep idle connections, so that no request meets a connection that is just being closed. */
const keepAliveTimeoutMs = 60_000;

/**
 * Serves the catalogue on the loopback interface, in the words of DigiKey's Product Information API
 * v4. Every answer says in its `X-Sandbox` header that it is not DigiKey's.
 */
export async function startDigikeyServer(options: DigikeyServerOptions): Promise<DigikeyServer> {
  const statistics = new CallStatistics();
  const state: SandboxState = {
    credentials: options,
    tokens: new AccessTokens(options.tokenLifetimeS ?? 599),
    quota: new RequestQuota(effectiveLimits(options)),
    statistics,
    listing: new ProductListing(options.catalogue),
    faults: options.faults,
    seed: options.seed,
    latencyMs: options.latencyMs ?? 0,
    envelope: options.envelope ?? "v4",
    now: options.now ?? Date.now,
    newId: randomUUID,
  };
  const server = createServer({ keepAliveTimeout: keepAliveTimeoutMs }, (request, response) => {
    void handleRequest(state, request, response);
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    stats: () => statistics.snapshot(),
    [Symbol.asyncDispose]: () => stop(server),
  };
}

/** `daily429After` acts as a smaller day's limit. */
function effectiveLimits({ limits = standardPlan, faults }: DigikeyServerOptions): QuotaLimits {
  if (faults.daily429After === null) return limits;
  return { ...limits, perDay: Math.min(limits.perDay ?? Infinity, faults.daily429After) };
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
