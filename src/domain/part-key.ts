import { PartKey } from "./part.ts";
import type { ManufacturerDirectory } from "./manufacturer.ts";

/**
 * The comparable form of a manufacturer part number: no white space, ASCII upper case. Every other character is
 * kept, because `/ # + , ( ) . -` tell parts apart. Only ASCII letters change case: engines disagree beyond it.
 */
export function mpnKey(mpn: string): string {
  return asciiUpperCase(mpn.normalize("NFKC").replaceAll(/\s+/gu, ""));
}

/** The identity of a part; an unknown or absent manufacturer leaves the first half empty. */
export function partKey(mpn: string, manufacturer: string | null, directory: ManufacturerDirectory): PartKey {
  const manufacturerKey = manufacturer === null ? "" : directory.keyOf(manufacturer);
  return PartKey.parse(`${manufacturerKey}|${mpnKey(mpn)}`);
}

/** Upper case for `a`–`z` alone. */
export function asciiUpperCase(text: string): string {
  if (!/[a-z]/.test(text)) return text;
  return text.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase());
}
