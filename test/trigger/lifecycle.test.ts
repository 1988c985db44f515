import { engine, type Mishap } from "../support/trigger-engine/engine.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { tallyOf } from "../support/failed-batch.ts";
import { automatedRow, partsOf, rankedRows } from "../support/part-rows.ts";
import { refusingDatabase } from "../support/refused-tasks.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";
import { meetWith, onTrigger, onlyBatch, runOf } from "../support/trigger-engine/trigger-pipeline.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const rows = rankedRows(5, automatedRow);
const victim = "P-003";

type InternalCode = Extract<Mishap["error"], { type: "INTERNAL_ERROR" }>["code"];

function internal(code: InternalCode): Mishap["error"] {
  return { type: "INTERNAL_ERROR", code, message: "so the platform says" };
}

/** The manual tasks made of failed lookups. */
function fallbackTasks() {
  return fixture.ledger
    .selectFrom("manual_tasks")
    .select(["mpn", "error_class", "reason", "status"])
    .where("kind", "=", "fallback")
    .execute();
}

/** The whole batch but the victim is done, and the victim has one task and one only. */
async function expectOneTask(errorClass: string): Promise<void> {
  expect(await fallbackTasks()).toMatchObject([
    { mpn: victim, error_class: errorClass, status: "initialized" },
  ]);
  expect(await tallyOf(fixture, await onlyBatch(fixture))).toMatchObject({
    status: "completed_with_failures",
    stage: "settled",
    completed: 4,
    failed: 1,
  });
}

describe("a part becomes one manual task, and its batch settles, when its run", () => {
  const mishaps: readonly (readonly [string, Mishap])[] = [
    [
      "exits at every attempt",
      { status: "CRASHED", error: internal("TASK_PROCESS_EXITED_WITH_NON_ZERO_CODE") },
    ],
    ["is killed at every attempt", { status: "CRASHED", error: internal("TASK_PROCESS_MAYBE_OOM_KILLED") }],
    ["loses its heartbeat", { status: "CRASHED", error: internal("TASK_RUN_HEARTBEAT_TIMEOUT") }],
    ["runs out of time", { status: "TIMED_OUT", error: internal("MAX_DURATION_EXCEEDED") }],
    ["fails in middleware", { status: "FAILED", error: internal("TASK_MIDDLEWARE_ERROR") }],
    ["has an output that is too large", { status: "FAILED", error: internal("TASK_OUTPUT_ERROR") }],
    ["expires in the queue", { status: "EXPIRED", error: { type: "STRING_ERROR", raw: "Run expired" } }],
  ];
  test.each(mishaps)("%s", async (_, mishap) => {
    await onTrigger(fixture, { rows }, async ({ server }) => {
      meetWith(victim, mishap);
      expect((await engine.run("run-workflow", {})).status).toBe("COMPLETED");
      expect(server.stats().callsByNumber[victim]).toBeUndefined();
    });
    await expectOneTask("abandoned");
    expect((await fallbackTasks())[0]?.reason).toContain(runOf(victim).id);
  });

  test("gets a payload that does not pass", async () => {
    await onTrigger(fixture, { rows }, async () => {
      let spoilt = "";
      engine.mishap = (run) => {
        if (run.payload.includes(`"${victim}"`)) spoilt = run.id;
        if (run.id === spoilt) run.payload = "{}";
        return undefined;
      };
      expect((await engine.run("run-workflow", {})).status).toBe("COMPLETED");
    });
    await expectOneTask("abandoned");
  });

  test("is cancelled", async () => {
    await onTrigger(fixture, { rows }, async () => {
      engine.mishap = (run) => {
        if (run.payload.includes(`"${victim}"`)) engine.cancel(run);
        return undefined;
      };
      expect((await engine.run("run-workflow", {})).status).toBe("COMPLETED");
    });
    await expectOneTask("cancelled");
  });

  test("is killed in the middle of its call", async () => {
    const dying: typeof fetch = async (input, init) => {
      const run = engine.current();
      if (run?.payload.includes(`"${victim}"`) !== true) return fetch(input, init);
      engine.kill(run, { status: "TIMED_OUT", error: internal("MAX_DURATION_EXCEEDED") });
      // Nothing of a process that is gone goes on.
      return new Promise(() => undefined);
    };
    await onTrigger(fixture, { rows, fetch: dying }, async () => {
      expect((await engine.run("run-workflow", {})).status).toBe("COMPLETED");
    });
    await expectOneTask("abandoned");
  });
});

test("a process that dies again and again gets no more attempts than a provider that fails", async () => {
  let deaths = 0;
  const dying: typeof fetch = async (input, init) => {
    const run = engine.current();
    if (run?.payload.includes(`"${victim}"`) !== true) return fetch(input, init);
    deaths += 1;
    engine.kill(run, { status: "CRASHED", error: internal("TASK_PROCESS_EXITED_WITH_NON_ZERO_CODE") });
    return new Promise(() => undefined);
  };
  await onTrigger(fixture, { rows, fetch: dying, config: { automationRetryAttempts: 2 } }, async () => {
    await engine.run("run-workflow", {});
  });
  expect(deaths).toBe(2);
  await expectOneTask("abandoned");
});

test("the failure hook files the task while the batch still waits for another part", async () => {
  const held: typeof fetch = async (input, init) => {
    if (engine.current()?.payload.includes('"P-005"') === true) {
      await vi.waitFor(async () => expect(await fallbackTasks()).toHaveLength(1), { timeout: 20_000 });
    }
    return fetch(input, init);
  };
  const faults = { script: { [victim]: ["server500", "server500", "server500"] } } as const;
  await onTrigger(fixture, { rows, faults: structuredClone(faults), fetch: held }, async () => {
    await engine.run("run-workflow", {});
    expect(runOf(victim)).toMatchObject({ status: "FAILED", attempts: 3 });
    expect(engine.delays).toHaveLength(2);
  });
  await expectOneTask("server");
});

test("a part that nobody knows completes its run, and becomes a manual task", async () => {
  const catalogue = partsOf(rows.filter(({ pn }) => pn !== victim));
  await onTrigger(fixture, { rows, catalogue }, async () => {
    await engine.run("run-workflow", {});
    expect(runOf(victim)).toMatchObject({ status: "COMPLETED", attempts: 1 });
    expect(runOf(victim).tags).toContain("error_not_found");
  });
  await expectOneTask("not_found");
});

test("credentials that are refused stop the run, and no part is lost to them", async () => {
  await onTrigger(fixture, { rows, clientSecret: "wrong" }, async () => {
    const run = await engine.run("run-workflow", {});
    expect(run).toMatchObject({ status: "FAILED", attempts: 1 });
  });
  expect(await fallbackTasks()).toEqual([]);
});

test("a run that is asked for a day before 2000 is refused in one sentence, and opens nothing", async () => {
  await onTrigger(fixture, { rows }, async () => {
    const run = await engine.run("run-workflow", { date: "0000-01-01" });
    expect(run.status).toBe("FAILED");
    expect(JSON.stringify(run.result)).toContain("give a day of the calendar from 2000 on");
    expect(await fixture.ledger.selectFrom("batches").select("id").execute()).toEqual([]);
  });
});

test("a manual task that the database refuses fails the batch and no run, and a replay of the filing files it", async () => {
  const database = await refusingDatabase(fixture.ledger);
  const catalogue = partsOf(rows.filter(({ pn }) => pn !== victim));
  await onTrigger(fixture, { rows, catalogue }, async () => {
    await database.refuse({ mpn: victim, times: 99 });
    expect((await engine.run("run-workflow", {})).status).toBe("COMPLETED");
    const filing = engine.table.of("create-manual-tasks");
    expect(filing.map(({ status }) => status)).toEqual(["COMPLETED", "COMPLETED"]);
    const failed = fixture.ledger
      .selectFrom("batches")
      .select(["status", "reason"])
      .where("kind", "=", "run");
    const [batch] = await failed.execute();
    expect(batch?.status).toBe("failed");
    expect(batch?.reason).toContain("the database refuses its manual tasks (the disk is full)");
    const swept = await engine.run("sweep", {});
    expect(JSON.stringify(swept.result)).toContain("the disk is full");
    expect(engine.table.of("resume-batch")).toEqual([]);

    await database.refuse();
    const [run] = filing;
    if (run === undefined) throw new Error("nothing was filed");
    const again = engine.replay(run.id);
    await again.ended;
  });
  await expectOneTask("not_found");
});
