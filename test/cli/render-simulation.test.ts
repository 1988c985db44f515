import { expect, test } from "vitest";
import { simulationMarkdown } from "../../src/cli/render-simulation-markdown.ts";
import { renderSimulation } from "../../src/cli/render-simulation.ts";
import { createTerminal } from "../../src/cli/terminal/terminal.ts";
import type { Simulation } from "../../src/rules/simulate/simulation.ts";
import { BatchId } from "../../src/domain/batch.ts";
import { captureStream } from "./terminal/capture-stream.ts";

const simulation: Simulation = {
  ruleset: { name: "routing", version: "1.1.0", hash: "0123456789abcdef" },
  since: new Date("2026-11-01T00:00:00Z"),
  decisions: 1234,
  leftOut: 0,
  before: { automation: 1000, manual: 234, highLane: 10 },
  after: { automation: 1012, manual: 222, highLane: 10 },
  flips: [
    {
      from: { ruleId: "mid-risky", route: "manual" },
      to: { ruleId: "mid-good", route: "automation" },
      decisions: 12,
      calls: 0,
      outcomes: { completed: 0, faulted: 0, failedOtherwise: 0, reviewed: 3, unresolved: 1 },
      samples: [
        {
          batchId: BatchId.parse("batch_1764000000"),
          partKey: "EVIL|A",
          mpn: "A|B\u001b[31m`C`",
          manufacturer: "<b>Evil</b>\nInc",
          facts: {},
        },
      ],
    },
  ],
  ruleChanges: [],
  laneChanges: { high: 0, normal: 0 },
  priorityChanges: 0,
  cost: {
    calls: 12,
    callsPerLookup: 1,
    reviews: -9,
    failureRate: 0.25,
    minutesPerReview: 5,
    reviewHours: -0.75,
  },
  evidence: { speaksFor: 0, speaksAgainst: 1 },
  notes: [],
};

test("a simulation fits a terminal of 80 columns and says what changes", () => {
  const { stream } = captureStream(80);
  const terminal = createTerminal({ env: { NO_COLOR: "1" }, stdout: stream, stderr: stream, noEmoji: true });

  const text = renderSimulation(simulation, terminal);

  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(text).toContain("automation                   1,000     1,012     +12");
  expect(text).toContain(
    "12 manual → automation: mid-risky → mid-good; known: reviews 3 finished,\n   1 without a result",
  );
  expect(text).toContain("reviews: -9, or -0.8 hours at 5 minutes each");
  expect(text).toContain("0 speak for the change, 1 against it");
  expect(text).not.toContain("\u001b");
});

test("the source's texts cannot break a Markdown table", () => {
  const row = simulationMarkdown(simulation)
    .split("\n")
    .find((line) => line.startsWith("| 12 |"));

  expect(row).toBe(
    "| 12 | manual, `mid-risky` | automation, `mid-good` | 0 | 0 | A\\|B\\`C\\` (\\<b\\>Evil\\</b\\> Inc) |",
  );
});
