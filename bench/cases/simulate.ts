// One simulation over all stored decisions.
import * as z from "zod";
import { createDecider } from "../../src/decide/decider.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { simulateRuleset } from "../../src/rules/simulate/simulate-ruleset.ts";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import type { Tables } from "../../src/store/schema/tables.ts";
import { peakRssMb } from "../process-cost.ts";

const Options = z.object({
  poolConfig: z.record(z.string(), z.unknown()),
  maxConnections: z.number(),
  rulesPath: z.string(),
  decisionsPerStatement: z.number(),
});
const { rulesPath, decisionsPerStatement, ...options } = Options.parse(JSON.parse(process.argv[2] ?? "{}"));

await using database = openDatabase<Tables>({ ...options, applicationName: "bench" });
const ruleset = loadRuleset(rulesPath);
const startedAt = performance.now();
const simulation = await simulateRuleset(database.db, {
  ruleset,
  decider: createDecider(ruleset),
  since: new Date(0),
  minutesPerReview: 5,
  doFailuresBecomeReviews: true,
  decisionsPerStatement,
});
const seconds = (performance.now() - startedAt) / 1000;
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    decisions: simulation.decisions,
    flips: simulation.flips.reduce((sum, { decisions }) => sum + decisions, 0),
    seconds,
    cpuS: (user + system) / 1_000_000,
    peakRssMb: peakRssMb(process.pid),
  }),
);
