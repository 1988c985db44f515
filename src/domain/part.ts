import * as z from "zod";

/** The identity of a part: `<manufacturer key>|<MPN key>`, both normalised; the first is empty when unknown. */
export const PartKey = z.string().brand("PartKey");
export type PartKey = z.infer<typeof PartKey>;

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);

/** Warehouses send integers and decimals as text, which keeps them exact. */
const number = z.preprocess(
  (value) => (typeof value === "string" && value.trim() !== "" ? finiteOr(value) : value),
  z.number().nullish(),
);

function finiteOr(text: string): number | string {
  const found = Number(text);
  return Number.isFinite(found) ? found : text;
}

/** One row of the source table, as read at the edge: absent and null are the same, lists are never null. */
export const SourcePart = z.object({
  product_id: z.union([z.string(), z.number(), z.bigint()]).transform(String),
  pn: z.string().trim().min(1).max(250),
  product_series: text,
  manufacturer: text,
  brand: text,
  category: text,
  title: text,
  description: text,
  datasheet_url: text,
  lifecycle_status: text,
  package_type: text,
  intro_date: text,
  country_of_origin: text,
  primary_image_url: text,
  created: text,
  modified: text,
  specs: list(z.object({ spec_name: text, spec_value: text, spec_units: text })),
  images: list(z.object({ image_id: text, image_url: text })),
  sellers: list(z.object({ seller_name: text, seller_type: text })),
  docs: list(z.object({ doc_url: text, doc_desc: text, doc_type: text })),
  compliance: list(z.object({ type: text, value: text })),
  extra: list(z.object({ name: text, value: text })),
  active_for_use: z
    .boolean()
    .nullish()
    .transform((value) => value ?? null),
  manuf_standard_packaging: text,
  priority_score: z
    .object({
      base: number,
      boosted: number,
      score: number,
      percentile: number,
      updated_at: z.string().nullish(),
      has_score: z.boolean().nullish(),
      tier: z.string().nullish(),
    })
    .nullish()
    .transform((value) => value ?? null),
});
export type SourcePart = z.infer<typeof SourcePart>;
