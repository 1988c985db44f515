import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  getPendingManualTasks,
  getWorkflowStatus,
  type RunResult,
  runWorkflow,
  UserError,
  WorkflowOrchestrator,
} from "../../src/index.ts";
import { openLedger } from "../../src/app/open-ledger.ts";
import { Config } from "../../src/config/parameters.ts";
import { exitCodes } from "../../src/domain/fault.ts";
import { stopEmbeddedDatabase } from "../../src/store/embedded/stop.ts";
import { rulesFolderWith } from "../decide/rules-folder.ts";

const env = { WORKFLOW_SANDBOX_ROWS: "2000", WORKFLOW_SANDBOX_FAULTS: "none" };
const folder = mkdtempSync(join(tmpdir(), "orchestrator-"));
const options = { dataDir: join(folder, "first"), env };
const other = { dataDir: join(folder, "second"), env };

afterAll(async () => {
  await stopEmbeddedDatabase(options.dataDir);
  if (existsSync(other.dataDir)) await stopEmbeddedDatabase(other.dataDir);
  rmSync(folder, { recursive: true, force: true });
});

describe("WorkflowOrchestrator", () => {
  let result: RunResult;

  beforeAll(async () => {
    const orchestrator = new WorkflowOrchestrator({ maxBatchSize: 8, automationMaxConcurrent: 3 }, options);
    result = await orchestrator.orchestrateWorkflow({ limit: 12 });
  });

  it("runs with a part of the configuration replaced", () => {
    expect(result.takenParts).toBe(12);
    expect(result.batches.map((batch) => batch.totalRecords)).toEqual([8, 4]);
    expect(result.batches.every((batch) => batch.conservation.isHeld)).toBe(true);
  });

  it("reports a batch by its id, and the latest without one", async () => {
    const orchestrator = new WorkflowOrchestrator({}, options);
    const [first, last] = result.batches;
    expect((await orchestrator.getWorkflowStatus(first?.batchId)).batchId).toBe(first?.batchId);
    expect((await getWorkflowStatus(undefined, options)).batchId).toBe(last?.batchId);
  });

  it("lists the open manual tasks by priority", async () => {
    const everything = await getPendingManualTasks({ limit: 100 }, options);
    const filed = result.batches.reduce(
      (sum, { manual, fallback }) => sum + manual.total + (fallback?.total ?? 0),
      0,
    );
    expect(everything.total).toBe(filed);
    const high = await getPendingManualTasks({ limit: 100, priority: "high" }, options);
    expect(high.tasks.map((task) => task.id)).toEqual(
      everything.tasks.filter((task) => task.priority === "high").map((task) => task.id),
    );
  });

  it("forces every part to a person when asked to", async () => {
    const { batches } = await runWorkflow({ limit: 3, forceManual: true }, {}, options);
    expect(batches.map((batch) => [batch.automation.total, batch.manual.total])).toEqual([[0, 3]]);
  });

  it("shares no state with another orchestrator", async () => {
    const elsewhere = new WorkflowOrchestrator({ maxBatchSize: 5 }, other);
    const [here, there] = await Promise.all([
      runWorkflow({ limit: 2, forceManual: true }, {}, options),
      elsewhere.orchestrateWorkflow({ limit: 2, forceManual: true }),
    ]);
    expect(here.batches[0]?.skipped["pending_review"]).toBeGreaterThan(0);
    expect(there.batches[0]?.skipped).not.toHaveProperty("pending_review");
  });

  it("keeps the last good rules when they are edited badly between two runs; a new one does not start", async () => {
    const rules = dirname(rulesFolderWith({}));
    const edited = { ...options, env: { ...env, WORKFLOW_RULES_DIR: rules } };
    const orchestrator = new WorkflowOrchestrator({}, edited);
    const [before] = (await orchestrator.orchestrateWorkflow({ limit: 1, forceManual: true })).batches;
    writeFileSync(join(rules, "routing.json"), "{}");
    const [after] = (await orchestrator.orchestrateWorkflow({ limit: 1, forceManual: true })).batches;
    expect(after?.rulesetHash).toBe(before?.rulesetHash);
    await using ledger = await openLedger({ config: Config.parse({ dataDir: options.dataDir }) });
    const told = await ledger.db
      .selectFrom("events")
      .select(["subject_id", "to_status"])
      .where("kind", "=", "ruleset")
      .execute();
    expect(told).toEqual([{ subject_id: before?.rulesetHash, to_status: "rejected" }]);
    await expect(
      new WorkflowOrchestrator({}, edited).orchestrateWorkflow({ limit: 1 }),
    ).rejects.toMatchObject({ exitCode: exitCodes.rules });
  });

  it("refuses what is out of bounds, before anything is opened", async () => {
    expect(() => new WorkflowOrchestrator({ automationMaxConcurrent: 0 }, options)).toThrow(UserError);
    const orchestrator = new WorkflowOrchestrator({}, { dataDir: join(folder, "never"), env });
    await expect(
      orchestrator.orchestrateWorkflow({ forceManual: true, forceAutomation: true }),
    ).rejects.toThrow(/exclude each other/);
    await expect(orchestrator.orchestrateWorkflow({ date: "0000-01-01" })).rejects.toMatchObject({
      exitCode: exitCodes.usage,
      message: "date: give a day of the calendar from 2000 on, such as 2026-11-20",
    });
    await expect(orchestrator.getWorkflowStatus("nonsense")).rejects.toThrow(/no batch id/);
    expect(existsSync(join(folder, "never"))).toBe(false);
  });
});
