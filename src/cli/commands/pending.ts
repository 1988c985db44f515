import { openLedger } from "../../app/open-ledger.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import type { ManualPriority } from "../../domain/manual-task.ts";
import { pendingTasks, type PendingTask, type PendingTasks } from "../../store/pending-tasks.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { outputFile } from "../output-file.ts";
import { formatDuration } from "../terminal/format-duration.ts";
import { symbol } from "../terminal/symbol.ts";
import { table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `workflow pending`: the manual tasks that wait for a person, the most urgent first. */
export async function pendingCommand(
  shell: Shell,
  options: CommonOptions & {
    readonly limit: number;
    readonly priority: ManualPriority | null;
    readonly output?: string;
  },
): Promise<ExitCode> {
  const context = createContext(shell, options);
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  await using ledger = await openLedger({
    config: context.resolved.values,
    onStarting: () => context.note("database", "starting the embedded database"),
  });
  const pending = await pendingTasks(ledger.db, options);
  output?.write(pending);
  const text = context.isJson
    ? JSON.stringify(pending, null, 2)
    : renderPending(pending, context.terminal, options.priority);
  context.terminal.stdout.write(`${text}\n`);
  return exitCodes.ok;
}

const wideColumns = 100;

function renderPending(pending: PendingTasks, terminal: Terminal, priority: ManualPriority | null): string {
  const kind = priority === null ? "" : `${priority} `;
  if (pending.total === 0) return `${symbol("completed", terminal)} no ${kind}manual task is waiting`;
  const now = Date.now();
  const rows = table(
    terminal,
    [
      { header: "priority", value: (task) => task.priority },
      { header: "part", value: (task) => task.mpn, isWhole: true },
      { header: "manufacturer", value: (task) => task.manufacturer },
      { header: "why", value: (task) => task.errorClass ?? "routed" },
      { header: "age", value: (task) => formatDuration(now - task.createdAt.getTime()), align: "right" },
      // Cut to a few letters it would explain nothing.
      ...(terminal.columns < wideColumns
        ? []
        : [{ header: "reason", value: (task: PendingTask) => task.reason }]),
    ],
    pending.tasks,
  );
  return `${symbol("manual", terminal)} ${pending.tasks.length} of ${pending.total} ${kind}tasks\n${rows}`;
}
