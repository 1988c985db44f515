import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { BatchId } from "../../src/domain/batch.ts";
import { exitCodes } from "../../src/domain/fault.ts";
import { sandboxCatalogue } from "../../src/sandbox/catalogue/sandbox-catalogue.ts";
import { faultProfiles } from "../../src/sandbox/digikey-server/fault-profile.ts";
import {
  type DigikeyServer,
  startDigikeyServer,
} from "../../src/sandbox/digikey-server/start-digikey-server.ts";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import { joinEmbeddedDatabase } from "../../src/store/embedded/join.ts";
import type { Tables } from "../../src/store/schema/tables.ts";
import { type CliHome, type CliResult, type RunningCli, openCliHome } from "../support/run-cli.ts";

const credentials = { clientId: "client", clientSecret: "client-secret" };
const parts = 30;
const runArguments = ["run", "--limit", String(parts), "--force-automation"];

const Status = z.object({
  batchId: BatchId,
  status: z.string(),
  totalRecords: z.number(),
  automation: z.object({ total: z.number(), completed: z.number(), failed: z.number(), open: z.number() }),
  fallback: z.object({ total: z.number() }).nullable(),
  conservation: z.object({ isHeld: z.boolean(), violations: z.array(z.string()) }),
});

// Several processes start one after the other, which takes long on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let home: CliHome;
let server: DigikeyServer;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  server = await startDigikeyServer({
    ...credentials,
    catalogue: sandboxCatalogue,
    faults: faultProfiles.none,
    seed: 1,
    latencyMs: 20,
    limits: { perMinute: null, perDay: null },
  });
  env = {
    DIGIKEY_BASE_URL: server.baseUrl,
    DIGIKEY_CLIENT_ID: credentials.clientId,
    DIGIKEY_CLIENT_SECRET: credentials.clientSecret,
  };
  home = await openCliHome();
  expect((await home.runHere(["db", "start"])).exitCode).toBe(exitCodes.ok);
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

function progressLines(): number {
  try {
    return readFileSync(join(home.dataDir, "automation_progress.log"), "utf8").split("\n").length - 1;
  } catch {
    return 0; // before the first part of the first run there is no such file
  }
}

/** Waits until it holds, as long as the command is there to make it so. */
async function during(cli: RunningCli, condition: () => boolean): Promise<void> {
  while (!condition()) {
    if (cli.child.exitCode !== null) throw new Error(`ended too early to be stopped: ${cli.stderr()}`);
    await delay(2);
  }
}

/** A run that came as far as the condition says. */
async function runUntil(reached: (cli: RunningCli) => boolean): Promise<RunningCli> {
  const cli = home.start(runArguments, env);
  await during(cli, () => reached(cli));
  return cli;
}

/** That many more calls reached the provider, or that many more parts came to their end. */
function afterCalls(count: number): (cli: RunningCli) => boolean {
  const before = server.stats().calls;
  return () => server.stats().calls >= before + count;
}
function afterParts(count: number): (cli: RunningCli) => boolean {
  const before = progressLines();
  return () => progressLines() >= before + count;
}

/** Calls so far for each number whose answer is stored: none of them may be asked for again. */
async function callsForStoredAnswers(): Promise<Record<string, number>> {
  const { poolConfig } = await joinEmbeddedDatabase({ dataDir: home.dataDir });
  await using database = openDatabase<Tables>({ poolConfig, applicationName: "test", maxConnections: 1 });
  const stored = await database.db.selectFrom("raw_payloads").select("query_key").execute();
  const calls = server.stats().callsByNumber;
  return Object.fromEntries(stored.map(({ query_key: number }) => [number, calls[number] ?? 0]));
}

/** No part of the batch has two tasks, in this batch or in another. */
async function expectNothingTwice(batchId: BatchId): Promise<void> {
  const { poolConfig } = await joinEmbeddedDatabase({ dataDir: home.dataDir });
  await using database = openDatabase<Tables>({ poolConfig, applicationName: "test", maxConnections: 1 });
  const tasks = await database.db
    .selectFrom("automation_tasks")
    .select("part_key")
    .where("batch_id", "=", batchId)
    .execute();
  const elsewhere = await database.db
    .selectFrom("automation_tasks")
    .select("part_key")
    .where("batch_id", "!=", batchId)
    .execute();
  const keys = tasks.map((task) => task.part_key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(elsewhere.filter((task) => keys.includes(task.part_key))).toEqual([]);
}

/** Who holds a batch or an automation task. */
async function leaseHolders(): Promise<string[]> {
  const { poolConfig } = await joinEmbeddedDatabase({ dataDir: home.dataDir });
  await using database = openDatabase<Tables>({ poolConfig, applicationName: "test", maxConnections: 1 });
  const held = (table: "batches" | "automation_tasks") =>
    database.db.selectFrom(table).select("lease_owner").where("lease_owner", "is not", null).execute();
  return [...(await held("batches")), ...(await held("automation_tasks"))].flatMap(
    ({ lease_owner: owner }) => owner ?? [],
  );
}

async function statusOf(batchId?: string): Promise<z.infer<typeof Status>> {
  const { stdout, stderr } = await home.runHere([
    "status",
    ...(batchId === undefined ? [] : [batchId]),
    "--json",
  ]);
  expect(stdout, stderr).not.toBe("");
  return Status.parse(JSON.parse(stdout));
}

/** Finishes what was stopped, and checks that the batch is whole and nothing was asked for again. */
async function expectToFinish(command: readonly string[], begunStatus = /^in_progress$/): Promise<void> {
  const begun = await statusOf();
  expect(begun.status).toMatch(begunStatus);
  expect(begun.conservation).toEqual(expect.objectContaining({ isHeld: true, violations: [] }));
  const stored = await callsForStoredAnswers();

  const finished = await home.runHere(command, env);
  expect(finished.exitCode, finished.stderr).toBe(exitCodes.ok);

  const settled = await statusOf(begun.batchId);
  expect(settled.status).toMatch(/^completed/);
  expect(settled.conservation).toEqual(expect.objectContaining({ isHeld: true, violations: [] }));
  expect(settled).toMatchObject({ totalRecords: parts, automation: { total: parts, open: 0 } });
  expect(settled.fallback?.total ?? 0).toBe(settled.automation.failed);
  await expectNothingTwice(begun.batchId);

  const { callsByNumber } = server.stats();
  expect(
    Object.fromEntries(Object.keys(stored).map((number) => [number, callsByNumber[number] ?? 0])),
  ).toEqual(stored);
}

async function kill(cli: RunningCli): Promise<CliResult> {
  cli.child.kill("SIGKILL");
  return cli.ended;
}

describe("a run that is killed", () => {
  it.each<[string, () => (cli: RunningCli) => boolean]>([
    ["as its batch is opened", () => (cli) => cli.stderr().includes("batch_")],
    ["as its parts are planned", () => (cli) => cli.stderr().includes("parts to look up")],
    ["with its first calls under way", () => afterCalls(1)],
    ["after 3 parts", () => afterParts(3)],
    ["after 15 parts", () => afterParts(15)],
    ["after 22 parts", () => afterParts(22)],
  ])("%s is finished by resume", async (_, moment) => {
    await kill(await runUntil(moment()));
    await expectToFinish(["resume"]);
    const again = await home.runHere(["resume"], env);
    expect(again.stderr).toContain("nothing is left to finish");
  });

  it("is finished by the next run, which then takes its own parts", async () => {
    await kill(await runUntil(afterParts(8)));
    const { batchId } = await statusOf();
    await expectToFinish(["run", "--limit", "3", "--force-manual"]);
    const next = await statusOf();
    expect(next.batchId).not.toBe(batchId);
    expect(next.totalRecords).toBe(3);
  });

  it("as it ends is finished, or was", async () => {
    await kill(await runUntil(afterParts(parts)));
    await expectToFinish(["resume"], /^(in_progress|completed.*)$/);
  });

  it("twice is finished all the same", async () => {
    await kill(await runUntil(afterParts(5)));
    const moment = afterParts(5);
    const second = home.start(["resume"], env);
    await during(second, () => moment(second));
    await kill(second);
    await expectToFinish(["resume"]);
  });
});

it("a run that is interrupted lets go of its batch and says how to go on", async () => {
  const cli = await runUntil(afterParts(5));
  cli.child.kill("SIGINT");
  const { exitCode, stderr, stdout } = await cli.ended;
  expect(exitCode).toBe(exitCodes.interrupted);
  expect(stderr).toContain('"workflow resume"');
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stdout).toBe("");
  expect(await leaseHolders()).toEqual([]);
  await expectToFinish(["resume"]);
});

it("a run whose database is killed ends with one sentence, and resume finishes it", async () => {
  const { pid } = await joinEmbeddedDatabase({ dataDir: home.dataDir });
  const cli = await runUntil(afterParts(5));
  process.kill(pid, "SIGKILL");
  const { exitCode, stderr } = await cli.ended;
  expect(exitCode, stderr).toBe(exitCodes.database);
  expect(stderr).toContain('"workflow resume"');
  expect(stderr).not.toMatch(/^ +at |This is a bug/m);
  expect(stderr.match(/^❌/gm)).toHaveLength(1);
  await expectToFinish(["resume"]);
});
