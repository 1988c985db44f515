import { z } from "zod";
import type { SourcePart } from "../domain/part.ts";

/** The columns that can be blank or empty: texts and lists. */
const columns = [
  "pn",
  "product_series",
  "manufacturer",
  "brand",
  "category",
  "title",
  "description",
  "datasheet_url",
  "lifecycle_status",
  "package_type",
  "intro_date",
  "country_of_origin",
  "primary_image_url",
  "manuf_standard_packaging",
  "specs",
  "images",
  "sellers",
  "docs",
  "compliance",
  "extra",
] as const satisfies readonly (keyof SourcePart)[];

/** How much each field of a record weighs; a field is present when any of its columns is. */
export const CompletenessWeights = z
  .strictObject({
    weightVersion: z.number().int().positive(),
    fields: z.array(
      z.strictObject({
        name: z.string().min(1),
        weight: z.number().int().min(0),
        columns: z.array(z.enum(columns)).min(1),
      }),
    ),
  })
  .refine(({ fields }) => fields.reduce((sum, field) => sum + field.weight, 0) === 100, {
    path: ["fields"],
    message: "the weights must add up to 100",
  });
export type CompletenessWeights = z.infer<typeof CompletenessWeights>;
