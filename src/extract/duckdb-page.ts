import * as z from "zod";
import type { DuckdbEngine } from "./duckdb-engine.ts";
import { keyColumns, keyedRows, keyQuery, rowQuery } from "./duckdb-queries.ts";
import { cutPage } from "./page-cut.ts";
import type { PageRequest, RawRow, SelectedPage } from "./part-source.ts";
import type { PartsTable } from "./parts-table.ts";
import type { BoundFor, ScoreBound } from "./score-bounds.ts";
import { SourceKey, sourceParameters } from "./source-query.ts";
import { sourceRow } from "./source-row.ts";

/** A page with the sort keys of each row. */
export type KeyedPage = Omit<SelectedPage, "leftOut">;

/** The rows that pages are made of. */
export interface PageRows {
  /** How many parts are left out. */
  readonly partsLeftOut: number;
  readonly boundFor: BoundFor;
  /** An SQL relation like `keyedRows`, without what is left out. */
  readonly rowsDownTo: (bound: ScoreBound) => Promise<string>;
}

/** Of a page that leaves nothing out. */
export function allRows(table: PartsTable): PageRows {
  return {
    partsLeftOut: 0,
    boundFor: () => ({ least: null, rowCount: Infinity }),
    rowsDownTo: ({ least }) => Promise.resolve(keyedRows(table, least)),
  };
}

const KeyRow = z.object({
  row_id: z.string(),
  pn: z.string().nullable(),
  manufacturer: z.string().nullable(),
  product_id: z.string().nullable(),
});

/** One page of a table. */
export async function duckdbPage(
  engine: DuckdbEngine,
  table: PartsTable,
  request: PageRequest,
  from: PageRows,
): Promise<KeyedPage> {
  for (let maxRows = request.pageSize + 1; ; maxRows *= 2) {
    const found = await bestKeys(engine, { ...request, maxRows }, from);
    const keys = found.map((row) => SourceKey.parse(row));
    const cut = cutPage(keys, { pageSize: request.pageSize, isRest: found.length < maxRows });
    if (cut.kind === "more_rows_needed") continue;
    const keyRows = found.slice(0, cut.rowCount).map((row) => KeyRow.parse(row));
    const rows = await rowsOf(engine, table, keyRows);
    return { rows, keys: keys.slice(0, cut.rowCount), next: cut.next };
  }
}

/**
 * The first `maxRows` sort keys, fewer at the end of the source. A bound that lets as many rows pass as parts are left
 * out and rows wanted is far enough down, unless a part has several rows, or rows come before the page.
 */
async function bestKeys(
  engine: DuckdbEngine,
  { maxRows, ...request }: PageRequest & { readonly maxRows: number },
  { partsLeftOut, boundFor, rowsDownTo }: PageRows,
) {
  const parameters = { ...sourceParameters(request), max_rows: BigInt(maxRows) };
  for (let enough = maxRows + partsLeftOut; ; enough *= 2) {
    const bound = boundFor(enough);
    const found = await engine.rows(keyQuery(await rowsDownTo(bound)), parameters);
    const isRest = bound.least === null || bound.least <= (request.floor ?? 0);
    if (isRest || found.length === maxRows) return found;
  }
}

/**
 * Ordering reads the keys alone, and the rows are fetched afterwards, a few columns at a time: ordering whole
 * rows runs out of 256 MB at pages of 5,000, and fetching whole rows takes 60 MB more at no gain in time.
 */
const columnsPerFetch = 6;

const isKeyColumn = new Set<string>(keyColumns);

async function rowsOf(
  engine: DuckdbEngine,
  table: PartsTable,
  keys: readonly z.infer<typeof KeyRow>[],
): Promise<RawRow[]> {
  const textsOf = new Map<string, Record<string, string | null>>(
    keys.map(({ row_id: id, ...texts }) => [id, texts]),
  );
  if (keys.length === 0) return [];
  const rowIds = keys.map((key) => BigInt(key.row_id));
  const columns = [...table.columns.keys()].filter((name) => !isKeyColumn.has(name));
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
