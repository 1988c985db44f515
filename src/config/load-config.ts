import { resolve } from "node:path";
import { exitCodes, UserError } from "../domain/fault.ts";
import {
  fromFolder,
  problemsOf,
  valueFromText,
  type Candidate,
  type Origin,
  type Reading,
} from "./candidate.ts";
import { flagName, mapTable } from "./parameter-table.ts";
import { Config, parameterNames, parameters, type ParameterName } from "./parameters.ts";
import { ruleThresholds } from "./workflow-parameters.ts";
import { configFileVariable, readEnvironment } from "./read-environment.ts";
import { readFile } from "./read-file.ts";

/** Settings that a flag may set: all but the secrets, which other users of the machine could read there. */
type FlagName = {
  [Name in ParameterName]: (typeof parameters)[Name] extends { readonly isSecret: true } ? never : Name;
}[ParameterName];

/** Values given by flags, as text or already parsed; undefined is not given. */
export type Flags = Readonly<Partial<Record<FlagName, string | number | boolean | undefined>>>;

/** Where configuration is looked for. */
export interface ConfigRequest {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** The file named by `--config`; it goes before the one named by WORKFLOW_CONFIG. */
  readonly configFile?: string | undefined;
  readonly flags?: Flags;
}

/** Every setting, and where each came from. */
export interface ResolvedConfig {
  readonly values: Config;
  readonly origins: Readonly<Record<ParameterName, Origin>>;
}

const builtIn: Origin = { source: "default", from: "built in" };

/**
 * Reads the configuration: a flag goes before the environment, that before the file, that before the default.
 *
 * @throws {UserError} with one line for every problem in all of them.
 */
export function loadConfig({ env, cwd, configFile, flags = {} }: ConfigRequest): ResolvedConfig {
  const named = [configFile, env[configFileVariable]].find((file) => file !== undefined && file !== "");
  const readings = [readFile(named, cwd), readEnvironment(env, cwd), readFlags(flags, cwd)];
  const candidates = readings.flatMap((reading) => reading.candidates);
  const problems = [...readings.flatMap((reading) => reading.problems), ...candidates.flatMap(problemsOf)];
  if (problems.length > 0) throw new UserError(exitCodes.usage, problems.join("\n"));

  const winners = new Map<string, Candidate>(candidates.map((candidate) => [candidate.name, candidate]));
  const given = [...winners].map(([name, candidate]) => [name, candidate.value] as const);
  const values = Config.parse(Object.fromEntries(given));
  const overrides = ruleThresholds.filter((name) => winners.has(name));
  const ruleOverrides = Object.fromEntries(overrides.map((name) => [name, values[name]] as const));
  return {
    values: withAbsolutePaths({ ...values, ruleOverrides }, cwd),
    origins: mapTable(parameters, (_, name) => winners.get(name)?.origin ?? builtIn),
  };
}

/** Resolves the two defaults that depend on other values; given paths are absolute already. */
function withAbsolutePaths(config: Config, cwd: string): Config {
  const dataDir = resolve(cwd, config.dataDir);
  return { ...config, dataDir, progressLog: resolve(dataDir, config.progressLog) };
}

function readFlags(flags: Flags, cwd: string): Reading {
  const given = new Map(Object.entries(flags));
  const candidates = parameterNames.flatMap((name): Candidate[] => {
    const value = given.get(name);
    if (value === undefined) return [];
    const flag = flagName(name, value);
    return [
      {
        name,
        value: typeof value === "string" ? valueFromText(name, value, cwd) : fromFolder(name, value, cwd),
        origin: { source: "flag", from: flag },
        place: flag,
        remedy: "give another value",
      },
    ];
  });
  return { candidates, problems: [] };
}
