-- Writes a product with its attributes, documents, extras, offers and other numbers, and what a person validated
-- and the provider now says otherwise as `value_conflict` events: one call, hence one transaction. Writing the same
-- again adds nothing, and a value that a person has validated stays. A function, because each connection then plans
-- these statements once; planned with every product they cost a third of its saving.
create function public.save_product(given jsonb, origin text, task uuid, address text, seen_at timestamptz)
returns uuid
language plpgsql set search_path = '' as $$
declare
  saved public.products;
begin
  insert into public.products as p (part_key, mpn, manufacturer_key, manufacturer, provider, provider_product_id,
    description, detailed_description, category_path, lifecycle, lifecycle_text, series, package_name,
    quantity_available, lead_weeks, product_url, photo_url, task_id, source, source_url, fetched_at)
  select i."partKey", i.mpn, i."manufacturerKey", i."manufacturerName", origin, i."providerProductId",
    i.description, i."detailedDescription", i."categoryPath", i.lifecycle, i."lifecycleText", i.series,
    i."packageName", i."quantityAvailable", i."leadWeeks", i."productUrl", i."photoUrl", task, origin, address, seen_at
  from jsonb_to_record(given) as i("partKey" text, mpn text, "manufacturerKey" text, "manufacturerName" text,
    "providerProductId" text, description text, "detailedDescription" text, "categoryPath" jsonb, lifecycle text,
    "lifecycleText" text, series text, "packageName" text, "quantityAvailable" bigint, "leadWeeks" int,
    "productUrl" text, "photoUrl" text)
  on conflict (part_key) do update set
    mpn = excluded.mpn, manufacturer = excluded.manufacturer, manufacturer_key = excluded.manufacturer_key,
    provider = excluded.provider, provider_product_id = excluded.provider_product_id,
    quantity_available = excluded.quantity_available, lead_weeks = excluded.lead_weeks,
    task_id = excluded.task_id, source = excluded.source, source_url = excluded.source_url,
    fetched_at = excluded.fetched_at, updated_at = now(),
    description = case when 'description' = any(p.validated_fields) then p.description
      else excluded.description end,
    detailed_description = case when 'detailed_description' = any(p.validated_fields) then p.detailed_description
      else excluded.detailed_description end,
    category_path = case when 'category_path' = any(p.validated_fields) then p.category_path
      else excluded.category_path end,
    lifecycle = case when 'lifecycle' = any(p.validated_fields) then p.lifecycle else excluded.lifecycle end,
    lifecycle_text = case when 'lifecycle_text' = any(p.validated_fields) then p.lifecycle_text
      else excluded.lifecycle_text end,
    series = case when 'series' = any(p.validated_fields) then p.series else excluded.series end,
    package_name = case when 'package_name' = any(p.validated_fields) then p.package_name
      else excluded.package_name end,
    product_url = case when 'product_url' = any(p.validated_fields) then p.product_url
      else excluded.product_url end,
    photo_url = case when 'photo_url' = any(p.validated_fields) then p.photo_url else excluded.photo_url end
  returning p.* into strict saved;

  insert into public.product_attributes (product_id, attribute_key, source, name, raw_text, value, value_min,
    value_max, unit, condition, task_id, source_url, fetched_at)
  select distinct on (a.key) saved.id, a.key, origin, a.name, a."rawText", a.value, a.min, a.max, a.unit, a.condition,
    task, address, seen_at
  from jsonb_to_recordset(given -> 'attributes') as a(key text, name text, "rawText" text, value float8, min float8,
    max float8, unit text, condition text)
  on conflict (product_id, attribute_key, source) do update set name = excluded.name, raw_text = excluded.raw_text,
    value = excluded.value, value_min = excluded.value_min, value_max = excluded.value_max, unit = excluded.unit,
    condition = excluded.condition, task_id = excluded.task_id, source_url = excluded.source_url,
    fetched_at = excluded.fetched_at;

  insert into public.document_media (product_id, url, kind, title, source, task_id, source_url, fetched_at)
  select distinct on (d.url) saved.id, d.url, d.kind, d.title, origin, task, address, seen_at
  from jsonb_to_recordset(given -> 'documents') as d(url text, kind text, title text)
  on conflict (product_id, url) do update set kind = excluded.kind, title = excluded.title,
    source = excluded.source, task_id = excluded.task_id, source_url = excluded.source_url,
    fetched_at = excluded.fetched_at;

  insert into public.product_extras (product_id, key, source, value, task_id, source_url, fetched_at)
  select distinct on (e.key) saved.id, e.key, origin, e.value, task, address, seen_at
  from jsonb_to_recordset(given -> 'extras') as e(key text, value text)
  on conflict (product_id, key, source) do update set value = excluded.value, task_id = excluded.task_id,
    source_url = excluded.source_url, fetched_at = excluded.fetched_at;

  insert into public.product_offers (product_id, source, sku, packaging, minimum_quantity, quantity_available,
    is_marketplace, supplier, currency, price_breaks, task_id, source_url, fetched_at)
  select distinct on (f.sku) saved.id, origin, f.sku, f.packaging, f."minimumQuantity", f."quantityAvailable",
    f."isMarketplace", f.supplier, f.currency, f."priceBreaks", task, address, seen_at
  from jsonb_to_recordset(given -> 'offers') as f(sku text, packaging text, "minimumQuantity" bigint,
    "quantityAvailable" bigint, "isMarketplace" boolean, supplier text, currency text, "priceBreaks" jsonb)
  on conflict (product_id, source, sku) do update set packaging = excluded.packaging,
    minimum_quantity = excluded.minimum_quantity, quantity_available = excluded.quantity_available,
    is_marketplace = excluded.is_marketplace, supplier = excluded.supplier, currency = excluded.currency,
    price_breaks = excluded.price_breaks, task_id = excluded.task_id, source_url = excluded.source_url,
    fetched_at = excluded.fetched_at;

  insert into public.part_number_aliases (product_id, alias, source)
  select distinct saved.id, n.alias, origin
  from jsonb_array_elements_text(given -> 'otherNumbers') as n(alias) where n.alias <> ''
  on conflict do nothing;

  insert into public.events (kind, part_key, subject_id, actor, data)
  select 'value_conflict', saved.part_key, saved.id::text, origin,
    jsonb_build_object('field', c.field, 'kept', c.kept, 'offered', c.offered, 'taskId', task)
  from (
    select f.field, to_jsonb(saved) -> f.field as kept, offered.value as offered
    from unnest(saved.validated_fields) as f(field), jsonb_each(jsonb_build_object(
      'description', given -> 'description', 'detailed_description', given -> 'detailedDescription',
      'category_path', given -> 'categoryPath', 'lifecycle', given -> 'lifecycle',
      'lifecycle_text', given -> 'lifecycleText', 'series', given -> 'series',
      'package_name', given -> 'packageName', 'product_url', given -> 'productUrl',
      'photo_url', given -> 'photoUrl')) as offered
    where offered.key = f.field and to_jsonb(saved) -> f.field is distinct from offered.value
    union all
    select a.key, to_jsonb(m.raw_text), to_jsonb(a."rawText")
    from public.product_attributes m, jsonb_to_recordset(given -> 'attributes') as a(key text, "rawText" text)
    where m.product_id = saved.id and m.source = 'manual' and m.attribute_key = a.key
      and m.validated_by is not null and m.raw_text <> a."rawText"
  ) as c
  where not exists (
    select from public.events e where e.kind = 'value_conflict' and e.part_key = saved.part_key
      and e.data ->> 'field' = c.field and e.data -> 'kept' = c.kept and e.data -> 'offered' = c.offered);
  return saved.id;
end
$$;
revoke all on function public.save_product(jsonb, text, uuid, text, timestamptz) from public, anon, authenticated;
grant execute on function public.save_product(jsonb, text, uuid, text, timestamptz) to workflow_pipeline;
