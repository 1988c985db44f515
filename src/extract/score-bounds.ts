import * as z from "zod";
import type { DuckdbEngine } from "./duckdb-engine.ts";
import type { PartsTable } from "./parts-table.ts";

/** The greatest score known that so many rows reach; null where the whole source may be needed for them. */
export type LeastScore = (rows: number) => number | null;

/** How many bounds are known between 0 and 1: a power of two, so that no score is rounded up to one above it. */
const boundCount = 4096;

const Bound = z.object({ least: z.number(), rows_above: z.coerce.number() });

/** Counts the rows of a source by their scores, which are a small part of what there is to read. */
export async function scoreBounds(engine: DuckdbEngine, table: PartsTable): Promise<LeastScore> {
  const bounds = z.array(Bound).parse(await engine.rows(boundsQuery(table)));
  // Minus infinity sorts on top, and no bound would let it pass.
  if (bounds.some(({ least }) => least < 0)) return () => null;
  return (rows) => {
    const least = bounds.find((bound) => bound.rows_above >= rows)?.least ?? 0;
    // What lies below, and rows without a score, are counted with 0.
    return least > 0 ? least : null;
  };
}

function boundsQuery({ score, relation }: PartsTable): string {
  return `
SELECT least, SUM(COUNT(*)) OVER (ORDER BY least DESC) AS rows_above
FROM (
  SELECT CASE
      WHEN score >= 1 THEN 1
      WHEN score > 0 THEN FLOOR(score * ${boundCount}) / ${boundCount}
      WHEN score < -1e308 THEN -1
      ELSE 0
    END AS least
  FROM (SELECT ${score} AS score FROM ${relation})
)
GROUP BY least
ORDER BY least DESC`;
}
