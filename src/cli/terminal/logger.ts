import { redactSecrets } from "../../config/redact.ts";
import type { LogFields, Logger } from "../../domain/logger.ts";
import { logFields } from "./log-fields.ts";
import type { Colors } from "./terminal.ts";

/** What a logger needs from outside. */
export interface LoggerOptions {
  /** Takes one line without its line break; stderr, or above a progress line. */
  readonly writeLine: (line: string) => void;
  readonly colors: Colors;
  /** Given where lines are read later: each then begins with the time. */
  readonly now?: () => Date;
  /** Debug events are written, and errors with their stacks. */
  readonly isDebug: boolean;
  /** Texts that are masked wherever they appear. */
  readonly secrets: readonly string[];
}

/** A logger that writes lines of the form `level message key=value`. */
export function createLogger(options: LoggerOptions): Logger {
  const { colors, isDebug } = options;
  const write = (level: string, message: string, fields: LogFields = {}) => {
    const time = options.now === undefined ? "" : options.now().toISOString();
    const head = [time, level, message, logFields(fields)].filter((part) => part !== "").join(" ");
    const stacks = isDebug ? Object.values(fields).flatMap(stackLines) : [];
    for (const line of [head, ...stacks]) options.writeLine(redactSecrets(line, options.secrets));
  };
  return {
    debug: (message, fields) => {
      if (isDebug) write(colors.dim("debug"), message, fields);
    },
    info: (message, fields) => write(colors.cyan("info"), message, fields),
    warn: (message, fields) => write(colors.yellow("warn"), message, fields),
    error: (message, fields) => write(colors.red("error"), message, fields),
  };
}

function stackLines(value: unknown): readonly string[] {
  return value instanceof Error ? (value.stack ?? "").split("\n").slice(1) : [];
}
