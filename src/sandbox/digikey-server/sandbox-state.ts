import type { AccessTokens } from "./access-tokens.ts";
import type { Envelope } from "./api-error.ts";
import type { CallStatistics } from "./call-statistics.ts";
import type { FaultProfile } from "./fault-profile.ts";
import type { ProductListing } from "./product-listing.ts";
import type { RequestQuota } from "./request-quota.ts";
import type { ClientCredentials } from "./token-refusal.ts";

/** Everything the server keeps between requests. */
export interface SandboxState {
  readonly credentials: ClientCredentials;
  readonly tokens: AccessTokens;
  readonly quota: RequestQuota;
  readonly statistics: CallStatistics;
  readonly listing: ProductListing;
  readonly faults: FaultProfile;
  readonly seed: number;
  readonly latencyMs: number;
  readonly envelope: Envelope;
  readonly now: () => number;
  readonly newId: () => string;
}
