import type { RawRow } from "./part-source.ts";
import { listColumns, temporalColumns } from "../domain/part-columns.ts";
import { malformedLineColumn, sourceColumns, wrongKeysColumn } from "./source-columns.ts";

const isList = setOf(listColumns);
const isTemporal = setOf(temporalColumns);
const isJson = setOf(["priority_score", "score", "active_for_use"]);

/**
 * A row as plain JSON from the texts of its columns: lists and records from their JSON, times in ISO 8601 (UTC
 * where no offset is given). Text that is not what its column should hold stays as it is, for triage to name.
 */
export function sourceRow(texts: Readonly<Record<string, string | null>>): RawRow {
  const malformed = texts[malformedLineColumn];
  if (typeof malformed === "string") return { [malformedLineColumn]: storable(malformed) };
  const row = Object.fromEntries(
    sourceColumns.map((column) => {
      const text = texts[column];
      return [column, text === null || text === undefined ? null : decoded(column, text)];
    }),
  );
  const wrong = texts[wrongKeysColumn];
  const keys = typeof wrong === "string" ? plain(parsedJson(wrong), finite) : null;
  return typeof keys === "object" ? { ...row, ...keys } : row;
}

function decoded(column: string, text: string): unknown {
  if (isTemporal(column)) return isoTime(storable(text));
  if (isList(column)) return plain(parsedJson(text), (leaf) => String(leaf));
  if (isJson(column)) return withIsoUpdate(plain(parsedJson(notFinite(text) ?? text), finite));
  return storable(text);
}

/** Engines and Python write NaN and infinities bare, which is no JSON: those are read as text. */
function parsedJson(text: string): unknown {
  for (const candidate of [text, text.replaceAll(/:\s*(-?(?:NaN|Infinity))\s*(?=[,}\]])/g, ':"$1"')]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // Not JSON: the next reading, at last the text itself.
    }
  }
  return text;
}

/** A JSON value with storable texts, and its numbers and booleans put through `leaf`. */
function plain(value: unknown, leaf: (value: number | boolean) => unknown): unknown {
  if (typeof value === "string") return storable(value);
  if (typeof value === "number" || typeof value === "boolean") return leaf(value);
  if (Array.isArray(value)) return value.map((item) => plain(item, leaf));
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), plain(item, leaf)]));
}

/** Engines spell what is no finite number in several ways: `nan`, `NaN`, `-inf`, `-Infinity`. */
function notFinite(text: string): string | null {
  const [, sign = "", word = ""] = /^([+-]?)(nan|inf)(?:inity)?$/i.exec(text) ?? [];
  if (word === "") return null;
  return word.toLowerCase() === "nan" ? "NaN" : `${sign === "-" ? "-" : ""}Infinity`;
}

/** `1e999` is a number in JSON and infinite in JavaScript. */
function finite(value: number | boolean): unknown {
  return Number.isFinite(Number(value)) ? value : String(value);
}

function withIsoUpdate(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("updated_at" in value)) return value;
  const { updated_at: updated } = value;
  return typeof updated === "string" ? { ...value, updated_at: isoTime(updated) } : value;
}

/** `2026-01-01 12:00:00.5+00` → `2026-01-01T12:00:00.5Z`; any other text stays. */
function isoTime(text: string): string {
  return text.replace(/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)(?:\+00(?::?00)?)?$/, "$1T$2Z");
}

/** Postgres stores neither NUL nor half a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll("\u0000", "\uFFFD").replaceAll(/\p{Surrogate}/gu, "\uFFFD");
}

function setOf(columns: readonly string[]): (column: string) => boolean {
  const set = new Set(columns);
  return (column) => set.has(column);
}
