import * as z from "zod";
import { type SkipReason, skipReasons } from "../domain/batch.ts";
import type { DuckdbEngine } from "./duckdb-engine.ts";
import { allRows, duckdbPage } from "./duckdb-page.ts";
import { leftOutQuery, nameHash } from "./duckdb-queries.ts";
import { duckdbReach } from "./duckdb-reach.ts";
import type {
  LeftOutNames,
  SelectedPageRequest,
  Selection,
  SkipCounts,
  SourceCursor,
} from "./part-source.ts";
import type { PartsTable } from "./parts-table.ts";
import { type BoundFor, scoreBounds } from "./score-bounds.ts";
import { sourceParameters, untilParameters } from "./source-query.ts";

/** Rows from one place to another. */
interface Stretch extends Pick<SelectedPageRequest, "after" | "floor"> {
  readonly until: SourceCursor | null;
}

/** A selection that keeps what it leaves out in the new table `leftOut`, to join with. */
export async function duckdbSelection(
  engine: DuckdbEngine,
  table: PartsTable,
  leftOut: string,
  options?: Parameters<typeof duckdbReach>[3],
): Promise<Selection> {
  await engine.rows(`CREATE TABLE ${leftOut} (name UBIGINT, reason UTINYINT)`);
  let parts = 0;
  let boundFor: BoundFor | undefined;
  const reach = duckdbReach(engine, table, { table: leftOut, parts: () => parts }, options);

  async function count({ after, until, floor }: Stretch): Promise<SkipCounts> {
    const parameters = { ...sourceParameters({ after, floor }), ...untilParameters(until) };
    const counts: Partial<Record<SkipReason, number>> = {};
    for await (const rows of reach.leftOutBetween([after, until].filter((end) => end !== null))) {
      for (const row of await engine.rows(leftOutQuery(rows), parameters)) {
        const { reason, row_count: rowCount } = CountRow.parse(row);
        counts[reason] = (counts[reason] ?? 0) + rowCount;
      }
    }
    return counts;
  }

  return {
    async leaveOut(chunks) {
      await insertAll(engine, leftOut, chunks);
      // A name that comes twice would be counted twice; the reasons stand in the order in which they are looked for.
      const [distinct] = await engine.rows(`CREATE OR REPLACE TABLE ${leftOut} AS
        SELECT name, MIN(reason) AS reason FROM ${leftOut} GROUP BY name`);
      parts = TableCreated.parse(distinct).Count;
    },
    async page(request) {
      boundFor ??= await scoreBounds(engine, table);
      if (parts === 0) {
        const page = await duckdbPage(engine, table, request, { ...allRows(table), boundFor });
        return { ...page, leftOut: {} };
      }
      const from = { partsLeftOut: parts, boundFor, rowsDownTo: reach.kept };
      const page = await duckdbPage(engine, table, request, from);
      const after = request.countedTo ?? request.after;
      return { ...page, leftOut: await count({ after, until: page.next, floor: request.floor }) };
    },
  };
}

const TableCreated = z.object({ Count: z.coerce.number() });
const CountRow = z.object({
  reason: z
    .number()
    .transform((index) => skipReasons[index])
    .pipe(z.enum(skipReasons)),
  row_count: z.coerce.number(),
});

async function insertAll(engine: DuckdbEngine, leftOut: string, chunks: AsyncIterable<LeftOutNames>) {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    for (let chunk = await iterator.next(); chunk.done !== true;) {
      const { reason, names } = chunk.value;
      const parameters = { reason: BigInt(skipReasons.indexOf(reason)), names };
      // The next chunk is read meanwhile; whichever fails, neither may be at work any more when this ends.
      const work = [iterator.next(), engine.rows(insertQuery(leftOut), parameters)] as const;
      await Promise.allSettled(work);
      [chunk] = await Promise.all(work);
    }
  } finally {
    await iterator.return?.();
  }
}

function insertQuery(leftOut: string): string {
  return `INSERT INTO ${leftOut}
    SELECT ${nameHash("part")}, $reason
    FROM (SELECT SPLIT_PART(name, CHR(31), 1) AS pn, SPLIT_PART(name, CHR(31), 2) AS manufacturer
      FROM (SELECT UNNEST(STRING_SPLIT($names, CHR(30))) AS name)) AS part`;
}
