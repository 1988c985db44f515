import { valueFromText, type Candidate, type Reading } from "./candidate.ts";
import { distance } from "fastest-levenshtein";
import { closestName } from "../domain/closest-name.ts";
import { parameterNames, parameters, type ParameterName } from "./parameters.ts";

/** The variable that names the configuration file. */
export const configFileVariable = "WORKFLOW_CONFIG";

const knownVariables = [
  configFileVariable,
  ...parameterNames.flatMap((name): string[] => parameters[name].env),
];

/** The settings in the environment; a blank variable counts as absent. Paths are meant from the current folder. */
export function readEnvironment(env: NodeJS.ProcessEnv, cwd: string): Reading {
  const readings = parameterNames.map((name) => readVariables(name, env, cwd));
  return {
    candidates: readings.flatMap((reading) => reading.candidates),
    problems: [...readings.flatMap((reading) => reading.problems), ...misspelt(env)],
  };
}

function readVariables(name: ParameterName, env: NodeJS.ProcessEnv, cwd: string): Reading {
  const given = parameters[name].env.flatMap((variable) => {
    const text = env[variable]?.trim() ?? "";
    return text === "" ? [] : [{ variable, text }];
  });
  const [first, second] = given;
  if (first === undefined) return { candidates: [], problems: [] };
  if (second !== undefined && second.text !== first.text) {
    const problem = `${first.variable} and ${second.variable} in the environment set the same thing differently: unset one of them.`;
    return { candidates: [], problems: [problem] };
  }
  return { candidates: [candidate(name, first.variable, first.text, cwd)], problems: [] };
}

function candidate(name: ParameterName, variable: string, text: string, cwd: string): Candidate {
  const value = valueFromText(name, text, cwd);
  const isNegated = "isEnvNegated" in parameters[name] && typeof value === "boolean";
  return {
    name,
    value: isNegated ? !value : value,
    origin: { source: "environment", from: variable },
    place: `${variable} in the environment`,
    remedy: "change or unset it",
  };
}

/** Variables with our prefix that miss a known name by a slip or two; others may belong to somebody else. */
function misspelt(env: NodeJS.ProcessEnv): readonly string[] {
  return Object.keys(env)
    .filter((variable) => variable.startsWith("WORKFLOW_") && !knownVariables.includes(variable))
    .flatMap((variable) => {
      const meant = closestName(variable, knownVariables);
      if (meant === null || distance(variable, meant) > 2) return [];
      return [`${variable} in the environment is no setting: did you mean ${meant}?`];
    });
}
