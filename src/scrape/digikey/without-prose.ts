/** A copy of plain JSON without the category texts that are written for search engines. */
export function withoutProse(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withoutProse);
  if (typeof json !== "object" || json === null) return json;
  const kept = Object.entries(json).filter(([key]) => key !== "SeoDescription");
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutProse(value)]));
}
