import type { Config } from "../../config/parameters.ts";
import { checkConservation } from "../../domain/conservation.ts";
import { latestBatch } from "../../store/batch-metrics.ts";
import { batchTally } from "../../store/batch-tally.ts";
import { migrationStatus } from "../../store/migrate.ts";
import { migrationsFolder } from "../open-ledger.ts";
import type { Check, Finding } from "./check.ts";
import type { LazyLedger } from "./lazy-ledger.ts";

const trouble = "Manual task creation issues";

/** Why manual tasks could be missing: the database, its schema, the setting, and batches that do not add up. */
export function ledgerChecks({ config, ledger }: { config: Config; ledger: LazyLedger }): Check[] {
  return [
    {
      name: "database",
      trouble,
      async find() {
        return { kind: "ok", detail: `${(await ledger.open()).description} answers` };
      },
    },
    { name: "migrations", trouble, find: () => migrations(ledger) },
    {
      name: "fallback",
      trouble,
      find: () =>
        Promise.resolve<Finding>(
          config.automationFailureToManual
            ? { kind: "ok", detail: "a failed lookup becomes a manual task" }
            : {
                kind: "warning",
                detail: "a failed lookup becomes no manual task",
                remedy: "set AUTOMATION_FAILURE_TO_MANUAL to true if people should see it",
              },
        ),
    },
    { name: "sums", trouble, find: () => sums(ledger) },
  ];
}

async function migrations(ledger: LazyLedger): Promise<Finding> {
  const { applied, pending } = await migrationStatus(await ledger.db(), migrationsFolder);
  return pending.length === 0
    ? { kind: "ok", detail: `${applied.length} applied, none pending` }
    : {
        kind: "warning",
        detail: `${pending.length} pending: ${pending.join(", ")}`,
        remedy: 'run "workflow db migrate"; the next run does so by itself',
      };
}

async function sums(ledger: LazyLedger): Promise<Finding> {
  const db = await ledger.migrated();
  const id = await latestBatch(db);
  const tally = id === undefined ? undefined : await batchTally(db, id);
  if (tally === undefined) return { kind: "ok", detail: "no batch has been run yet" };
  const { isHeld, violations } = checkConservation(tally);
  return isHeld
    ? { kind: "ok", detail: `${tally.batchId} adds up, ${tally.uncovered} parts wait for a manual task` }
    : {
        kind: "failed",
        detail: `${tally.batchId} does not add up: ${violations.join("; ")}`,
        remedy: '"workflow resume" finishes what is open; else report it',
      };
}
