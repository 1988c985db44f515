import * as z from "zod";
import type { DuckdbEngine } from "./duckdb-engine.ts";
import type { PartsTable } from "./parts-table.ts";

/** The rows of a source down to a score; `least` is null for all of them. */
export interface ScoreBound {
  readonly least: number | null;
  readonly rowCount: number;
}

/** The greatest bound known that lets so many rows pass; the whole source where it may be needed for them. */
export type BoundFor = (rows: number) => ScoreBound;

/** How many bounds are known between 0 and 1: a power of two, so that no score is rounded up to one above it. */
const boundCount = 4096;

const Bound = z.object({ least: z.number(), rows_above: z.coerce.number() });

/** Counts the rows of a source by their scores, which are a small part of what there is to read. */
export async function scoreBounds(engine: DuckdbEngine, table: PartsTable): Promise<BoundFor> {
  const bounds = z.array(Bound).parse(await engine.rows(boundsQuery(table)));
  const whole = { least: null, rowCount: bounds.at(-1)?.rows_above ?? 0 };
  // Minus infinity sorts on top, and no bound would let it pass.
  if (bounds.some(({ least }) => least < 0)) return () => whole;
  return (rows) => {
    const found = bounds.find((bound) => bound.rows_above >= rows);
    // What lies below, and rows without a score, are counted with 0.
    if (found === undefined || found.least <= 0) return whole;
    return { least: found.least, rowCount: found.rows_above };
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
