import { expect, it } from "vitest";
import { symbol } from "../../../src/cli/terminal/symbol.ts";
import { createTerminal } from "../../../src/cli/terminal/terminal.ts";
import { captureStream } from "./capture-stream.ts";

function create(env: NodeJS.ProcessEnv, columns: number | null = 100, noEmoji = false) {
  return createTerminal({
    env,
    stdout: captureStream(columns).stream,
    stderr: captureStream(null).stream,
    noEmoji,
  });
}

it.each([
  [{}, 100, true],
  [{}, null, false],
  [{ NO_COLOR: "1" }, 100, false],
  [{ NO_COLOR: "" }, 100, true],
  [{ FORCE_COLOR: "1" }, null, true],
  [{ FORCE_COLOR: "0" }, 100, false],
  [{ FORCE_COLOR: "1", NO_COLOR: "1" }, 100, false],
  [{ TERM: "dumb" }, 100, false],
])("with %o on a stdout of %s columns, colours are %s", (env, columns, expected) => {
  expect(create(env, columns).colors.isColorSupported).toBe(expected);
});

it("decides about stderr's colours by stderr", () => {
  const terminal = create({});
  expect(terminal.colors.isColorSupported).toBe(true);
  expect(terminal.stderrColors.isColorSupported).toBe(false);
});

it("cuts nothing where stdout is a pipe", () => {
  expect(create({}, 100)).toMatchObject({ isTty: true, columns: 100 });
  expect(create({}, null)).toMatchObject({ isTty: false, columns: Infinity });
});

it("writes plain words where emoji are off", () => {
  expect(symbol("completed", create({}))).toBe("✅");
  expect(symbol("completed", create({}, 100, true))).toBe("[ok]");
  expect(symbol("completed", create({ TERM: "dumb" }))).toBe("[ok]");
});
