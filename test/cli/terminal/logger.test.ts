import picocolors from "picocolors";
import { expect, it } from "vitest";
import { createLogger, type LoggerOptions } from "../../../src/cli/terminal/logger.ts";

function capture(options: Partial<LoggerOptions> = {}) {
  const lines: string[] = [];
  const logger = createLogger({
    writeLine: (line) => lines.push(line),
    colors: picocolors.createColors(false),
    isDebug: false,
    secrets: [],
    ...options,
  });
  return { logger, lines };
}

it("writes level, message and fields on one line", () => {
  const { logger, lines } = capture();
  logger.info("part scraped", {
    part: "A B",
    offers: 3,
    ms: 12n,
    isCached: false,
    missing: undefined,
    none: null,
  });
  logger.warn("odd");
  logger.error("lines", { text: 'a\nb="c"', list: ["x", 1] });
  expect(lines).toEqual([
    'info part scraped part="A B" offers=3 ms=12 isCached=false none=null',
    "warn odd",
    String.raw`error lines text="a b=\"c\"" list="[ 'x', 1 ]"`,
  ]);
});

it("begins with the time where a clock is given", () => {
  const { logger, lines } = capture({ now: () => new Date("2026-01-02T03:04:05Z") });
  logger.info("started");
  expect(lines).toEqual(["2026-01-02T03:04:05.000Z info started"]);
});

it("tells an error with all that caused it, and its stack only when debugging", () => {
  const error = new Error("save failed", { cause: new TypeError("bad", { cause: "disk" }) });
  const quiet = capture();
  quiet.logger.error("stopped", { error });
  expect(quiet.lines).toEqual([
    'error stopped error="Error: save failed, caused by TypeError: bad, caused by disk"',
  ]);
  const loud = capture({ isDebug: true });
  loud.logger.error("stopped", { error });
  expect(loud.lines[1]).toMatch(/^ {4}at .*logger\.test\.ts/);
});

it("writes debug events only when debugging", () => {
  const { logger, lines } = capture();
  logger.debug("token refreshed");
  const loud = capture({ isDebug: true });
  loud.logger.debug("token refreshed", { requestId: "r1" });
  expect(lines).toEqual([]);
  expect(loud.lines).toEqual(["debug token refreshed requestId=r1"]);
});

it("masks secrets in messages, fields, errors and stacks", () => {
  const { logger, lines } = capture({ isDebug: true, secrets: ["hunter/22"] });
  logger.error("call with hunter/22", {
    url: "https://x/?s=hunter%2F22",
    nested: { key: "hunter/22" },
    error: new Error("hunter/22", { cause: new Error("hunter/22") }),
  });
  expect(lines.join("\n")).not.toMatch(/hunter/);
  expect(lines[0]).toContain("call with ***");
});
