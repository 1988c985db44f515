import { execFileSync } from "node:child_process";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { joinEmbeddedDatabase } from "../../src/store/embedded/join.ts";
import { runInProcess } from "./in-process-cli.ts";
import { startCli } from "./run-cli.ts";
import { seedRulesFolder } from "./seed-rules.ts";

// Run in a mount namespace of its own, with a small disk mounted at the folder that is its argument: fills the disk up
// to what the beginning of a run needs, runs, makes room, goes on, and makes the disk read-only. Prints what each command
// answered.

const [disk = ""] = process.argv.slice(2);
const filler = join(disk, "filler");
const env = {
  PATH: process.env["PATH"],
  WORKFLOW_DATA_DIR: join(disk, "data"),
  WORKFLOW_RULES_DIR: seedRulesFolder,
  WORKFLOW_SANDBOX_ROWS: "2000",
  WORKFLOW_SANDBOX_FAULTS: "none",
  WORKFLOW_PROGRESS_LOG: "/dev/null",
  MAX_BATCH_SIZE: "20",
};
const run = (line: string) => runInProcess({ cwd: disk, env }, line.split(" "));

/** Leaves `freeBytes` of the disk, as far as its blocks allow. */
function fill(freeBytes: number): void {
  const reserved = join(disk, "reserved");
  const reserve = openSync(reserved, "w");
  writeSync(reserve, Buffer.alloc(freeBytes, 1));
  closeSync(reserve);
  const file = openSync(filler, "w");
  try {
    for (;;) writeSync(file, Buffer.alloc(65_536, 1));
  } catch {
    closeSync(file);
    rmSync(reserved);
  }
}

// A command waits less long for its start than a busy machine may need.
await joinEmbeddedDatabase({ dataDir: env.WORKFLOW_DATA_DIR, startTimeoutMs: 120_000 });
const answers: unknown[] = [await run("run --limit 1")];
// 1,000 rows take 1.05 MB as JSON lines, which fit, and 0.74 MB more as the table that is made of them.
fill(1_350_000);
answers.push(await run("sandbox generate --rows 1000 --out parts.csv"));
rmSync(filler);
fill(500_000);
// A process of its own: what it holds when it fails is free because it is gone.
answers.push(await startCli(["run", "--limit", "400"], disk, env).ended, await run("status --json"));
rmSync(filler);
answers.push(await run("resume"), await run("status --json"), await run("db stop"));
execFileSync("mount", ["-o", "remount,bind,ro", disk]);
answers.push(await run("run --limit 1"), await run("cost --output cost.json"));
process.stdout.write(JSON.stringify(answers));
process.exit();
