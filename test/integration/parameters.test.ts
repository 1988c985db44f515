import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { automatedRow, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { daysFromNow, openRunFixture, type RunFixture } from "../support/run-fixture.ts";

// What six of the nine parameters change in a run; the three that limit it are in run-limits.test.ts.

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

async function parts() {
  return fixture.ledger
    .selectFrom("batch_parts")
    .select(["batch_id", "mpn", "route", "lane", "rule_id"])
    .orderBy("batch_id")
    .orderBy("ordinal")
    .execute();
}

async function manualTasks() {
  return fixture.ledger.selectFrom("manual_tasks").selectAll().orderBy("mpn").execute();
}

describe("automationPriorityThreshold", () => {
  test.each([
    [0.8, "high", "normal"],
    [0.81, "normal", "normal"],
    [0.6, "high", "high"],
  ])("%f puts 0.8 into the %s lane and 0.6 into the %s one", async (threshold, ofTop, ofNext) => {
    // Without a manufacturer the combined score stays below its own threshold.
    const rows = [automatedRow("TOP-1", 0.8), automatedRow("NEXT-1", 0.6)].map((row) => ({
      ...row,
      manufacturer: null,
    }));
    const config = { automationPriorityThreshold: threshold };
    const { run } = await fixture.pipeline({ rows, config });
    await run();
    expect(await parts()).toMatchObject([{ lane: ofTop }, { lane: ofNext }]);
  });
});

describe("automationRetryAttempts", () => {
  test.each([1, 2, 4])("%i is how often a part that always fails is tried", async (attempts) => {
    const { run, server } = await fixture.pipeline({
      rows: [automatedRow("BROKEN-1")],
      faults: { script: { "BROKEN-1": Array.from({ length: 9 }, () => "server500" as const) } },
      config: { automationRetryAttempts: attempts },
    });
    await run();
    expect(server.stats().callsByNumber).toEqual({ "BROKEN-1": attempts });
    expect(await manualTasks()).toMatchObject([{ error_class: "server", attempts }]);
  });
});

describe("manualPriorityThreshold", () => {
  const rows = [
    automatedRow("A-1", 0.7),
    automatedRow("B-1", 0.5),
    automatedRow("C-1", 0.4999),
    automatedRow("D-1", 0),
  ];

  test.each([
    [0.5, ["A-1", "B-1"]],
    [0.6, ["A-1"]],
    [0, ["A-1", "B-1", "C-1", "D-1"]],
  ])("%f is the least score that is extracted", async (threshold, expected) => {
    const { run } = await fixture.pipeline({ rows, config: { manualPriorityThreshold: threshold } });
    await run();
    expect((await parts()).map((part) => part.mpn)).toEqual(expected);
  });

  test("a request's own threshold of 0 is a threshold, not an absent one", async () => {
    const { run } = await fixture.pipeline({ rows });
    await run({ priorityThreshold: 0 });
    expect(await parts()).toHaveLength(4);
  });
});

describe("manualBatchSize", () => {
  test.each([
    [10, [10, 10, 5]],
    [50, [25]],
  ])("%i is how many manual tasks one transaction creates", async (size, expected) => {
    const { run } = await fixture.pipeline({
      rows: rankedRows(25, reviewedRow),
      config: { manualBatchSize: size },
    });
    await run();
    const { rows } = await sql<{ tasks: number }>`
      select count(*)::int as tasks from manual_tasks group by xmin order by min(created_at)`.execute(
      fixture.ledger,
    );
    expect(rows.map((row) => row.tasks)).toEqual(expected);
  });
});

describe("automationFailureToManual", () => {
  test.each([
    [true, 1],
    [false, 0],
  ])("%s makes %i manual task of a failed part", async (isOn, tasks) => {
    const { run } = await fixture.pipeline({
      rows: [automatedRow("MISSING-1"), automatedRow("GOOD-1")],
      catalogue: [],
      config: { automationFailureToManual: isOn },
    });
    await run();
    expect((await manualTasks()).filter((task) => task.mpn === "MISSING-1")).toHaveLength(tasks);
    const fallback = await fixture.ledger
      .selectFrom("batches")
      .selectAll()
      .where("kind", "=", "fallback")
      .execute();
    expect(fallback).toHaveLength(tasks);
    const failed = await fixture.ledger
      .selectFrom("automation_tasks")
      .selectAll()
      .where("status", "=", "failed")
      .execute();
    expect(failed).toHaveLength(2);
  });
});

describe("maxAutomationFailures", () => {
  test.each([2, 3])("after %i failures within a week a part goes to a person", async (limit) => {
    const rows = [automatedRow("MISSING-1")];
    const config = { maxAutomationFailures: limit, automationFailureToManual: false };
    for (let day = 0; day <= limit; day += 1) {
      const { run } = await fixture.pipeline({ rows, catalogue: [], config, now: daysFromNow(day) });
      await run();
    }
    expect(await parts()).toMatchObject([
      ...Array.from({ length: limit }, () => ({ route: "automation", rule_id: "mid-good" })),
      { route: "manual", rule_id: "recent-failures" },
    ]);
    expect(await manualTasks()).toMatchObject([{ kind: "routed", priority: "high" }]);
  });

  test("failures of more than a week ago do not count", async () => {
    const rows = [automatedRow("MISSING-1")];
    const config = { maxAutomationFailures: 1, automationFailureToManual: false };
    const first = await fixture.pipeline({ rows, catalogue: [], config });
    await first.run();
    const in8Days = await fixture.pipeline({ rows, catalogue: [], config, now: daysFromNow(8) });
    await in8Days.run();
    expect(await parts()).toMatchObject([{ route: "automation" }, { route: "automation" }]);
  });
});
