import { access } from "node:fs/promises";
import { join } from "node:path";
import { sourceRows, type SourceTableSize } from "./source-rows.ts";
import { writeSourceFile } from "./write-source-file.ts";

/** Goes up when the rows of the same size and seed change, so that older files are not taken for them. */
const tableVersion = 1;

/**
 * The sandbox's source table as a Parquet file in the data folder, made when it is not there yet. Two processes may ask
 * for it at once: each makes the same file, and one replaces the other's whole.
 *
 * @throws {UserError} when the data folder cannot be written to.
 */
export async function ensureSandboxSourceFile(
  dataDir: string,
  { count, seed }: SourceTableSize,
): Promise<string> {
  const path = join(dataDir, "sandbox", `parts-v${tableVersion}-${count}-${seed}.parquet`);
  if (!(await exists(path))) {
    await writeSourceFile({ rows: sourceRows({ count, seed }), path, format: "parquet" });
  }
  return path;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
