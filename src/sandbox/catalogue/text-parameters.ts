import type { TrueParameter } from "./true-part.ts";

/** Parameters of type `String` in the given order; those without a known text are left out. */
export function textParameters(
  texts: readonly (readonly [id: number, name: string, text: string | null])[],
): readonly TrueParameter[] {
  return texts.flatMap(([id, name, text]) => (text === null ? [] : [{ id, name, type: "String", text }]));
}
