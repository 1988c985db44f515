import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type * as z from "zod";
import { FaultProfile } from "../../src/sandbox/digikey-server/fault-profile.ts";
import {
  type DigikeyServer,
  startDigikeyServer,
} from "../../src/sandbox/digikey-server/start-digikey-server.ts";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import { joinEmbeddedDatabase } from "../../src/store/embedded/join.ts";
import type { Ledger } from "../../src/store/ledger.ts";
import type { Tables } from "../../src/store/schema/tables.ts";
import { ownCatalogue } from "../sandbox/digikey-server/own-catalogue.ts";
import { makeEmbeddedDataDir, removeEmbeddedDataDir } from "./embedded-test-database.ts";
import { type CommandResult, runInProcess, runWatched } from "./in-process-cli.ts";
import { type PartRow, partsOf } from "./part-rows.ts";
import { seedRulesFolder } from "./seed-rules.ts";

/** Command lines over a ledger of their own, with a provider on loopback that knows the given parts. */
export interface CommandFixture extends AsyncDisposable {
  /** The working folder of the commands. */
  readonly folder: string;
  readonly dataDir: string;
  readonly ledger: Ledger;
  readonly digikey: DigikeyServer;
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<CommandResult>;
  /** The same, with each text that is written to stderr shown at once, together with Ctrl-C. */
  watched(
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    onStderr: (text: string, interrupt: () => void) => void,
  ): Promise<CommandResult>;
  /** What a command that has to succeed prints with `--json`. */
  json<T>(schema: z.ZodType<T>, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<T>;
}

const credentials = { clientId: "test", clientSecret: "test-secret" };

/** Starts the ledger and the provider. */
export async function openCommandFixture(known: readonly PartRow[]): Promise<CommandFixture> {
  const folder = await mkdtemp(join(tmpdir(), "workflow-commands-"));
  const dataDir = await makeEmbeddedDataDir();
  const digikey = await startDigikeyServer({
    ...credentials,
    catalogue: ownCatalogue(partsOf(known)),
    faults: FaultProfile.parse({}),
    seed: 1,
    limits: { perMinute: null, perDay: null },
  });
  const { poolConfig } = await joinEmbeddedDatabase({ dataDir, startTimeoutMs: 90_000 });
  const database = openDatabase<Tables>({ poolConfig, applicationName: "test", maxConnections: 2 });
  const own = {
    WORKFLOW_DATA_DIR: dataDir,
    WORKFLOW_RULES_DIR: seedRulesFolder,
    DIGIKEY_BASE_URL: digikey.baseUrl,
    DIGIKEY_CLIENT_ID: credentials.clientId,
    DIGIKEY_CLIENT_SECRET: credentials.clientSecret,
  };
  const run: CommandFixture["run"] = (args, env = {}) =>
    runInProcess({ cwd: folder, env: { ...own, ...env } }, args);
  return {
    folder,
    dataDir,
    ledger: database.db,
    digikey,
    run,
    watched: (args, env, onStderr) => runWatched({ cwd: folder, env: { ...own, ...env } }, args, onStderr),
    async json(schema, args, env) {
      const { stdout, stderr, exitCode } = await run([...args, "--json"], env);
      expect(exitCode, stderr).toBe(0);
      return schema.parse(JSON.parse(stdout));
    },
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]();
      await digikey[Symbol.asyncDispose]();
      await removeEmbeddedDataDir(dataDir);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
