import type { LedgerTables } from "./ledger-tables.ts";
import type { ProductTables } from "./product-tables.ts";
import type { ReplayTables } from "./replay-tables.ts";
import type { TaskTables } from "./task-tables.ts";

/** Every table, as Kysely sees it; the parts are generated from a migrated database. */
export interface Tables extends LedgerTables, ProductTables, ReplayTables, TaskTables {}
