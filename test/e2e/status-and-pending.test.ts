import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { exitCodes } from "../../src/domain/fault.ts";
import { type CliHome, openCliHome } from "../support/run-cli.ts";

const Status = z.object({
  batchId: z.string(),
  totalRecords: z.number(),
  source: z.string(),
  fallback: z.object({ batchId: z.string(), total: z.number() }).nullable(),
});
const Pending = z.object({ total: z.number(), tasks: z.array(z.object({ priority: z.string() })) });
const Settings = z.object({
  settings: z.array(
    z.object({
      seedName: z.string(),
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
      source: z.string(),
      from: z.string(),
    }),
  ),
});

/** Too unimportant for a lookup: one of very low priority, one with more data. */
const minorParts = [
  { pn: "LM358DR", priority_score: { score: 0.1, has_score: true } },
  {
    pn: "NE555P",
    manufacturer: "Texas Instruments",
    category: "Timers",
    priority_score: { score: 0.25, has_score: true },
  },
];

// Several processes start one after the other, which takes long on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let home: CliHome;
beforeAll(async () => {
  home = await openCliHome();
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
});

async function json<T>(schema: z.ZodType<T>, line: string, env?: NodeJS.ProcessEnv): Promise<T> {
  const { stdout, stderr, exitCode } = await home.runHere([...line.split(" "), "--json"], env);
  expect(exitCode, `${line}\n${stderr}`).toBe(exitCodes.ok);
  return schema.parse(JSON.parse(stdout));
}

describe("after a run with failures", () => {
  beforeAll(async () => {
    await writeFile(
      join(home.folder, "minor.jsonl"),
      minorParts.map((row) => `${JSON.stringify(row)}\n`).join(""),
    );
    for (const line of ["run --priority-threshold 0 --source minor.jsonl", "run --limit 60"]) {
      const { exitCode, stderr } = await home.run(line.split(" "));
      expect(exitCode, stderr).toBe(exitCodes.ok);
    }
  });

  it("the fallback batch's id shows the batch it belongs to", async () => {
    const latest = await json(Status, "status");
    expect(latest.fallback?.total).toBeGreaterThan(0);
    expect(await json(Status, `status ${latest.batchId}`)).toEqual(latest);
    expect(await json(Status, `status ${latest.batchId}_fallback`)).toEqual(latest);
  });

  it("pending filters by priority before it limits, and counts all that match", async () => {
    const all = await json(Pending, "pending --limit 1000");
    expect(all.tasks).toHaveLength(all.total);
    const ranks = all.tasks.map((task) => ["high", "medium", "low"].indexOf(task.priority));
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
    for (const priority of ["high", "medium", "low"]) {
      const matching = all.tasks.filter((task) => task.priority === priority);
      const { total, tasks } = await json(Pending, `pending --priority ${priority} --limit 1`);
      expect(total).toBe(matching.length);
      expect(tasks).toEqual(matching.slice(0, 1));
    }
    expect(new Set(ranks)).toEqual(new Set([0, 1, 2]));
  });
});

describe("config --show", () => {
  const defaults = {
    automation_priority_threshold: 0.8,
    automation_max_concurrent: 5,
    automation_retry_attempts: 3,
    manual_priority_threshold: 0.5,
    manual_batch_size: 50,
    automation_failure_to_manual: true,
    max_automation_failures: 3,
    max_daily_tasks: 1000,
    max_batch_size: 100,
  };

  it("prints the guide's nine parameters with their defaults", async () => {
    const { settings } = await json(Settings, "config --show");
    const nine = settings.slice(0, 9);
    expect(Object.fromEntries(nine.map(({ seedName, value }) => [seedName, value]))).toEqual(defaults);
    expect(new Set(nine.map(({ source }) => source))).toEqual(new Set(["default", "rules"]));
  });

  it("prints where a value came from, and no secret", async () => {
    const env = {
      WORKFLOW_SCORE_SCALE: "100",
      DIGIKEY_CLIENT_ID: "client",
      DIGIKEY_CLIENT_SECRET: "hush-hush",
      DATABASE_URL: "postgres://reader:hush-hush@db.example.com:5432/parts",
    };
    const { settings } = await json(Settings, "config --show", env);
    expect(settings).toContainEqual(
      expect.objectContaining({
        seedName: "score_scale",
        value: 100,
        source: "environment",
        from: "WORKFLOW_SCORE_SCALE",
      }),
    );
    const { stdout } = await home.runHere(["config", "--show"], env);
    expect(stdout).toMatch(/^score_scale +100 +WORKFLOW_SCORE_SCALE/m);
    expect(stdout).toMatch(/^digikey_client_secret .*DIGIKEY_CLIENT_SECRET/m);
    expect(stdout + JSON.stringify(settings)).not.toContain("hush-hush");
  });
});

it.each(["parquet", "csv", "jsonl"])("a generated .%s table is a source of runs", async (ending) => {
  const out = `parts.${ending}`;
  const generated = await home.runHere(["sandbox", "generate", "--rows", "300", "--seed", "7", "--out", out]);
  expect(generated).toMatchObject({ exitCode: 0, stdout: `300 rows in ${join(home.folder, out)}\n` });
  const { exitCode, stderr } = await home.runHere(["run", "--limit", "5", "--source", out, "--force-manual"]);
  expect(exitCode, stderr).toBe(exitCodes.ok);
  const status = await json(Status, "status");
  expect(status.totalRecords).toBe(5);
  expect(status.source).toContain(out);
});

it("db tells, stops, starts, migrates and empties the database", async () => {
  const State = z.object({ state: z.enum(["running", "stopped"]) });
  const state = async () => (await json(State, "db status")).state;
  expect(await state()).toBe("running");
  expect((await home.runHere(["db", "stop"])).stdout).toContain("is stopped");
  expect(await state()).toBe("stopped");
  expect((await home.runHere(["db", "stop"])).stdout).toContain("was not running");
  // Whoever starts it ends, and it lives on.
  expect((await home.run(["db", "start"])).stdout).toMatch(/[1-9]\d* migrations applied, 0 pending/);
  expect(await state()).toBe("running");
  expect((await home.runHere(["db", "migrate"])).stdout).toContain("0 pending");
  expect((await json(Pending, "pending")).total).toBeGreaterThan(0);
  expect((await home.runHere(["db", "reset", "--yes"])).stdout).toContain("is empty");
  expect((await json(Pending, "pending")).total).toBe(0);
});

describe("in the database that was made anew", () => {
  it("status says that nothing has run, and how to begin", async () => {
    const { exitCode, stderr, stdout } = await home.runHere(["status"]);
    expect(exitCode).toBe(exitCodes.notFound);
    expect(stderr).toMatch(/No batch has been run.*"workflow run --limit 50"/);
    expect(stdout).toBe("");
  });

  it("pending says that nobody waits, and resume that nothing is left", async () => {
    expect(await home.runHere(["pending"])).toMatchObject({
      exitCode: 0,
      stdout: "✅ no manual task is waiting\n",
    });
    expect((await home.runHere(["pending", "--priority", "low"])).stdout).toContain(
      "no low manual task is waiting",
    );
    const resumed = await home.runHere(["resume"]);
    expect(resumed.exitCode).toBe(exitCodes.ok);
    expect(resumed.stderr).toContain("nothing is left to finish");
  });
});

it("npm start and npx workflow are the same command", async () => {
  const file = fileURLToPath(new URL("../../package.json", import.meta.url));
  const Manifest = z.object({
    bin: z.object({ workflow: z.string() }),
    scripts: z.object({ start: z.string(), workflow: z.string() }),
  });
  const { bin, scripts } = Manifest.parse(JSON.parse(await readFile(file, "utf8")));
  expect(bin.workflow).toBe("bin/workflow.mjs");
  expect(scripts.workflow).toBe(`node ${bin.workflow}`);
  expect(scripts.start).toBe(`node ${bin.workflow} run --limit 50`);
});
