import { sql } from "kysely";
import type { PartKey } from "../domain/part.ts";
import type { ProductData } from "../domain/product-data.ts";
import { jsonText } from "./json-text.ts";
import type { Ledger } from "./ledger.ts";

/** Where values come from: stored beside every one of them. */
export interface Provenance {
  readonly source: string;
  readonly taskId: string;
  readonly sourceUrl: string;
  readonly fetchedAt: Date;
}

export interface ProductToSave {
  readonly partKey: PartKey;
  readonly manufacturerKey: string;
  readonly data: ProductData;
  readonly provenance: Provenance;
}

/**
 * Writes a product with its attributes, documents, extras, offers and other numbers, all or nothing. Writing the
 * same data again adds nothing. A column or attribute that a person has validated keeps its value; where the
 * provider says otherwise, a `value_conflict` event tells both. The statements are in the database function
 * `save_product`.
 */
export async function saveProduct(ledger: Ledger, product: ProductToSave): Promise<{ productId: string }> {
  const { data, provenance, partKey, manufacturerKey } = product;
  const given = { ...data, partKey, manufacturerKey, manufacturerName: data.manufacturer.name };
  const { rows } = await sql<{ productId: string }>`
    select save_product(${jsonText(given)}::jsonb, ${provenance.source}, ${provenance.taskId}::uuid,
      ${provenance.sourceUrl}, ${provenance.fetchedAt}::timestamptz) as "productId"`.execute(ledger);
  const [saved] = rows;
  if (saved === undefined) throw new Error("saving a product answered no row");
  return saved;
}
