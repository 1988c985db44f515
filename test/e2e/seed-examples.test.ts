import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { type CliHome, type CliResult, openNewCliHome } from "../support/run-cli.ts";

// The user's guide, line by line, with `python run_workflow.py` read as `workflow`.

const Counts = z.object({ total: z.number(), open: z.number() });
const Batch = z.object({
  batchId: z.string().regex(/^batch_\d+$/),
  status: z.enum(["in_progress", "completed", "failed", "completed_with_failures"]),
  totalRecords: z.number(),
  automation: z.object({ total: z.number(), completed: z.number(), failed: z.number(), open: z.literal(0) }),
  manual: Counts,
  fallback: Counts.extend({ batchId: z.string().endsWith("_fallback") }).nullable(),
  conservation: z.object({ isHeld: z.literal(true), violations: z.array(z.never()) }),
});
type Batch = z.infer<typeof Batch>;
const RunOutput = z.object({ runId: z.string(), takenParts: z.number(), batches: z.array(Batch).min(1) });
const PendingOutput = z.object({
  total: z.number(),
  tasks: z.array(
    z.object({
      priority: z.enum(["high", "medium", "low"]),
      mpn: z.string(),
      manufacturer: z.string().nullable(),
      reason: z.string(),
      batchId: z.string(),
    }),
  ),
});

const emoji = /\p{Extended_Pictographic}/u;

// Several processes start one after the other, which takes long on a busy machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let home: CliHome;
beforeAll(async () => {
  home = await openNewCliHome();
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
});

/** Runs a line that must succeed; checks what holds for each: nothing coloured, and no log line on stdout. */
async function workflow(line: string): Promise<CliResult> {
  const result = await home.run(line.split(" "));
  expect(result.exitCode, `${line}\n${result.stderr}`).toBe(0);
  expect(result.stdout).not.toBe("");
  expect(result).toMatchObject({
    stdout: stripVTControlCharacters(result.stdout),
    stderr: stripVTControlCharacters(result.stderr),
  });
  const notes = result.stderr.split("\n").filter((note) => note !== "");
  for (const note of notes) expect(result.stdout).not.toContain(note);
  return result;
}

async function written<T>(schema: z.ZodType<T>, file: string): Promise<T> {
  return schema.parse(JSON.parse(await readFile(join(home.folder, file), "utf8")));
}

async function latest(): Promise<Batch> {
  return Batch.parse(JSON.parse((await home.runHere(["status", "--json"])).stdout));
}

describe("run", () => {
  it("run --limit 50", async () => {
    const { stdout, stderr } = await workflow("run --limit 50");
    const batch = await latest();
    expect(stdout).toContain(batch.batchId);
    expect(stdout).toContain(batch.status);
    expect(stdout).toContain("every row and every part is accounted for");
    expect(batch.totalRecords).toBe(50);
    expect(batch.automation.completed).toBeGreaterThan(0);
    expect(batch.manual.total).toBeGreaterThan(0);
    expect(batch.fallback?.total).toBe(batch.automation.failed);
    expect(stderr).toMatch(/database.+\n.*source.+\n.*provider.+\n.*rules/);
  });

  it("run --limit 20 --force-manual", async () => {
    await workflow("run --limit 20 --force-manual");
    expect(await latest()).toMatchObject({
      totalRecords: 20,
      automation: { total: 0 },
      manual: { total: 20 },
      fallback: null,
    });
  });

  it("run --limit 30 --force-automation", async () => {
    await workflow("run --limit 30 --force-automation");
    expect(await latest()).toMatchObject({
      totalRecords: 30,
      automation: { total: 30 },
      manual: { total: 0 },
    });
  });

  it("run --limit 100 --priority-threshold 0.7", async () => {
    await workflow("run --limit 100 --priority-threshold 0.7");
    const batch = await latest();
    expect(batch.totalRecords).toBeGreaterThan(0);
    expect(batch.totalRecords).toBeLessThanOrEqual(100);
  });

  it("run --limit 50 --output results.json", async () => {
    const { stdout } = await workflow("run --limit 50 --output results.json");
    const result = await written(RunOutput, "results.json");
    const batch = await latest();
    expect(result).toMatchObject({ takenParts: batch.totalRecords, batches: [{ batchId: batch.batchId }] });
    expect(stdout).toContain(batch.batchId);
  });

  it("run --limit 10 --force-manual", async () => {
    await workflow("run --limit 10 --force-manual");
    expect(await latest()).toMatchObject({ totalRecords: 10, manual: { total: 10 } });
  });

  it("run --limit 100 --output workflow_results.json", async () => {
    await workflow("run --limit 100 --output workflow_results.json");
    const { batches } = await written(RunOutput, "workflow_results.json");
    expect(batches).toMatchObject([{ batchId: (await latest()).batchId }]);
  });
});

describe("status", () => {
  it("status batch_1234567890", async () => {
    const { batchId, status } = await latest();
    const { stdout } = await workflow(`status ${batchId}`);
    expect(stdout).toContain(`${batchId} ${status}`);
    expect(stdout).toMatch(/\d+ extracted = \d+ quarantined \+ \d+ duplicates \+ \d+ skipped \+ \d+ decided/);
  });

  it("status batch_1234567890 --output status.json", async () => {
    const batch = await latest();
    await workflow(`status ${batch.batchId} --output status.json`);
    expect(await written(Batch, "status.json")).toEqual(batch);
  });
});

describe("pending", () => {
  it.each([
    ["pending --limit 10", 10],
    ["pending --limit 20 --priority high", 20],
    ["pending --priority high", 20],
    ["pending --priority high --limit 20", 20],
  ])("%s", async (line, most) => {
    const { stdout } = await workflow(line);
    const { total, tasks } = PendingOutput.parse(JSON.parse((await workflow(`${line} --json`)).stdout));
    expect(tasks.length).toBe(Math.min(total, most));
    expect(tasks.length).toBeGreaterThan(0);
    if (line.includes("high")) expect(new Set(tasks.map((task) => task.priority))).toEqual(new Set(["high"]));
    for (const task of tasks) expect(stdout).toContain(task.mpn);
    expect(stdout).toContain(`${tasks.length} of ${total}`);
  });

  it("pending --limit 50 --output pending_tasks.json", async () => {
    await workflow("pending --limit 50 --output pending_tasks.json");
    const { total, tasks } = await written(PendingOutput, "pending_tasks.json");
    expect(tasks.length).toBe(Math.min(total, 50));
  });
});

it("config --show", async () => {
  const { stdout, stderr } = await workflow("config --show");
  expect(stdout).toMatch(/^automation_priority_threshold +0\.8 +routing\.json/m);
  expect(stderr).toBe("");
});

describe("whatever the command", () => {
  it("prints the result alone as JSON with --json, and notes on stderr", async () => {
    const { stdout, stderr } = await workflow("run --limit 5 --json");
    expect(RunOutput.parse(JSON.parse(stdout)).takenParts).toBe(5);
    expect(stderr).toContain("provider");
    expect(
      z
        .object({ settings: z.array(z.unknown()) })
        .safeParse(JSON.parse((await workflow("config --show --json")).stdout)).success,
    ).toBe(true);
  });

  it("writes no emoji with --no-emoji", async () => {
    for (const line of ["run --limit 5", "status", "pending", "config --show", "run --limit 5 --dry-run"]) {
      const { stdout, stderr } = await workflow(`${line} --no-emoji`);
      expect(stdout + stderr).not.toMatch(emoji);
    }
    expect((await workflow("status")).stdout).toMatch(emoji);
  });
});
