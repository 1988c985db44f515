import { inspect } from "node:util";
import type { LogFields } from "../../domain/logger.ts";
import { printable } from "./text-width.ts";

/** Fields as `key=value` pairs on one line; values with spaces, quotes or `=` are quoted, absent ones left out. */
export function logFields(fields: LogFields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${quoted(valueText(value))}`)
    .join(" ");
}

function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return errorText(value);
  if (typeof value === "bigint") return String(value);
  return inspect(value, { breakLength: Infinity, depth: 4 });
}

/** An error with everything that caused it, outermost first. */
function errorText(error: Error): string {
  const text = `${error.name}: ${error.message}`;
  if (error.cause === undefined) return text;
  return `${text}, caused by ${error.cause instanceof Error ? errorText(error.cause) : valueText(error.cause)}`;
}

function quoted(text: string): string {
  const line = printable(text);
  return /^[^\s"=]+$/.test(line) ? line : JSON.stringify(line);
}
