import * as z from "zod";
import { listColumns, textColumns } from "../domain/part-columns.ts";
import type { Format } from "./check-document.ts";

/** The columns that can be blank or empty: texts and lists. A row always has its id. */
const columns = [
  ...textColumns.filter((name) => name !== "product_id"),
  "intro_date",
  ...listColumns,
] as const;

const field = z.strictObject({
  name: z.string().min(1),
  weight: z.number().int().min(0),
  columns: z.array(z.enum(columns)).min(1),
});
const shape = {
  weightVersion: z.number().int().positive(),
  fields: z.array(field).refine((fields) => fields.reduce((sum, { weight }) => sum + weight, 0) === 100, {
    message: "the weights must add up to 100",
  }),
};

/** How much each field of a record weighs; a field is present when any of its columns is. */
export const CompletenessWeights = z.object(shape);
export type CompletenessWeights = z.infer<typeof CompletenessWeights>;

/** A file of weights, `completeness.json`. */
export const CompletenessFile = z
  .strictObject({ $schema: z.string().optional(), ...shape })
  .pipe(CompletenessWeights);

/** The format of a file of weights. */
export const completenessFormat = {
  schema: CompletenessFile,
  keys: [...Object.keys(shape), ...Object.keys(field.shape)],
} satisfies Format<CompletenessWeights>;
