import { sql } from "kysely";
import type { PartKey } from "../domain/part.ts";
import type { ProductData } from "../domain/product-data.ts";
import type { FreshAnswer } from "./automation-tasks.ts";
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
export async function saveProduct(ledger: Ledger, product: ProductToSave): Promise<SavedProduct> {
  const { source, taskId, sourceUrl, fetchedAt } = product.provenance;
  const { rows } = await sql<SavedProduct>`
    select save_product(${givenText(product)}::jsonb, ${source}, ${taskId}::uuid, ${sourceUrl},
      ${fetchedAt}::timestamptz) as "productId"`.execute(ledger);
  return savedIn(rows);
}

/** `saveProduct` and `storeAnswer` in one: both or neither. */
export async function storeProduct(
  ledger: Ledger,
  product: ProductToSave,
  answer: FreshAnswer,
): Promise<SavedProduct> {
  const { taskId, sourceUrl } = product.provenance;
  const { rows } = await sql<SavedProduct>`
    select store_product(${taskId}, ${answer.provider}, ${answer.queryKey}, ${jsonText(answer.payload)}::jsonb,
      ${answer.requestId}, ${answer.sourceUrl}, ${answer.calls}, ${answer.fetchedAt}, ${givenText(product)}::jsonb,
      ${sourceUrl}) as "productId"`.execute(ledger);
  return savedIn(rows);
}

interface SavedProduct {
  readonly productId: string;
}

function givenText({ data, partKey, manufacturerKey }: ProductToSave): string {
  return jsonText({ ...data, partKey, manufacturerKey, manufacturerName: data.manufacturer.name });
}

function savedIn([saved]: readonly SavedProduct[]): SavedProduct {
  if (saved === undefined) throw new Error("saving a product answered no row");
  return saved;
}
