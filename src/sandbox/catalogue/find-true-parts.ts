import { mpnKey } from "../../domain/part-key.ts";
import { families } from "./families.ts";
import { listedByMpnKey } from "./listed-catalogue.ts";
import type { TruePart } from "./true-part.ts";

/** Every part with this number, whoever makes it; case and white space do not matter. */
export function findTrueParts(mpn: string): readonly TruePart[] {
  const key = mpnKey(mpn);
  const decoded = families.map((family) => family.decode(key)).filter((part) => part !== null);
  return [...(listedByMpnKey.get(key) ?? []), ...decoded];
}

/** At most `limit` parts whose number begins with the keyword: `LM358` finds LM358DR. Nothing for a blank keyword. */
export function searchTrueParts(keyword: string, { limit }: { readonly limit: number }): readonly TruePart[] {
  const prefix = mpnKey(keyword);
  if (prefix === "") return [];
  const listed = [...listedByMpnKey].flatMap(([key, parts]) => (key.startsWith(prefix) ? parts : []));
  const decoded = families.flatMap((family) => family.startingWith(prefix, limit));
  return [...listed, ...decoded].slice(0, limit);
}
