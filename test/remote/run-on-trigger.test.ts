import { type Mishap, engine } from "../support/trigger-engine/engine.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { runResult } from "../../src/app/run-result.ts";
import { exitCodes } from "../../src/domain/fault.ts";
import { WorkflowOrchestrator } from "../../src/index.ts";
import { followRun } from "../../src/remote/follow-run.ts";
import { triggerApi } from "../../src/remote/trigger-api.ts";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import type { Tables } from "../../src/store/schema/tables.ts";
import { runInProcess, startInProcess } from "../support/in-process-cli.ts";
import { faultyParts, tallyOf } from "../support/failed-batch.ts";
import { automatedRow, rankedRows } from "../support/part-rows.ts";
import { heldLookups } from "../support/held-lookups.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";
import { type Meeting, startApiServer } from "../support/trigger-engine/start-api-server.ts";
import { onPlatform } from "../support/trigger-engine/on-platform.ts";
import { onlyBatch } from "../support/trigger-engine/trigger-pipeline.ts";
import { runBody } from "./run-body.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const rows = rankedRows(4, automatedRow);
const today = new Date().toISOString().slice(0, 10);
const patient = { timeout: 60_000, interval: 20 };

const Result = z.object({
  runId: z.uuid(),
  takenParts: z.number(),
  endedEarly: z.string().nullable(),
  resumed: z.array(z.looseObject({ batchId: z.string() })),
  batches: z.array(z.looseObject({ batchId: z.string() })),
});

/** What a run is reported to have done, without what differs from run to run. */
function reported(stdout: string) {
  const { takenParts, endedEarly, batches } = Result.parse(JSON.parse(stdout));
  const same = ["status", "totalRecords", "automation", "failedByClass", "manual", "skipped", "conservation"];
  const picked = batches.map((batch) => same.map((name) => [name, batch[name]]));
  return { takenParts, endedEarly, batches: picked };
}

describe("workflow run with a key", () => {
  test("reports on a run on Trigger.dev what is reported on one here", async () => {
    let remote = "";
    await onPlatform(fixture, faultyParts, async (_, place) => {
      const { exitCode, stdout, stderr } = await runInProcess(place, ["run", "--limit", "6", "--json"]);
      expect(exitCode, stderr).toBe(exitCodes.ok);
      expect(stderr).toMatch(/Trigger\.dev at http.*\n.*run_\w+ is started/);
      const [batch] = Result.parse(JSON.parse(stdout)).batches;
      expect(batch?.batchId).toBe(await onlyBatch(fixture));
      remote = stdout;
    });
    await fixture.reset();
    const { run } = await fixture.pipeline(faultyParts);
    const local = await runResult(fixture.ledger, await run({ limit: 6 }));
    expect(reported(remote)).toEqual(reported(JSON.stringify(local)));
    expect(local.batches).toMatchObject([{ status: "completed_with_failures", automation: { failed: 3 } }]);
  });

  test("shows the lookups while they go on", async () => {
    const { fetch, release, held } = heldLookups(2);
    await onPlatform(fixture, { rows, fetch }, async (_, place) => {
      engine.limitQueue("provider", 1);
      const line = startInProcess(place, ["run", "--limit", "4"], 100);
      await held;
      await vi.waitFor(() => expect(line.stderr()).toMatch(/2\/4 {2}50%/), patient);
      release();
      expect(await line.exitCode).toBe(exitCodes.ok);
      expect(line.stderr()).toMatch(/📦 batch_\d+\n[^\n]*🤖 4 parts to look up/);
      expect(line.stdout()).toContain("4 completed · 0 failed");
    });
  });

  test("follows no longer after Ctrl-C, while the run goes on", async () => {
    const { fetch, release, held } = heldLookups(1);
    await onPlatform(fixture, { rows, fetch }, async (_, place) => {
      const line = startInProcess(place, ["run", "--limit", "4"]);
      await held;
      line.interrupt();
      expect(await line.exitCode).toBe(exitCodes.interrupted);
      expect(line.stderr()).toMatch(/❌ No longer followed: run_\w+ goes on .*"workflow status"/);
      expect(line.stdout()).toBe("");
      release();
    });
    expect(await tallyOf(fixture, await onlyBatch(fixture))).toMatchObject({ status: "completed" });
  });

  test("says after Ctrl-C whether the run may have been started", async () => {
    await onPlatform(fixture, { rows }, async (api, place) => {
      const early = startInProcess(place, ["run"]);
      early.interrupt();
      expect(await early.exitCode).toBe(exitCodes.interrupted);
      expect(early.stderr()).toContain("Interrupted; nothing is lost.");
      expect(api.calls).toEqual([]);
      api.meet = () => {
        line.interrupt();
        return "held";
      };
      const line = startInProcess(place, ["run"]);
      expect(await line.exitCode).toBe(exitCodes.interrupted);
      expect(line.stderr()).toMatch(/while the run was being started: .* by its tag run_[\da-f-]{36}\./);
    });
  });

  test("returns at once with --detach, and needs no database for it", async () => {
    const { fetch, release } = heldLookups(0);
    let runId: string | undefined;
    await onPlatform(fixture, { rows, fetch }, async (api, { env, cwd }) => {
      const place = { env: { ...env, DATABASE_URL: "" }, cwd };
      const args = ["run", "--limit", "4", "--detach"];
      const { exitCode, stdout } = await runInProcess(place, [...args, "--json"]);
      const started = z.looseObject({ runId: z.uuid() }).parse(JSON.parse(stdout));
      runId = started.runId;
      const [run] = engine.table.of("run-workflow");
      expect(exitCode).toBe(exitCodes.ok);
      expect(started).toEqual({
        runId,
        platformRunId: run?.id,
        task: "run-workflow",
        follow: "workflow status",
      });
      expect(api.calls).toEqual(["POST /api/v1/tasks/run-workflow/trigger"]);
      release();
      await run?.ended;
      const text = await runInProcess(place, args);
      expect(text.stdout).toMatch(/run_\w+ is started at http.*\n.*"workflow status".*DATABASE_URL/);
    });
    const batches = await fixture.ledger.selectFrom("batches").select("run_id").execute();
    expect(batches).toContainEqual({ run_id: runId });
  });

  test("starts one run, also when the platform's answer to it gets lost", async () => {
    await onPlatform(fixture, { rows }, async (api, place) => {
      api.meet = (call, nth) => (call.startsWith("POST") && nth === 1 ? "answer_lost" : undefined);
      expect((await runInProcess(place, ["run", "--limit", "2"])).exitCode).toBe(exitCodes.ok);
      expect(api.calls.filter((call) => call.startsWith("POST"))).toHaveLength(2);
      expect(engine.table.of("run-workflow")).toHaveLength(1);
    });
    await onlyBatch(fixture);
  });

  test("names the batches that an earlier run had left, and finishes them", async () => {
    await onPlatform(fixture, { rows }, async (_, place) => {
      engine.mishap = crashAtDecide;
      const { exitCode, stderr } = await runInProcess(place, ["run", "--limit", "2"]);
      const left = await onlyBatch(fixture);
      expect(exitCode).toBe(exitCodes.failed);
      expect(stderr).toMatch(
        new RegExp(`run_\\w+ crashed on Trigger\\.dev.* It had ${left} in work: the next run`),
      );
      engine.mishap = () => undefined;
      const { stdout } = await runInProcess(place, ["run", "--limit", "1", "--json"]);
      expect(Result.parse(JSON.parse(stdout))).toMatchObject({
        takenParts: 1,
        resumed: [{ batchId: left, status: "completed" }],
        batches: [{ status: "completed" }],
      });
    });
  });

  test("says that a finished day has nothing left, and that a limit is reached", async () => {
    await onPlatform(fixture, { rows, config: { maxDailyTasks: 3 } }, async (_, place) => {
      const first = await runInProcess(place, ["run", "--limit", "4"]);
      expect(first.stdout).toMatch(/3 of 4 parts taken: the limit of MAX_DAILY_TASKS for today is reached/);
    });
    await fixture.reset();
    await onPlatform(fixture, { rows }, async (_, place) => {
      await runInProcess(place, ["run", "--date", today]);
      const { exitCode, stdout } = await runInProcess(place, ["run", "--date", today]);
      expect(exitCode).toBe(exitCodes.ok);
      expect(stdout).toBe(`❗ Nothing was left to do: every part that was due on ${today} has been taken.\n`);
    });
  });
});

const error = {
  type: "INTERNAL_ERROR",
  code: "TASK_RUN_HEARTBEAT_TIMEOUT",
  message: "no heartbeat",
} as const;

/** The run of the batch dies while it waits for its parts to be decided. */
const crashAtDecide: typeof engine.mishap = (run) => {
  if (run.taskId !== "decide-parts" || run.parent === undefined) return undefined;
  engine.kill(run.parent, { status: "CRASHED", error });
  return { status: "CRASHED", error };
};

describe("a run that ends badly before it has a batch is told in a sentence when it", () => {
  const meet = (mishap: Mishap) => () => mishap;
  test.each<[string, typeof engine.mishap, RegExp]>([
    [
      "crashes",
      meet({ status: "CRASHED", error }),
      /run_\w+ crashed on Trigger\.dev: no heartbeat\. No batch was begun\.$/,
    ],
    ["runs out of time", meet({ status: "TIMED_OUT", error }), /ran out of time on Trigger\.dev/],
    [
      "expires in the queue",
      meet({ status: "EXPIRED", error }),
      /expired .* before a worker took it: deploy the tasks/,
    ],
    [
      "is cancelled",
      (run) => {
        engine.cancel(run);
        return undefined;
      },
      /was cancelled on Trigger\.dev\. No batch/,
    ],
  ])("%s", async (_, mishap, says) => {
    await onPlatform(fixture, { rows }, async (_api, place) => {
      engine.mishap = mishap;
      const { exitCode, stdout, stderr } = await runInProcess(place, ["run"]);
      expect([exitCode, stdout]).toEqual([exitCodes.failed, ""]);
      expect(stderr.trim().split("\n").at(-1)).toMatch(says);
    });
  });

  test("fails for a reason that its worker names", async () => {
    await onPlatform(fixture, { rows, clientSecret: "wrong" }, async (_, place) => {
      const { exitCode, stderr } = await runInProcess(place, ["run"]);
      expect(exitCode).toBe(exitCodes.failed);
      expect(stderr).toMatch(/run_\w+ failed on Trigger\.dev: .*DIGIKEY_CLIENT_ID.* No batch was begun\.\n$/);
      expect(stderr).not.toMatch(/^ +at /m);
    });
  });
});

describe("while it is followed, a run", () => {
  /** Follows a run of the platform's whose state is told in the answers to one look after another. */
  async function followed(looks: readonly Meeting[], ledger = fixture.ledger): Promise<unknown> {
    await using api = await startApiServer();
    api.meet = (_, nth) => looks[Math.min(nth, looks.length) - 1];
    return await followRun(
      {
        api: triggerApi({ ...api, retryDelayMs: 1 }),
        ledger,
        observer: { onStarted: () => undefined, onQueued: () => (queued += 1), onBatches: () => undefined },
        signal: new AbortController().signal,
      },
      { platformRunId: "run_1", runId: null },
    );
  }
  let queued = 0;
  const look = (status: string, output?: unknown): Meeting => ({
    status: 200,
    body: runBody(status, { output }),
  });

  test("is said once to wait for a worker", async () => {
    queued = 0;
    await followed([look("QUEUED"), look("PENDING_VERSION"), look("EXECUTING"), look("COMPLETED")]);
    expect(queued).toBe(1);
  });

  test("outlives a platform that does not answer for a while", async () => {
    // A look is four calls before it counts as unanswered.
    const outage: Meeting[] = Array.from({ length: 8 }, () => ({ status: 503 }));
    expect(await followed([...outage, look("COMPLETED", { a: 1 })])).toEqual({ a: 1 });
  });

  test.each<[string, Meeting, number, RegExp]>([
    [
      "does not answer any more",
      { status: 503 },
      exitCodes.platform,
      /out of order \(503\).* run_1 goes on without being followed/,
    ],
    [
      "refuses the key by now",
      { status: 401 },
      exitCodes.usage,
      /refuses the key \(401\).* run_1 goes on without/,
    ],
  ])("is left alone when the platform %s", async (_, meeting, exitCode, says) => {
    await expect(followed([meeting])).rejects.toMatchObject({
      exitCode,
      message: expect.stringMatching(says) as unknown,
    });
  });

  test("is left alone when the ledger cannot be read any more", async () => {
    const url = "postgres://nobody@127.0.0.1:9/none";
    await using gone = openDatabase<Tables>({ url, applicationName: "test", maxConnections: 1 });
    await expect(followed([look("EXECUTING")], gone.db)).rejects.toMatchObject({
      exitCode: exitCodes.database,
      message: expect.stringMatching(/ECONNREFUSED.*run_1 goes on without being followed/) as unknown,
    });
  });

  test("of another version's worker is not guessed at", async () => {
    await onPlatform(fixture, { rows }, async (api, place) => {
      api.meet = (call) => (call.startsWith("GET") ? look("COMPLETED", { parts: 3 }) : undefined);
      const { exitCode, stdout, stderr } = await runInProcess(place, ["run", "--limit", "1"]);
      expect([exitCode, stdout]).toEqual([exitCodes.platform, ""]);
      expect(stderr).toMatch(/run_\w+ has ended, with an answer that this version does not know/);
    });
  });
});

describe("WorkflowOrchestrator", () => {
  test("makes its runs on Trigger.dev where there is a key, unless told otherwise", async () => {
    await onPlatform(fixture, { rows }, async (api, { env }) => {
      const result = await new WorkflowOrchestrator({}, { env }).orchestrateWorkflow({ limit: 2 });
      expect(result).toMatchObject({ takenParts: 2, batches: [{ status: "completed" }] });
      expect(engine.table.of("run-workflow")).toHaveLength(1);
      const before = api.calls.length;
      // The test's provider is the sandbox, which a run of this process may not put into such a database.
      const here = new WorkflowOrchestrator({ maxBatchSize: 5 }, { env, executor: "local" });
      await expect(here.orchestrateWorkflow({ limit: 1 })).rejects.toThrow(/DigiKey/);
      expect(api.calls).toHaveLength(before);
    });
  });

  test("refuses what a run elsewhere would not heed, and a key that is missing", async () => {
    const env = { TRIGGER_SECRET_KEY: "tr_dev_1", DATABASE_URL: "postgres://nobody@127.0.0.1:9/none" };
    const run = (...given: ConstructorParameters<typeof WorkflowOrchestrator>) =>
      new WorkflowOrchestrator(...given).orchestrateWorkflow();
    await expect(run({ maxBatchSize: 5 }, { env })).rejects.toThrow(/maxBatchSize is given.*"local"/);
    await expect(run({}, { env, source: "parts.csv" })).rejects.toThrow(/source is given/);
    const keyless = { env: { ...env, TRIGGER_SECRET_KEY: "" }, executor: "trigger" } as const;
    await expect(run({}, keyless)).rejects.toThrow(/TRIGGER_SECRET_KEY is not set/);
  });
});
