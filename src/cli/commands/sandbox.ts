import { extname } from "node:path";
import { exitCodes, UserError, type ExitCode } from "../../domain/fault.ts";
import { sourceRows } from "../../sandbox/source-table/source-rows.ts";
import { writeSourceFile } from "../../sandbox/source-table/write-source-file.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { formatCount } from "../terminal/format-count.ts";
import { writableFile } from "../writable-file.ts";

const formats = { ".parquet": "parquet", ".csv": "csv", ".jsonl": "jsonl" } as const;

/** `workflow sandbox generate`: writes a source table of real parts with the flaws of real tables. */
export async function sandboxGenerateCommand(
  shell: Shell,
  options: CommonOptions & { readonly rows: number; readonly out: string; readonly seed: number },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  const ending = extname(options.out).toLowerCase();
  const format = Object.entries(formats).find(([known]) => known === ending)?.[1];
  if (format === undefined) {
    throw new UserError(
      exitCodes.usage,
      `--out ${options.out}: end the name in ${Object.keys(formats).join(", ")}.`,
    );
  }
  const path = writableFile("--out", options.out, shell.cwd);
  const rows = sourceRows({ count: options.rows, seed: options.seed });
  await writeSourceFile({ rows, path, format, signal: shell.signal });
  const text = `${formatCount(options.rows)} rows in ${path}`;
  context.terminal.stdout.write(`${context.isJson ? JSON.stringify({ rows: options.rows, path }) : text}\n`);
  return exitCodes.ok;
}
