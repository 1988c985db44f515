import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openProgressLog } from "../../../src/cli/terminal/progress-log.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "progress-log-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function open(file: string) {
  const warnings: unknown[] = [];
  const log = openProgressLog({
    file,
    now: () => new Date("2026-01-02T03:04:05Z"),
    logger: { warn: (message, fields) => warnings.push([message, fields?.["file"]]) },
  });
  return { log, warnings };
}

const event = {
  batchId: "batch_1764000000",
  done: 45,
  total: 100,
  elapsedMs: 10_000,
  part: "YAGEO|RC0805FR-07100KL",
  outcome: "completed",
};

it("creates its folder and appends a line per event", () => {
  const file = join(folder, "a", "b", "automation_progress.log");
  const { log } = open(file);
  log.record(event);
  open(file).log.record({ ...event, done: 46, part: "TEXAS INSTRUMENTS|LM358\nfaked", outcome: "not_found" });
  expect(readFileSync(file, "utf8")).toBe(
    [
      "2026-01-02T03:04:05.000Z batch=batch_1764000000 done=45/100 percent=45% rate=4.5/s eta=12s part=YAGEO|RC0805FR-07100KL outcome=completed\n",
      '2026-01-02T03:04:05.000Z batch=batch_1764000000 done=46/100 percent=46% rate=4.6/s eta=12s part="TEXAS INSTRUMENTS|LM358 faked" outcome=not_found\n',
    ].join(""),
  );
});

it("starts a new file at 5 MB and keeps the one before", () => {
  const file = join(folder, "progress.log");
  const { log } = open(file);
  writeFileSync(`${file}.1`, "older");
  writeFileSync(file, "x".repeat(5 * 1024 * 1024 - 1));
  log.record(event);
  expect(readFileSync(`${file}.1`, "utf8")).toBe("older");
  log.record(event);
  expect(statSync(`${file}.1`).size).toBeGreaterThan(5 * 1024 * 1024);
  expect(readFileSync(file, "utf8").split("\n")).toHaveLength(2);
  expect(readdirSync(folder).sort()).toEqual(["progress.log", "progress.log.1"]);
});

it("ends with one warning when it cannot be written, without an error", () => {
  const blocked = join(folder, "not-a-folder");
  writeFileSync(blocked, "");
  const file = join(blocked, "progress.log");
  const { log, warnings } = open(file);
  log.record(event);
  log.record(event);
  expect(warnings).toEqual([["progress log disabled, the run goes on without it", file]]);
});
