import { type RawBuilder, sql } from "kysely";
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
 * provider says otherwise, a `value_conflict` event tells both.
 */
export async function saveProduct(ledger: Ledger, product: ProductToSave): Promise<{ productId: string }> {
  // Most products have nothing that a person validated: for them one statement, hence one round trip, is all.
  const saved = await writeProduct(ledger, product, isUntouchedByPeople);
  if (saved !== undefined) return saved;
  return ledger.transaction().execute(async (trx) => {
    const kept = await writeProduct(trx, product, sql`true`);
    if (kept === undefined) throw new Error("saving a product answered no row");
    await sql`with ${given(product)} ${recordConflicts}`.execute(trx);
    return kept;
  });
}

/** A product on which people have worked is told by no row when `condition` excludes it: then nothing is written. */
async function writeProduct(
  ledger: Ledger,
  product: ProductToSave,
  condition: RawBuilder<boolean>,
): Promise<{ productId: string } | undefined> {
  const { rows } = await sql<{ productId: string }>`
    with ${given(product)}, product as (
      ${upsertProduct} where ${condition} returning id
    ), attributes as (
      ${upsertAttributes}
    ), documents as (
      ${upsertDocuments}
    ), extras as (
      ${upsertExtras}
    ), offers as (
      ${upsertOffers}
    ), numbers as (
      insert into part_number_aliases (product_id, alias, source)
      select distinct product.id, n.alias, origin.source
      from product, origin, input i, jsonb_array_elements_text(i."otherNumbers") as n(alias) where n.alias <> ''
      on conflict do nothing
    )
    select id as "productId" from product`.execute(ledger);
  return rows[0];
}

/** Nothing of the product `p` that is there was validated by a person. */
const isUntouchedByPeople = sql<boolean>`p.validated_fields = '{}' and not exists (
  select from product_attributes m
  where m.product_id = p.id and m.source = 'manual' and m.validated_by is not null)`;

/** The product as `input`, where it comes from as `origin`: one row each. */
function given({ data, provenance, partKey, manufacturerKey }: ProductToSave) {
  const input = { ...data, partKey, manufacturerKey, manufacturerName: data.manufacturer.name };
  return sql`input as (
      select * from jsonb_to_record(${jsonText(input)}::jsonb) as i("partKey" text, mpn text, "manufacturerKey" text,
        "manufacturerName" text, "providerProductId" text, description text, "detailedDescription" text,
        "categoryPath" jsonb, lifecycle text, "lifecycleText" text, series text, "packageName" text,
        "quantityAvailable" bigint, "leadWeeks" int, "productUrl" text, "photoUrl" text, attributes jsonb,
        documents jsonb, offers jsonb, extras jsonb, "otherNumbers" jsonb)
    ), origin as (
      select ${provenance.source}::text as source, ${provenance.taskId}::uuid as task_id,
        ${provenance.sourceUrl}::text as source_url, ${provenance.fetchedAt}::timestamptz as fetched_at
    )`;
}

/** `excluded.column`, unless a person has validated what is there. */
const unlessValidated = (column: string) =>
  sql`${sql.ref(column)} = case when ${sql.lit(column)} = any(p.validated_fields)
    then p.${sql.ref(column)} else excluded.${sql.ref(column)} end`;

/** Columns that a person may validate. */
const validatable = [
  "description",
  "detailed_description",
  "category_path",
  "lifecycle",
  "lifecycle_text",
  "series",
  "package_name",
  "product_url",
  "photo_url",
] as const;

const upsertProduct = sql`
  insert into products as p (part_key, mpn, manufacturer_key, manufacturer, provider, provider_product_id, description,
    detailed_description, category_path, lifecycle, lifecycle_text, series, package_name, quantity_available,
    lead_weeks, product_url, photo_url, task_id, source, source_url, fetched_at)
  select i."partKey", i.mpn, i."manufacturerKey", i."manufacturerName", o.source, i."providerProductId", i.description,
    i."detailedDescription", i."categoryPath", i.lifecycle, i."lifecycleText", i.series, i."packageName",
    i."quantityAvailable", i."leadWeeks", i."productUrl", i."photoUrl", o.task_id, o.source, o.source_url, o.fetched_at
  from input i, origin o
  on conflict (part_key) do update set
    mpn = excluded.mpn, manufacturer = excluded.manufacturer, manufacturer_key = excluded.manufacturer_key,
    provider = excluded.provider, provider_product_id = excluded.provider_product_id,
    quantity_available = excluded.quantity_available, lead_weeks = excluded.lead_weeks,
    task_id = excluded.task_id, source = excluded.source, source_url = excluded.source_url,
    fetched_at = excluded.fetched_at, updated_at = now(), ${sql.join(validatable.map(unlessValidated))}`;

const upsertAttributes = sql`
  insert into product_attributes (product_id, attribute_key, source, name, raw_text, value, value_min, value_max, unit,
    condition, task_id, source_url, fetched_at)
  select distinct on (a.key) product.id, a.key, origin.source, a.name, a."rawText", a.value, a.min, a.max, a.unit,
    a.condition, origin.task_id, origin.source_url, origin.fetched_at
  from product, origin, input i, jsonb_to_recordset(i.attributes) as a(key text, name text, "rawText" text,
    value float8, min float8, max float8, unit text, condition text)
  on conflict (product_id, attribute_key, source) do update set name = excluded.name, raw_text = excluded.raw_text,
    value = excluded.value, value_min = excluded.value_min, value_max = excluded.value_max, unit = excluded.unit,
    condition = excluded.condition, task_id = excluded.task_id, source_url = excluded.source_url,
    fetched_at = excluded.fetched_at`;

const upsertDocuments = sql`
  insert into document_media (product_id, url, kind, title, source, task_id, source_url, fetched_at)
  select distinct on (d.url) product.id, d.url, d.kind, d.title, origin.source, origin.task_id, origin.source_url,
    origin.fetched_at
  from product, origin, input i, jsonb_to_recordset(i.documents) as d(url text, kind text, title text)
  on conflict (product_id, url) do update set kind = excluded.kind, title = excluded.title,
    source = excluded.source, task_id = excluded.task_id, source_url = excluded.source_url,
    fetched_at = excluded.fetched_at`;

const upsertExtras = sql`
  insert into product_extras (product_id, key, source, value, task_id, source_url, fetched_at)
  select distinct on (e.key) product.id, e.key, origin.source, e.value, origin.task_id, origin.source_url,
    origin.fetched_at
  from product, origin, input i, jsonb_to_recordset(i.extras) as e(key text, value text)
  on conflict (product_id, key, source) do update set value = excluded.value, task_id = excluded.task_id,
    source_url = excluded.source_url, fetched_at = excluded.fetched_at`;

const upsertOffers = sql`
  insert into product_offers (product_id, source, sku, packaging, minimum_quantity, quantity_available, is_marketplace,
    supplier, currency, price_breaks, task_id, source_url, fetched_at)
  select distinct on (f.sku) product.id, origin.source, f.sku, f.packaging, f."minimumQuantity", f."quantityAvailable",
    f."isMarketplace", f.supplier, f.currency, f."priceBreaks", origin.task_id, origin.source_url, origin.fetched_at
  from product, origin, input i, jsonb_to_recordset(i.offers) as f(sku text, packaging text, "minimumQuantity" bigint,
    "quantityAvailable" bigint, "isMarketplace" boolean, supplier text, currency text, "priceBreaks" jsonb)
  on conflict (product_id, source, sku) do update set packaging = excluded.packaging,
    minimum_quantity = excluded.minimum_quantity, quantity_available = excluded.quantity_available,
    is_marketplace = excluded.is_marketplace, supplier = excluded.supplier, currency = excluded.currency,
    price_breaks = excluded.price_breaks, task_id = excluded.task_id, source_url = excluded.source_url,
    fetched_at = excluded.fetched_at`;

/** What a person validated and the provider now says otherwise: of the product's columns and of its attributes. */
const recordConflicts = sql`
  insert into events (kind, part_key, subject_id, actor, data)
  select 'value_conflict', p.part_key, p.id::text, origin.source,
    jsonb_build_object('field', c.field, 'kept', c.kept, 'offered', c.offered, 'taskId', origin.task_id)
  from input i join products p on p.part_key = i."partKey", origin, lateral (
    select f.field, to_jsonb(p) -> f.field as kept, offered.value as offered
    from unnest(p.validated_fields) as f(field),
      jsonb_each(jsonb_build_object('description', i.description,
        'detailed_description', i."detailedDescription", 'category_path', i."categoryPath",
        'lifecycle', i.lifecycle, 'lifecycle_text', i."lifecycleText", 'series', i.series,
        'package_name', i."packageName", 'product_url', i."productUrl", 'photo_url', i."photoUrl")) as offered
    where offered.key = f.field and to_jsonb(p) -> f.field is distinct from offered.value
    union all
    select a.key, to_jsonb(m.raw_text), to_jsonb(a."rawText")
    from product_attributes m, jsonb_to_recordset(i.attributes) as a(key text, "rawText" text)
    where m.product_id = p.id and m.source = 'manual' and m.attribute_key = a.key
      and m.validated_by is not null and m.raw_text <> a."rawText"
  ) as c
  where not exists (
    select from events e where e.kind = 'value_conflict' and e.part_key = p.part_key
      and e.data ->> 'field' = c.field and e.data -> 'kept' = c.kept and e.data -> 'offered' = c.offered)`;
