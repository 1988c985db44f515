import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { exitCodes, UserError } from "../domain/fault.ts";
import { buildRuleset } from "./build-ruleset.ts";
import { rulesetError } from "./ruleset-problem.ts";
import type { Ruleset } from "./ruleset.ts";

/**
 * Reads a rules file together with the `scoring.json` and `completeness.json` beside it.
 *
 * @param options.shadow the name of a rules file beside it that is only on trial.
 * @param options.overrides thresholds of the file's `params` that configuration replaces, by name.
 * @throws {UserError} with exit code `rules` when a file cannot be read or anything in it is wrong.
 */
export function loadRuleset(
  path: string,
  options: {
    readonly overrides?: Readonly<Record<string, number>>;
    readonly shadow?: string | null;
  } = {},
): Ruleset {
  const names = {
    routing: path,
    shadow: join(dirname(path), options.shadow ?? ""),
    scoring: join(dirname(path), "scoring.json"),
    completeness: join(dirname(path), "completeness.json"),
  };
  const content = {
    routing: readJson(names.routing),
    shadow: options.shadow ? readJson(names.shadow) : null,
    scoring: readJson(names.scoring),
    completeness: readJson(names.completeness),
    overrides: options.overrides ?? {},
  };
  return buildRuleset(content, names);
}

function readJson(file: string): unknown {
  const text = readText(file);
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw rulesetError([{ file, path: [], message: `this is not JSON: ${detail}` }], { cause });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new UserError(
      exitCodes.rules,
      `The rules file ${file} cannot be read; check its path and permissions.`,
      {
        cause,
      },
    );
  }
}
