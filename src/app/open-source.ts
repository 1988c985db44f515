import type { Config } from "../config/parameters.ts";
import { exitCodes, UserError } from "../domain/fault.ts";
import { type BigqueryDependencies, openBigquery } from "./open-bigquery.ts";
import { openDuckdbSource } from "../extract/duckdb-source.ts";
import type { PartSource } from "../extract/part-source.ts";
import { staleness } from "../extract/staleness.ts";

/** A source that is opened when it is first asked for, once. */
export interface LazySource extends AsyncDisposable {
  /** @throws {UserError} when the source is missing, unreadable, stale, or lacks a needed column. */
  readonly open: () => Promise<PartSource>;
}

export interface SourceDependencies extends BigqueryDependencies {
  /** Told, in a sentence without its full stop, of a source that is stale and is used all the same. */
  readonly onStale: (problem: string) => void;
}

/** The table of parts that the configuration names; the sandbox's own without a name, made on first use. */
export function lazySource(config: Config, deps: SourceDependencies): LazySource {
  let opened: Promise<PartSource> | undefined;
  return {
    open: () => (opened ??= openSource(config, deps).then((source) => checkedAge(source, config, deps))),
    async [Symbol.asyncDispose]() {
      // A source that failed to open has nothing to close, and its failure was told to whoever asked.
      const source = await opened?.catch(() => undefined);
      await source?.[Symbol.asyncDispose]();
    },
  };
}

/** @throws {UserError} when the configuration names a file and a table. */
export function checkSourceChoice({ source, bigqueryTable }: Config): void {
  if (source === null || bigqueryTable === null) return;
  throw new UserError(
    exitCodes.usage,
    `The source is given twice, as the file ${source} and as BIGQUERY_TABLE ${bigqueryTable}: unset one of them.`,
  );
}

async function openSource(config: Config, deps: BigqueryDependencies): Promise<PartSource> {
  const { source, bigqueryTable } = config;
  if (bigqueryTable !== null) return openBigquery(config, bigqueryTable, deps);
  const path = source ?? (await sandboxFile(config));
  return openDuckdbSource({ path, scoreScale: config.scoreScale, columns: config.sourceColumns ?? {} });
}

/** A stale source is closed and refused, or warned about, as the configuration wants it. */
async function checkedAge(source: PartSource, config: Config, deps: SourceDependencies): Promise<PartSource> {
  const problem = staleness(source, { now: deps.now(), maxAgeHours: config.sourceMaxAgeHours });
  if (problem === null) return source;
  switch (config.sourceStaleAction) {
    case "warn":
      deps.onStale(problem);
      return source;
    case "stop":
      await source[Symbol.asyncDispose]();
      throw new UserError(
        exitCodes.source,
        `${problem}: refresh it, or raise WORKFLOW_SOURCE_MAX_AGE_HOURS, or set WORKFLOW_SOURCE_STALE_ACTION to warn.`,
      );
  }
}

async function sandboxFile(config: Config): Promise<string> {
  const { ensureSandboxSourceFile } = await import("../sandbox/source-table/ensure-sandbox-source-file.ts");
  return ensureSandboxSourceFile(config.dataDir, { count: config.sandboxRows, seed: config.sandboxSeed });
}
