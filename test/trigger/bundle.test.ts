import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));
const Built = z.object({ externals: z.array(z.string()), files: z.array(z.string()), runtime: z.string() });

test(
  "the worker builds offline, with every task, the rules and the migrations in it",
  { timeout: 120_000 },
  async () => {
    const destination = await mkdtemp(join(tmpdir(), "workflow-worker-"));
    try {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ["test/support/build-worker.mjs", destination],
        { cwd: root, env: { ...process.env, TRIGGER_PROJECT_REF: "proj_offline" } },
      );
      const built = Built.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
      const tasks = (await readdir(join(root, "src/trigger"))).filter((name) => name.endsWith(".ts"));
      expect(built.files.filter((file) => file.startsWith("src/trigger/")).toSorted()).toEqual(
        tasks.map((name) => `src/trigger/${name}`).toSorted(),
      );
      // A native binary cannot be bundled; everything else is.
      expect(built).toMatchObject({ externals: ["@duckdb/node-api"], runtime: "node-22" });
      for (const name of ["routing.json", "scoring.json", "completeness.json", "manufacturers.json"]) {
        expect(existsSync(join(destination, "rules", name)), name).toBe(true);
      }
      const migrations = (await readdir(join(root, "migrations"))).filter((name) => name !== "schema.sql");
      expect((await readdir(join(destination, "migrations"))).toSorted()).toEqual(migrations.toSorted());
    } finally {
      await rm(destination, { recursive: true, force: true });
    }
  },
);
