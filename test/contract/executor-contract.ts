import { afterAll, beforeAll, beforeEach, describe, expect, it, test, vi } from "vitest";
import type * as z from "zod";
import type { BatchId } from "../../src/domain/batch.ts";
import { processLease } from "../../src/local/process-lease.ts";
import type { TruePart } from "../../src/sandbox/catalogue/true-part.ts";
import { FaultProfile } from "../../src/sandbox/digikey-server/fault-profile.ts";
import {
  type DigikeyServer,
  startDigikeyServer,
} from "../../src/sandbox/digikey-server/start-digikey-server.ts";
import { digikeyProvider } from "../../src/scrape/digikey/digikey-provider.ts";
import type { Provider } from "../../src/scrape/provider.ts";
import { releaseLeases } from "../../src/store/batch-lease.ts";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import type { Lease, Ledger } from "../../src/store/ledger.ts";
import type { Tables } from "../../src/store/schema/tables.ts";
import { ownCatalogue } from "../sandbox/digikey-server/own-catalogue.ts";
import { openTestDatabase, type TestDatabase } from "../support/database.ts";
import { deleteAll } from "../support/truncate-all.ts";
import { automatedRow, partsOf, rankedMpn } from "../support/part-rows.ts";
import { type AutomatedPart, decidedBatch } from "./decided-batch.ts";

/** What a runtime is handed to scrape a batch with. */
export interface ExecutorSetting {
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly provider: Provider;
  readonly maxConcurrent: number;
  readonly maxAttempts: number;
  readonly signal: AbortSignal;
}

/** Scrapes the open parts of a batch to their ends, as the runtime does it. */
export type ExecuteBatch = (setting: ExecutorSetting, batchId: BatchId) => Promise<void>;

const credentials = { clientId: "test", clientSecret: "test-secret" };
const limits = { maxConcurrent: 4, maxAttempts: 3 };

function numbered(count: number): AutomatedPart[] {
  return Array.from({ length: count }, (_, index) => ({ mpn: rankedMpn(index) }));
}

function known(parts: readonly AutomatedPart[]): TruePart[] {
  return partsOf(parts.map(({ mpn }) => automatedRow(mpn)));
}

/** What every runtime that scrapes batches has to hold to; `manyParts` is more than it hands out at once. */
export function describeExecutor(
  name: string,
  execute: ExecuteBatch,
  { manyParts = 1_001 }: { readonly manyParts?: number } = {},
): void {
  describe(`the executor of ${name}`, { timeout: 60_000 }, () => {
    const lease = processLease(60_000);
    let testDatabase: TestDatabase;
    let database: ReturnType<typeof openDatabase<Tables>>;
    const closers: (() => PromiseLike<unknown>)[] = [];

    beforeAll(async () => {
      testDatabase = await openTestDatabase();
      // One connection: claims are answered in the order in which they were made, so the order of calls is certain.
      const { poolConfig } = testDatabase;
      database = openDatabase<Tables>({ poolConfig, applicationName: "test executor", maxConnections: 1 });
    });
    beforeEach(async () => {
      await close();
      await deleteAll(database.db);
    });
    afterAll(async () => {
      await close();
      await database[Symbol.asyncDispose]();
      await testDatabase.dispose();
    });

    async function close() {
      for (const closer of closers.splice(0)) await closer();
    }

    async function serve(
      catalogue: readonly TruePart[],
      options: { faults?: z.input<typeof FaultProfile>; latencyMs?: number } = {},
    ): Promise<DigikeyServer> {
      const server = await startDigikeyServer({
        ...credentials,
        catalogue: ownCatalogue(catalogue),
        faults: FaultProfile.parse(options.faults ?? {}),
        seed: 1,
        latencyMs: options.latencyMs ?? 0,
        limits: { perMinute: null, perDay: null },
      });
      closers.push(() => server[Symbol.asyncDispose]());
      return server;
    }

    function begin(parts: readonly AutomatedPart[]) {
      return decidedBatch(database.db, lease, parts);
    }

    function run(server: DigikeyServer, batchId: BatchId, changes: Partial<ExecutorSetting> = {}) {
      const provider = digikeyProvider({
        ...credentials,
        baseUrl: server.baseUrl,
        locale: { site: "US", language: "en", currency: "USD" },
        timeoutMs: 30_000,
      });
      const { signal } = new AbortController();
      return execute({ ledger: database.db, lease, provider, signal, ...limits, ...changes }, batchId);
    }

    /** The tasks by rank. */
    function tasks() {
      return database.db
        .selectFrom("automation_tasks as t")
        .innerJoin("batch_parts as p", (join) =>
          join.onRef("p.batch_id", "=", "t.batch_id").onRef("p.part_key", "=", "t.part_key"),
        )
        .select(["p.mpn", "t.status", "t.attempts", "t.waits", "t.error_class"])
        .orderBy("t.ordinal")
        .execute();
    }

    async function statuses() {
      return (await tasks()).map(({ status }) => status);
    }

    it("calls for the high lane first, then by rank", async () => {
      const parts = numbered(8).map((part, index) => ({
        ...part,
        lane: index % 3 === 2 ? ("high" as const) : ("normal" as const),
      }));
      const server = await serve(known(parts));
      await run(server, await begin(parts), { maxConcurrent: 1 });
      expect(Object.keys(server.stats().callsByNumber)).toEqual(
        ["003", "006", "001", "002", "004", "005", "007", "008"].map((rank) => `P-${rank}`),
      );
    });

    it("makes all its calls for a part that always fails, one for an unknown, and goes on with the rest", async () => {
      const parts = numbered(6);
      const server = await serve(known(parts.filter(({ mpn }) => mpn !== "P-004")), {
        faults: { script: { "P-002": Array.from({ length: 9 }, () => "server500" as const) } },
      });
      await run(server, await begin(parts));
      expect(await tasks()).toMatchObject([
        { mpn: "P-001", status: "completed", attempts: 1 },
        { mpn: "P-002", status: "failed", attempts: 3, error_class: "server" },
        { mpn: "P-003", status: "completed", attempts: 1 },
        { mpn: "P-004", status: "failed", attempts: 1, error_class: "not_found" },
        { mpn: "P-005", status: "completed", attempts: 1 },
        { mpn: "P-006", status: "completed", attempts: 1 },
      ]);
      expect(server.stats().callsByNumber).toEqual({
        ...{ "P-001": 1, "P-002": 3, "P-003": 1, "P-004": 1, "P-005": 1, "P-006": 1 },
      });
    });

    it("waits as long as the provider says, and counts no attempt for it", async () => {
      const parts = numbered(1);
      const server = await serve(known(parts), {
        faults: { script: { "P-001": ["burst429"] }, burstRetryAfterS: 2 },
      });
      const batchId = await begin(parts);
      const startedMs = performance.now();
      await run(server, batchId, { maxAttempts: 1 });
      expect(performance.now() - startedMs).toBeGreaterThanOrEqual(1_990);
      expect(await tasks()).toMatchObject([{ status: "completed", attempts: 1, waits: 1 }]);
      expect(server.stats().callsByNumber).toEqual({ "P-001": 2 });
    });

    test.each([
      { maxConcurrent: 1, count: 4, latencyMs: 50 },
      { maxConcurrent: 5, count: 15, latencyMs: 300 },
      { maxConcurrent: 20, count: 45, latencyMs: 1_000 },
    ])("has $maxConcurrent calls in flight, and never more", async ({ maxConcurrent, count, latencyMs }) => {
      const parts = numbered(count);
      const server = await serve(known(parts), { latencyMs });
      await run(server, await begin(parts), { maxConcurrent });
      expect(server.stats()).toMatchObject({ calls: count, maxInFlight: maxConcurrent });
    });

    it("asks the provider nothing when there is nothing to do", async () => {
      const server = await serve([]);
      await run(server, await begin([]));
      expect(server.stats()).toMatchObject({ calls: 0, tokensIssued: 0 });
    });

    it("makes no second call when it is called again", async () => {
      const parts = numbered(5);
      const server = await serve(known(parts.slice(1)));
      const batchId = await begin(parts);
      await run(server, batchId);
      const before = { calls: server.stats().callsByNumber, tasks: await tasks() };
      expect(Object.keys(before.calls)).toHaveLength(5);
      await run(server, batchId);
      expect({ calls: server.stats().callsByNumber, tasks: await tasks() }).toEqual(before);
    });

    it("leaves what is open to be gone on with when it is told to stop", async () => {
      const parts = numbered(12);
      const server = await serve(known(parts), { latencyMs: 200 });
      const batchId = await begin(parts);
      const stop = new AbortController();
      const running = run(server, batchId, { maxConcurrent: 2, signal: stop.signal });
      await vi.waitFor(async () => expect(await statuses()).toContain("completed"), { timeout: 20_000 });
      stop.abort();
      await running;
      await releaseLeases(database.db, lease.owner);
      const afterStop = await tasks();
      const completed = afterStop.filter(({ status }) => status === "completed");
      expect(afterStop.filter(({ status }) => status === "initialized")).toHaveLength(12 - completed.length);
      expect(completed.length).toBeLessThan(12);
      await run(server, batchId);
      expect(await tasks()).toMatchObject(parts.map(() => ({ status: "completed", attempts: 1 })));
      const { callsByNumber } = server.stats();
      expect(completed.map(({ mpn }) => callsByNumber[mpn])).toEqual(completed.map(() => 1));
    });

    it(
      "brings more parts to their end than are handed out at once, each exactly once",
      { timeout: 240_000 },
      async () => {
        const parts = numbered(manyParts);
        const server = await serve(known(parts));
        await run(server, await begin(parts), { maxConcurrent: 20 });
        expect(new Set(await statuses())).toEqual(new Set(["completed"]));
        expect(server.stats().callsByNumber).toEqual(Object.fromEntries(parts.map(({ mpn }) => [mpn, 1])));
      },
    );
  });
}
