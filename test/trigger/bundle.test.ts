import { type BuiltPipeline, withBuiltPipeline } from "../support/trigger-engine/built-pipeline.ts";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkConservation } from "../../src/domain/conservation.ts";
import { batchTally } from "../../src/store/batch-tally.ts";
import { automatedRow, rankedRows, reviewedRow } from "../support/part-rows.ts";
import { builtWorker } from "../support/trigger-engine/built-worker.ts";
import type { EngineRun } from "../support/trigger-engine/run-table.ts";
import "../support/trigger-engine/trigger-pipeline.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

test(
  "the worker builds offline, with every task, the rules and the migrations in it",
  { timeout: 120_000 },
  async () => {
    await using built = await builtWorker("deploy");
    const files = (await readdir(join(root, "src/trigger"))).filter((name) => name.endsWith(".ts"));
    // The built worker loads: a package that does not bear bundling shows here.
    expect(built.tasks.toSorted()).toEqual(files.map((name) => name.slice(0, -".ts".length)).toSorted());
    expect(built.externals.toSorted()).toEqual(["@duckdb/node-api", "jsonc-parser"]);
    for (const name of ["routing.json", "scoring.json", "completeness.json", "manufacturers.json"]) {
      expect(existsSync(join(built.folder, "rules", name)), name).toBe(true);
    }
    const migrations = (await readdir(join(root, "migrations"))).filter((name) => name !== "schema.sql");
    expect((await readdir(join(built.folder, "migrations"))).toSorted()).toEqual(migrations.toSorted());
  },
);

const killed = "P-002";
const failsOnce = "P-003";
const failsAlways = "P-004";
const unknown = "P-005";
const secret = "pa55-of-the-migrations";
const rows = [...rankedRows(19, automatedRow), reviewedRow("R-001", 0.6)];
const later = automatedRow("P-LATER");

/** What the dashboard would show of a run. */
function shown({ result, metadata, tags }: EngineRun): string {
  return JSON.stringify({ result, metadata, tags });
}

function runOf({ engine }: BuiltPipeline, mpn: string): EngineRun | undefined {
  return engine.table.of("scrape-part").find(({ payload }) => payload.includes(`"${mpn}"`));
}

async function expectWholeBatch({ ledger, sandbox }: BuiltPipeline): Promise<void> {
  const batch = await ledger
    .selectFrom("batches")
    .select("id")
    .where("kind", "=", "run")
    .executeTakeFirstOrThrow();
  const tally = await batchTally(ledger, batch.id);
  if (tally === undefined) throw new Error("no tally");
  expect(checkConservation(tally).violations).toEqual([]);
  expect(tally).toMatchObject({
    ...{ status: "completed_with_failures", stage: "settled", parts: 20, automation: 19, manual: 1 },
    ...{ completed: 17, failedByClass: { server: 1, not_found: 1 }, uncovered: 0, needingReview: 3 },
  });
  const onceEach = rows.filter(({ pn }) => pn !== failsAlways && pn !== "R-001").map(({ pn }) => [pn, 1]);
  expect(sandbox.stats().callsByNumber).toEqual({ ...Object.fromEntries(onceEach), [failsOnce]: 2 });
}

test(
  "the built worker does a batch in processes of its own, one of which is killed in mid-scrape",
  { timeout: 240_000 },
  async () => {
    let kills = 0;
    await withBuiltPipeline(
      {
        rows,
        known: [...rows.filter(({ pn }) => pn !== unknown), later],
        faults: { script: { [failsOnce]: ["server500"] } },
        settings: { MIGRATION_DATABASE_URL: `postgres://owner:${secret}@127.0.0.1:1/ledger` },
        onCall: (engine) => (body) => {
          if (body.includes(`"${failsAlways}"`)) {
            return { status: 500, body: { ErrorMessage: `${secret} is of no use here` } };
          }
          const isKilled = body.includes(`"${killed}"`) && kills === 0;
          const run = engine.table.of("scrape-part").find(({ payload }) => payload.includes(`"${killed}"`));
          if (!isKilled || run === undefined) return null;
          kills += 1;
          engine.sigkill(run);
          return "cut";
        },
      },
      async (pipeline) => {
        const { engine, served, ledger, folder } = pipeline;
        engine.limitQueue("provider", 2);
        expect((await engine.run("run-workflow", {})).status).toBe("COMPLETED");
        await expectWholeBatch(pipeline);
        expect(kills).toBe(1);
        expect(runOf(pipeline, killed)).toMatchObject({ status: "COMPLETED", attempts: 2 });
        expect(runOf(pipeline, failsAlways)).toMatchObject({ status: "FAILED", attempts: 3 });

        const telemetry = served.telemetry.join("\n");
        for (const span of ["source query", "decide", "provider call", "save product"]) {
          expect(telemetry).toContain(`"name":"${span}"`);
        }
        const everything = [telemetry, ...[...engine.table.runs.values()].map(shown)].join("\n");
        expect(everything).toContain("*** is of no use here");
        expect(everything).not.toContain(secret);
        expect(everything).not.toContain("secret-of-the-provider");

        // The same processes, with what has been set since.
        const { settings } = engine;
        engine.settings = { ...settings, WORKFLOW_SOURCE: await pipeline.sourceOf([later]) };
        await engine.run("run-workflow", { limit: 1 });
        expect(runOf(pipeline, later.pn)).toMatchObject({ status: "COMPLETED" });
        const { WORKFLOW_DATA_DIR: dataDir, ...lacking } = settings;
        engine.settings = lacking;
        const refused = await engine.run("sweep", {});
        expect(refused).toMatchObject({ status: "FAILED", attempts: 1 });
        expect(shown(refused)).toContain("DATABASE_URL is not set for this worker");
        engine.settings = { ...lacking, WORKFLOW_DATA_DIR: `${dataDir}-of-nobody` };
        expect(shown(await engine.run("sweep", {}))).toContain("No embedded database is served in");
        expect(existsSync(join(folder, ".workflow"))).toBe(false);
        expect(
          await ledger.selectFrom("batches").select("id").where("kind", "=", "run").execute(),
        ).toHaveLength(2);
      },
    );
  },
);
