import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";

type BatchTable = "batch_parts" | "automation_tasks" | "shadow_decisions";

/** From here on a batch is large enough for a plan made for a few rows to take minutes. */
const largeBatch = 1_000;

/**
 * Tells the planner of the rows that a large batch has added. A server would find them within minutes and the embedded
 * database never; until then it expects a handful, and reads all of them again for each. A role that does not own the
 * tables may not do this: Postgres warns and goes on.
 */
export async function updateStatistics(
  ledger: Ledger,
  addedRows: number,
  tables: readonly BatchTable[],
): Promise<void> {
  if (addedRows < largeBatch) return;
  const keys = tables.map((table) => sql`${sql.table(table)} (batch_id, part_key)`);
  await sql`analyze ${sql.join(keys)}`.execute(ledger);
}
