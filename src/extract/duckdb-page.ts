import { z } from "zod";
import type { DuckdbEngine } from "./duckdb-engine.ts";
import { keyQuery, rowQuery } from "./duckdb-queries.ts";
import { cutPage } from "./page-cut.ts";
import type { PageRequest, RawRow, SelectedPage } from "./part-source.ts";
import type { PartsTable } from "./parts-table.ts";
import { SourceKey, sourceParameters } from "./source-query.ts";
import { sourceRow } from "./source-row.ts";

/** A page with the sort keys of each row. */
export type KeyedPage = Omit<SelectedPage, "leftOut">;

const KeyRow = z.object({ row_id: z.string() });

/** One page of a table, without the parts in the table `leftOut`. */
export async function duckdbPage(
  engine: DuckdbEngine,
  table: PartsTable,
  request: PageRequest,
  leftOut: string | null,
): Promise<KeyedPage> {
  const sql = keyQuery(table, leftOut);
  for (let maxRows = request.pageSize + 1; ; maxRows *= 2) {
    const found = await engine.rows(sql, { ...sourceParameters(request), max_rows: BigInt(maxRows) });
    const keys = found.map((row) => SourceKey.parse(row));
    const cut = cutPage(keys, { pageSize: request.pageSize, isRest: found.length < maxRows });
    if (cut.kind === "more_rows_needed") continue;
    const ids = found.slice(0, cut.rowCount).map((row) => KeyRow.parse(row).row_id);
    return { rows: await rowsOf(engine, table, ids), keys: keys.slice(0, cut.rowCount), next: cut.next };
  }
}

/**
 * Ordering reads the keys alone, and the rows are fetched afterwards, a few columns at a time: ordering whole
 * rows runs out of 256 MB at pages of 5,000, and fetching whole rows takes 60 MB more at no gain in time.
 */
const columnsPerFetch = 6;

async function rowsOf(engine: DuckdbEngine, table: PartsTable, ids: readonly string[]): Promise<RawRow[]> {
  const textsOf = new Map<string, Record<string, string | null>>(ids.map((id) => [id, {}]));
  if (ids.length === 0) return [];
  const rowIds = ids.map(BigInt);
  const columns = [...table.columns.keys()];
  for (let start = 0; start < columns.length; start += columnsPerFetch) {
    const sql = rowQuery(table, columns.slice(start, start + columnsPerFetch), rowIds);
    for (const row of await engine.rows(sql)) {
      const { row_id: id, ...texts } = TextRow.parse(row);
      Object.assign(textsOf.get(id) ?? {}, texts);
    }
  }
  return [...textsOf.values()].map(sourceRow);
}

const TextRow = z.object({ row_id: z.string() }).catchall(z.string().nullable());
