import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { stopEmbeddedDatabase } from "../src/store/embedded/stop.ts";

const pathTo = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Runs one command of the command line on a new embedded database, and answers its own process's peak memory. */
export async function runCommand(
  parameters: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<{ readonly peakRssMb: number | null }> {
  const dataDir = await mkdtemp(join(tmpdir(), "workflow-bench-"));
  const peakFile = join(dataDir, "peak");
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, ...settings, WORKFLOW_DATA_DIR: dataDir, BENCH_PEAK_FILE: peakFile };
  try {
    await promisify(execFile)(
      process.execPath,
      ["--import", pathTo("note-peak.mjs"), pathTo("../bin/workflow.mjs"), ...parameters],
      { env, cwd: dataDir, maxBuffer: 64 * 1024 * 1024 },
    );
    const peak = existsSync(peakFile) ? Number(await readFile(peakFile, "utf8")) : 0;
    return { peakRssMb: peak === 0 ? null : peak / 1024 };
  } finally {
    await stopEmbeddedDatabase(dataDir);
    await rm(dataDir, { recursive: true });
  }
}
