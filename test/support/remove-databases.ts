import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { stopEmbeddedDatabase } from "../../src/store/embedded/stop.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the databases lie that outlive a test file. */
    databasesFolder: string;
  }
}

/** Makes the folder for the databases that outlive a test file, and at the end of the suite removes them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "workflow-test-databases-"));
  project.provide("databasesFolder", folder);
  return async () => {
    for (const dataDir of await readdir(folder)) await stopEmbeddedDatabase(join(folder, dataDir));
    await rm(folder, { recursive: true });
  };
}
