import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import * as z from "zod";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import type { Tables } from "../../src/store/schema/tables.ts";
import { type Engine, engines } from "../engines.ts";
import { figure, printTable } from "../print-table.ts";
import { runCase } from "../run-case.ts";
import { seedDecisions } from "../seed-decisions.ts";

const decisions = 1_000_000;
const targetS = 10;
const targetMb = 400;
const rules = (name: string) => fileURLToPath(new URL(`../../rules/${name}`, import.meta.url));

const Measured = z.object({
  decisions: z.number(),
  flips: z.number(),
  seconds: z.number(),
  cpuS: z.number(),
  peakRssMb: z.number().nullable(),
});

/** `rules simulate` over a million stored decisions, beside the database counting their facts and doing nothing else. */
export async function simulateSection(): Promise<void> {
  console.log(`simulate: ${decisions} stored decisions replayed under strict-trigger.json`);
  const rows: string[][] = [];
  for (const engine of await engines()) rows.push(await measureOn(engine));
  const headings = [
    "",
    "seed s",
    "floor s",
    "simulate s",
    "x floor",
    "x 10 s",
    "flips",
    "CPU s",
    "peak RSS MB",
    "x 400 MB",
  ];
  printTable(headings, rows);
}

async function measureOn(engine: Engine): Promise<string[]> {
  await using database = await engine.open();
  const { poolConfig, maxConnections } = database;
  const seedS = await timed(() => seed(poolConfig));
  const floorS = await readFactsOnce(poolConfig);
  const options = {
    poolConfig,
    maxConnections,
    rulesPath: rules("strict-trigger.json"),
    decisionsPerStatement: 50_000,
  };
  const measured = await runCase("simulate", options, Measured);
  return [
    engine.name,
    figure(seedS, 0),
    figure(floorS, 1),
    figure(measured.seconds, 1),
    figure(measured.seconds / floorS, 2),
    figure(measured.seconds / targetS, 2),
    String(measured.flips),
    figure(measured.cpuS, 1),
    figure(measured.peakRssMb, 0),
    figure(measured.peakRssMb === null ? null : measured.peakRssMb / targetMb, 2),
  ];
}

async function seed(poolConfig: object): Promise<void> {
  const ruleset = loadRuleset(rules("routing.json"));
  await using database = openDatabase<Tables>({ poolConfig, applicationName: "bench", maxConnections: 1 });
  await seedDecisions(database.db, {
    decisions,
    rulesetHash: ruleset.hash,
    rulesetContent: ruleset.source,
  });
}

/** Seconds in which the database reads one fact of each decision and adds them up. */
async function readFactsOnce(poolConfig: object): Promise<number> {
  await using database = openDatabase<Tables>({ poolConfig, applicationName: "bench", maxConnections: 1 });
  return await timed(async () => {
    await sql`select sum((facts->'completeness')::float8) from batch_parts`.execute(database.db);
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
