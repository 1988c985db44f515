import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import * as z from "zod";
import { exitCodes, UserError } from "../domain/fault.ts";
import { fromFolder, type Candidate, type Reading } from "./candidate.ts";
import { closestName } from "../domain/closest-name.ts";
import { seedName } from "./parameter-table.ts";
import { parameterNames, parameters, type ParameterName } from "./parameters.ts";

/** The configuration file that is read when none is named, in the current folder. */
const defaultConfigFile = "workflow.config.json";

const spellings = new Map<string, ParameterName>(
  parameterNames.flatMap((name) => [[name, name] as const, [seedName(name), name] as const]),
);

/**
 * The settings in a JSON file, in camelCase or the seed's snake_case. Paths are meant from the file's folder.
 *
 * @param named - The file somebody asked for; it must exist. Without one, the default file may be absent.
 * @throws {UserError} when the file cannot be read as a JSON object.
 */
export function readFile(named: string | undefined, cwd: string): Reading {
  const file = resolve(cwd, named ?? defaultConfigFile);
  const text = readText(file, named !== undefined);
  if (text === null) return { candidates: [], problems: [] };
  const entries = Object.entries(parseObject(text, file));

  const candidates: Candidate[] = [];
  const problems: string[] = [];
  for (const [key, value] of entries) {
    const name = spellings.get(key);
    if (name === undefined) problems.push(unknownKey(key, file));
    else if ("isSecret" in parameters[name]) problems.push(secretInFile(key, name, file));
    else candidates.push(candidate(name, key, value, file));
  }
  return { candidates, problems: [...problems, ...twiceGiven(entries, file)] };
}

function candidate(name: ParameterName, key: string, value: unknown, file: string): Candidate {
  return {
    name,
    value: fromFolder(name, value, dirname(file)),
    origin: { source: "file", from: file },
    place: `${key} in ${file}`,
    remedy: "change it there",
  };
}

function readText(file: string, mustExist: boolean): string | null {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    if (!mustExist && isNotFound(cause)) return null;
    const reason = isNotFound(cause) ? "does not exist" : `cannot be read (${String(cause)})`;
    throw new UserError(
      exitCodes.usage,
      `The configuration file ${file} ${reason}: check the path given by --config or WORKFLOW_CONFIG, and its permissions.`,
      { cause },
    );
  }
}

function isNotFound(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}

function parseObject(text: string, file: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? `is not JSON (${cause.message})` : "holds no JSON object";
    throw new UserError(
      exitCodes.usage,
      `The configuration file ${file} ${reason}: it has to look like { "maxBatchSize": 100 }.`,
      { cause },
    );
  }
}

function unknownKey(key: string, file: string): string {
  const meant = closestName(key, [...spellings.keys()]);
  const remedy =
    meant === null ? "remove it (`workflow config --show` lists the settings)" : `did you mean ${meant}`;
  return `${key} in ${file} is no setting: ${remedy}${meant === null ? "." : "?"}`;
}

function secretInFile(key: string, name: ParameterName, file: string): string {
  return `${key} in ${file} is a secret: remove it there and set ${parameters[name].env.join(" or ")} in the environment.`;
}

function twiceGiven(entries: readonly (readonly [string, unknown])[], file: string): readonly string[] {
  const keys = new Set(entries.map(([key]) => key));
  return parameterNames
    .filter((name) => seedName(name) !== name && keys.has(name) && keys.has(seedName(name)))
    .map((name) => `${name} and ${seedName(name)} in ${file} are the same setting: remove one of them.`);
}
