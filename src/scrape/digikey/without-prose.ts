/** A copy of plain JSON without the category texts that are written for search engines. */
export function withoutProse(json: object): unknown {
  return JSON.parse(
    JSON.stringify(json, (key, value: unknown) => (key === "SeoDescription" ? undefined : value)),
  );
}
