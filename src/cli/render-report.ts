import type { BatchReport } from "../report/batch-report.ts";
import type { BilledQuery } from "../domain/billed-query.ts";
import type { ReviewCounts } from "../store/batch-metrics.ts";
import type { ShadowCount } from "../store/shadow-decisions.ts";
import { formatBytes } from "./terminal/format-bytes.ts";
import { formatCount, formatCounted } from "./terminal/format-count.ts";
import { formatDuration } from "./terminal/format-duration.ts";
import { type SymbolName, symbol } from "./terminal/symbol.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { textWidth } from "./terminal/text-width.ts";
import { wrap } from "./terminal/wrap.ts";

const statusSymbols: Readonly<Record<string, SymbolName>> = {
  completed: "completed",
  completed_with_failures: "warning",
  failed: "failed",
  in_progress: "deferred",
};

type ReportTerminal = Pick<Terminal, "colors" | "emoji" | "columns">;

const labelColumns = 11;
/** As wide as the longest word that stands in for an emoji here. */
const plainSignColumns = "[automation]".length;
const detailIndent = "   ";
const unstyled = (text: string) => text;

/** A batch as `status` prints it: the verdict, the sums, where the time went, and what to do next. */
export function renderReport(report: BatchReport, terminal: ReportTerminal): string {
  const { colors, columns } = terminal;
  const line = labelled(terminal);
  const detail = (text: string, style: (text: string) => string) =>
    wrap(text, columns - detailIndent.length).map((part) => detailIndent + style(part));
  const { automation, manual, fallback, conservation } = report;
  const lines = [
    line(statusSymbols[report.status] ?? "report", report.batchId, report.status, colors.bold),
    line("source", "extracted", sumLine(report)),
    ...report.sourceQueries.map((query) => line("source", "query", queryLine(query))),
    line("automation", "automation", automationLine(report)),
    line("manual", "manual", reviewLine(manual)),
    ...(fallback === null
      ? []
      : [line("fallback", "fallback", `${reviewLine(fallback)} in ${fallback.batchId}`)]),
    ...(report.exploration.parts === 0 ? [] : [line("rules", "explored", exploredLine(report))]),
    ...report.shadow.map((shadow) => line("rules", "shadow", shadowLine(shadow))),
    line("report", "time", timeLine(report)),
    line(
      conservation.isHeld ? "completed" : "failed",
      "adds up",
      conservation.isHeld ? "every row and every part is accounted for" : "NO: rows or parts are missing",
      conservation.isHeld ? colors.green : colors.red,
    ),
    ...conservation.sums.flatMap((sum) => detail(sum, colors.dim)),
    ...conservation.violations.flatMap((violation) => detail(violation, colors.red)),
  ];
  if (report.reason !== null) lines.push(line("warning", "reason", report.reason));
  if (automation.deferredUntil !== null) {
    lines.push(line("deferred", "deferred", deferredLine(automation.deferred, automation.deferredUntil)));
  } else if (report.status === "in_progress") {
    lines.push(line("deferred", "unfinished", 'if no run is at work on it, go on with "workflow resume"'));
  }
  if (report.skippedTicks.length > 0) lines.push(line("deferred", "skipped", skippedLine(report)));
  const waiting = manual.open + manual.inWork + (fallback === null ? 0 : fallback.open + fallback.inWork);
  if (waiting > 0) {
    lines.push(
      line(
        "manual",
        "to do",
        `${formatCounted(waiting, "task")} of this batch for people: "workflow pending" lists all`,
      ),
    );
  }
  return lines.join("\n");
}

/** Lines with a sign and a label before them; what does not fit goes on below the text. */
function labelled(terminal: ReportTerminal) {
  return (name: SymbolName, label: string, text: string, style = unstyled): string => {
    const sign = terminal.emoji ? symbol(name, terminal) : symbol(name, terminal).padEnd(plainSignColumns);
    const padded = label.padEnd(labelColumns);
    const indent = textWidth(`${sign} ${padded} `);
    const [first = "", ...more] = wrap(text, terminal.columns - indent).map(style);
    const below = more.map((rest) => " ".repeat(indent) + rest);
    return [`${sign} ${terminal.colors.bold(padded)} ${first}`, ...below].join("\n");
  };
}

function sumLine(report: BatchReport): string {
  const left = Object.entries(report.skipped).map(
    ([reason, count]) => `${formatCount(count)} ${reason.replaceAll("_", " ")}`,
  );
  const parts = [formatCounted(report.totalRecords, "part")];
  if (report.quarantined > 0) parts.push(`${formatCount(report.quarantined)} quarantined`);
  if (report.duplicates > 0) parts.push(formatCounted(report.duplicates, "duplicate"));
  if (left.length > 0) parts.push(`skipped: ${left.join(", ")}`);
  if (report.cutoffPriority !== null) parts.push(`read down to a score of ${report.cutoffPriority}`);
  return parts.join(" · ");
}

function deferredLine(parts: number, until: Date): string {
  const waiting = parts === 1 ? "1 part waits" : `${formatCount(parts)} parts wait`;
  const time = until.toISOString().slice(0, 16).replace("T", " ");
  return `${waiting} for the provider's quota until ${time} UTC; the next run after that goes on with the batch`;
}

function queryLine({ jobId, bytesBilled, usd, isReused }: BilledQuery): string {
  const cost = `${formatBytes(bytesBilled)} billed, about $${usd.toFixed(4)}`;
  return `${isReused ? `paid for before (${cost})` : cost} · job ${jobId}`;
}

function skippedLine({ skippedTicks, businessDay }: BatchReport): string {
  const times = skippedTicks.map(({ scheduledAt }) => scheduledAt.toISOString().slice(11, 16));
  return `the schedule was due at ${times.join(", ")} UTC on ${businessDay} while its last run was still at work`;
}

function automationLine({ automation, failedByClass, metrics }: BatchReport): string {
  const classes = Object.entries(failedByClass).map(([name, count]) => `${count} ${name}`);
  const failed = classes.length === 0 ? "" : ` (${classes.join(", ")})`;
  const open = automation.open === 0 ? "" : ` · ${formatCount(automation.open)} open`;
  const cached = metrics.cachedParts === 0 ? "" : `, ${formatCount(metrics.cachedParts)} from stored answers`;
  return `${formatCount(automation.completed)} completed · ${formatCount(automation.failed)} failed${failed}${open} · ${formatCounted(metrics.calls, "call")}${cached}`;
}

function reviewLine(counts: ReviewCounts & { readonly total: number }): string {
  if (counts.total === 0) return "none";
  const priorities = ["high", "medium", "low"].flatMap((priority) => {
    const count = counts.byPriority[priority];
    return count === undefined ? [] : [`${count} ${priority}`];
  });
  return `${formatCounted(counts.total, "task")} (${priorities.join(", ")}), ${formatCount(counts.open + counts.inWork)} to review`;
}

function exploredLine({ exploration: { parts, rate } }: BatchReport): string {
  return `${formatCount(parts)} automated against the rules, to learn from them (${Number((rate * 100).toFixed(2))} % of those for people)`;
}

function shadowLine({ kind, name, version, parts, toAutomation, toManual }: ShadowCount): string {
  const what = kind === "rules" ? "the rules in shadow" : `${name} ${version}`;
  const differing = toAutomation + toManual;
  if (differing === 0) return `${what} would decide all ${formatCount(parts)} parts the same way`;
  return `${what} would decide ${formatCount(differing)} of ${formatCount(parts)} parts differently: ${formatCount(toAutomation)} to automation, ${formatCount(toManual)} to people`;
}

function timeLine({ metrics }: BatchReport): string {
  const seconds = (value: number | null) => (value === null ? "-" : formatDuration(value * 1000));
  const rate = metrics.partsPerSecond === null ? "" : ` at ${metrics.partsPerSecond.toFixed(1)}/s`;
  return `${seconds(metrics.totalSeconds)} from opening to settling · extract ${seconds(metrics.extractSeconds)} · decide ${seconds(metrics.decideSeconds)} · scrape ${seconds(metrics.scrapeSeconds)}${rate} · per part p50 ${seconds(metrics.partSecondsP50)}, p95 ${seconds(metrics.partSecondsP95)}`;
}
