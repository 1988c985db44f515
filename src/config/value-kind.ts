import { Cron } from "croner";
import * as z from "zod";
import { ColumnMapping, mappableColumns } from "../domain/column-mapping.ts";
import { hasCutPassword, isPrivate, parseUrl } from "./parse-url.ts";

/** One sort of value a setting can have: how it is checked, described, and read from text. */
export interface ValueKind<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  /** Completes the sentence "… has to be …". */
  readonly expects: string;
  /** What text from the environment or a flag means; text without meaning stays text, and the schema refuses it. */
  readonly fromText: (text: string) => unknown;
  /** The value names a file or folder, and a relative one is resolved where it was written. */
  readonly isPath?: true;
}

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const numberFromText = (text: string) => (decimal.test(text) ? Number(text) : text);
const asIs = (text: string) => text;
const noneWhenBlank = (text: string) => (text === "" ? null : text);

/** A number from `min` to `max`, both allowed. */
export function number(min: number, max: number) {
  return {
    schema: z.number().min(min).max(max),
    expects: `a number from ${min} to ${max}`,
    fromText: numberFromText,
  } satisfies ValueKind;
}

/** A whole number from `min` to `max`, both allowed. */
export function wholeNumber(min: number, max: number) {
  return {
    schema: z.int().min(min).max(max),
    expects: `a whole number from ${min} to ${max}`,
    fromText: numberFromText,
  } satisfies ValueKind;
}

const yes = new Set(["true", "1", "yes", "on"]);
const no = new Set(["false", "0", "no", "off"]);

/** On or off. */
export const toggle = {
  schema: z.boolean(),
  expects: "true or false",
  fromText: (text) => (yes.has(text.toLowerCase()) ? true : no.has(text.toLowerCase()) ? false : text),
} satisfies ValueKind;

/** One of a few values. */
export function choice<const Values extends readonly (string | number)[]>(values: Values) {
  return {
    schema: z.literal(values),
    expects: `one of ${values.join(", ")}`,
    fromText: (text: string) => values.find((value) => String(value) === text) ?? text,
  } satisfies ValueKind;
}

/** Text of a given form. */
export function pattern(form: RegExp, expects: string) {
  return { schema: z.string().trim().regex(form), expects, fromText: asIs } satisfies ValueKind;
}

const rulesFileName = /^\w[\w.-]*\.json$/;
const rulesFileExpectation = "the name of a .json file in the rules folder, without folders";

/** A file in the rules folder. */
export const rulesFile = pattern(rulesFileName, rulesFileExpectation);

/** A file in the rules folder; blank is none. */
export const optionalRulesFile = {
  schema: z
    .string()
    .trim()
    .transform(noneWhenBlank)
    .refine((text) => text === null || rulesFileName.test(text))
    .nullable(),
  expects: `${rulesFileExpectation}, or null for none`,
  fromText: asIs,
} satisfies ValueKind;

/** Any text; blank is none. */
export const optionalText = {
  schema: z.string().trim().transform(noneWhenBlank).nullable(),
  expects: "text, or null for none",
  fromText: asIs,
} satisfies ValueKind;

/** Text of a given form; blank is none. */
export function optionalPattern(form: RegExp, expects: string) {
  const schema = z
    .string()
    .trim()
    .regex(new RegExp(`^$|${form.source}`))
    .transform(noneWhenBlank)
    .nullable();
  return { schema, expects, fromText: asIs } satisfies ValueKind;
}

/** Which column of a source is which of ours; blank is none. */
export const columnMapping = {
  schema: z.union([z.literal("").transform(() => null), ColumnMapping]).nullable(),
  expects: `pairs such as pn=mpn, score=ranking.value, each beginning with one of ${mappableColumns.join(", ")}`,
  fromText: asIs,
} satisfies ValueKind;

/** The path of a file or folder. */
export const path = {
  schema: z.string().trim().min(1),
  expects: "a path",
  fromText: asIs,
  isPath: true,
} satisfies ValueKind;

/** The path of a file; blank is none. */
export const optionalPath = {
  ...optionalText,
  expects: "a path, or null for none",
  isPath: true,
} satisfies ValueKind;

/** A name that the time zone database knows; no offset, which newer Node accepts but Postgres reads with the opposite sign. */
export const timeZone = {
  schema: z.string().refine(isTimeZoneName),
  expects: "a time zone name such as UTC or Europe/Berlin",
  fromText: asIs,
} satisfies ValueKind;

function isTimeZoneName(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** When something is due: five fields, as `crontab` has them. */
export const cron = {
  schema: z.string().trim().refine(isCron),
  expects: "a cron expression of five fields such as 0 6 * * * that is due on some day",
  fromText: asIs,
} satisfies ValueKind;

function isCron(text: string): boolean {
  try {
    const schedule = new Cron(text, { paused: true, mode: "5-part" });
    // One for the 31st of February is well formed, and never due; the leap day comes within eight years of any day.
    return text.split(/\s+/).length === 5 && schedule.nextRun(new Date(0)) !== null;
  } catch {
    return false;
  }
}

/** The address of a Postgres database. */
export const databaseUrl = {
  schema: z
    .string()
    .trim()
    .refine((text) => {
      const url = parseUrl(text);
      return url !== null && /^postgres(ql)?:$/.test(url.protocol) && !hasCutPassword(url);
    })
    .nullable(),
  expects:
    "a URL like postgres://user:password@host:5432/database with special characters of the password percent-encoded",
  fromText: asIs,
} satisfies ValueKind;

/** Where an HTTP API is; anything that leaves this machine is encrypted. A trailing slash is dropped. */
export const apiUrl = {
  schema: urlSchema(isPrivate),
  expects: "an https:// URL without query, or an http:// URL of this machine",
  fromText: asIs,
} satisfies ValueKind;

/**
 * Where an HTTP API is that a platform names for its own network, encrypted or not: whoever sends a secret there asks
 * `isPrivate` first. A trailing slash is dropped.
 */
export const webUrl = {
  schema: urlSchema(() => true),
  expects: "an https:// or http:// URL without query",
  fromText: asIs,
} satisfies ValueKind;

function urlSchema(isAllowed: (url: URL) => boolean) {
  return z
    .string()
    .trim()
    .refine((text) => {
      const url = parseUrl(text);
      if (url === null || url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
        return false;
      return /^https?:$/.test(url.protocol) && isAllowed(url);
    })
    .transform((text) => text.replace(/\/+$/, ""));
}
