import { expect, test } from "vitest";
import { renderQuarantinedEntry, renderQuarantineList } from "../../src/cli/render-quarantine.ts";
import { createTerminal } from "../../src/cli/terminal/terminal.ts";
import { textWidth } from "../../src/cli/terminal/text-width.ts";
import { BatchId } from "../../src/domain/batch.ts";
import type { QuarantinedEntry } from "../../src/store/quarantine.ts";
import { captureStream } from "./terminal/capture-stream.ts";

const pn = "X".repeat(5000);
const entry: QuarantinedEntry = {
  id: 12,
  batchId: BatchId.parse("batch_1764000000"),
  source: "parts.jsonl",
  reason: "pn is 5000 characters long, more than 200.",
  raw: { pn },
  quarantinedAt: new Date("2026-11-01T00:00:00Z"),
  release: null,
};
const list = { total: 1, byReason: [{ count: 1, reason: entry.reason }], rows: [entry] };

function terminalOf(columns: number | null) {
  const { stream } = captureStream(columns);
  return createTerminal({ env: { NO_COLOR: "1" }, stdout: stream, stderr: stream, noEmoji: true });
}

test.each([80, null])("a part number of any length leaves a list readable, on %j columns", (columns) => {
  const lines = renderQuarantineList(list, "quarantined", terminalOf(columns)).split("\n");
  expect(lines.at(-1)).toContain(`12  ${"X".repeat(39)}…  2026-11-01  pn is`);
  expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(columns ?? 120);
  expect(renderQuarantinedEntry(entry, terminalOf(columns))).toContain(`"pn": "${pn}"`);
});
