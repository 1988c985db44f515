import * as z from "zod";
import type { JsonDocument } from "../../decide/json-document.ts";

const Rules = z.object({ rules: z.array(z.object({ id: z.string() })) });

/** Finds where a rule stands in its file, as `routing.json:12:13`; null when there is no such rule. */
export function rulePlaces(document: JsonDocument): (rule: string) => string | null {
  const { rules } = Rules.parse(document.value);
  return (rule) => {
    const index = rules.findIndex(({ id }) => id === rule);
    const position = index < 0 ? null : document.locate(["rules", index, "id"], false);
    return position && `${document.file}:${position.line}:${position.column}`;
  };
}
