import { randomUUID } from "node:crypto";
import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import type { Config } from "../../config/parameters.ts";
import { businessDay } from "../../domain/business-day.ts";
import { embeddedDatabaseStatus } from "../../store/embedded/status.ts";
import type { Check, Finding } from "./check.ts";
import type { LazyLedger } from "./lazy-ledger.ts";
import { makeFolder } from "../../files/make-folder.ts";

const trouble = "Surroundings";
/** Leases are compared with the database's clock, files and days with this one. */
const tolerableSkewMs = 5_000;
const neededBytes = 100e6;
const comfortableBytes = 1e9;

interface SurroundingsDependencies {
  readonly config: Config;
  readonly ledger: LazyLedger;
  readonly now: () => Date;
}

/** Clocks, disk and the embedded database's process. */
export function surroundingsChecks(deps: SurroundingsDependencies): Check[] {
  const { config } = deps;
  return [
    { name: "clock", trouble, find: () => clock(deps) },
    {
      name: "timezone",
      trouble,
      find() {
        const { businessTimezone } = config;
        const detail = `business day ${businessDay(deps.now(), businessTimezone)} in ${businessTimezone}`;
        return Promise.resolve({ kind: "ok", detail });
      },
    },
    { name: "storage", trouble, find: () => storage(config.dataDir) },
    { name: "daemon", trouble, find: () => daemon(deps) },
  ];
}

async function clock({ ledger, now }: SurroundingsDependencies): Promise<Finding> {
  const db = await ledger.db();
  const before = now().getTime();
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  const after = now().getTime();
  const at = rows[0]?.at.getTime() ?? before;
  // The database read its clock at some moment between the two.
  const skewMs = at < before ? at - before : Math.max(at - after, 0);
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const detail = `the database's is ${seconds} s ${skewMs < 0 ? "behind" : "ahead of"} ours`;
  return Math.abs(skewMs) <= tolerableSkewMs
    ? { kind: "ok", detail: "agrees with the database's" }
    : { kind: "failed", detail, remedy: "synchronise both machines' clocks (NTP)" };
}

async function storage(dataDir: string): Promise<Finding> {
  const probe = join(dataDir, `.doctor-${randomUUID()}`);
  try {
    makeFolder(dataDir);
    await writeFile(probe, "probe");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    return {
      kind: "failed",
      detail: `${dataDir} cannot be written (${code})`,
      remedy: `${code === "ENOSPC" || code === "EDQUOT" ? "free some space" : "make it writable"}, or choose another with WORKFLOW_DATA_DIR`,
    };
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
  const { bavail, bsize } = await statfs(dataDir);
  const freeBytes = bavail * bsize;
  const detail = `${dataDir} can be written, ${(freeBytes / 1e9).toFixed(1)} GB free`;
  if (freeBytes >= comfortableBytes) return { kind: "ok", detail };
  return { kind: freeBytes < neededBytes ? "failed" : "warning", detail, remedy: "free some space" };
}

async function daemon({ config, ledger }: SurroundingsDependencies): Promise<Finding> {
  if (config.databaseUrl !== null) return { kind: "ok", detail: "not used: DATABASE_URL names a server" };
  await ledger.db();
  const status = await embeddedDatabaseStatus(config.dataDir);
  return status.state === "running" && status.serverVersion !== undefined
    ? { kind: "ok", detail: `process ${status.pid}, Postgres ${status.serverVersion}` }
    : {
        kind: "failed",
        detail: "the embedded database's process does not answer",
        remedy: 'stop it with "workflow db stop"; the next command starts a new one',
      };
}
