import * as z from "zod";
import type { DuckdbEngine } from "./duckdb-engine.ts";
import {
  isLeftOutAtEndsQuery,
  keptRows,
  leftOutOfReached,
  leftOutRows,
  leftOutRowsAtEnds,
  reachedRows,
} from "./duckdb-queries.ts";
import type { SourceCursor } from "./part-source.ts";
import type { PartsTable } from "./parts-table.ts";
import type { ScoreBound } from "./score-bounds.ts";

/** How many rows that are not left out are kept at a time, some 100 bytes each, where what is left out is in the source. */
const mostRowsKept = 100_000;

const AtEnds = z.object({ found: z.boolean() });

/** The rows down to a bound, parted into those that the table `leftOut` leaves out and the others. */
export interface DuckdbReach {
  /** The others, as an SQL relation; takes the place of what was reached before. */
  readonly kept: (bound: ScoreBound) => Promise<string>;
  /** Relations that hold, together, those left out in the stretch between `ends`. */
  leftOutBetween(ends: readonly SourceCursor[]): AsyncGenerator<string, void>;
}

/**
 * Reads the rows once for both, and keeps them in a table until the next time; where so many share the scores of a page
 * that they would fill the memory, they are read twice instead.
 */
export function duckdbReach(
  engine: DuckdbEngine,
  table: PartsTable,
  leftOut: { readonly table: string; parts(): number },
  options = { mostRowsKept },
): DuckdbReach {
  const reached = `${leftOut.table}_reached`;
  let least: number | null = null;
  let isKept = false;
  return {
    async kept(bound) {
      ({ least } = bound);
      isKept = bound.rowCount - leftOut.parts() <= options.mostRowsKept;
      if (!isKept) return keptRows(table, leftOut.table, least);
      await engine.rows(
        `CREATE OR REPLACE TABLE ${reached} AS FROM ${reachedRows(table, leftOut.table, least)}`,
      );
      return `(FROM ${reached} WHERE reason IS NULL)`;
    },
    async *leftOutBetween(ends) {
      if (!isKept) {
        yield leftOutRows(table, leftOut.table, least);
        return;
      }
      yield leftOutOfReached(reached, ends);
      const [atEnds] = await engine.rows(isLeftOutAtEndsQuery(reached, ends));
      if (AtEnds.parse(atEnds).found) yield leftOutRowsAtEnds(table, leftOut.table, ends);
    },
  };
}
