import { readdirSync } from "node:fs";
import { join } from "node:path";
import { exitCodes, UserError } from "../../domain/fault.ts";

const ending = ".cases.json";

/**
 * Every rules file of a folder that has cases beside it.
 *
 * @throws {UserError} when there is none, or no such folder.
 */
export function rulesWithCases(folder: string): readonly string[] {
  const names = namesIn(folder).filter((name) => name.endsWith(ending));
  if (names.length > 0) {
    return names.toSorted().map((name) => join(folder, `${name.slice(0, -ending.length)}.json`));
  }
  throw new UserError(exitCodes.rules, `No file in ${folder} has cases beside it, as routing.cases.json.`);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new UserError(
      exitCodes.rules,
      `The rules folder ${folder} cannot be read: check WORKFLOW_RULES_DIR.`,
      { cause },
    );
  }
}
