import { exitCodes, UserError } from "../domain/fault.ts";
import { problemsOf } from "./candidate.ts";
import { closestName } from "../domain/closest-name.ts";
import { parameterNames } from "./parameters.ts";
import { WorkflowConfig } from "./workflow-parameters.ts";

const names: readonly string[] = WorkflowConfig.unwrap().keyof().options;

/**
 * The seed's configuration in code: the given values, with defaults for the rest.
 *
 * @throws {UserError} with one line for every value out of bounds or unknown name.
 */
export function workflowConfig(
  partial: { readonly [Name in keyof WorkflowConfig]?: WorkflowConfig[Name] | undefined } = {},
): WorkflowConfig {
  const problems = Object.entries(partial).flatMap(([key, value]) => {
    const name = parameterNames.find((known) => known === key && names.includes(known));
    if (name === undefined) return [unknownName(key)];
    if (value === undefined) return [];
    return problemsOf({
      name,
      value,
      place: `${key} of workflowConfig`,
      remedy: "pass another value",
    });
  });
  if (problems.length > 0) throw new UserError(exitCodes.usage, problems.join("\n"));
  return WorkflowConfig.parse(partial);
}

function unknownName(key: string): string {
  const meant = closestName(key, names);
  return `${key} of workflowConfig is no parameter: ${meant === null ? `there are ${names.join(", ")}.` : `did you mean ${meant}?`}`;
}
