import { join } from "node:path";
import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";

/** What is bound to a `$name`: a number as DOUBLE, a bigint as BIGINT. */
type Parameter = string | number | bigint | null;
type ResultRow = Readonly<Record<string, unknown>>;

/** One connection to an embedded database in memory. */
export interface DuckdbEngine {
  rows(sql: string, parameters?: Readonly<Record<string, Parameter>>): Promise<readonly ResultRow[]>;
  close(): void;
}

/**
 * Opens the engine. The library is loaded here and not before, because that takes longer than most commands
 * run. Extensions are never fetched from the network; what does not fit into memory spills into `workFolder`. Joins
 * keep their right side in memory, as they are written: guesses at the smaller side go wrong for files.
 */
export async function openDuckdbEngine(options: {
  readonly memoryLimit: string;
  readonly workFolder: string;
}): Promise<DuckdbEngine> {
  const duckdb = await import("@duckdb/node-api");
  const instance = await duckdb.DuckDBInstance.create(":memory:", {
    threads: "2",
    memory_limit: options.memoryLimit,
    temp_directory: join(options.workFolder, "spill"),
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    disabled_optimizers: "join_order,build_side_probe_side",
    // What a query has freed goes back to the system when it ends, instead of waiting until there are 128 MB of it.
    allocator_flush_threshold: "1MB",
    allocator_bulk_deallocation_flush_threshold: "1MB",
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");

  // The library takes whole numbers for INTEGER, which changes comparisons and overflows: types are given.
  function bound(value: Parameter): [DuckDBValue, DuckDBType] {
    if (value === null) return [null, duckdb.SQLNULL];
    if (typeof value === "string") return [value, duckdb.VARCHAR];
    if (typeof value === "number") return [value, duckdb.DOUBLE];
    return [value, duckdb.BIGINT];
  }

  return {
    async rows(sql, parameters = {}) {
      const bindings = Object.entries(parameters).map(([name, value]) => ({ name, bound: bound(value) }));
      const reader = await connection.runAndReadAll(
        sql,
        Object.fromEntries(bindings.map((binding) => [binding.name, binding.bound[0]])),
        Object.fromEntries(bindings.map((binding) => [binding.name, binding.bound[1]])),
      );
      return reader.getRowObjectsJson();
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
