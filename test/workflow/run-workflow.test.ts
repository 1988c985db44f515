import { describe, expect, it } from "vitest";
import { BatchId } from "../../src/domain/batch.ts";
import { RunRequest } from "../../src/domain/run-request.ts";
import { resumeBatches, runWorkflow } from "../../src/workflow/run-workflow.ts";
import type { RunState, Stages } from "../../src/workflow/stages.ts";

interface Source {
  readonly rows: number;
  readonly batchSize: number;
  /** Parts the day's budget allows. */
  readonly budget?: number;
  readonly unfinished?: readonly string[];
}

/** Stages that keep their ledger in memory; `calls` tells which ran, in order. */
function stagesOver({ rows, batchSize, budget = Infinity, unfinished = [] }: Source) {
  const calls: string[] = [];
  const opened = new Map<BatchId, { from: number; wanted: number }>(
    unfinished.map((id) => [BatchId.parse(id), { from: 0, wanted: 0 }]),
  );
  let reserved = 0;
  function note(stage: string) {
    return (batchId: BatchId) => {
      calls.push(`${stage} ${batchId}`);
      return Promise.resolve();
    };
  }
  const stages: Stages = {
    unfinishedBatches: () => Promise.resolve([...opened.keys()]),
    openBatch({ remainingParts, position }) {
      calls.push(`open at ${String(position)} for ${remainingParts}`);
      const wanted = Math.min(remainingParts, batchSize, budget - reserved);
      if (wanted === 0) return Promise.resolve({ kind: "budget_used_up" });
      reserved += wanted;
      const batchId = BatchId.parse(`batch_${opened.size + 1}`);
      opened.set(batchId, { from: typeof position === "number" ? position : 0, wanted });
      return Promise.resolve({ kind: "opened", batchId });
    },
    async extractParts(batchId) {
      await note("extract")(batchId);
      const { from, wanted } = opened.get(batchId) ?? { from: 0, wanted: 0 };
      const taken = Math.min(wanted, rows - from);
      return { taken, position: from + taken, isExhausted: from + taken === rows };
    },
    decideParts: note("decide"),
    scrapeParts: note("scrape"),
    fileManualTasks: note("file"),
    async settleBatch(batchId) {
      await note("settle")(batchId);
      return { batchId, status: "completed", isQuotaUsedUp: false };
    },
  };
  return { stages, calls };
}

function wanting(remainingParts: number, position: unknown = null): RunState {
  const request = RunRequest.parse({});
  return { runId: "run-1", request, businessDay: "2026-06-01", scheduledAt: null, remainingParts, position };
}

function stagesOf(batchId: string): string[] {
  return ["extract", "decide", "file", "scrape", "file", "settle"].map((stage) => `${stage} ${batchId}`);
}

describe("a run", () => {
  it("takes a batch through its stages, filing manual tasks before and after the scrape", async () => {
    const { stages, calls } = stagesOver({ rows: 10, batchSize: 5 });
    const outcome = await runWorkflow(stages, wanting(5));
    expect(calls).toEqual(["open at null for 5", ...stagesOf("batch_1")]);
    expect(outcome).toEqual({
      runId: "run-1",
      resumed: [],
      batches: [{ batchId: "batch_1", status: "completed", isQuotaUsedUp: false }],
      takenParts: 5,
      endedEarly: null,
    });
  });

  it("finishes what was left, oldest first, before it opens a batch of its own", async () => {
    const { stages, calls } = stagesOver({ rows: 10, batchSize: 5, unfinished: ["batch_7", "batch_8"] });
    const outcome = await runWorkflow(stages, wanting(5));
    expect(calls).toEqual([
      ...stagesOf("batch_7"),
      ...stagesOf("batch_8"),
      "open at null for 5",
      ...stagesOf("batch_3"),
    ]);
    expect(outcome.resumed.map(({ batchId }) => batchId)).toEqual(["batch_7", "batch_8"]);
    expect(outcome).toMatchObject({ batches: [{ batchId: "batch_3" }], takenParts: 5 });
  });

  it("goes from batch to batch until it has what it was asked for, each from where the last ended", async () => {
    const { stages, calls } = stagesOver({ rows: 100, batchSize: 4 });
    const outcome = await runWorkflow(stages, wanting(10, 20));
    expect(calls.filter((call) => call.startsWith("open"))).toEqual([
      "open at 20 for 10",
      "open at 24 for 6",
      "open at 28 for 2",
    ]);
    expect(outcome).toMatchObject({ takenParts: 10, endedEarly: null });
    expect(outcome.batches).toHaveLength(3);
  });

  it("ends early when the day's budget is used up", async () => {
    const { stages } = stagesOver({ rows: 100, batchSize: 4, budget: 6 });
    const outcome = await runWorkflow(stages, wanting(10));
    expect(outcome).toMatchObject({ takenParts: 6, endedEarly: "budget_used_up" });
    expect(outcome.batches).toHaveLength(2);
  });

  it("ends early when what is left of a batch waits for the quota: the next would wait as well", async () => {
    const { stages } = stagesOver({ rows: 100, batchSize: 4 });
    const outcome = await runWorkflow(
      {
        ...stages,
        settleBatch: (batchId) => Promise.resolve({ batchId, status: "in_progress", isQuotaUsedUp: true }),
      },
      wanting(10),
    );
    expect(outcome).toMatchObject({ takenParts: 4, endedEarly: "quota_used_up" });
    expect(outcome.batches).toHaveLength(1);
  });

  it("opens nothing on a day that is finished", async () => {
    const { stages, calls } = stagesOver({ rows: 100, batchSize: 4 });
    const openBatch = () => Promise.resolve({ kind: "day_finished" } as const);
    const outcome = await runWorkflow({ ...stages, openBatch }, wanting(10));
    expect(outcome).toMatchObject({ takenParts: 0, batches: [], endedEarly: "day_finished" });
    expect(calls).toEqual([]);
  });

  it("ends early when the source has no more", async () => {
    const { stages, calls } = stagesOver({ rows: 6, batchSize: 4 });
    const outcome = await runWorkflow(stages, wanting(10));
    expect(outcome).toMatchObject({ takenParts: 6, endedEarly: "source_exhausted" });
    expect(calls.filter((call) => call.startsWith("open"))).toHaveLength(2);
  });

  it("is not early when the last row of the source meets the request", async () => {
    const { stages } = stagesOver({ rows: 6, batchSize: 4 });
    expect(await runWorkflow(stages, wanting(6))).toMatchObject({ takenParts: 6, endedEarly: null });
  });

  it("stops at the stage that fails", async () => {
    const { stages, calls } = stagesOver({ rows: 6, batchSize: 4 });
    const refused = new Error("refused");
    const failing: Stages = { ...stages, scrapeParts: () => Promise.reject(refused) };
    await expect(runWorkflow(failing, wanting(6))).rejects.toBe(refused);
    expect(calls.at(-1)).toBe("file batch_1");
  });
});

describe("resuming", () => {
  it("opens nothing", async () => {
    const { stages, calls } = stagesOver({ rows: 10, batchSize: 5, unfinished: ["batch_7"] });
    expect(await resumeBatches(stages)).toEqual([
      { batchId: "batch_7", status: "completed", isQuotaUsedUp: false },
    ]);
    expect(calls).toEqual(stagesOf("batch_7"));
  });
});
