import pg from "pg";

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

/**
 * How column values become JavaScript values where that differs from pg's defaults.
 *
 * - `bigint`, and thus `count(*)`: a number where it is exact, else the text that Postgres sent.
 * - `date`: the text `2026-01-31`; pg makes it midnight in the process's own time zone.
 * - `numeric` stays text as by default, since its digits may not fit a number: cast to float8 in SQL to compute.
 */
export const columnParsers: pg.CustomTypesConfig = {
  getTypeParser(oid: TypeId, format?: "text" | "binary"): unknown {
    if (oid === pg.types.builtins.INT8 && format !== "binary") return parseBigint;
    if (oid === pg.types.builtins.DATE && format !== "binary") return (text: string) => text;
    return pg.types.getTypeParser(oid, format);
  },
};

function parseBigint(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}
