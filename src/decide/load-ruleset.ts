import { dirname, join } from "node:path";
import { buildRuleset } from "./build-ruleset.ts";
import { readDocument } from "./read-document.ts";
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
  const beside = (name: string) => readDocument(join(dirname(path), name));
  return buildRuleset(
    {
      routing: readDocument(path),
      shadow: options.shadow ? beside(options.shadow) : null,
      scoring: beside("scoring.json"),
      completeness: beside("completeness.json"),
    },
    options.overrides ?? {},
  );
}
