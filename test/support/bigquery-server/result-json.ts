import {
  DuckDBBlobValue,
  DuckDBListType,
  DuckDBListValue,
  DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from "@duckdb/node-api";

/** A column as the API describes it. */
export interface FieldJson {
  readonly name: string;
  readonly type: string;
  readonly mode: "NULLABLE" | "REPEATED";
  readonly fields?: readonly FieldJson[];
}

const typeNames: Readonly<Partial<Record<DuckDBTypeId, string>>> = {
  [DuckDBTypeId.VARCHAR]: "STRING",
  [DuckDBTypeId.BIGINT]: "INTEGER",
  [DuckDBTypeId.INTEGER]: "INTEGER",
  [DuckDBTypeId.DOUBLE]: "FLOAT",
  [DuckDBTypeId.DECIMAL]: "NUMERIC",
  [DuckDBTypeId.BOOLEAN]: "BOOLEAN",
  [DuckDBTypeId.TIMESTAMP_TZ]: "TIMESTAMP",
  [DuckDBTypeId.TIMESTAMP]: "DATETIME",
  [DuckDBTypeId.DATE]: "DATE",
  [DuckDBTypeId.BLOB]: "BYTES",
};

/** The type of a column in the API's words. */
export function fieldJson(name: string, type: DuckDBType): FieldJson {
  if (type instanceof DuckDBListType) return { ...fieldJson(name, type.valueType), mode: "REPEATED" };
  if (type instanceof DuckDBStructType) {
    const fields = type.entryNames.flatMap((entry, index) => {
      const entryType = type.entryTypes[index];
      return entryType === undefined ? [] : [fieldJson(entry, entryType)];
    });
    return { name, type: "RECORD", mode: "NULLABLE", fields };
  }
  const known = type.alias === "JSON" ? "JSON" : typeNames[type.typeId];
  if (known === undefined) throw new RangeError(`BigQuery has no type like ${type.toString()}`);
  return { name, type: known, mode: "NULLABLE" };
}

export interface CellJson {
  readonly v: unknown;
}

/** A value as the API writes it: scalars as text, a null list as an empty one. */
export function cellJson(value: DuckDBValue, field: FieldJson): CellJson {
  if (field.mode === "REPEATED") {
    const item: FieldJson = { ...field, mode: "NULLABLE" };
    return { v: value instanceof DuckDBListValue ? value.items.map((each) => cellJson(each, item)) : [] };
  }
  if (value === null) return { v: null };
  if (value instanceof DuckDBStructValue) {
    const cells = (field.fields ?? []).map((each) => cellJson(value.entries[each.name] ?? null, each));
    return { v: { f: cells } };
  }
  if (value instanceof DuckDBTimestampTZValue) return { v: String(value.micros) };
  if (value instanceof DuckDBBlobValue) return { v: Buffer.from(value.bytes).toString("base64") };
  const text = String(value);
  return { v: field.type === "DATETIME" ? text.replace(" ", "T") : text };
}
