/** Words that say what kind of company it is, not which one. */
const corporateWords = new Set([
  "INC",
  "INCORPORATED",
  "CORP",
  "CORPORATION",
  "CO",
  "COMPANY",
  "LTD",
  "LIMITED",
  "LLC",
  "LP",
  "PLC",
  "GMBH",
  "AG",
  "KG",
  "SA",
  "SAS",
  "SPA",
  "NV",
  "BV",
  "AB",
  "OY",
  "KK",
  "PTE",
  "PTY",
  "SDN",
  "BHD",
  "USA",
  "AMERICA",
  "AMERICAS",
  "INTERNATIONAL",
  "GROUP",
  "HOLDINGS",
  "HOLDING",
  "THE",
]);

/** Tells under which key a manufacturer's name, however spelt, is known. */
export interface ManufacturerDirectory {
  /** The key of a name: that of the manufacturer it is an alias of, else its own normal form; `""` for a blank. */
  keyOf(name: string): string;
}

/** A name without case, accents, punctuation and corporate words: `"TDK Corporation (Japan)"` → `"TDK JAPAN"`. */
export function normaliseManufacturer(name: string): string {
  const words = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toUpperCase()
    .replaceAll("&", " AND ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const telling = words.filter((word) => !corporateWords.has(word));
  return (telling.length > 0 ? telling : words).join(" ");
}

/**
 * A directory over canonical names and their aliases, `{ "Texas Instruments": ["TI", "Burr-Brown"] }`.
 *
 * @throws {RangeError} when one alias belongs to two manufacturers.
 */
export function manufacturerDirectory(
  aliases: Readonly<Record<string, readonly string[]>>,
): ManufacturerDirectory {
  const keys = new Map<string, string>();
  for (const [canonical, others] of Object.entries(aliases)) {
    const key = normaliseManufacturer(canonical);
    for (const name of [canonical, ...others]) {
      const normal = normaliseManufacturer(name);
      const taken = keys.get(normal);
      if (taken !== undefined && taken !== key) {
        throw new RangeError(`"${name}" is an alias of both ${taken} and ${key}`);
      }
      keys.set(normal, key);
    }
  }
  return {
    keyOf(name) {
      const normal = normaliseManufacturer(name);
      return keys.get(normal) ?? normal;
    },
  };
}
