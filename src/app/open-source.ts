import type { Config } from "../config/parameters.ts";
import { openDuckdbSource } from "../extract/duckdb-source.ts";
import type { PartSource } from "../extract/part-source.ts";

/**
 * The table of parts that the configuration names; the sandbox's own table without a name, made on first use.
 *
 * @throws {UserError} when the file is missing, unreadable or lacks a needed column.
 */
export async function openSource(config: Config): Promise<PartSource> {
  const path = config.source ?? (await sandboxFile(config));
  return openDuckdbSource({ path, scoreScale: config.scoreScale });
}

async function sandboxFile(config: Config): Promise<string> {
  const { ensureSandboxSourceFile } = await import("../sandbox/source-table/ensure-sandbox-source-file.ts");
  return ensureSandboxSourceFile(config.dataDir, { count: config.sandboxRows, seed: config.sandboxSeed });
}
