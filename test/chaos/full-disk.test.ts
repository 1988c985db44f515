import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";

// Several commands one after the other take long on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

const Answer = z.object({ exitCode: z.number().nullable(), stdout: z.string(), stderr: z.string() });
const Status = z.object({
  status: z.string(),
  stage: z.string(),
  conservation: z.object({ isHeld: z.boolean() }),
});

const mayMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", tmpdir()]).status === 0;
if (!mayMount) console.warn("no disk can be mounted here: the test of a full disk is skipped");

test.skipIf(!mayMount)(
  "a disk that is full or read-only ends a command in one sentence, and with room again the next run goes on",
  async () => {
    const disk = mkdtempSync(join(tmpdir(), "workflow-full-disk-"));
    onTestFinished(() => {
      rmSync(disk, { recursive: true, force: true });
    });
    const script = fileURLToPath(new URL("../support/full-disk-run.ts", import.meta.url));
    const mounted = 'mount -t tmpfs -o size=120m tmpfs "$0" && exec node --import tsx "$1" "$0"';
    const { stdout } = await promisify(execFile)("unshare", ["-rm", "sh", "-c", mounted, disk, script]);

    const [first, table, full, fullStatus, resumed, status, stopped, readOnly, output] = z
      .array(Answer)
      .parse(JSON.parse(stdout));
    expect(first?.exitCode, first?.stderr).toBe(0);
    expect(table?.exitCode).toBe(8);
    expect(table?.stderr).toMatch(
      /^\S+ The source table cannot be written to \S+\/parts\.csv \(IO Error: .*\): choose a folder that can be written to and has room\.\n$/,
    );
    expect({ exitCode: full?.exitCode, stdout: full?.stdout }).toEqual({ exitCode: 8, stdout: "" });
    expect(full?.stderr).toMatch(
      /\n\S+ The disk of the database is full \([^\n]*\): free some space, then go on with "workflow resume"\.\n$/,
    );
    expect(full?.stderr).not.toMatch(/\n\s+at /);
    expect(Status.parse(JSON.parse(fullStatus?.stdout ?? ""))).toMatchObject({
      status: "in_progress",
      conservation: { isHeld: true },
    });
    expect(resumed?.exitCode, resumed?.stderr).toBe(0);
    expect(Status.parse(JSON.parse(status?.stdout ?? ""))).toMatchObject({
      stage: "settled",
      conservation: { isHeld: true },
    });

    expect(stopped?.exitCode).toBe(0);
    expect(readOnly).toMatchObject({ exitCode: 8, stdout: "" });
    expect(readOnly?.stderr).toMatch(
      /\S+ The data folder \S+ is on a read-only file system: make it writable, choose another data folder, or set DATABASE_URL\.\n$/,
    );
    expect(output).toMatchObject({ exitCode: 8, stdout: "" });
    expect(output?.stderr).toMatch(
      /^\S+ --output cost\.json: the folder \S+ .*cannot be written; make it, or name another\.\n$/,
    );
  },
);
