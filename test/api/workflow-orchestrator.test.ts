import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  exitCodes,
  getPendingManualTasks,
  getWorkflowStatus,
  Interruption,
  type RunResult,
  runWorkflow,
  UserError,
  WorkflowOrchestrator,
} from "../../src/index.ts";
import { openLedger } from "../../src/app/open-ledger.ts";
import { Config } from "../../src/config/parameters.ts";
import { stopEmbeddedDatabase } from "../../src/store/embedded/stop.ts";
import { rulesFolderWith } from "../decide/rules-folder.ts";

const env = { WORKFLOW_SANDBOX_ROWS: "2000", WORKFLOW_SANDBOX_FAULTS: "none" };
const folder = mkdtempSync(join(tmpdir(), "orchestrator-"));
const options = { dataDir: join(folder, "first"), env };
const never = { dataDir: join(folder, "never"), env: process.env };
const { signal } = new AbortController();
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

  it("writes the progress log, a line per lookup", () => {
    const log = readFileSync(join(options.dataDir, "automation_progress.log"), "utf8").trimEnd().split("\n");
    const done = result.batches.flatMap(({ batchId, automation: { total } }) =>
      Array.from({ length: total }, (_, index) => `batch=${batchId} done=${index + 1}/${total} `),
    );
    expect(done.length).toBeGreaterThan(0);
    expect(log.map((line) => /batch=\S+ done=\S+ /.exec(line)?.[0])).toEqual(done);
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

  it("ends with an interruption when its signal is aborted", async () => {
    const aborted = new WorkflowOrchestrator({}, { ...options, signal: AbortSignal.abort() });
    const run = aborted.orchestrateWorkflow({ limit: 1 });
    await expect(run).rejects.toBeInstanceOf(Interruption);
    await expect(run).rejects.toMatchObject({ exitCode: exitCodes.interrupted });
  });

  it("refuses what is out of bounds, before anything is opened", async () => {
    const orchestrator = new WorkflowOrchestrator({}, { ...never, signal, executor: "local" });
    await expect(
      orchestrator.orchestrateWorkflow({ forceManual: true, forceAutomation: true }),
    ).rejects.toMatchObject({
      exitCode: exitCodes.usage,
      message: "forceManual and forceAutomation exclude each other: give one of them.",
    });
    await expect(orchestrator.orchestrateWorkflow({ date: "0000-01-01", limit: 0.5 })).rejects.toThrow(
      sentences(
        "limit of the run request is 0.5, but has to be a whole number from 1 to 100000, or null for all: pass another value.",
        'date of the run request is "0000-01-01", but has to be a day of the calendar from 2000 on, such as 2026-11-20: pass another value.',
      ),
    );
    await expect(orchestrator.getPendingManualTasks({ limit: 0 })).rejects.toThrow(
      "limit of the filter is 0, but has to be a whole number from 1 to 100000: pass another value.",
    );
    await expect(orchestrator.getWorkflowStatus("nonsense")).rejects.toThrow('"nonsense" is no batch id');
    expect(existsSync(never.dataDir)).toBe(false);
  });
});

describe("arguments that only a program without types passes", () => {
  const orchestrator = new WorkflowOrchestrator({}, never);

  it.each<[string, string, () => unknown]>([
    ["no configuration", "null is given as the configuration: pass an object", () => create(null)],
    ["a list", "a list is given as the options: pass an object", () => create({}, [])],
    ["a request", "5 is given as the run request: pass an object", () => call("orchestrateWorkflow", 5)],
    ["a filter", "null is given as the filter: pass an object", () => call("getPendingManualTasks", null)],
    ["a batch id", "an object is no batch id", () => call("getWorkflowStatus", {})],
    [
      "unknown and wrong parameters",
      sentences(
        'maxBatchSize of the configuration is "3", but has to be a whole number from 1 to 10000: pass another value.',
        "maxDailyTask of the configuration is not known: did you mean maxDailyTasks?",
      ),
      () => create({ maxBatchSize: "3", maxDailyTask: 3, maxBatchsize: undefined }),
    ],
    [
      "a parameter of the command line",
      "refreshAfterDays of the configuration is not known: there are automationPriorityThreshold, automationMaxConcurrent,",
      () => create({ refreshAfterDays: 3 }),
    ],
    [
      "an option",
      "datadir of the options is not known: did you mean dataDir?",
      () => create({}, { datadir: "x" }),
    ],
    [
      "an executor",
      'executor of the options is "foo", but has to be one of local, trigger',
      () => create({}, { executor: "foo" }),
    ],
    [
      "a signal",
      "signal of the options is an object, but has to be an AbortSignal",
      () => create({}, { signal: new AbortController() }),
    ],
    [
      "a variable",
      "env of the options is an object, but has to be an object with text under every name, such as process.env",
      () => create({}, { env: { PORT: 5 } }),
    ],
    [
      "an environment",
      "env of the options is a list, but has to be an object with text under every name",
      () => create({}, { env: ["SECRET=x"] }),
    ],
    [
      "a request's name",
      "limt of the run request is not known: did you mean limit?",
      () => call("orchestrateWorkflow", { limt: 5 }),
    ],
    [
      "a filter's name",
      "prio of the filter is not known: there are limit, priority.",
      () => call("getPendingManualTasks", { prio: 1 }),
    ],
    [
      "a filter's value",
      'priority of the filter is "urgent", but has to be one of high, medium, low',
      () => call("getPendingManualTasks", { priority: "urgent" }),
    ],
  ])("are refused by name: %s", async (_, message, act) => {
    const refused = expect(
      new Promise((resolve) => {
        resolve(act());
      }),
    ).rejects;
    await refused.toBeInstanceOf(UserError);
    await refused.toMatchObject({ exitCode: exitCodes.usage });
    await refused.toThrow(message);
  });

  function create(...given: unknown[]): unknown {
    const made: unknown = Reflect.construct(WorkflowOrchestrator, given);
    return made;
  }

  function call(
    method: "orchestrateWorkflow" | "getPendingManualTasks" | "getWorkflowStatus",
    given: unknown,
  ): unknown {
    const called: unknown = Reflect.apply(orchestrator[method], orchestrator, [given]);
    return called;
  }
});

function sentences(...lines: string[]): string {
  return lines.join("\n");
}
