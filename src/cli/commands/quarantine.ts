import { openLedger } from "../../app/open-ledger.ts";
import { exitCodes, UserError, type ExitCode } from "../../domain/fault.ts";
import {
  quarantinedEntry,
  quarantineList,
  releaseQuarantined,
  type ReleaseScope,
} from "../../store/quarantine.ts";
import { type CommonOptions, type Context, createContext, type Shell } from "../context.ts";
import { outputFile } from "../output-file.ts";
import { parseBatchId, parseCount } from "../parse-arguments.ts";
import { renderQuarantinedEntry, renderQuarantineList } from "../render-quarantine.ts";
import { formatCount } from "../terminal/format-count.ts";
import { symbol } from "../terminal/symbol.ts";

interface ReportingOptions extends CommonOptions {
  readonly output?: string;
}

export interface QuarantineListOptions extends ReportingOptions {
  readonly reason?: string;
  readonly batch?: string;
  readonly released?: true;
  readonly limit: number;
}

export type QuarantineShowOptions = ReportingOptions;

export interface QuarantineReleaseOptions extends ReportingOptions {
  readonly reason: string;
  readonly matching?: string;
  readonly batch?: string;
}

/** `workflow quarantine list`: rows that cannot be a part, with counts by reason. */
export async function quarantineListCommand(shell: Shell, options: QuarantineListOptions): Promise<ExitCode> {
  const { context, report } = reporting(shell, options);
  const state = options.released === true ? "released" : "quarantined";
  const { reason = null, limit } = options;
  const filter = { reason, batchId: batchIdOf(options), state, limit } as const;
  await using ledger = await open(context);
  const list = await quarantineList(ledger.db, filter);
  report(list, () => renderQuarantineList(list, state, context.terminal));
  return exitCodes.ok;
}

/** `workflow quarantine show ID`: one row as the source has it. */
export async function quarantineShowCommand(
  shell: Shell,
  options: QuarantineShowOptions & { readonly id: number },
): Promise<ExitCode> {
  const { context, report } = reporting(shell, options);
  await using ledger = await open(context);
  const entry = await quarantinedEntry(ledger.db, options.id);
  if (entry === undefined) throw noSuchRow([options.id]);
  report(entry, () => renderQuarantinedEntry(entry, context.terminal));
  return exitCodes.ok;
}

/** `workflow quarantine release`: lets rows out, for the next run to judge them anew. */
export async function quarantineReleaseCommand(
  shell: Shell,
  options: QuarantineReleaseOptions & { readonly ids: readonly string[] },
): Promise<ExitCode> {
  const reason = options.reason.trim();
  if (reason === "")
    throw new UserError(exitCodes.usage, "--reason is blank: say why the rows are released.");
  const scope = scopeOf(options);
  const { context, report } = reporting(shell, options);
  await using ledger = await open(context);
  const released = await ledger.db.transaction().execute(async (trx) => {
    const ids = await releaseQuarantined(trx, scope, reason);
    const missing = "ids" in scope ? scope.ids.filter((id) => !ids.includes(id)) : [];
    // All or nothing: a mistyped number should not leave half of the rows released.
    if (missing.length > 0) throw noSuchRow(missing);
    return ids;
  });
  report({ released }, () => {
    const sign = symbol(released.length === 0 ? "warning" : "completed", context.terminal);
    return `${sign} ${formatCount(released.length)} ${released.length === 1 ? "row" : "rows"} released: the next run judges them anew`;
  });
  return exitCodes.ok;
}

function scopeOf(options: QuarantineReleaseOptions & { readonly ids: readonly string[] }): ReleaseScope {
  const { ids, matching } = options;
  if ((ids.length === 0) === (matching === undefined)) {
    throw new UserError(
      exitCodes.usage,
      "Name the rows to release: by their numbers, or by --matching with a part of their quarantine reason, not both.",
    );
  }
  if (matching === undefined) {
    const max = Number.MAX_SAFE_INTEGER;
    return { ids: [...new Set(ids.map((id) => parseCount("<id>", id, { min: 1, max })))] };
  }
  // Every reason contains blank text, and an empty shell variable is not meant to release every row.
  if (matching.trim() === "") {
    throw new UserError(
      exitCodes.usage,
      "--matching is blank, which every row would match: give a part of the quarantine reason.",
    );
  }
  return { matching: { reason: matching, batchId: batchIdOf(options), state: "quarantined" } };
}

function batchIdOf({ batch }: { readonly batch?: string }) {
  return batch === undefined ? null : parseBatchId(batch);
}

function noSuchRow(ids: readonly number[]): UserError {
  return new UserError(
    exitCodes.notFound,
    `There is no row ${ids.join(", ")} in quarantine; "workflow quarantine list" shows those that are.`,
  );
}

function open(context: Context) {
  return openLedger({
    config: context.resolved.values,
    onStarting: () => context.note("database", "starting the embedded database"),
  });
}

/** The output file is checked before anything is done; the result goes there and to stdout. */
function reporting(shell: Shell, options: ReportingOptions) {
  const context = createContext(shell, options);
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  return {
    context,
    report: (result: unknown, render: () => string): void => {
      output?.write(result);
      context.terminal.stdout.write(`${context.isJson ? JSON.stringify(result, null, 2) : render()}\n`);
    },
  };
}
