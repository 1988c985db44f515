import { resolve } from "node:path";
import { inspect } from "node:util";
import { parameters, type ParameterName } from "./parameters.ts";
import { redactUrl } from "./redact.ts";

/** Where a value came from: a file's path, a variable's name, a flag; `built in` for a default. */
export interface Origin {
  readonly source: "default" | "file" | "environment" | "flag";
  readonly from: string;
}

/** A value somebody gave a setting, not yet checked. */
export interface Candidate {
  readonly name: ParameterName;
  readonly value: unknown;
  readonly origin: Origin;
  /** The place as a sentence begins with it: `MAX_DAILY_TASKS in the environment`. */
  readonly place: string;
  /** Ends the sentence when the value is refused: what to do. */
  readonly remedy: string;
}

/** What one source of configuration says; each problem is one sentence. */
export interface Reading {
  readonly candidates: readonly Candidate[];
  readonly problems: readonly string[];
}

/** Why a value cannot be used, in one sentence; nothing when it can. Never shows a secret. */
export function problemsOf({ name, value, place, remedy }: Omit<Candidate, "origin">): readonly string[] {
  const { kind, ...parameter } = parameters[name];
  if (kind.schema.safeParse(value).success) return [];
  const isSecret = "isSecret" in parameter;
  return [`${place} ${isSecret ? "" : `is ${shown(value)}, but `}has to be ${kind.expects}: ${remedy}.`];
}

/** A value as an error message quotes it, without the credentials of a URL, and cut to one readable line. */
export function shown(value: unknown): string {
  const text =
    typeof value === "string"
      ? JSON.stringify(mayHoldCredentials.test(value) ? hideUser(redactUrl(value)) : value)
      : hideUser(inspect(value, { depth: 0, breakLength: Infinity }));
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Credentials stand before an `@`, also where the scheme was forgotten, or in the query. */
const mayHoldCredentials = /[:/].*@|:\/\/.*\?/s;

/** A user alone may be a token. */
function hideUser(text: string): string {
  return text.replace(/\/\/.*@/s, "//***@");
}

/** Text from the environment or a flag as the setting's value. */
export function valueFromText(name: ParameterName, text: string, folder: string): unknown {
  return fromFolder(name, parameters[name].kind.fromText(text.trim()), folder);
}

/** A path is meant from the folder it was written in; every other value, PEM text among them, stays what it is. */
export function fromFolder(name: ParameterName, value: unknown, folder: string): unknown {
  if (!("isPath" in parameters[name].kind) || typeof value !== "string") return value;
  return value.trim() === "" || value.startsWith("-----BEGIN") ? value : resolve(folder, value);
}
