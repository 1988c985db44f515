import { spawn } from "node:child_process";
import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import picocolors from "picocolors";
import { expect, it, vi } from "vitest";
import { startProgress } from "../../../src/cli/terminal/progress.ts";
import { captureStream } from "./capture-stream.ts";

const eraseLine = "\r\u001B[2K";

function start(columns: number | null) {
  const { stream, text } = captureStream(columns);
  let nowMs = 0;
  const progress = startProgress({
    terminal: { stderr: stream, stderrColors: picocolors.createColors(false), emoji: false },
    label: "automation",
    total: 1000,
    nowMs: () => nowMs,
  });
  return {
    progress,
    at: (ms: number) => (nowMs = ms),
    /** Everything written, split where a line was erased. */
    drawn: async () => {
      await setImmediate();
      return text().split(eraseLine).slice(1);
    },
    text,
  };
}

const counts = (completed: number) => ({ completed, failed: 0, deferred: 0 });

it("redraws at most ten times a second, and shows the last state then", async () => {
  const { progress, at, drawn } = start(80);
  for (let update = 1; update <= 1000; update += 1) {
    at(update);
    progress.update(counts(update));
  }
  const lines = await drawn();
  progress.stop();
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toContain("1,000/1,000  100%");
});

it("draws an update that came too early by itself, once it is due", async () => {
  const { progress, at, drawn } = start(80);
  at(50);
  progress.update(counts(7));
  expect(await drawn()).toHaveLength(1);
  at(100);
  await vi.waitFor(async () => expect((await drawn()).at(-1)).toContain("7/1,000"), { timeout: 20_000 });
  progress.stop();
});

it("goes on counting time while nothing happens", async () => {
  const { progress, at, drawn } = start(80);
  at(1000);
  progress.update(counts(100));
  at(2000);
  await vi.waitFor(async () => expect((await drawn()).at(-1)).toContain("50.0/s"), { timeout: 20_000 });
  progress.stop();
});

it("keeps the line below what is printed", async () => {
  const { progress, drawn } = start(80);
  progress.printAbove("warn odd");
  expect(await drawn()).toEqual([
    expect.stringContaining("0/1,000"),
    "warn odd\n",
    expect.stringContaining("0/1,000"),
  ]);
  progress.stop();
});

it("leaves an empty line and no listeners behind", async () => {
  const before = ["SIGINT", "SIGTERM", "exit"].map((event) => process.listenerCount(event));
  const { progress, drawn } = start(80);
  progress.stop();
  progress.stop();
  expect((await drawn()).at(-1)).toBe("");
  expect(["SIGINT", "SIGTERM", "exit"].map((event) => process.listenerCount(event))).toEqual(before);
});

it("is silent in a pipe, but for what is printed", async () => {
  const { progress, text } = start(null);
  progress.update(counts(3));
  progress.printAbove("warn odd");
  progress.stop();
  await setImmediate();
  expect(text()).toBe("warn odd\n");
});

const child = (body: string) => `
  import picocolors from "picocolors";
  import { startProgress } from "${new URL("../../../src/cli/terminal/progress.ts", import.meta.url).href}";
  ${body}
  Object.assign(process.stderr, { isTTY: true, columns: 80 });
  startProgress({
    terminal: { stderr: process.stderr, stderrColors: picocolors.createColors(false), emoji: false },
    label: "automation", total: 10, nowMs: () => performance.now(),
  });
  setInterval(() => undefined, 1000);
`;

/** Runs a process with a progress line and sends it a signal as soon as the line is there. */
async function interrupt(body: string, signal: NodeJS.Signals = "SIGINT") {
  const run = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", child(body)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  run.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    if (chunk.includes("0/10")) run.kill(signal);
  });
  await once(run, "close");
  return { code: run.exitCode, signal: run.signalCode, text };
}

it("erases the line on Ctrl-C and lets the process die of it", async () => {
  const { signal, text } = await interrupt("");
  expect(signal).toBe("SIGINT");
  expect(text.endsWith(eraseLine)).toBe(true);
});

it("leaves Ctrl-C to whoever else listens for it, once", async () => {
  const { code, text } = await interrupt(`
    let interrupts = 0;
    process.on("SIGINT", () => {
      interrupts += 1;
      if (interrupts === 1) setTimeout(() => process.exit(100 + interrupts), 300);
    });
  `);
  expect(code).toBe(101);
  expect(text.endsWith(eraseLine)).toBe(true);
});

it("erases the line when the process exits without being stopped", async () => {
  const { code, text } = await interrupt(`process.on("SIGUSR2", () => process.exit(3));`, "SIGUSR2");
  expect(code).toBe(3);
  expect(text.endsWith(eraseLine)).toBe(true);
});
