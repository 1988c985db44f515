import * as z from "zod";
import { buildRuleset } from "./build-ruleset.ts";
import type { JsonDocument } from "./json-document.ts";
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
  const { overrides, shadow, ...files } = StoredContent.parse(content);
  return buildRuleset(
    {
      routing: storedDocument("stored ruleset", files.routing),
      shadow: shadow === null ? null : storedDocument("stored ruleset in shadow", shadow),
      scoring: storedDocument("stored scoring", files.scoring),
      completeness: storedDocument("stored completeness", files.completeness),
    },
    overrides,
  );
}

function storedDocument(file: string, value: unknown): JsonDocument {
  return { file, text: "", value, problems: [], locate: () => null };
}
