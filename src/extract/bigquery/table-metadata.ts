import * as z from "zod";

/** A column, or a field of a record; types in the API's words, e.g. `INTEGER` for INT64. */
export interface TableField {
  readonly name: string;
  readonly type: string;
  readonly isRepeated: boolean;
  readonly fields: readonly TableField[];
}

const FieldAnswer = z.object({
  name: z.string(),
  type: z.string(),
  mode: z.string().default("NULLABLE"),
  get fields() {
    return z.array(FieldAnswer).default([]);
  },
});

function tableField({ name, type, mode, fields }: z.infer<typeof FieldAnswer>): TableField {
  return { name, type, isRepeated: mode === "REPEATED", fields: fields.map(tableField) };
}

/** What BigQuery tells of a table without reading it. */
export const TableMetadata = z
  .object({
    /** `TABLE`, `VIEW`, `MATERIALIZED_VIEW`, `EXTERNAL` … */
    type: z.string(),
    location: z.string(),
    schema: z.object({ fields: z.array(FieldAnswer).default([]) }).default({ fields: [] }),
    numRows: z.coerce.number().optional(),
    /** Milliseconds since 1970. */
    lastModifiedTime: z.coerce.number().optional(),
    /** Rows that were streamed in lately stand here and not in `numRows`. */
    streamingBuffer: z.unknown().optional(),
  })
  .transform(({ type, location, schema, numRows, lastModifiedTime, streamingBuffer }) => {
    // Of a view, rows and time of change tell nothing about the data behind it.
    const isKnown = type === "TABLE" && streamingBuffer === undefined;
    return {
      location,
      fields: schema.fields.map(tableField),
      isEmpty: isKnown && numRows === 0,
      /** Null where the data may change without this time changing. */
      modifiedAt: isKnown && lastModifiedTime !== undefined ? new Date(lastModifiedTime) : null,
    };
  });
export type TableMetadata = z.infer<typeof TableMetadata>;
