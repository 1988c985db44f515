import { type Flags, type ResolvedConfig, loadConfig } from "../config/load-config.ts";
import { secretsOf } from "../config/redact.ts";
import type { Logger } from "../domain/logger.ts";
import { createLogger } from "./terminal/logger.ts";
import { type SymbolName, symbol } from "./terminal/symbol.ts";
import { type OutputStream, type Terminal, createTerminal } from "./terminal/terminal.ts";
import { textWidth } from "./terminal/text-width.ts";
import { wrap } from "./terminal/wrap.ts";

/** What every command is given by the process it runs in. */
export interface Shell {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Options that every command takes. */
export interface CommonOptions {
  readonly config?: string;
  readonly emoji: boolean;
  readonly debug?: true;
  readonly json?: true;
}

/** A command's surroundings, with the configuration read and the terminal looked at. */
export interface Context {
  readonly shell: Shell;
  readonly resolved: ResolvedConfig;
  readonly terminal: Terminal;
  readonly log: Logger;
  readonly isJson: boolean;
  /** A text for people, on stderr; what does not fit into a terminal's line goes on below. */
  note(name: SymbolName, text: string): void;
  /** Where notes and logs go. */
  readonly lines: { write: (line: string) => void };
}

/** @throws {UserError} with everything that is wrong in the configuration. */
export function createContext(shell: Shell, options: CommonOptions, flags: Flags = {}): Context {
  const resolved = loadConfig({
    env: shell.env,
    cwd: shell.cwd,
    configFile: options.config,
    flags: {
      ...flags,
      ...(options.emoji ? {} : { emoji: false }),
      ...(options.debug === true && { debug: true }),
    },
  });
  const { values } = resolved;
  const terminal = createTerminal({ ...shell, noEmoji: !values.emoji });
  const lines = { write: (line: string) => void shell.stderr.write(`${line}\n`) };
  const log = createLogger({
    writeLine: (line) => lines.write(line),
    colors: terminal.stderrColors,
    isDebug: values.debug,
    secrets: secretsOf(values),
    ...(shell.stderr.isTTY === true ? {} : { now: () => new Date() }),
  });
  return {
    shell,
    resolved,
    terminal,
    // Without --debug a person reads notes; events are for whoever looks for a cause.
    log: values.debug ? log : { ...log, info: () => undefined },
    isJson: options.json === true,
    note(name, text) {
      const sign = `${symbol(name, terminal)} `;
      const [first = "", ...others] = wrap(text, terminal.stderrColumns - textWidth(sign));
      lines.write(`${sign}${first}`);
      for (const other of others) lines.write(`${" ".repeat(textWidth(sign))}${other}`);
    },
    lines,
  };
}
