import type { Config } from "../config/parameters.ts";
import { openDuckdbSource } from "../extract/duckdb-source.ts";
import type { PartSource } from "../extract/part-source.ts";

/** A source that is opened when it is first asked for, once. */
export interface LazySource extends AsyncDisposable {
  /** @throws {UserError} when the file is missing, unreadable or lacks a needed column. */
  readonly open: () => Promise<PartSource>;
}

/** The table of parts that the configuration names; the sandbox's own without a name, made on first use. */
export function lazySource(config: Config): LazySource {
  let opened: Promise<PartSource> | undefined;
  return {
    open: () => (opened ??= openSource(config)),
    async [Symbol.asyncDispose]() {
      // A source that failed to open has nothing to close, and its failure was told to whoever asked.
      const source = await opened?.catch(() => undefined);
      await source?.[Symbol.asyncDispose]();
    },
  };
}

async function openSource(config: Config): Promise<PartSource> {
  const path = config.source ?? (await sandboxFile(config));
  return openDuckdbSource({ path, scoreScale: config.scoreScale });
}

async function sandboxFile(config: Config): Promise<string> {
  const { ensureSandboxSourceFile } = await import("../sandbox/source-table/ensure-sandbox-source-file.ts");
  return ensureSandboxSourceFile(config.dataDir, { count: config.sandboxRows, seed: config.sandboxSeed });
}
