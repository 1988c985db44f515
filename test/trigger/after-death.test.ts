import { type Mishap, engine } from "../support/trigger-engine/engine.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { BatchId } from "../../src/domain/batch.ts";
import type { LocalDependencies } from "../../src/local/local-stages.ts";
import { tallyOf } from "../support/failed-batch.ts";
import { automatedRow, rankedRows } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";
import type { EngineRun } from "../support/trigger-engine/run-table.ts";
import { onTrigger, onWorker, onlyBatch, runOf } from "../support/trigger-engine/trigger-pipeline.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const rows = rankedRows(6, automatedRow);
const victim = "P-002";
/** A death after which a server makes no further attempt. */
const lost = {
  status: "CRASHED",
  error: { type: "INTERNAL_ERROR", code: "TASK_RUN_HEARTBEAT_TIMEOUT" },
} as const;
const killed = {
  status: "CRASHED",
  error: { type: "INTERNAL_ERROR", code: "TASK_PROCESS_MAYBE_OOM_KILLED" },
} as const;

/** A `fetch` that lets something happen at the victim's first call, which it answers only if that promises an answer. */
function during(happening: (run: EngineRun) => Promise<"answer" | "never">): typeof fetch {
  let isOver = false;
  return async (input, init) => {
    const run = engine.current();
    if (isOver || run?.payload.includes(`"${victim}"`) !== true) return fetch(input, init);
    isOver = true;
    return (await happening(run)) === "answer" ? fetch(input, init) : new Promise(() => undefined);
  };
}

function killParent(run: EngineRun, mishap: Mishap): void {
  if (run.parent !== undefined) engine.kill(run.parent, mishap);
}

async function expectAllCompleted(calls: Record<string, number>): Promise<void> {
  expect(await tallyOf(fixture, await onlyBatch(fixture))).toMatchObject({
    status: "completed",
    stage: "settled",
    completed: rows.length,
  });
  expect(calls).toEqual(Object.fromEntries(rows.map(({ pn }) => [pn, 1])));
}

/** Few lookups at once, so that most of the parts wait in the queue when something happens at the victim's. */
async function onSlots(
  slots: number,
  fetch: typeof globalThis.fetch,
  action: (calls: () => Record<string, number>) => Promise<void>,
): Promise<void> {
  await onTrigger(fixture, { rows, fetch }, async ({ server }) => {
    engine.limitQueue("provider", slots);
    await action(() => server.stats().callsByNumber);
  });
}

describe("when the run of a batch dies in mid-scrape, its lookups go on and", () => {
  test("a replay of it waits for them, starts none of them again and settles the batch", async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const dying = during(async (run) => {
      killParent(run, lost);
      await held;
      return "answer";
    });
    await onSlots(2, dying, async (calls) => {
      const first = await engine.run("run-workflow", { limit: rows.length });
      expect(first.status).toBe("CRASHED");
      const again = engine.replay(first.id);
      await vi.waitFor(() => expect(again.metadata["stage"]).toBe("scrape"), { timeout: 20_000 });
      release();
      await again.ended;
      expect(again.status).toBe("COMPLETED");
      expect(engine.table.of("scrape-part")).toHaveLength(rows.length);
      await expectAllCompleted(calls());
    });
  });

  test("its next attempt, where it was killed, waits for them as well", async () => {
    const dying = during((run) => {
      killParent(run, killed);
      return Promise.resolve("answer");
    });
    await onSlots(2, dying, async (calls) => {
      const run = await engine.run("run-workflow", { limit: rows.length });
      expect(run).toMatchObject({ status: "COMPLETED", attempts: 2 });
      expect(engine.table.of("scrape-part")).toHaveLength(rows.length);
      await expectAllCompleted(calls());
    });
  });

  test("the sweep has another run settle the batch", async () => {
    const dying = during((run) => {
      killParent(run, lost);
      return Promise.resolve("answer");
    });
    await onSlots(2, dying, async (calls) => {
      await engine.run("run-workflow", { limit: rows.length });
      await engine.run("sweep", {});
      await Promise.all(engine.table.of("resume-batch").map((run) => run.ended));
      expect(engine.table.of("scrape-part")).toHaveLength(rows.length);
      await expectAllCompleted(calls());
    });
  });
});

describe("when the developer's command line ends in mid-scrape, all runs are cancelled and", () => {
  // One lookup at a time: another that is stopped on its way is rightly made again.
  const stopping = () =>
    during(() => {
      engine.stopDev();
      return Promise.resolve("never");
    });

  test("the next sweep has another run do what is open, at once", async () => {
    await onSlots(1, stopping(), async (calls) => {
      expect((await engine.run("run-workflow", { limit: rows.length })).status).toBe("CANCELED");
      await engine.run("sweep", {});
      await Promise.all(engine.table.of("resume-batch").map((run) => run.ended));
      await expectAllCompleted(calls());
    });
  });

  test("a replay does what is open, at once, and fails none of it before", async () => {
    await onSlots(1, stopping(), async (calls) => {
      const stopped = await engine.run("run-workflow", { limit: rows.length });
      const again = engine.replay(stopped.id);
      await again.ended;
      expect(again).toMatchObject({ status: "COMPLETED" });
      await expectAllCompleted(calls());
      expect(await fixture.ledger.selectFrom("manual_tasks").select("mpn").execute()).toEqual([]);
    });
  });
});

// One lookup at a time: another that is cancelled on its way is rightly made again.
test("a run that somebody cancels takes its lookups with it, and its replay does them", async () => {
  const cancelling = during((run) => {
    if (run.parent !== undefined) engine.cancel(run.parent);
    return Promise.resolve("answer");
  });
  await onSlots(1, cancelling, async (calls) => {
    const cancelled = await engine.run("run-workflow", { limit: rows.length });
    expect(cancelled.status).toBe("CANCELED");
    const again = engine.replay(cancelled.id);
    await again.ended;
    await expectAllCompleted(calls());
  });
});

test("a part whose run was cancelled is looked up by the replay of the whole run", async () => {
  await onSlots(2, fetch, async (calls) => {
    engine.mishap = (run) => {
      if (run.taskId === "scrape-part" && run.payload.includes(`"${victim}"`)) engine.cancel(run);
      return undefined;
    };
    const first = await engine.run("run-workflow", { limit: rows.length });
    expect(runOf(victim).status).toBe("CANCELED");
    expect(await tallyOf(fixture, await onlyBatch(fixture))).toMatchObject({ failed: 1 });
    engine.mishap = () => undefined;
    await engine.replay(first.id).ended;
    await expectAllCompleted(calls());
  });
});

/** All that the ledger has of a batch and its tasks; they are few. */
async function recordOf(batchId: BatchId) {
  const { ledger } = fixture;
  const [batch, tasks] = [ledger.selectFrom("batches"), ledger.selectFrom("automation_tasks")];
  return {
    batch: await batch.selectAll().where("id", "=", batchId).execute(),
    tasks: await tasks.selectAll().where("batch_id", "=", batchId).orderBy("ordinal").execute(),
  };
}

test("what a dead run has left stays as it is while workers ask another provider, and says so", async () => {
  await onTrigger(fixture, { rows: rows.slice(0, 2) }, async (pipeline) => {
    engine.mishap = (run) => {
      if (run.taskId !== "create-manual-tasks") return undefined;
      killParent(run, lost);
      return lost;
    };
    await engine.run("run-workflow", { limit: 2 });
    engine.mishap = () => undefined;
    const batchId = await onlyBatch(fixture);
    const before = await recordOf(batchId);
    const [task] = before.tasks;
    const message: unknown = expect.stringMatching(
      /^batch_\d+ was begun with DigiKey, .* asks the sandbox: /,
    );
    const refused = { status: "FAILED", attempts: 1, result: { error: { message } } };
    const ofSandbox = (deps: LocalDependencies) => ({
      ...deps,
      provider: { ...deps.provider, name: "digikey-sandbox" },
    });
    await onWorker(pipeline, ofSandbox, async () => {
      const part = { batchId, taskId: task?.id, mpn: rows[0]?.pn };
      expect(await engine.run("resume-batch", { batchId })).toMatchObject(refused);
      expect(await engine.run("replay-batch", { batchId, reason: "again" })).toMatchObject(refused);
      expect(await engine.run("scrape-part", part)).toMatchObject(refused);
      expect(await engine.run("sweep", {})).toMatchObject({ status: "COMPLETED" });
      expect(engine.table.of("resume-batch")).toHaveLength(1);
    });
    expect(await recordOf(batchId)).toEqual(before);
    const asBefore = (deps: LocalDependencies) => deps;
    await onWorker(pipeline, asBefore, () => engine.run("resume-batch", { batchId }));
    expect(await tallyOf(fixture, batchId)).toMatchObject({ stage: "settled", completed: 2 });
  });
});
