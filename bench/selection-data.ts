import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openDuckdbEngine } from "../src/extract/duckdb-engine.ts";
import { pathLiteral } from "../src/extract/sql-literal.ts";

const makers = [
  "Vishay",
  "Texas Instruments",
  "Murata",
  "Yageo",
  "KOA Speer",
  "Panasonic",
  "TDK",
  "Nexperia",
];
/** Coprime to every power of ten, so that rows lie in the file in no order of rank. */
const stride = 6_364_137;
const partsPerBatch = 10_000;

/** A Parquet file of parts, each named after its rank by priority; made once for each number of rows. */
export async function rankedFile(rows: number): Promise<string> {
  const path = join(tmpdir(), `workflow-bench-ranked-${rows}.parquet`);
  if (existsSync(path)) return path;
  console.log(`making ${path}, which takes a minute or two`);
  const engine = await openDuckdbEngine({ memoryLimit: "1GB", workFolder: tmpdir() });
  try {
    await engine.rows(
      `COPY (${rankedRows(rows)}) TO ${pathLiteral(path)} (FORMAT parquet, COMPRESSION zstd)`,
    );
  } finally {
    engine.close();
  }
  return path;
}

/** The query for such parts, in no order of rank. */
export function rankedRows(rows: number): string {
  return `
    SELECT CAST(rank AS VARCHAR) AS product_id, 'PN-' || rank || '/' || rank % 97 AS pn,
      ([${makers.map((maker) => `'${maker}'`).join(", ")}])[1 + rank % ${makers.length}] AS manufacturer,
      'Resistors|Chip Resistor' AS category, 'RES ' || rank || ' OHM 1% 1/10W 0603' AS title,
      CAST(NULL AS VARCHAR) AS description, 'https://example.com/datasheets/' || rank || '.pdf' AS datasheet_url,
      'Active' AS lifecycle_status,
      [{spec_name: 'Resistance', spec_value: CAST(rank % 1000 AS VARCHAR), spec_units: 'Ohms'}] AS specs,
      TIMESTAMP '2026-01-01' + INTERVAL (rank % 86400) SECOND AS modified,
      {base: CAST(0.5 AS DOUBLE), score: 1 - rank / CAST(${rows} AS DOUBLE), tier: 'A'} AS priority_score
    FROM (SELECT (i * ${stride}) % ${rows} AS rank FROM range(${rows}) AS t(i))`;
}

/** Fills an empty ledger with the first `count` parts by rank, all completed by `provider` yesterday. */
export async function fillWithDone(
  poolConfig: pg.PoolConfig,
  count: number,
  provider: string,
): Promise<void> {
  // Of its own: the program's connections give up on a statement long before a million rows are in.
  const client = new pg.Client(poolConfig);
  await client.connect();
  try {
    for (const { text, values } of fillStatements(count, provider)) await client.query(text, values);
  } finally {
    await client.end();
  }
}

function fillStatements(count: number, provider: string): { text: string; values: unknown[] }[] {
  return [
    {
      text: `insert into rulesets (hash, name, version, content) values (repeat('0', 64), 'bench', '1', '{}')`,
      values: [],
    },
    {
      text: `insert into batches (id, kind, run_id, trigger, status, stage, business_day, request, config, ruleset_hash,
          source, provider, wanted, settled_at)
        select 'batch_' || n, 'run', gen_random_uuid(), 'cli', 'completed', 'settled', current_date - 1, '{}', '{}',
          repeat('0', 64), 'bench', $2, $3, now() - interval '1 day'
        from generate_series(0, ($1::int - 1) / $3::int) as n`,
      values: [count, provider, partsPerBatch],
    },
    {
      text: `insert into batch_parts (batch_id, part_key, ordinal, source_product_id, mpn, manufacturer,
          manufacturer_key, priority_score, source_row, source_fingerprint, settled_at)
        select 'batch_' || rank / $2::int, upper(maker) || '|' || mpn, rank % $2::int, rank::text, mpn, maker,
          upper(maker), 0.95, '{}', '', now() - interval '1 day'
        from generate_series(0, $1::int - 1) as rank, lateral (select 'PN-' || rank || '/' || rank % 97 as mpn,
          ($3::text[])[1 + rank % array_length($3::text[], 1)] as maker) as part`,
      values: [count, partsPerBatch, makers],
    },
    {
      text: `insert into products (part_key, mpn, manufacturer_key, manufacturer, provider, provider_product_id,
          lifecycle, source, source_url, fetched_at)
        values ('BENCH|1', '1', 'BENCH', 'Bench', $1, '1', 'active', $1, 'http://127.0.0.1', now())`,
      values: [provider],
    },
    {
      text: `insert into automation_tasks (batch_id, part_key, status, lane, ordinal, match_grade, product_id,
          completed_at)
        select p.batch_id, p.part_key, 'completed', 'normal', p.ordinal, 'exact', r.id, now() - interval '1 day'
        from batch_parts p, products r`,
      values: [],
    },
    // What the server does by itself soon after so many rows are new, and would do beside the first run.
    { text: `vacuum (analyze)`, values: [] },
    { text: `checkpoint`, values: [] },
  ];
}
