import { engine } from "../support/trigger-engine/engine.ts";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { loadRuleset } from "../../src/decide/load-ruleset.ts";
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

const overrides = { automationPriorityThreshold: 0.8, maxAutomationFailures: 3 };
const [live, strict] = ["routing.json", "strict-trigger.json"].map((name) =>
  loadRuleset(join(seedRulesFolder, name), { overrides }),
);

/** The strict rules send the second to a person. */
const rows = [automatedRow("URGENT-1", 0.95), automatedRow("CALM-1", 0.55)];
const lost = {
  status: "CRASHED",
  error: { type: "INTERNAL_ERROR", code: "TASK_RUN_HEARTBEAT_TIMEOUT" },
} as const;

function routes() {
  return fixture.ledger.selectFrom("batch_parts").select(["mpn", "route"]).orderBy("ordinal").execute();
}

/** A run that died after the decisions, before any lookup, when the rules were edited. */
async function afterEditedRules(action: (runId: string) => Promise<void>): Promise<void> {
  let latest = live;
  const latestRuleset = () =>
    latest === undefined ? Promise.reject(new Error("no rules")) : Promise.resolve(latest);
  await onTrigger(fixture, { rows, latestRuleset }, async () => {
    engine.mishap = (run) => {
      if (run.taskId !== "create-manual-tasks" || run.parent === undefined) return undefined;
      engine.kill(run.parent, lost);
      return lost;
    };
    const { id } = await engine.run("run-workflow", { limit: 2 });
    engine.mishap = () => undefined;
    latest = strict;
    await action(id);
  });
}

test("a replay of the run decides anew what is not finished, where its payload asks for it", async () => {
  await afterEditedRules(async (id) => {
    const { tags } = engine.table.get(id);
    const edited = await engine.run("run-workflow", { limit: 2, redecide: true }, { tags });
    expect(edited.status).toBe("COMPLETED");
    expect(await routes()).toMatchObject([{ route: "automation" }, { route: "manual" }]);
    expect(await tallyOf(fixture, await onlyBatch(fixture))).toMatchObject({ completed: 1, manual: 1 });
  });
});

test("a replay of the run keeps the rules of the batch, where nothing is asked", async () => {
  await afterEditedRules(async (id) => {
    await engine.replay(id).ended;
    expect(await routes()).toMatchObject([{ route: "automation" }, { route: "automation" }]);
  });
});

test("a replay of decide-parts alone decides anew, too; of a settled batch it changes nothing", async () => {
  await afterEditedRules(async (id) => {
    const batchId = await onlyBatch(fixture);
    await engine.run("decide-parts", { batchId, redecide: true });
    expect(await routes()).toMatchObject([{ route: "automation" }, { route: "manual" }]);
    await engine.replay(id).ended;
    const settled = await tallyOf(fixture, batchId);
    expect(settled).toMatchObject({ stage: "settled", completed: 1, manual: 1 });
    await engine.run("decide-parts", { batchId, redecide: true });
    expect(await tallyOf(fixture, batchId)).toEqual(settled);
  });
});
