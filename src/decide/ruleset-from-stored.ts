import { z } from "zod";
import { buildRuleset } from "./build-ruleset.ts";
import type { Ruleset } from "./ruleset.ts";

const StoredContent = z.strictObject({
  routing: z.unknown(),
  shadow: z.unknown().default(null),
  scoring: z.unknown(),
  completeness: z.unknown(),
  overrides: z.record(z.string(), z.number()),
});

/**
 * The ruleset a `source` was stored from, whatever the files say today.
 *
 * @throws {UserError} when this version of the program no longer understands the content.
 */
export function rulesetFromStored(content: unknown): Ruleset {
  return buildRuleset(StoredContent.parse(content), {
    routing: "stored ruleset",
    shadow: "stored ruleset in shadow",
    scoring: "stored scoring",
    completeness: "stored completeness",
  });
}
