import type * as z from "zod";
import { shown } from "../config/candidate.ts";
import { closestName } from "../domain/closest-name.ts";
import { exitCodes, UserError } from "../domain/fault.ts";

type ArgumentSchema = z.ZodObject<Readonly<Record<string, z.ZodType>>>;

/**
 * An object that a program passed, with defaults for what is absent. `what` names it in messages, as `the run request`;
 * the properties of the schema describe what they expect.
 *
 * @throws {UserError} with one line for every problem.
 */
export function readArgument<Schema extends ArgumentSchema>(
  schema: Schema,
  argument: unknown,
  what: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(argument, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => sentences(issue, schema, what));
  throw new UserError(exitCodes.usage, [...new Set(problems)].join("\n"));
}

function sentences(issue: z.core.$ZodIssue, { shape }: ArgumentSchema, what: string): readonly string[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => unknownName(key, Object.keys(shape), what));
  const found = shownArgument(issue.input);
  const [name] = issue.path.map(String);
  if (name !== undefined)
    return [
      `${name} of ${what} is ${found}, but has to be ${shape[name]?.description ?? ""}: pass another value.`,
    ];
  if (issue.code === "custom") return [`${issue.message}.`];
  return [`${found} is given as ${what}: pass an object, or leave it out.`];
}

function unknownName(name: string, known: readonly string[], what: string): string {
  const meant = closestName(name, known);
  return `${name} of ${what} is not known: ${meant === null ? `there are ${known.join(", ")}.` : `did you mean ${meant}?`}`;
}

/** An argument as a message quotes it: not what it holds, which may be secret. */
export function shownArgument(argument: unknown): string {
  if (Array.isArray(argument)) return "a list";
  if (typeof argument === "function") return "a function";
  return typeof argument === "object" && argument !== null ? "an object" : shown(argument);
}
