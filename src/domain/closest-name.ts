import { distance } from "fastest-levenshtein";

/** How many letters may differ for one name to pass as a misspelling of another: a third of them. */
const tolerance = (name: string) => Math.max(2, Math.floor(name.length / 3));

/** The known name that `name` is most likely a misspelling of; null when none is near. Case does not count. */
export function closestName(name: string, known: Iterable<string>): string | null {
  const ranked = [...known]
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= tolerance(name))
    .sort((one, other) => one.edits - other.edits);
  return ranked[0]?.candidate ?? null;
}
