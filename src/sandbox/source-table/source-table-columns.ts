/** The columns of the source table with DuckDB's types, in order. */
export const sourceTableColumns = {
  product_id: "BIGINT",
  pn: "VARCHAR",
  product_series: "VARCHAR",
  manufacturer: "VARCHAR",
  brand: "VARCHAR",
  category: "VARCHAR",
  title: "VARCHAR",
  description: "VARCHAR",
  datasheet_url: "VARCHAR",
  lifecycle_status: "VARCHAR",
  package_type: "VARCHAR",
  intro_date: "VARCHAR",
  country_of_origin: "VARCHAR",
  primary_image_url: "VARCHAR",
  created: "VARCHAR",
  modified: "VARCHAR",
  specs: "STRUCT(spec_name VARCHAR, spec_value VARCHAR, spec_units VARCHAR)[]",
  images: "STRUCT(image_id VARCHAR, image_url VARCHAR)[]",
  sellers: "STRUCT(seller_name VARCHAR, seller_type VARCHAR)[]",
  docs: "STRUCT(doc_url VARCHAR, doc_desc VARCHAR, doc_type VARCHAR)[]",
  compliance: 'STRUCT("type" VARCHAR, "value" VARCHAR)[]',
  extra: 'STRUCT("name" VARCHAR, "value" VARCHAR)[]',
  active_for_use: "BOOLEAN",
  manuf_standard_packaging: "VARCHAR",
  priority_score:
    "STRUCT(base DOUBLE, boosted DOUBLE, score DOUBLE, percentile DOUBLE, updated_at VARCHAR, has_score BOOLEAN, tier VARCHAR)",
} as const;

/** Columns that hold lists of records. */
export const listColumns = Object.entries(sourceTableColumns).flatMap(([name, type]) =>
  type.endsWith("[]") ? [name] : [],
);

/** Columns that hold records or lists of them. */
export const nestedColumns = Object.entries(sourceTableColumns).flatMap(([name, type]) =>
  type.startsWith("STRUCT") ? [name] : [],
);
