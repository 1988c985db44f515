import { engine } from "../support/trigger-engine/engine.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
import { exitCodes, UserError } from "../../src/domain/fault.ts";
import { tallyOf } from "../support/failed-batch.ts";
import { automatedRow } from "../support/part-rows.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";
import { seedRulesFolder } from "../support/seed-rules.ts";
import { onTrigger, onlyBatch } from "../support/trigger-engine/trigger-pipeline.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

const lost = {
  status: "CRASHED",
  error: { type: "INTERNAL_ERROR", code: "TASK_RUN_HEARTBEAT_TIMEOUT" },
} as const;

/** A run that died after the decisions, before any lookup, when the rules were broken. */
async function afterBrokenRules(action: () => Promise<void>): Promise<void> {
  const ruleset = loadRuleset(`${seedRulesFolder}/routing.json`);
  let areBroken = false;
  const latestRuleset = () =>
    areBroken
      ? Promise.reject(new UserError(exitCodes.rules, "The rules cannot be used."))
      : Promise.resolve(ruleset);
  await onTrigger(fixture, { rows: [automatedRow("P-1"), automatedRow("P-2")], latestRuleset }, async () => {
    engine.mishap = (run) => {
      if (run.taskId !== "create-manual-tasks" || run.parent === undefined) return undefined;
      engine.kill(run.parent, lost);
      return lost;
    };
    await engine.run("run-workflow", { limit: 2 });
    engine.mishap = () => undefined;
    areBroken = true;
    await action();
  });
}

test("resume-batch finishes what was begun while the rules are broken", async () => {
  await afterBrokenRules(async () => {
    const batchId = await onlyBatch(fixture);
    const { status } = await engine.run("resume-batch", { batchId });
    expect(status).toBe("COMPLETED");
    expect(await tallyOf(fixture, batchId)).toMatchObject({ stage: "settled", completed: 2 });
  });
});

test("run-workflow with broken rules takes nothing up, not even what was begun", async () => {
  await afterBrokenRules(async () => {
    const batchId = await onlyBatch(fixture);
    const before = await tallyOf(fixture, batchId);
    const { status } = await engine.run("run-workflow", { limit: 2 });
    expect(status).toBe("FAILED");
    expect(await tallyOf(fixture, batchId)).toEqual(before);
  });
});

test("daily-workflow with broken rules does not count its time as answered", async () => {
  await afterBrokenRules(async () => {
    const { status } = await engine.run("daily-workflow", { timestamp: "2026-01-31T06:00:00Z" });
    expect(status).toBe("FAILED");
    expect(await fixture.ledger.selectFrom("schedule_ticks").selectAll().execute()).toEqual([]);
  });
});
