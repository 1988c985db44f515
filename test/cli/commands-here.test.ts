import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { exitCodes } from "../../src/domain/fault.ts";
import { makeEmbeddedDataDir, removeEmbeddedDataDir } from "../support/embedded-test-database.ts";
import { type CommandPlace, runInProcess } from "../support/in-process-cli.ts";
import { automatedRow, reviewedRow } from "../support/part-rows.ts";
import { seedRulesFolder } from "../support/seed-rules.ts";

let folder: string;
let dataDir: string;
let place: CommandPlace;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "workflow-commands-"));
  dataDir = await makeEmbeddedDataDir();
  const rows = [...["NOBODY-1", "NOBODY-2", "NOBODY-3"].map((pn) => automatedRow(pn)), reviewedRow("RICH-1")];
  const source = join(folder, "parts.jsonl");
  await writeFile(source, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  place = {
    cwd: folder,
    env: {
      WORKFLOW_DATA_DIR: dataDir,
      WORKFLOW_RULES_DIR: seedRulesFolder,
      WORKFLOW_SOURCE: source,
      WORKFLOW_SCHEDULE: "0 0 * * *",
      WORKFLOW_SANDBOX_FAULTS: "none",
      MAX_DAILY_TASKS: "6",
      TRIGGER_SECRET_KEY: "tr_dev_nobody",
      TRIGGER_API_URL: "http://127.0.0.1:9",
    },
  };
});
afterAll(async () => {
  await removeEmbeddedDataDir(dataDir);
  await rm(folder, { recursive: true, force: true });
});

const workflow = (...args: string[]) => runInProcess(place, args);
const Run = z.object({
  takenParts: z.number(),
  batches: z.array(z.object({ batchId: z.string(), failedByClass: z.record(z.string(), z.number()) })),
});

describe("a day, with the key of a platform that nobody reaches", () => {
  let day: string;

  test("schedule next tells when the daily run is due", async () => {
    const { exitCode, stdout } = await workflow("schedule", "next", "--count", "2", "--json");
    expect(exitCode).toBe(exitCodes.ok);
    const ticks = z
      .array(z.object({ at: z.iso.datetime(), businessDay: z.iso.date() }))
      .parse(JSON.parse(stdout));
    expect(ticks.map(({ at }) => at.slice(10))).toEqual(["T00:00:00.000Z", "T00:00:00.000Z"]);
    expect(ticks.map(({ businessDay }) => businessDay)).toEqual(ticks.map(({ at }) => at.slice(0, 10)));
    expect(Date.parse(ticks[0]?.at ?? "")).toBeGreaterThan(Date.now());
    expect((await workflow("schedule", "next", "--count", "1")).stdout).toBe(
      `${ticks[0]?.at ?? ""}  business day ${ticks[0]?.businessDay ?? ""}\n`,
    );
  });

  test("a dry run with a key is made here", async () => {
    const { exitCode, stdout } = await workflow("run", "--dry-run", "--json");
    expect(exitCode).toBe(exitCodes.ok);
    expect(JSON.parse(stdout)).toMatchObject({ automation: 3, manual: 1 });
  });

  test("schedule run makes the run that is due, once", async () => {
    const { exitCode, stdout, stderr } = await workflow("schedule", "run", "--json");
    expect(exitCode, stderr).toBe(exitCodes.ok);
    const { tick, result } = z
      .object({ tick: z.object({ kind: z.literal("started"), scheduledAt: z.iso.datetime() }), result: Run })
      .parse(JSON.parse(stdout));
    day = tick.scheduledAt.slice(0, 10);
    expect(result).toMatchObject({ takenParts: 4, batches: [{ failedByClass: { not_found: 3 } }] });
    const again = await workflow("schedule", "run");
    expect(again.exitCode).toBe(exitCodes.ok);
    expect(again.stdout).toMatch(/^✅ nothing is due; the next run is \d{4}-\d\d-\d\dT00:00:00\.000Z\n$/);
  });

  test("run --date on a day that is finished does nothing, and says so", async () => {
    const { exitCode, stdout } = await workflow("run", "--date", day, "--local");
    expect(exitCode).toBe(exitCodes.ok);
    expect(stdout).toBe(`❗ Nothing was left to do: every part that was due on ${day} has been taken.\n`);
    const { stdout: json } = await workflow("run", "--date", day, "--local", "--json");
    expect(JSON.parse(json)).toMatchObject({ takenParts: 0, endedEarly: "day_finished", batches: [] });
  });

  test("a dry run of a replay tells how many parts its limit leaves out", async () => {
    const { stdout: status } = await workflow("status", "--json");
    const { batchId } = z.object({ batchId: z.string() }).parse(JSON.parse(status));
    const line = ["replay", "--batch", batchId, "--dry-run", "--local"];
    const { exitCode, stdout } = await workflow(...line, "--limit", "1");
    expect(exitCode).toBe(exitCodes.ok);
    expect(stdout).toMatch(/\n1 parts would be run again, 2 more match, beyond --limit\n$/);
    const { stdout: one } = await workflow(...line, "--limit", "2");
    expect(one).toMatch(/\n2 parts would be run again, 1 more match, beyond --limit\n$/);
    expect((await workflow(...line)).stdout).toMatch(/\n3 parts would be run again\n$/);
  });

  test("replay --json tells what came of it", async () => {
    const { stdout: status } = await workflow("status", "--json");
    const { batchId } = z.object({ batchId: z.string() }).parse(JSON.parse(status));
    const line = ["replay", "--batch", batchId, "--reason", "new catalogue", "--local", "--json"];
    const file = join(folder, "replay.json");
    const { exitCode, stdout } = await workflow(...line, "--limit", "2", "--output", file);
    expect(exitCode).toBe(exitCodes.ok);
    expect(JSON.parse(stdout)).toMatchObject({
      replay: {
        reason: "new catalogue",
        selected: 2,
        completed: 0,
        failed: 2,
        failedByClass: { not_found: 2 },
      },
      beyondLimit: 1,
      batch: { batchId, conservation: { isHeld: true } },
    });
    expect(await readFile(file, "utf8")).toBe(stdout);
    const none = await workflow(...line, "--error-class", "server");
    expect(JSON.parse(none.stdout)).toEqual({ kind: "nothing", batchId, skipped: {} });
  });
});

test("cost reckons with the settings, or with the parts given", async () => {
  const Cost = z.object({
    prices: z.object({ asOf: z.iso.date() }),
    estimates: z.array(z.object({ partsPerDay: z.number(), costPerDay: z.number() })),
  });
  const file = join(folder, "cost.json");
  const { exitCode, stdout } = await workflow("cost", "--json", "--output", file);
  expect(exitCode).toBe(exitCodes.ok);
  const { prices, estimates } = Cost.parse(JSON.parse(stdout));
  expect(estimates.map(({ partsPerDay }) => partsPerDay)).toEqual([6, 1_000, 1_000_000]);
  const perPart = estimates.map(({ partsPerDay, costPerDay }) => costPerDay / partsPerDay);
  expect(perPart[1]).toBeCloseTo(perPart[2] ?? 0, 8);
  expect(await readFile(file, "utf8")).toBe(stdout);
  const text = await workflow("cost", "--parts", "2000000");
  expect(text.stdout).toMatch(
    new RegExp(`2,000,000 .* ${(2 * (estimates[2]?.costPerDay ?? 0)).toFixed(2)} `),
  );
  expect(text.stdout).toContain(prices.asOf);
});
