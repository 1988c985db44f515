import * as z from "zod";
import type { QuarantinedEntry, QuarantineFilter, QuarantineList } from "../store/quarantine.ts";
import { formatCount } from "./terminal/format-count.ts";
import { symbol } from "./terminal/symbol.ts";
import { table } from "./terminal/table.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { printable, truncate } from "./terminal/text-width.ts";
import { wrap } from "./terminal/wrap.ts";

/** The counts by reason, and under them the rows. */
export function renderQuarantineList(
  list: QuarantineList,
  state: QuarantineFilter["state"],
  terminal: Terminal,
): string {
  const where = state === "released" ? "released" : "in quarantine";
  if (list.total === 0) return `${symbol("completed", terminal)} no row is ${where}`;
  const reasons = table(
    terminal,
    [
      { header: "rows", value: ({ count }) => formatCount(count), align: "right" },
      { header: "reason", value: ({ reason }) => reason },
    ],
    list.byReason,
  );
  const rows = table(
    terminal,
    [
      { header: "id", value: (row) => row.id },
      { header: "part", value: (row) => shortName(row.raw), isWhole: true },
      { header: "since", value: (row) => day(row.quarantinedAt) },
      { header: "reason", value: (row) => row.reason },
    ],
    list.rows,
  );
  const title = `${formatCount(list.rows.length)} of ${formatCount(list.total)} rows ${where}`;
  return `${symbol("warning", terminal)} ${title}\n${reasons}\n\n${rows}`;
}

/** One row: what it is about, what became of it, and its content. */
export function renderQuarantinedEntry(entry: QuarantinedEntry, terminal: Terminal): string {
  const { release } = entry;
  const lines: [string, string][] = [
    ["part", nameOf(entry.raw) ?? "-"],
    ["source", entry.source],
    ["batch", `${entry.batchId}, ${day(entry.quarantinedAt)}`],
    ["reason", entry.reason],
    ["released", release === null ? "no" : `${release.at.slice(0, 10)} by ${release.by}: ${release.reason}`],
  ];
  const labelled = lines.map(([label, text]) => {
    const [first = "", ...more] = wrap(text, terminal.columns - 10);
    return [
      `${terminal.colors.bold(label.padEnd(9))} ${first}`,
      ...more.map((rest) => `${" ".repeat(10)}${rest}`),
    ];
  });
  return `${labelled.flat().join("\n")}\n${JSON.stringify(filled(entry.raw), null, 2)}`;
}

const NamedRow = z.object({ pn: z.unknown() });
const Row = z.record(z.string(), z.unknown());

function nameOf(raw: unknown): string | null {
  const pn = NamedRow.safeParse(raw).data?.pn;
  return pn === null || pn === undefined ? null : typeof pn === "string" ? pn : JSON.stringify(pn);
}

/** Columns of a part number in a list; `quarantine show` has the whole of a longer one. */
const longestName = 40;

function shortName(raw: unknown): string | null {
  const name = nameOf(raw);
  return name === null ? null : truncate(printable(name), longestName);
}

/** Columns without a value say nothing. */
function filled(raw: unknown): unknown {
  const row = Row.safeParse(raw);
  if (!row.success) return raw;
  return Object.fromEntries(Object.entries(row.data).filter(([, value]) => value !== null));
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
