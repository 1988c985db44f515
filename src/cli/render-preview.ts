import type { Preview } from "../workflow/preview.ts";
import { table } from "./terminal/table.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { symbol } from "./terminal/symbol.ts";

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
  const left = Object.entries(preview.skipped).map(
    ([reason, count]) => `${count} ${reason.replaceAll("_", " ")}`,
  );
  const sum = `${preview.parts.length} parts would be taken: ${preview.automation} to automation, ${preview.manual} to a person; ${preview.providerCalls} provider calls; ${preview.quarantined} rows quarantined, ${preview.duplicates} duplicates${left.length === 0 ? "" : `; skipped: ${left.join(", ")}`}. Nothing was written.`;
  return `${rows}\n${symbol("report", terminal)} ${sum}\n`;
}
