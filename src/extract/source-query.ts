import * as z from "zod";
import type { PageRequest, SourceCursor } from "./part-source.ts";

/** Whether a row comes after the cursor whose values are the parameters `@<name>_…`. */
function isAfter(name: string): string {
  return `(sort_priority < @${name}_priority
    OR (sort_priority = @${name}_priority AND (
      sort_mpn > @${name}_mpn
      OR (sort_mpn = @${name}_mpn AND (
        sort_manufacturer > @${name}_manufacturer
        OR (sort_manufacturer = @${name}_manufacturer AND sort_product_id > @${name}_product_id))))))`;
}

/**
 * The rows of `{{source}}`, a relation with the text columns `pn`, `manufacturer` and `product_id`, a FLOAT64 column
 * `score` from 0 to 1 (NaN where the source holds something that is not a number) and `columns`, with their sort
 * keys, in the SQL that GoogleSQL and DuckDB share; parameters are written `@name`.
 *
 * Sort keys are never null, or the keyset would lose rows: no score sorts as -1, and what no comparison holds
 * for (NaN, infinities) sorts on top and passes every floor, so that it is seen and quarantined.
 */
function keyedRows(columns: readonly string[]): string {
  return `
WITH keyed AS (
  SELECT ${columns.map((column) => `p.${column}, `).join("")}p.score AS source_score,
    CASE
      WHEN p.score IS NULL THEN -1.0
      WHEN p.score >= -1e308 AND p.score <= 1e308 THEN p.score
      ELSE 1e308
    END AS sort_priority,
    IFNULL(p.pn, '') AS sort_mpn,
    IFNULL(p.manufacturer, '') AS sort_manufacturer,
    IFNULL(p.product_id, '') AS sort_product_id
  FROM {{source}} AS p
)`;
}

const isInReach = `(@floor IS NULL OR sort_priority >= @floor OR (source_score IS NULL AND @floor <= 0))
  AND (@after_mpn IS NULL OR ${isAfter("after")})`;

/** The query for one page: `columns` and the sort keys of at most `@max_rows` rows. */
export function sourceQuery(columns: readonly string[]): string {
  const selected = columns.map((column) => `${column}, `).join("");
  return `${keyedRows(columns)}
SELECT ${selected}sort_priority, sort_mpn, sort_manufacturer, sort_product_id
FROM keyed
WHERE ${isInReach}
ORDER BY sort_priority DESC, sort_mpn, sort_manufacturer, sort_product_id
LIMIT @max_rows`;
}

/** `SourceScores` of a source, as `ScoresRow` reads them; what is no number does not count. */
export const scoresQuery = `
SELECT MAX(CASE WHEN p.score >= -1e308 AND p.score <= 1e308 THEN p.score END) AS greatest,
  COUNT(CASE WHEN p.score > 0 AND p.score < 0.01 THEN 1 END) AS fractions
FROM {{source}} AS p`;

/** The result row of `scoresQuery`. */
export const ScoresRow = z.object({ greatest: z.number().nullable(), fractions: z.coerce.number() });

/** How many rows each value of `column` has among those after one cursor and up to the other, `@until_…`. */
export function countQuery(column: string): string {
  return `${keyedRows([column])}
SELECT ${column}, COUNT(*) AS row_count
FROM keyed
WHERE ${isInReach}
  AND (@until_mpn IS NULL OR (sort_priority >= @until_priority AND NOT ${isAfter("until")}))
GROUP BY ${column}`;
}

/** The parameters of `sourceQuery`, without `@max_rows`, whose type differs between engines. */
export function sourceParameters({ after, floor }: Pick<PageRequest, "after" | "floor">) {
  return {
    floor,
    after_priority: after?.priority ?? null,
    after_mpn: after?.mpn ?? null,
    after_manufacturer: after?.manufacturer ?? null,
    after_product_id: after?.productId ?? null,
  };
}

/** The parameters that `countQuery` has besides those of `sourceQuery`; null counts to the end of the source. */
export function untilParameters(until: SourceCursor | null) {
  return {
    until_priority: until?.priority ?? null,
    until_mpn: until?.mpn ?? null,
    until_manufacturer: until?.manufacturer ?? null,
    until_product_id: until?.productId ?? null,
  };
}

/** The sort keys in a result row of `sourceQuery`. */
export const SourceKey = z
  .object({
    sort_priority: z.number(),
    sort_mpn: z.string(),
    sort_manufacturer: z.string(),
    sort_product_id: z.string(),
  })
  .transform((key): SourceCursor => ({
    priority: key.sort_priority,
    mpn: key.sort_mpn,
    manufacturer: key.sort_manufacturer,
    productId: key.sort_product_id,
  }));
