import { z } from "zod";
import { skipReasons } from "../domain/batch.ts";
import type { DuckdbEngine } from "./duckdb-engine.ts";
import { duckdbPage } from "./duckdb-page.ts";
import { leftOutQuery, nameHash } from "./duckdb-queries.ts";
import type { Selection, SkipCounts, SourceCursor } from "./part-source.ts";
import type { PartsTable } from "./parts-table.ts";
import { sourceParameters, untilParameters } from "./source-query.ts";

/** A selection that keeps what it leaves out in the new table `leftOut`, to join with. */
export async function duckdbSelection(
  engine: DuckdbEngine,
  table: PartsTable,
  leftOut: string,
): Promise<Selection> {
  await engine.rows(`CREATE TABLE ${leftOut} (name UBIGINT, reason UTINYINT)`);
  let isEmpty = true;

  async function count(after: SourceCursor | null, until: SourceCursor | null, floor: number | null) {
    const parameters = { ...sourceParameters({ after, floor }), ...untilParameters(until) };
    const counts: Record<string, number> = {};
    for (const row of await engine.rows(leftOutQuery(table, leftOut, until?.priority ?? null), parameters)) {
      const { reason, row_count: rowCount } = CountRow.parse(row);
      counts[skipReasons[reason] ?? ""] = rowCount;
    }
    return counts satisfies SkipCounts;
  }

  return {
    async leaveOut(chunks) {
      for await (const { reason, names } of chunks) {
        await engine.rows(insertQuery(leftOut), { reason: BigInt(skipReasons.indexOf(reason)), names });
        isEmpty = false;
      }
      if (isEmpty) return;
      // A name that comes twice would be counted twice; the reasons stand in the order in which they are looked for.
      await engine.rows(`CREATE OR REPLACE TABLE ${leftOut} AS
        SELECT name, MIN(reason) AS reason FROM ${leftOut} GROUP BY name`);
    },
    async page(request) {
      const page = await duckdbPage(engine, table, request, isEmpty ? null : leftOut);
      const from = request.countedTo ?? request.after;
      return { ...page, leftOut: isEmpty ? {} : await count(from, page.next, request.floor) };
    },
  };
}

const CountRow = z.object({ reason: z.number(), row_count: z.coerce.number() });

function insertQuery(leftOut: string): string {
  return `INSERT INTO ${leftOut}
    SELECT ${nameHash("part")}, $reason
    FROM (SELECT SPLIT_PART(name, CHR(31), 1) AS pn, SPLIT_PART(name, CHR(31), 2) AS manufacturer
      FROM (SELECT UNNEST(STRING_SPLIT($names, CHR(30))) AS name)) AS part`;
}
