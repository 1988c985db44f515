/** Which of a row's optional fields are filled; `description` stands for title and description together. */
export interface Presence {
  readonly manufacturer: boolean;
  readonly category: boolean;
  readonly description: boolean;
  readonly specs: boolean;
  readonly docs: boolean;
  readonly images: boolean;
}

type Field = keyof Presence;

const fields: readonly Field[] = ["manufacturer", "category", "description", "specs", "docs", "images"];

/** Every combination of filled fields, from none to all. */
export const presencePatterns: readonly Presence[] = Array.from({ length: 2 ** fields.length }, (_, mask) =>
  presence(fields.filter((_field, bit) => (mask & (1 << bit)) !== 0)),
);

/** Rows that hold nearly everything: completeness 0.8 and more. */
export const completePatterns: readonly [Presence, ...Presence[]] = [
  presence(fields),
  missing("images"),
  missing("docs"),
  missing("category"),
  missing("specs"),
  missing("docs", "images"),
];

/** Rows with a maker and some of the rest: completeness 0.5 to 0.75. */
export const partialPatterns: readonly [Presence, ...Presence[]] = [
  presence(["manufacturer", "description"]),
  presence(["manufacturer", "category", "description"]),
  presence(["manufacturer", "category", "description", "images"]),
  presence(["manufacturer", "specs"]),
  presence(["manufacturer", "description", "docs"]),
  presence(["manufacturer", "category", "specs"]),
  presence(["manufacturer"]),
];

/** Rows without a maker: completeness below 0.5. */
export const sparsePatterns: readonly [Presence, ...Presence[]] = [
  presence(["description"]),
  presence(["category"]),
  presence(["specs"]),
  presence(["description", "images"]),
];

/** Nothing but the part number. */
export const emptyPattern: Presence = presence([]);

function missing(...absent: readonly Field[]): Presence {
  return presence(fields.filter((field) => !absent.includes(field)));
}

function presence(filled: readonly Field[]): Presence {
  return {
    manufacturer: filled.includes("manufacturer"),
    category: filled.includes("category"),
    description: filled.includes("description"),
    specs: filled.includes("specs"),
    docs: filled.includes("docs"),
    images: filled.includes("images"),
  };
}
