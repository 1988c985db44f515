create table public.products (
  id uuid primary key default gen_random_uuid(),
  part_key text not null unique check (part_key like '%|_%'),
  mpn text not null,
  manufacturer_key text not null,
  manufacturer text not null,
  provider text not null,
  provider_product_id text not null,
  description text,
  detailed_description text,
  category_path jsonb not null default '[]',
  lifecycle text not null check (lifecycle in
    ('active', 'not_for_new_designs', 'last_time_buy', 'discontinued', 'obsolete', 'preliminary', 'unknown')),
  lifecycle_text text,
  series text,
  package_name text,
  quantity_available bigint,
  lead_weeks integer,
  product_url text,
  photo_url text,
  -- Columns whose value a person has validated: automation leaves them alone.
  validated_fields text[] not null default '{}',
  task_id uuid,
  source text not null,
  source_url text not null,
  fetched_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (provider_product_id <> '')
);
create index products_of_provider on public.products (provider, provider_product_id);
create index products_of_manufacturer on public.products (manufacturer_key);

-- One technical value from one source. A person's value is a row of source 'manual' beside the provider's.
create table public.product_attributes (
  product_id uuid not null references public.products on delete cascade,
  attribute_key text not null,
  source text not null,
  name text not null,
  raw_text text not null,
  value double precision,
  value_min double precision,
  value_max double precision,
  unit text,
  condition text,
  task_id uuid,
  source_url text,
  fetched_at timestamptz not null,
  validated_by text,
  primary key (product_id, attribute_key, source)
);

create table public.document_media (
  product_id uuid not null references public.products on delete cascade,
  url text not null check (url ~ '^https?://'),
  kind text not null check (kind in
    ('datasheet', 'photo', 'cad_model', 'manual', 'environmental', 'pcn', 'video', 'other')),
  title text,
  source text not null,
  task_id uuid,
  source_url text,
  fetched_at timestamptz not null,
  primary key (product_id, url)
);

create table public.product_extras (
  product_id uuid not null references public.products on delete cascade,
  key text not null,
  source text not null,
  value text not null,
  task_id uuid,
  source_url text,
  fetched_at timestamptz not null,
  primary key (product_id, key, source)
);

create table public.product_offers (
  product_id uuid not null references public.products on delete cascade,
  source text not null,
  sku text not null,
  packaging text not null,
  minimum_quantity bigint,
  quantity_available bigint,
  is_marketplace boolean not null,
  supplier text,
  currency text not null,
  price_breaks jsonb not null default '[]',
  task_id uuid,
  source_url text,
  fetched_at timestamptz not null,
  primary key (product_id, source, sku)
);

-- Other numbers under which a product is sold.
create table public.part_number_aliases (
  product_id uuid not null references public.products on delete cascade,
  alias text not null,
  source text not null,
  primary key (product_id, alias, source)
);
create index part_number_aliases_by_alias on public.part_number_aliases (alias);

-- Answers as received, so that reading them again costs no call.
create table public.raw_payloads (
  provider text not null,
  query_key text not null,
  payload jsonb not null,
  request_id text,
  source_url text not null,
  calls integer not null check (calls >= 0),
  fetched_at timestamptz not null,
  primary key (provider, query_key)
);
