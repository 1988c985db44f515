import { expect, it } from "vitest";
import { createContext } from "../../src/cli/context.ts";
import { captureStream } from "./terminal/capture-stream.ts";

const text =
  "batch_1764000000 waits for the provider's quota until 2026-11-29T00:00:00Z: resume it then, or ask again at once.";

function noted(columns: number | null): string {
  const stderr = captureStream(columns);
  const { signal } = new AbortController();
  const shell = {
    env: {},
    cwd: import.meta.dirname,
    stdout: captureStream(null).stream,
    stderr: stderr.stream,
    signal,
  };
  createContext(shell, { emoji: false }).note("deferred", text);
  return stderr.text();
}

it("goes on below its text where a terminal's line ends, and breaks no word", () => {
  const lines = noted(60).trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
  const indent = "[deferred] ".length;
  expect(lines.map((line) => line.slice(indent)).join(" ")).toBe(text);
  expect(lines.map((line) => line.slice(0, indent).trim()).join("")).toBe("[deferred]");
});

it("is one line in a pipe", () => {
  expect(noted(null)).toBe(`[deferred] ${text}\n`);
});
