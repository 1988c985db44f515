import * as z from "zod";
import type { RawRow } from "../part-source.ts";
import { sourceRow } from "../source-row.ts";

/** How the query names a column of ours, so that none of its own names can collide with it. */
export const columnPrefix = "column_";

const ResultRow = z.record(z.string(), z.unknown());

/** One row of the result as every source gives its rows. */
export function resultRow(row: unknown): RawRow {
  const columns = Object.entries(ResultRow.parse(row))
    .filter(([name]) => name.startsWith(columnPrefix))
    .map(([name, value]) => [name.slice(columnPrefix.length), textOf(plain(value))] as const);
  return sourceRow(Object.fromEntries(columns));
}

type Plain = null | string | number | boolean | readonly Plain[] | { readonly [field: string]: Plain };

function textOf(value: Plain): string | null {
  if (value === null || typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Integers, decimals and times are the library's own classes: their exact text is kept, never a rounded number. */
function plain(value: unknown): Plain {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  // JSON knows neither NaN nor infinities.
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, plain(item)]));
  return withoutZeros(wrappedText(value));
}

const Wrapper = z.object({ value: z.string() });

function wrappedText(value: unknown): string {
  const wrapper = Wrapper.safeParse(value);
  return wrapper.success ? wrapper.data.value : String(value);
}

/** `…:05.123456000Z` → `…:05.123456Z`, as other engines write times. */
function withoutZeros(text: string): string {
  return text.replace(/(:\d\d)(?:\.0+|(\.\d*?[1-9])0+)(Z?)$/, "$1$2$3");
}
