import type { DryRun } from "../app/dry-run.ts";
import { formatBytes } from "./terminal/format-bytes.ts";
import { formatCount, formatCounted } from "./terminal/format-count.ts";
import { type SymbolName, symbol } from "./terminal/symbol.ts";
import { table } from "./terminal/table.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { textWidth } from "./terminal/text-width.ts";
import { wrap } from "./terminal/wrap.ts";

const labelColumns = 9;
/** As wide as the longest word that stands in for an emoji here. */
const plainSignColumns = "[automation]".length;

/** What a run would do, part by part and in sum, and what it would use up. */
export function renderDryRun(dryRun: DryRun, terminal: Terminal): string {
  const rows = table(
    terminal,
    [
      { header: "part", value: (part) => part.mpn },
      { header: "manufacturer", value: (part) => part.manufacturer },
      { header: "score", value: (part) => part.priorityScore },
      { header: "route", value: (part) => part.decision.route },
      { header: "rule", value: (part) => part.decision.ruleId },
    ],
    dryRun.parts,
  );
  const lines = [
    line(terminal, "report", "parts", partsText(dryRun)),
    line(terminal, "source", "source", sourceText(dryRun)),
    line(terminal, "provider", "provider", providerText(dryRun)),
    line(terminal, "batch", "budget", budgetText(dryRun)),
    `${symbol("completed", terminal)} nothing was written`,
  ];
  return `${dryRun.parts.length === 0 ? "" : `${rows}\n\n`}${lines.join("\n")}\n`;
}

/** What does not fit beside the label goes on below. */
function line(terminal: Terminal, name: SymbolName, label: string, text: string): string {
  const sign = terminal.emoji ? symbol(name, terminal) : symbol(name, terminal).padEnd(plainSignColumns);
  const start = `${sign} ${terminal.colors.bold(label.padEnd(labelColumns))} `;
  const indent = textWidth(`${sign} `) + labelColumns + 1;
  return start + wrap(text, terminal.columns - indent).join(`\n${" ".repeat(indent)}`);
}

function partsText(dryRun: DryRun): string {
  const left = Object.entries(dryRun.skipped).map(
    ([reason, count]) => `${formatCount(count)} ${reason.replaceAll("_", " ")}`,
  );
  return [
    `${formatCount(dryRun.parts.length)} would be taken: ${formatCount(dryRun.automation)} to automation, ${formatCount(dryRun.manual)} to a person`,
    ...(dryRun.quarantined > 0 ? [`${formatCount(dryRun.quarantined)} quarantined`] : []),
    ...(dryRun.duplicates > 0 ? [formatCounted(dryRun.duplicates, "duplicate")] : []),
    ...(left.length > 0 ? [`skipped: ${left.join(", ")}`] : []),
  ].join(" · ");
}

function sourceText({ floor, cutoffPriority, isExhausted, estimate }: DryRun): string {
  const cutoff = cutoffPriority === null ? "no part read" : `cut-off ${cutoffPriority}`;
  const cost =
    estimate === null
      ? "bytes - · cost -"
      : `${formatBytes(estimate.bytes)} · about $${estimate.usd.toFixed(4)}`;
  return `floor ${floor} · ${cutoff} · ${isExhausted ? "no further part is due" : "more parts are due"} · ${cost}`;
}

function providerText({ providerCalls, quota }: DryRun): string {
  const calls = `${formatCounted(providerCalls, "call")} needed`;
  if (quota === null) return `${calls} · quota not known before the first call`;
  if (quota.closedUntil !== null) return `${calls} · quota used up until ${quota.closedUntil.toISOString()}`;
  const remaining = quota.remaining === null ? "-" : formatCount(quota.remaining);
  const limit = quota.limit === null ? "" : ` of ${formatCount(quota.limit)}`;
  return `${calls} · ${remaining}${limit} left today, as of ${quota.observedAt.toISOString()}`;
}

function budgetText({ budget, businessDay }: DryRun): string {
  return `${formatCount(budget.left)} of ${formatCount(budget.limit)} parts left on ${businessDay} before this run`;
}
