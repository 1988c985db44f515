import { constants, existsSync } from "node:fs";
import { cp, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";

import { errorCode } from "../../src/store/connection/error-code.ts";
import { joinEmbeddedDatabase } from "../../src/store/embedded/join.ts";
import { stopEmbeddedDatabase } from "../../src/store/embedded/stop.ts";
import { migrateTemplate, migrationSetHash } from "./migration-set.ts";

// A worker that was killed leaves its daemon behind; it ends soon after its last connection.
const idleMs = 20_000;
// Other people's suites and an install need the processor too.
const startTimeoutMs = 90_000;

/** Joins the database of a data folder, and starts it where nobody did. */
export async function joinTestDatabase(dataDir: string): Promise<pg.PoolConfig> {
  const { poolConfig } = await joinEmbeddedDatabase({ dataDir, idleMs, startTimeoutMs });
  return poolConfig;
}

/** Copies a migrated data folder, for tests that start the database themselves: creating one takes seconds. */
export async function makeEmbeddedDataDir(folder = tmpdir()): Promise<string> {
  const dataDir = await mkdtemp(join(folder, "workflow-test-"));
  await copyEmbeddedTemplate(dataDir);
  return dataDir;
}

/** Puts a migrated, empty database into a data folder, which is made where it is missing. */
export async function copyEmbeddedTemplate(dataDir: string): Promise<void> {
  const template = await embeddedTemplate();
  await cp(template, join(dataDir, "postgres"), { recursive: true, mode: constants.COPYFILE_FICLONE });
}

/** Stops whatever serves a data folder and deletes it. */
export async function removeEmbeddedDataDir(dataDir: string): Promise<void> {
  await stopEmbeddedDatabase(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}

/** The migrated data folder, kept in the temporary folder for all test files and later runs. */
async function embeddedTemplate(): Promise<string> {
  const template = join(tmpdir(), `workflow-test-template-${migrationSetHash()}`);
  if (existsSync(template)) return template;
  const dataDir = await mkdtemp(join(tmpdir(), "workflow-test-template-new-"));
  try {
    await migrateTemplate(await joinTestDatabase(dataDir));
    await stopEmbeddedDatabase(dataDir);
    // Several workers may get here: whole templates appear at once, and the first one stays.
    await rename(join(dataDir, "postgres"), template).catch((cause: unknown) => {
      if (!["ENOTEMPTY", "EEXIST"].includes(errorCode(cause) ?? "")) throw cause;
    });
  } finally {
    await removeEmbeddedDataDir(dataDir);
  }
  return template;
}
