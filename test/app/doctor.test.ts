import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { type Check, MissingPrerequisite, runCheck } from "../../src/app/doctor/check.ts";
import { runDoctor } from "../../src/app/doctor/run-doctor.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import type { Logger } from "../../src/domain/logger.ts";
import { UserError } from "../../src/domain/fault.ts";
import { joinEmbeddedDatabase } from "../../src/store/embedded/join.ts";
import { stopEmbeddedDatabase } from "../../src/store/embedded/stop.ts";
import { openTestDatabase } from "../support/database.ts";

const nothing = () => undefined;
const log: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const password = "very-secret-password";
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "workflow-doctor-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

function doctor(env: NodeJS.ProcessEnv, now = () => new Date()) {
  const { values: config } = loadConfig({
    env: { WORKFLOW_DATA_DIR: join(folder, "data"), ...env },
    cwd: process.cwd(),
    configFile: undefined,
    flags: {},
  });
  return runDoctor({ config, log, now, limitMs: 60_000 });
}

/** Kind and text of each finding, by the name of its check. */
function byName(report: Awaited<ReturnType<typeof doctor>>) {
  return Object.fromEntries(report.checks.map(({ name, finding }) => [name, finding]));
}

async function partsFile(lines: string): Promise<string> {
  const path = join(folder, "parts.jsonl");
  await writeFile(path, lines);
  return path;
}

/** A port on which nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

test("every check has its own finding when nothing works, and no secret is told", async () => {
  await writeFile(join(folder, "file"), "");
  await mkdir(join(folder, "rules"));
  await writeFile(join(folder, "rules", "routing.json"), "{");
  const closed = await closedPort();
  const report = await doctor({
    DATABASE_URL: `postgres://user:${password}@127.0.0.1:${closed}/parts`,
    DIGIKEY_CLIENT_ID: "id",
    WORKFLOW_SOURCE: join(folder, "none.parquet"),
    WORKFLOW_RULES_DIR: join(folder, "rules"),
    WORKFLOW_DATA_DIR: join(folder, "file"),
    AUTOMATION_FAILURE_TO_MANUAL: "false",
  });
  expect(report.isHealthy).toBe(false);
  const findings = byName(report);
  const kinds = Object.fromEntries(Object.entries(findings).map(([name, { kind }]) => [name, kind]));
  expect(kinds).toEqual({
    source: "failed",
    rows: "skipped",
    budget: "skipped",
    credentials: "failed",
    quota: "failed",
    rules: "failed",
    failures: "skipped",
    database: "failed",
    migrations: "skipped",
    fallback: "warning",
    sums: "skipped",
    clock: "skipped",
    timezone: "ok",
    storage: "failed",
    daemon: "ok",
  });
  expect(findings["source"]).toMatchObject({ remedy: "name an existing file" });
  expect(findings["credentials"]).toMatchObject({ detail: "DIGIKEY_CLIENT_SECRET is missing" });
  expect(JSON.stringify(report)).not.toContain(password);
});

test("what needs tables waits for the migrations that are pending", async () => {
  const dataDir = join(folder, "data");
  onTestFinished(() => stopEmbeddedDatabase(dataDir).then(() => undefined));
  // Longer than a person would wait: other people's suites need the processor too.
  await joinEmbeddedDatabase({ dataDir, startTimeoutMs: 90_000 });
  const source = await partsFile('{"pn":"A","score":0.9}\n');
  const report = await doctor({ WORKFLOW_SOURCE: source });
  const kinds = report.checks.map(({ name, finding }) => [name, finding.kind]);
  expect(Object.fromEntries(kinds)).toMatchObject({
    database: "ok",
    migrations: "warning",
    rows: "ok",
    credentials: "ok",
    daemon: "ok",
    clock: "ok",
    budget: "skipped",
    quota: "skipped",
    failures: "skipped",
    sums: "skipped",
  });
  expect(report.isHealthy).toBe(true);
});

test("a database that is far behind and empty is told apart from one that does not answer", async () => {
  const database = await openTestDatabase();
  const { connectionString } = database.poolConfig;
  if (connectionString === undefined) {
    await database.dispose();
    return;
  }
  try {
    const hourLater = () => new Date(Date.now() + 3_600_000);
    const source = await partsFile('{"pn":"A","score":0.1}\n');
    const env = {
      DATABASE_URL: connectionString,
      DIGIKEY_CLIENT_ID: "id",
      DIGIKEY_CLIENT_SECRET: "secret",
      DIGIKEY_BASE_URL: `http://127.0.0.1:${await closedPort()}`,
      WORKFLOW_SOURCE: source,
    };
    const findings = byName(await doctor(env, hourLater));
    expect(findings["database"]).toMatchObject({ kind: "ok" });
    expect(findings["migrations"]).toMatchObject({ kind: "ok" });
    expect(findings["clock"]).toMatchObject({
      kind: "failed",
      detail: "the database's is 3600 s behind ours",
    });
    expect(findings["rows"]).toMatchObject({ kind: "failed", detail: "no row has a score of 0.5 or more" });
    expect(findings["credentials"]).toMatchObject({ kind: "failed" });
    expect(findings["sums"]).toMatchObject({ kind: "ok", detail: "no batch has been run yet" });
    expect(await readdir(join(folder, "data"))).toEqual([]);
  } finally {
    await database.dispose();
  }
});

function check(find: Check["find"]): Check {
  return { name: "any", trouble: "Surroundings", find };
}

test("a check that never answers is given up, and told to stop", async () => {
  let stopped: AbortSignal | undefined;
  const silent = check((signal) => {
    stopped = signal;
    return new Promise(() => undefined);
  });
  expect(await runCheck(silent, 1)).toMatchObject({
    finding: { kind: "failed", detail: "no answer within 0.001 s" },
  });
  expect(stopped?.aborted).toBe(true);
});

test("a fault's sentence is taken apart into what is wrong and what to do", async () => {
  const failing = (error: Error) =>
    runCheck(
      check(() => Promise.reject(error)),
      60_000,
    );
  expect(await failing(new UserError(3, "The file /a:b is empty: export it again."))).toMatchObject({
    finding: { kind: "failed", detail: "The file /a:b is empty", remedy: "export it again" },
  });
  expect(await failing(new MissingPrerequisite("needs more"))).toMatchObject({
    finding: { kind: "skipped", detail: "needs more" },
  });
  expect(await failing(new Error("odd: thing"))).toMatchObject({
    finding: { kind: "failed", detail: "odd: thing" },
  });
});
