import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import type * as z from "zod";
import { WorkflowConfig } from "../../src/config/workflow-parameters.ts";
import { loadManufacturers } from "../../src/decide/load-manufacturers.ts";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import type { Ruleset } from "../../src/decide/ruleset.ts";
import type { Logger } from "../../src/domain/logger.ts";
import { RunRequest } from "../../src/domain/run-request.ts";
import { openDuckdbSource } from "../../src/extract/duckdb-source.ts";
import { type LocalDependencies, localStages } from "../../src/local/local-stages.ts";
import { processLease } from "../../src/local/process-lease.ts";
import type { TruePart } from "../../src/sandbox/catalogue/true-part.ts";
import { FaultProfile } from "../../src/sandbox/digikey-server/fault-profile.ts";
import {
  type DigikeyServer,
  startDigikeyServer,
} from "../../src/sandbox/digikey-server/start-digikey-server.ts";
import { oneLine } from "../../src/remote/one-line.ts";
import { digikeyProvider } from "../../src/scrape/digikey/digikey-provider.ts";
import { releaseLeases } from "../../src/store/batch-lease.ts";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import type { Ledger } from "../../src/store/ledger.ts";
import type { Tables } from "../../src/store/schema/tables.ts";
import { type RunOutcome, runWorkflow } from "../../src/workflow/run-workflow.ts";
import { startRun } from "../../src/workflow/start-run.ts";
import { ownCatalogue } from "../sandbox/digikey-server/own-catalogue.ts";
import { countStatements } from "./count-statements.ts";
import { openTestDatabase, type TestDatabase } from "./database.ts";
import { deleteAll } from "./truncate-all.ts";
import { type PartRow, partsOf } from "./part-rows.ts";
import { seedRulesFolder } from "./seed-rules.ts";
import { viaFetch } from "./via-fetch.ts";

const dayMs = 86_400_000;
const credentials = { clientId: "test", clientSecret: "test-secret" };

/** Everything a pipeline is put together from; what is absent is as harmless as it can be. */
export interface PipelineOptions {
  /** The source table; a string is a line of the file as it stands. */
  readonly rows: readonly (PartRow | string)[];
  /** What the provider knows: every row, unless told. */
  readonly catalogue?: readonly TruePart[];
  readonly faults?: z.input<typeof FaultProfile>;
  readonly config?: z.input<typeof WorkflowConfig>;
  /** The file in the rules folder that decides routes; `routing.json` unless told. */
  readonly routingRules?: string;
  /** Another pipeline's provider, where both talk to the same one. */
  readonly server?: DigikeyServer;
  readonly clientSecret?: string;
  /** The provider's way out, in place of Node's own HTTP client. */
  readonly fetch?: typeof fetch;
  readonly now?: () => Date;
  /** How long a stored answer spares a call; a day unless told. */
  readonly answerLifetimeMs?: number;
  /** What a full score is in the source; 1 unless told. */
  readonly scoreScale?: 1 | 100;
  readonly explorationRate?: number;
  /** UTC unless told. */
  readonly businessTimezone?: string;
  /** The seed rules unless told. */
  readonly ruleset?: Ruleset;
  readonly latestRuleset?: () => Promise<Ruleset>;
}

/** The real stages over the test's ledger, a source file and a provider on loopback. */
export interface Pipeline {
  readonly server: DigikeyServer;
  /** The environment in which a command line works with the same ledger, source and provider. */
  readonly environment: NodeJS.ProcessEnv;
  /** One whole run, as one process would make it: its leases are let go at the end. */
  readonly run: (request?: z.input<typeof RunRequest>) => Promise<RunOutcome>;
  /** Whatever else one process does; its leases are let go at the end. */
  readonly asProcess: <T>(action: (deps: LocalDependencies) => Promise<T>) => Promise<T>;
}

/** A ledger for one test file; `reset` empties it and closes the pipelines of the test before. */
export interface RunFixture extends AsyncDisposable {
  readonly ledger: Ledger;
  readonly engine: TestDatabase["engine"];
  /** How many statements were sent so far, transaction control included. */
  readonly statements: () => number;
  reset(): Promise<void>;
  pipeline(options: PipelineOptions): Promise<Pipeline>;
}

export async function openRunFixture(): Promise<RunFixture> {
  const testDatabase = await openTestDatabase();
  const { poolConfig, engine } = testDatabase;
  const database = openDatabase<Tables>({ poolConfig, applicationName: "test run", maxConnections: 6 });
  const ledger = database.db;
  const { count: statements } = countStatements(database.pool);
  const closers: (() => PromiseLike<unknown>)[] = [];
  async function close() {
    for (const closer of closers.splice(0).reverse()) await closer();
  }
  return {
    ledger,
    engine,
    statements,
    async reset() {
      await close();
      await deleteAll(ledger);
    },
    async pipeline(options) {
      const server = options.server ?? (await startServer(options));
      if (options.server === undefined) closers.push(() => server[Symbol.asyncDispose]());
      const folder = await mkdtemp(join(tmpdir(), "workflow-run-"));
      closers.push(() => rm(folder, { recursive: true, force: true }));
      const path = join(folder, "parts.jsonl");
      await writeFile(path, options.rows.map((row) => `${asLine(row)}\n`).join(""));
      const source = await openDuckdbSource({ path, scoreScale: options.scoreScale ?? 1 });
      closers.push(() => source[Symbol.asyncDispose]());
      const environment = {
        DATABASE_URL: urlOf(poolConfig),
        DIGIKEY_BASE_URL: server.baseUrl,
        DIGIKEY_CLIENT_ID: credentials.clientId,
        DIGIKEY_CLIENT_SECRET: credentials.clientSecret,
        WORKFLOW_DATA_DIR: folder,
        WORKFLOW_RULES_DIR: seedRulesFolder,
        WORKFLOW_SOURCE: path,
      };
      return { server, environment, ...processes(ledger, options, server, source) };
    },
    async [Symbol.asyncDispose]() {
      await close();
      await database[Symbol.asyncDispose]();
      await testDatabase.dispose();
    },
  };
}

/** The same time of day, so many days from now: another business day. */
export function daysFromNow(days: number): () => Date {
  return () => new Date(Date.now() + days * dayMs);
}

/** The embedded database is reached through a socket, whose folder a URL names as its host. */
function urlOf({ connectionString, host = "" }: pg.PoolConfig): string {
  return connectionString ?? `postgres://postgres@localhost/postgres?host=${encodeURIComponent(host)}`;
}

function asLine(row: PartRow | string): string {
  return typeof row === "string" ? row : JSON.stringify(row);
}

function startServer(options: PipelineOptions): Promise<DigikeyServer> {
  return startDigikeyServer({
    ...credentials,
    catalogue: ownCatalogue(options.catalogue ?? partsOf(options.rows)),
    faults: FaultProfile.parse(options.faults ?? {}),
    seed: 1,
    limits: { perMinute: null, perDay: null },
  });
}

function processes(
  ledger: Ledger,
  options: PipelineOptions,
  server: DigikeyServer,
  source: Awaited<ReturnType<typeof openDuckdbSource>>,
): Pick<Pipeline, "run" | "asProcess"> {
  const config = WorkflowConfig.parse(options.config ?? {});
  const { automationPriorityThreshold, maxAutomationFailures } = config;
  const ruleset =
    options.ruleset ??
    loadRuleset(join(seedRulesFolder, options.routingRules ?? "routing.json"), {
      overrides: { automationPriorityThreshold, maxAutomationFailures },
    });
  const provider = digikeyProvider({
    ...credentials,
    ...(options.clientSecret !== undefined && { clientSecret: options.clientSecret }),
    ...(options.fetch !== undefined && { transport: viaFetch(options.fetch) }),
    baseUrl: server.baseUrl,
    locale: { site: "US", language: "en", currency: "USD" },
    timeoutMs: 30_000,
  });
  const asProcess: Pipeline["asProcess"] = async (action) => {
    const lease = processLease(60_000);
    const deps: LocalDependencies = {
      ledger,
      lease,
      config,
      settings: {
        refreshAfterDays: 30,
        businessTimezone: options.businessTimezone ?? "UTC",
        scoreScale: options.scoreScale ?? 1,
        answerLifetimeMs: options.answerLifetimeMs ?? dayMs,
        explorationRate: options.explorationRate ?? 0,
        explorationSeed: 1,
      },
      openSource: () => Promise.resolve(source),
      provider,
      latestRuleset: options.latestRuleset ?? (() => Promise.resolve(ruleset)),
      readManufacturers: () => loadManufacturers(join(seedRulesFolder, "manufacturers.json")),
      trigger: "api",
      shownText: (text) => oneLine(text, [credentials.clientSecret]),
      log: silent,
      signal: new AbortController().signal,
      now: options.now ?? (() => new Date()),
      random: () => 0,
      observer: unobserved,
    };
    try {
      return await action(deps);
    } finally {
      await releaseLeases(ledger, lease.owner);
    }
  };
  const run: Pipeline["run"] = (request = {}) =>
    asProcess((deps) => {
      const wanted = RunRequest.parse(request);
      const start = startRun(wanted, {
        runId: randomUUID(),
        now: deps.now(),
        scheduledAt: null,
        ...deps.settings,
        ...config,
      });
      return runWorkflow(localStages(deps), start);
    });
  return { asProcess, run };
}

const nothing = () => undefined;
const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const unobserved = { onBatchOpened: nothing, onStage: nothing, onPlanned: nothing, onPart: nothing };
