import * as z from "zod";
import type { JsonDocument } from "../../decide/json-document.ts";
import type { JsonPath } from "../../decide/ruleset-problem.ts";
import type { Finding } from "./finding.ts";

const Rules = z.object({ rules: z.array(z.object({ id: z.string() })) });

/** Finds where a finding stands in its file, as `routing.json:12:13`; null for one that is about no single place. */
export function findingPlaces(document: JsonDocument): (finding: Finding) => string | null {
  const { rules } = Rules.parse(document.value);
  return (finding) => {
    const about = subjectOf(finding);
    const position = about && document.locate(about.path, about.isKey);
    return position && `${document.file}:${position.line}:${position.column}`;
  };

  function subjectOf(finding: Finding): { readonly path: JsonPath; readonly isKey: boolean } | null {
    if (finding.kind === "unused-threshold") return { path: ["params", finding.threshold], isKey: true };
    if (finding.kind === "unused-condition") return { path: ["conditions", finding.condition], isKey: true };
    const index = "rule" in finding ? rules.findIndex(({ id }) => id === finding.rule) : -1;
    return index < 0 ? null : { path: ["rules", index, "id"], isKey: false };
  }
}
