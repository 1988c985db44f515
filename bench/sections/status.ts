import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { stopEmbeddedDatabase } from "../../src/store/embedded/stop.ts";
import { figure, printTable } from "../print-table.ts";

const repeats = 10;
const targetS = 0.5;
const workflow = fileURLToPath(new URL("../../bin/workflow.mjs", import.meta.url));

/** `workflow status` as a whole process on a running daemon, beside node starting and doing nothing. */
export async function statusSection(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "workflow-bench-"));
  try {
    await runNode([workflow, "run", "--limit", "20"], dataDir);
    const bare = await medianSeconds(["--eval", "0"], dataDir);
    const status = await medianSeconds([workflow, "status"], dataDir);
    console.log(`status: whole processes on a warm daemon, median of ${repeats}`);
    printTable(
      ["", "seconds", "x bare node", `x ${targetS} s`],
      [
        ["node --eval 0", figure(bare, 3), figure(1, 2), figure(bare / targetS, 2)],
        ["workflow status", figure(status, 3), figure(status / bare, 2), figure(status / targetS, 2)],
      ],
    );
  } finally {
    await stopEmbeddedDatabase(dataDir);
    await rm(dataDir, { recursive: true });
  }
}

async function medianSeconds(parameters: readonly string[], dataDir: string): Promise<number> {
  const seconds: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const startedAt = performance.now();
    await runNode(parameters, dataDir);
    seconds.push((performance.now() - startedAt) / 1000);
  }
  return seconds.sort((a, b) => a - b)[repeats / 2] ?? Number.NaN;
}

async function runNode(parameters: readonly string[], dataDir: string): Promise<void> {
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, WORKFLOW_DATA_DIR: dataDir };
  await promisify(execFile)(process.execPath, [...parameters], { env, cwd: dataDir });
}
