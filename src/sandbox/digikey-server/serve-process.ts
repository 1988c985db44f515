import * as z from "zod";
import { findTrueParts, searchTrueParts } from "../catalogue/find-true-parts.ts";
import { manufacturers } from "../catalogue/manufacturers.ts";
import { envelopes } from "./api-error.ts";
import { FaultProfile, faultProfiles } from "./fault-profile.ts";
import { standardPlan } from "./request-quota.ts";
import { startDigikeyServer } from "./start-digikey-server.ts";

// The server as a process of its own: options as JSON in the first argument, one line `{"baseUrl":...}` on stdout
// when it is ready, statistics on GET /sandbox/stats, the end when stdin ends or on SIGTERM.

const Limit = z.number().int().min(0).nullable();

const Options = z.strictObject({
  clientId: z.string(),
  clientSecret: z.string(),
  faults: z
    .union([z.enum(["none", "realistic", "storm"]).transform((name) => faultProfiles[name]), FaultProfile])
    .default(faultProfiles.none),
  seed: z.number().int().default(1),
  latencyMs: z.number().min(0).default(0),
  limits: z.strictObject({ perMinute: Limit, perDay: Limit }).default(standardPlan),
  tokenLifetimeS: z.number().int().min(1).default(599),
  envelope: z.enum(envelopes).default("v4"),
});

const options = Options.parse(JSON.parse(process.argv[2] ?? "{}"));
const makers = Object.entries(manufacturers).map(([name, { id }]) => ({ id, name }));
const catalogue = { findTrueParts, searchTrueParts, manufacturers: makers };
const server = await startDigikeyServer({ ...options, catalogue });

function stop(): void {
  void server[Symbol.asyncDispose]().then(() => process.exit(0));
}
process.once("SIGTERM", stop);
process.stdin.once("end", stop).resume();

console.log(JSON.stringify({ baseUrl: server.baseUrl }));
