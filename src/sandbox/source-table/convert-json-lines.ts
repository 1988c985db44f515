import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { nestedColumns, sourceTableColumns } from "./source-table-columns.ts";

/** DuckDB's buffers are a multiple of it; a row has about 1 KB. */
const maxRowBytes = 65_536;
/** Rows that DuckDB holds before it writes them; at its own 122,880 they take more than 100 MB. */
const rowGroupSize = 10_240;
const interruptAgainMs = 100;

/** Rows as JSON lines, and the file they shall become. */
interface Conversion {
  readonly lines: string;
  readonly target: string;
  readonly format: "parquet" | "csv";
  /** Where DuckDB puts what does not fit into memory. */
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Makes a Parquet or CSV file of a source table's JSON lines, in bounded memory. DuckDB is loaded only now: the library
 * takes longer to load than a small table to write.
 *
 * @throws DuckDB's own error, also for a query that the signal cut short; the signal's reason before one has begun.
 */
export async function convertJsonLines({ lines, target, format, folder, signal }: Conversion): Promise<void> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", {
    // One thread keeps the rows' order with little memory.
    threads: "1",
    memory_limit: "96MB",
    temp_directory: join(folder, "spill"),
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    const types = Object.entries(sourceTableColumns).map(([name, type]) => {
      const read = format === "csv" && nestedColumns.includes(name) ? "JSON" : type;
      return `${name}: ${literal(read)}`;
    });
    const source = `read_json(${literal(lines)}, format = 'newline_delimited', columns = {${types.join(", ")}}, maximum_object_size = ${maxRowBytes})`;
    const options =
      format === "parquet"
        ? `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupSize}`
        : "FORMAT csv, HEADER";
    await runUnlessAborted(connection, `COPY (FROM ${source}) TO ${literal(target)} (${options})`, signal);
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}

async function runUnlessAborted(
  connection: DuckDBConnection,
  sql: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  let again: NodeJS.Timeout | undefined;
  const interrupt = () => {
    connection.interrupt();
    // What is said before the query has begun is forgotten.
    again = setTimeout(interrupt, interruptAgainMs);
  };
  signal?.addEventListener("abort", interrupt);
  try {
    await connection.run(sql);
  } finally {
    signal?.removeEventListener("abort", interrupt);
    clearTimeout(again);
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
