import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));
const Built = z.object({ externals: z.array(z.string()), tasks: z.array(z.string()) });

test(
  "the worker builds offline, with every task, the rules and the migrations in it",
  { timeout: 120_000 },
  async () => {
    const destination = await mkdtemp(join(root, "node_modules/.workflow-worker-"));
    try {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ["test/support/build-worker.mjs", destination],
        { cwd: root, env: { ...process.env, TRIGGER_PROJECT_REF: "proj_offline" } },
      );
      const built = Built.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
      const files = (await readdir(join(root, "src/trigger"))).filter((name) => name.endsWith(".ts"));
      // The built worker loads: a package that does not bear bundling shows here.
      expect(built.tasks.toSorted()).toEqual(files.map((name) => name.slice(0, -".ts".length)).toSorted());
      expect(built.externals.toSorted()).toEqual(["@duckdb/node-api", "jsonc-parser"]);
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
