// Writes src/store/schema/*-tables.ts from a migrated database: node scripts/generate-schema-types.mjs URL [--check]
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [url, mode] = process.argv.slice(2);
if (url === undefined) {
  console.error("Give the URL of a migrated database: node scripts/generate-schema-types.mjs postgres://...");
  process.exit(2);
}

const families = {
  "ledger-tables":
    "manufacturers|manufacturer_aliases|rulesets|daily_budget|batches|batch_parts|shadow_decisions|quarantined_rows|quota_windows|provider_slots|events",
  "product-tables":
    "products|product_attributes|document_media|product_extras|product_offers|part_number_aliases|raw_payloads",
  "task-tables": "automation_tasks|manual_tasks",
  "replay-tables": "replays|schedule_ticks",
};

/** Columns whose TypeScript type is narrower than their SQL type: the database checks the same vocabulary. */
const columns = {
  "automation_tasks.status": "Generated<AutomationStatus>",
  "automation_tasks.lane": "Lane",
  "automation_tasks.error_class": "ErrorClass | null",
  "automation_tasks.candidates": "Generated<JsonColumn>",
  "automation_tasks.error_detail": "Generated<JsonColumn>",
  "manual_tasks.status": "Generated<ManualTaskStatus>",
  "manual_tasks.kind": "ManualTaskKind",
  "manual_tasks.priority": "ManualPriority",
  "manual_tasks.candidates": "Generated<JsonColumn>",
  "manual_tasks.error_class": "ErrorClass | null",
  "manual_tasks.source_row": "JsonColumn",
  "manual_tasks.decision": "JsonColumn",
  "batches.id": "BatchId",
  "batches.status": "Generated<BatchStatus>",
  "batches.stage": "Generated<BatchStage>",
  "batches.business_day": "string",
  "batches.request": "JsonColumn",
  "batches.config": "JsonColumn",
  "batches.source_position": "JsonColumn | null",
  "batches.skipped": "Generated<JsonColumn>",
  "batch_parts.batch_id": "BatchId",
  "automation_tasks.batch_id": "BatchId",
  "manual_tasks.batch_id": "BatchId",
  "manual_tasks.origin_batch_id": "BatchId",
  "quarantined_rows.batch_id": "BatchId",
  "batches.parent_batch_id": "BatchId | null",
  "replays.batch_id": "BatchId",
  "replays.filter": "JsonColumn",
  "replays.skipped": "Generated<JsonColumn>",
  "schedule_ticks.business_day": "string",
  "batch_parts.part_key": "PartKey",
  "automation_tasks.part_key": "PartKey",
  "shadow_decisions.batch_id": "BatchId",
  "shadow_decisions.part_key": "PartKey",
  "shadow_decisions.route": "Route",
  "manual_tasks.part_key": "PartKey",
  "products.part_key": "PartKey",
  "batch_parts.route": "Route | null",
  "batch_parts.lane": "Lane | null",
  "batch_parts.manual_priority": "ManualPriority | null",
  "batch_parts.source_row": "JsonColumn",
  "batch_parts.facts": "JsonColumn | null",
  "batch_parts.conditions": "JsonColumn | null",
  "rulesets.content": "JsonColumn",
  "quarantined_rows.raw": "JsonColumn",
  "daily_budget.business_day": "string",
  "events.data": "Generated<JsonColumn>",
  "products.category_path": "Generated<JsonColumn>",
  "product_offers.price_breaks": "Generated<JsonColumn>",
  "raw_payloads.payload": "JsonColumn",
};

const imports = {
  AutomationStatus: "../../domain/automation-task.ts",
  Lane: "../../domain/decision.ts",
  Route: "../../domain/decision.ts",
  ErrorClass: "../../domain/error-class.ts",
  ManualTaskStatus: "../../domain/manual-task.ts",
  ManualTaskKind: "../../domain/manual-task.ts",
  ManualPriority: "../../domain/manual-task.ts",
  BatchId: "../../domain/batch.ts",
  BatchStatus: "../../domain/batch.ts",
  BatchStage: "../../domain/batch.ts",
  PartKey: "../../domain/part.ts",
  JsonColumn: "./json-column.ts",
};

const folder = mkdtempSync(join(tmpdir(), "schema-types-"));
let isStale = false;
for (const [family, tables] of Object.entries(families)) {
  const names = tables.split("|");
  const mine = Object.fromEntries(
    Object.entries(columns).filter(([name]) => names.includes(name.split(".")[0])),
  );
  const used = Object.fromEntries(
    Object.entries(imports).filter(([name]) =>
      Object.values(mine).some((type) => new RegExp(`\\b${name}\\b`).test(type)),
    ),
  );
  const made = join(folder, `${family}.ts`);
  execFileSync(
    "node_modules/.bin/kysely-codegen",
    [
      "--url",
      url,
      "--dialect",
      "postgres",
      "--include-pattern",
      `public.(${tables})`,
      "--out-file",
      made,
      "--type-only-imports",
      "--singularize=false",
      "--log-level",
      "error",
      "--overrides",
      JSON.stringify({ columns: mine }),
      "--custom-imports",
      JSON.stringify(used),
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  execFileSync("node_modules/.bin/prettier", ["--config", ".prettierrc.json", "--write", made], {
    stdio: "ignore",
  });
  const text = readFileSync(made, "utf8").replace(
    "export interface DB {",
    `export interface ${title(family)} {`,
  );
  const path = `src/store/schema/${family}.ts`;
  if (mode === "--check") isStale ||= readFileSync(path, "utf8") !== text;
  else writeFileSync(path, text);
}
rmSync(folder, { recursive: true });
if (isStale) {
  console.error("src/store/schema is stale: run node scripts/generate-schema-types.mjs URL");
  process.exit(1);
}

/** `ledger-tables` → `LedgerTables` */
function title(name) {
  return name.replaceAll(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
}
