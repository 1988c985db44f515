import type { Preview } from "../workflow/preview.ts";
import { table } from "./terminal/table.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { symbol } from "./terminal/symbol.ts";
import { textWidth } from "./terminal/text-width.ts";
import { wrap } from "./terminal/wrap.ts";

/** What a run would do, part by part and in sum. */
export function renderPreview(preview: Preview, terminal: Terminal): string {
  const rows = table(
    terminal,
    [
      { header: "part", value: (part) => part.mpn },
      { header: "manufacturer", value: (part) => part.manufacturer },
      { header: "score", value: (part) => part.priorityScore },
      { header: "route", value: (part) => part.decision.route },
      { header: "rule", value: (part) => part.decision.ruleId },
    ],
    preview.parts,
  );
  const sum = [
    `${preview.parts.length} parts would be taken: ${preview.automation} to automation, ${preview.manual} to a person`,
    `${preview.providerCalls} provider calls`,
    ...counted(preview.quarantined, "rows quarantined"),
    ...counted(preview.duplicates, "duplicates"),
    ...Object.entries(preview.skipped).flatMap(([reason, count]) =>
      counted(count, `skipped (${reason.replaceAll("_", " ")})`),
    ),
  ].join("; ");
  const sign = symbol("report", terminal);
  const indent = textWidth(sign) + 1;
  const lines = wrap(`${sum}. Nothing was written.`, terminal.columns - indent);
  return `${rows}\n${sign} ${lines.join(`\n${" ".repeat(indent)}`)}\n`;
}

function counted(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}
