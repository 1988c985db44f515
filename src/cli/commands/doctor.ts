import { type CheckResult, troubles } from "../../app/doctor/check.ts";
import { type DoctorReport, runDoctor } from "../../app/doctor/run-doctor.ts";
import { exitCodes, type ExitCode } from "../../domain/fault.ts";
import { type CommonOptions, createContext, type Shell } from "../context.ts";
import { outputFile } from "../output-file.ts";
import { type SymbolName, symbol } from "../terminal/symbol.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { textWidth } from "../terminal/text-width.ts";
import { wrap } from "../terminal/wrap.ts";

export interface DoctorCommandOptions extends CommonOptions {
  readonly source?: string;
  readonly output?: string;
}

/** The first start of the embedded database, or making the sandbox's table, takes some seconds. */
const limitMs = 30_000;

/** `workflow doctor`: one line for each thing a run needs, with what to do about what is wrong. */
export async function doctorCommand(shell: Shell, options: DoctorCommandOptions): Promise<ExitCode> {
  const context = createContext(shell, options, { source: options.source });
  const output = options.output === undefined ? undefined : outputFile(options.output, shell.cwd);
  const report = await runDoctor({
    config: context.resolved.values,
    log: context.log,
    now: () => new Date(),
    limitMs,
  });
  output?.write(report);
  const text = context.isJson ? JSON.stringify(report, null, 2) : renderDoctor(report, context.terminal);
  context.terminal.stdout.write(`${text}\n`);
  return report.isHealthy ? exitCodes.ok : exitCodes.unhealthy;
}

const signs = {
  ok: "completed",
  warning: "warning",
  failed: "failed",
  skipped: "deferred",
} as const satisfies Record<CheckResult["finding"]["kind"], SymbolName>;

const nameColumns = 12;
/** As wide as the longest word that stands in for an emoji here. */
const plainSignColumns = "[deferred]".length;

function renderDoctor({ checks }: DoctorReport, terminal: Terminal): string {
  const groups = troubles.map((trouble) => {
    const lines = checks.filter((check) => check.trouble === trouble).map((check) => line(check, terminal));
    return [terminal.colors.bold(trouble), ...lines].join("\n");
  });
  const failed = checks.filter((check) => check.finding.kind === "failed").length;
  const verdict =
    failed === 0
      ? `${symbol("completed", terminal)} nothing stands in the way of a run`
      : `${symbol("failed", terminal)} ${failed} of ${checks.length} checks failed`;
  return [...groups, verdict].join("\n\n");
}

function line({ name, finding }: CheckResult, terminal: Terminal): string {
  const sign = symbol(signs[finding.kind], terminal);
  const start = `  ${terminal.emoji ? sign : sign.padEnd(plainSignColumns)} ${name.padEnd(nameColumns)}`;
  const indent = " ".repeat(textWidth(start));
  const width = terminal.columns - indent.length;
  const below = finding.kind === "ok" ? [] : wrap(`→ ${finding.remedy}`, width);
  const text = [...wrap(finding.detail, width), ...below].join(`\n${indent}`);
  return start + (finding.kind === "failed" ? terminal.colors.red(text) : text);
}
