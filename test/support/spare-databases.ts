import { inject } from "vitest";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import { type TestDatabase } from "./database.ts";
import { truncateAll } from "./truncate-all.ts";
import { joinTestDatabase, makeEmbeddedDataDir, removeEmbeddedDataDir } from "./embedded-test-database.ts";
import { schemaOf } from "./schema-of.ts";

// Data folders of this worker that no test file uses at the moment. Starting a database anew takes longer than many files.
const spareDataDirs: string[] = [];

/**
 * Starts an embedded database on a migrated data folder. It outlives the test file: this worker's next one gets it
 * empty, unless its schema is no longer what it was. The end of the suite removes it (`remove-databases.ts`).
 */
export async function openEmbeddedTestDatabase(): Promise<TestDatabase> {
  const dataDir = spareDataDirs.pop() ?? (await makeEmbeddedDataDir(inject("databasesFolder")));
  const poolConfig = await joinTestDatabase(dataDir);
  const schema = await schemaOf(poolConfig);
  return {
    poolConfig,
    engine: "embedded",
    async dispose() {
      if ((await schemaOf(poolConfig)) !== schema) return removeEmbeddedDataDir(dataDir);
      await using database = openDatabase({
        poolConfig,
        applicationName: "test database",
        maxConnections: 1,
      });
      await truncateAll(database.db);
      spareDataDirs.push(dataDir);
    },
  };
}
