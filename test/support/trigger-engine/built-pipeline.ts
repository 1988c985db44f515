import { ProcessEngine } from "./process-engine.ts";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type * as z from "zod";
import { FaultProfile } from "../../../src/sandbox/digikey-server/fault-profile.ts";
import {
  type DigikeyServer,
  startDigikeyServer,
} from "../../../src/sandbox/digikey-server/start-digikey-server.ts";
import { openDatabase } from "../../../src/store/connection/open-database.ts";
import { joinEmbeddedDatabase } from "../../../src/store/embedded/join.ts";
import type { Ledger } from "../../../src/store/ledger.ts";
import type { Tables } from "../../../src/store/schema/tables.ts";
import { ownCatalogue } from "../../sandbox/digikey-server/own-catalogue.ts";
import { makeEmbeddedDataDir, removeEmbeddedDataDir } from "../embedded-test-database.ts";
import { type PartRow, partsOf } from "../part-rows.ts";
import { type OnCall, proxyProvider } from "../provider-proxy.ts";
import { builtWorker } from "./built-worker.ts";
import { type ServedEngine, serveEngine } from "./serve-engine.ts";

/** A built worker's processes, what they work with, and what they tell the platform. */
export interface BuiltPipeline {
  readonly engine: ProcessEngine;
  readonly served: ServedEngine;
  readonly ledger: Ledger;
  readonly sandbox: DigikeyServer;
  /** The worker's folder, which is its working folder, too. */
  readonly folder: string;
  /** Writes a source table and answers where. */
  readonly sourceOf: (rows: readonly PartRow[]) => Promise<string>;
}

const credentials = { clientId: "test", clientSecret: "secret-of-the-provider" };

/**
 * Builds the worker as `trigger.dev dev` does and lets it work on an embedded database that is served already, with a
 * provider that knows `known`, as long as the action lasts.
 */
export async function withBuiltPipeline(
  options: {
    readonly rows: readonly PartRow[];
    readonly known: readonly PartRow[];
    readonly faults: z.input<typeof FaultProfile>;
    readonly onCall: (engine: ProcessEngine) => OnCall;
    readonly settings: Readonly<Record<string, string>>;
  },
  action: (pipeline: BuiltPipeline) => Promise<void>,
): Promise<void> {
  await using built = await builtWorker("dev");
  const engine = new ProcessEngine(built.folder);
  const dataDir = await makeEmbeddedDataDir();
  try {
    const { poolConfig } = await joinEmbeddedDatabase({ dataDir, startTimeoutMs: 90_000 });
    await using database = openDatabase<Tables>({ poolConfig, applicationName: "test", maxConnections: 1 });
    await using sandbox = await startDigikeyServer({
      ...credentials,
      catalogue: ownCatalogue(partsOf(options.known)),
      faults: FaultProfile.parse(options.faults),
      seed: 1,
      limits: { perMinute: null, perDay: null },
    });
    await using provider = await proxyProvider(sandbox.baseUrl, options.onCall(engine));
    await using served = await serveEngine(engine);
    const sourceOf = async (rows: readonly PartRow[]) => {
      const path = join(dataDir, `${rows.length}-parts.jsonl`);
      await writeFile(path, rows.map((row) => JSON.stringify(row)).join("\n"));
      return path;
    };
    engine.isHurried = true;
    engine.url = served.url;
    engine.settings = {
      WORKFLOW_DATA_DIR: dataDir,
      WORKFLOW_SOURCE: await sourceOf(options.rows),
      DIGIKEY_CLIENT_ID: credentials.clientId,
      DIGIKEY_CLIENT_SECRET: credentials.clientSecret,
      DIGIKEY_BASE_URL: provider.url,
      ...options.settings,
    };
    await action({ engine, served, ledger: database.db, sandbox, folder: built.folder, sourceOf });
  } finally {
    await engine.stop();
    await removeEmbeddedDataDir(dataDir);
  }
}
