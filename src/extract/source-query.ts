import { z } from "zod";
import type { PageRequest, SourceCursor } from "./part-source.ts";

/**
 * The query for one page in the SQL that GoogleSQL and DuckDB share. `{{source}}` is a relation with the text
 * columns `pn`, `manufacturer` and `product_id`, a FLOAT64 column `score` from 0 to 1 (NaN where the source
 * holds something that is not a number) and `columns`; parameters are written `@name`.
 *
 * Sort keys are never null, or the keyset would lose rows: no score sorts as -1, and what no comparison holds
 * for (NaN, infinities) sorts on top and passes every floor, so that it is seen and quarantined.
 */
export function sourceQuery(columns: readonly string[]): string {
  const selected = columns.map((column) => `${column}, `).join("");
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
)
SELECT ${selected}sort_priority, sort_mpn, sort_manufacturer, sort_product_id
FROM keyed
WHERE (@floor IS NULL OR sort_priority >= @floor OR (source_score IS NULL AND @floor <= 0))
  AND (@after_mpn IS NULL
    OR sort_priority < @after_priority
    OR (sort_priority = @after_priority AND (
      sort_mpn > @after_mpn
      OR (sort_mpn = @after_mpn AND (
        sort_manufacturer > @after_manufacturer
        OR (sort_manufacturer = @after_manufacturer AND sort_product_id > @after_product_id))))))
ORDER BY sort_priority DESC, sort_mpn, sort_manufacturer, sort_product_id
LIMIT @max_rows`;
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
