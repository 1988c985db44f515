import { logger } from "@trigger.dev/sdk";
import type { LogFields, Logger } from "../../domain/logger.ts";
import type { Trace } from "../../domain/trace.ts";
import { shownError, shownText } from "./run-config.ts";

/** The run's log in the dashboard. */
export const taskLog: Logger = {
  debug: (message, fields) => logger.debug(message, plain(fields)),
  info: (message, fields) => logger.info(message, plain(fields)),
  warn: (message, fields) => logger.warn(message, plain(fields)),
  error: (message, fields) => logger.error(message, plain(fields)),
};

/** Spans of the run's trace in the dashboard; one that fails records why. */
export const taskTrace: Trace = (name, attributes, action) =>
  logger.trace(
    name,
    async () => {
      try {
        return await action();
      } catch (error) {
        throw shownError(error);
      }
    },
    { attributes: plain(attributes) },
  );

/** Fields as attributes: text, numbers and booleans, without secrets. */
function plain(fields: LogFields = {}): Record<string, string | number | boolean> {
  const shown: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    const isScalar = typeof value === "number" || typeof value === "boolean";
    shown[key] = isScalar ? value : shownText(text(value));
  }
  return shown;
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return JSON.stringify(value);
}
