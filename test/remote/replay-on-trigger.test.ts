import { engine } from "../support/trigger-engine/engine.ts";
import { userInfo } from "node:os";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { exitCodes } from "../../src/domain/fault.ts";
import { faultyParts, tallyOf } from "../support/failed-batch.ts";
import { type CommandPlace, runInProcess } from "../support/in-process-cli.ts";
import { openRunFixture, type RunFixture } from "../support/run-fixture.ts";
import { onPlatform } from "../support/trigger-engine/on-platform.ts";
import { onlyBatch } from "../support/trigger-engine/trigger-pipeline.ts";

let fixture: RunFixture;
beforeAll(async () => {
  fixture = await openRunFixture();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture[Symbol.asyncDispose]());

/** A batch with failures, on the platform, and the line that replays it. */
async function withFailures(
  action: (place: CommandPlace, replay: readonly string[], batch: string) => Promise<void>,
): Promise<void> {
  await onPlatform(fixture, faultyParts, async (_, place) => {
    await engine.run("run-workflow", {});
    const batch = await onlyBatch(fixture);
    await action(place, ["replay", "--batch", batch, "--reason", "provider was down"], batch);
  });
}

const Replayed = z.object({ replay: z.looseObject({}), batch: z.looseObject({}), beyondLimit: z.number() });

test("a replay with a key is one named incident on Trigger.dev, with the report of one made here", async () => {
  await withFailures(async (place, replay, batch) => {
    const args = [...replay, "--error-class", "server", "--json"];
    const { exitCode, stdout, stderr } = await runInProcess(place, args);
    expect(exitCode, stderr).toBe(exitCodes.ok);
    // Settings of this process mean nothing there: no change of them is told.
    expect(stderr).toMatch(/Trigger\.dev at http.*\n.*run_\w+ is started/);
    expect(Replayed.parse(JSON.parse(stdout))).toMatchObject({
      replay: { reason: "provider was down", requestedBy: userInfo().username, selected: 1, completed: 1 },
      batch: { batchId: batch, automation: { completed: 3, failed: 2 } },
      beyondLimit: 0,
    });
    const [run, ...others] = engine.table.of("replay-batch");
    expect(others).toEqual([]);
    expect(run?.tags).toContain(batch);
    const kept = await fixture.ledger.selectFrom("replays").select(["reason", "requested_by"]).execute();
    expect(kept).toEqual([{ reason: "provider was down", requested_by: userInfo().username }]);
    expect(await tallyOf(fixture, await onlyBatch(fixture))).toMatchObject({ completed: 3, failed: 2 });
  });
});

test("a replay says which parts its limit left, and in the end that none is left", async () => {
  await withFailures(async (place, replay, batch) => {
    const limited = await runInProcess(place, [...replay, "--limit", "2"]);
    expect(limited.stdout).toMatch(/2 run again: 1 completed · 1 failed again \(1 not_found\)/);
    expect(limited.stdout).toContain("1 more match, beyond --limit");
    expect(limited.stdout).toContain(batch);
    const none = await runInProcess(place, [...replay, "--part", "GOOD-1"]);
    expect([none.exitCode, none.stdout]).toEqual([
      exitCodes.ok,
      "Nothing was replayed: no part of the batch matches.\n",
    ]);
  });
});

test("a batch that somebody has in work is not replayed, which is said", async () => {
  await withFailures(async (place, replay, batch) => {
    await fixture.ledger
      .updateTable("batches")
      .set({ lease_owner: "somebody", lease_expires_at: new Date(Date.now() + 600_000) })
      .where("id", "=", await onlyBatch(fixture))
      .execute();
    const { exitCode, stdout, stderr } = await runInProcess(place, replay);
    expect([exitCode, stdout]).toEqual([exitCodes.usage, ""]);
    expect(stderr).toContain(`Another run is at work on ${batch}: wait until it has ended`);
  });
});

test("a batch that does not exist is refused before anything is started", async () => {
  await onPlatform(fixture, faultyParts, async (api, place) => {
    const line = ["replay", "--batch", "batch_1", "--reason", "outage"];
    const { exitCode, stderr } = await runInProcess(place, line);
    expect(exitCode).toBe(exitCodes.notFound);
    expect(stderr).toContain("There is no batch batch_1");
    expect(api.calls).toEqual([]);
  });
});

test("a replay whose run is killed goes on with its next attempt", async () => {
  await withFailures(async (place, replay) => {
    engine.mishap = (run) => {
      if (run.taskId !== "decide-parts" || run.parent?.attempts !== 1) return undefined;
      engine.kill(run.parent, exited);
      return exited;
    };
    const { exitCode, stdout } = await runInProcess(place, replay);
    expect(exitCode).toBe(exitCodes.ok);
    expect(stdout).toContain("3 run again: 1 completed · 2 failed again");
  });
  expect(await fixture.ledger.selectFrom("replays").select("selected").execute()).toEqual([{ selected: 3 }]);
});

const exited = {
  status: "CRASHED",
  error: { type: "INTERNAL_ERROR", code: "TASK_PROCESS_EXITED_WITH_NON_ZERO_CODE", message: "exit" },
} as const;
