const words: Readonly<Record<string, string>> = {
  SAFE_CAST: "TRY_CAST",
  FLOAT64: "DOUBLE",
  STRING: "VARCHAR",
  JSON_VALUE: "google_json_value",
};

/** The part of GoogleSQL that the source's query is written in, as DuckDB's SQL. */
export function duckdbSql(googleSql: string): string {
  return googleSql.replaceAll(
    /'(?:[^'\\]|\\.)*'|`([^`]*)`|@(\w+)|\b[A-Z][A-Z0-9_]*\b/g,
    (token, name, parameter) => {
      if (typeof name === "string")
        return name
          .split(".")
          .map((part) => `"${part}"`)
          .join(".");
      if (typeof parameter === "string") return `$${parameter}`;
      return words[token] ?? token;
    },
  );
}

/** What DuckDB lacks, as macros; and GoogleSQL's order of nulls. */
export const duckdbDialect = [
  "SET TimeZone = 'UTC'",
  "SET default_null_order = 'nulls_first_on_asc_last_on_desc'",
  `CREATE MACRO google_json_value(json, path) AS
     CASE WHEN JSON_TYPE(json, path) IN ('OBJECT', 'ARRAY') THEN NULL ELSE JSON_EXTRACT_STRING(json, path) END`,
];
