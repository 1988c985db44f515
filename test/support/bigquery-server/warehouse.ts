import {
  BIGINT,
  DOUBLE,
  DuckDBInstance,
  SQLNULL,
  type DuckDBType,
  type DuckDBValue,
  VARCHAR,
} from "@duckdb/node-api";
import * as z from "zod";
import { duckdbDialect, duckdbSql } from "./google-sql.ts";
import { cellJson, fieldJson, type FieldJson } from "./result-json.ts";

/** Parameters as the API receives them. */
export const QueryParameters = z
  .array(
    z.object({
      name: z.string(),
      parameterType: z.object({ type: z.enum(["STRING", "INT64", "FLOAT64"]) }),
      parameterValue: z.object({ value: z.union([z.string(), z.number()]).nullable() }),
    }),
  )
  .default([]);
export type QueryParameters = z.infer<typeof QueryParameters>;

export interface ResultJson {
  readonly fields: readonly FieldJson[];
  readonly rows: readonly { readonly f: readonly { readonly v: unknown }[] }[];
}

/** Projects, datasets and tables in an embedded database. */
export interface Warehouse {
  /** Runs DuckDB's own SQL, to make tables. */
  execute(sql: string): Promise<void>;
  /** Runs GoogleSQL. */
  query(sql: string, parameters?: QueryParameters): Promise<ResultJson>;
  close(): void;
}

export async function openWarehouse(project: string, dataset: string): Promise<Warehouse> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  const setUp = [`ATTACH ':memory:' AS "${project}"`, `CREATE SCHEMA "${project}"."${dataset}"`];
  for (const sql of [...setUp, ...duckdbDialect]) await connection.run(sql);
  return {
    async execute(sql) {
      await connection.run(sql);
    },
    async query(sql, parameters = []) {
      const bound = parameters.map((parameter) => [parameter.name, ...boundValue(parameter)] as const);
      const reader = await connection.runAndReadAll(
        duckdbSql(sql),
        Object.fromEntries(bound.map(([name, value]) => [name, value])),
        Object.fromEntries(bound.map(([name, , type]) => [name, type])),
      );
      const types = reader.columnTypes();
      const fields = reader.columnNames().map((name, index) => fieldJson(name, types[index] ?? SQLNULL));
      const rows = reader.getRows().map((row) => ({
        f: fields.map((field, index) => cellJson(row[index] ?? null, field)),
      }));
      return { fields, rows };
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function boundValue({ parameterType, parameterValue }: QueryParameters[number]): [DuckDBValue, DuckDBType] {
  const { value } = parameterValue;
  if (value === null) return [null, SQLNULL];
  switch (parameterType.type) {
    case "STRING":
      return [String(value), VARCHAR];
    case "FLOAT64":
      return [Number(value), DOUBLE];
    case "INT64":
      return [BigInt(value), BIGINT];
  }
}
