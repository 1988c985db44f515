import type * as z from "zod";
import { isJsonObject } from "./json-object.ts";
import { cut, didYouMean, maxProblems, type JsonPath } from "./ruleset-problem.ts";

/** One problem of a document, in words for people who write rules. */
interface ZodProblem {
  readonly path: JsonPath;
  readonly message: string;
  readonly about?: "key";
}

/**
 * The issues of a failed parse in words for people who write rules. `knownKeys` are the keys of the format, to
 * tell what an unknown one was meant to be. Parse with `reportInput: true`.
 */
export function zodProblems(error: z.ZodError, knownKeys: readonly string[]): readonly ZodProblem[] {
  return error.issues.slice(0, maxProblems).flatMap((issue): readonly ZodProblem[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.slice(0, maxProblems).map((key) => ({
        path: [...issue.path, key],
        message: `this key is not allowed here.${didYouMean(key, knownKeys)}`,
        about: "key",
      }));
    }
    if (issue.code === "invalid_key") {
      const reason = issue.issues[0]?.message ?? issue.message;
      const name = String(issue.path.at(-1));
      return [{ path: issue.path, message: withHint(reason, didYouMean(name, [])), about: "key" }];
    }
    return [{ path: issue.path, message: sentence(issue) }];
  });
}

function sentence(issue: z.core.$ZodIssue): string {
  const { input } = issue;
  if (issue.code === "invalid_union" && "options" in issue && isJsonObject(input)) {
    // The input of this issue is the object around the word that chooses the branch.
    return wordSentence(input[issue.discriminator ?? ""], issue.options ?? []);
  }
  if (input === undefined) return "this is missing";
  switch (issue.code) {
    case "invalid_value":
      return wordSentence(input, issue.values);
    case "invalid_type":
      return withHint(
        `this must be ${kinds.get(issue.expected) ?? issue.expected}, not ${shown(input)}`,
        numberHint(input, issue.expected),
      );
    case "too_small":
      return issue.origin === "number"
        ? `this must be ${issue.inclusive === true ? "at least" : "above"} ${issue.minimum}, not ${shown(input)}`
        : issue.message;
    case "too_big":
      return issue.origin === "number"
        ? withHint(
            `this must be at most ${issue.maximum}, not ${shown(input)}`,
            shareHint(input, issue.maximum),
          )
        : issue.message;
    case "invalid_format":
      return withHint(issue.message, typeof input === "string" ? didYouMean(input, []) : "");
    case "not_multiple_of":
    case "invalid_union":
    case "invalid_key":
    case "invalid_element":
    case "unrecognized_keys":
    case "custom":
      return issue.message;
  }
}

function withHint(message: string, hint: string): string {
  return hint === "" ? message : `${message}.${hint}`;
}

const kinds: ReadonlyMap<string, string> = new Map([
  ["object", "an object in { }"],
  ["record", "an object in { }"],
  ["array", "a list in [ ]"],
  ["string", "a text in double quotes"],
  ["number", "a number"],
  ["int", "a whole number"],
  ["boolean", "true or false"],
]);

function shown(input: unknown): string {
  if (Array.isArray(input)) return "a list";
  if (isJsonObject(input)) return "an object";
  return typeof input === "number" ? String(input) : cut(JSON.stringify(input));
}

function numberHint(input: unknown, expected: string): string {
  const meant = typeof input === "string" && input.trim() !== "" ? Number(input) : Number.NaN;
  return expected === "number" && Number.isFinite(meant) ? ` Did you mean ${meant} without quotes?` : "";
}

function shareHint(input: unknown, maximum: unknown): string {
  return maximum === 1 && typeof input === "number" && input <= 100 ? ` Did you mean ${input / 100}?` : "";
}

/** What is wrong with a value that has to be one of a few words. */
function wordSentence(input: unknown, options: readonly unknown[]): string {
  if (input === undefined) return "this is missing";
  const allowed = options.map(String);
  const given = typeof input === "string" ? input : JSON.stringify(input);
  return `"${cut(given)}" is not allowed here.${didYouMean(given, allowed)} Allowed: ${allowed.join(", ")}`;
}
