import type { z } from "zod";
import { isJsonObject } from "./json-object.ts";
import { didYouMean, type JsonPath } from "./ruleset-problem.ts";

/**
 * The issues of a failed parse in words for people who write rules. `knownKeys` are the keys of the format, to
 * tell what an unknown one was meant to be. Parse with `reportInput: true`.
 */
export function zodProblems(
  error: z.ZodError,
  knownKeys: readonly string[],
): { readonly path: JsonPath; readonly message: string }[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        message: `this key is not allowed here.${didYouMean(key, knownKeys)}`,
      }));
    }
    return [{ path: issue.path, message: sentence(issue) }];
  });
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_union" && "options" in issue && isJsonObject(issue.input)) {
    // The input of this issue is the object around the word that chooses the branch.
    return wordSentence(issue.input[issue.discriminator ?? ""], issue.options ?? []);
  }
  if (issue.code === "invalid_value") return wordSentence(issue.input, issue.values);
  return issue.input === undefined ? "this is missing" : issue.message;
}

/** What is wrong with a value that has to be one of a few words. */
function wordSentence(input: unknown, options: readonly unknown[]): string {
  if (input === undefined) return "this is missing";
  const allowed = options.map(String);
  const given = typeof input === "string" ? input : JSON.stringify(input);
  return `"${given}" is not allowed here.${didYouMean(given, allowed)} Allowed: ${allowed.join(", ")}`;
}
