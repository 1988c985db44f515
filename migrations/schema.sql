CREATE SCHEMA public;

COMMENT ON SCHEMA public IS 'standard public schema';

CREATE FUNCTION public.claim_task(task uuid, owner text, lease_end timestamp with time zone, origin text, number_key text, fresh_from timestamp with time zone) RETURNS TABLE(id uuid, batch_id text, part_key text, mpn text, manufacturer text, attempts integer, waits integer, payload jsonb, source_url text, fetched_at timestamp with time zone)
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  answer public.raw_payloads;
  claimed public.automation_tasks;
begin
  select * into answer from public.raw_payloads r
  where r.provider = origin and r.query_key = number_key and r.fetched_at >= fresh_from;

  update public.automation_tasks t set
    status = 'processing', processing_at = clock_timestamp(), data_finished_at = null,
    supabase_finished_at = null, not_before = null,
    attempts = t.attempts + 1,
    is_cached = answer.provider is not null,
    lease_owner = owner, lease_expires_at = lease_end
  where t.id = task and (t.status = 'initialized' or (t.status not in ('completed', 'failed')
    and (t.lease_owner = owner or t.lease_expires_at <= now())))
  returning t.* into claimed;

  return query
    select claimed.id, claimed.batch_id, claimed.part_key, p.mpn, p.manufacturer, claimed.attempts, claimed.waits,
      answer.payload, answer.source_url, answer.fetched_at
    from public.batch_parts p where p.batch_id = claimed.batch_id and p.part_key = claimed.part_key;
end
$$;

CREATE FUNCTION public.complete_task(task uuid, product uuid, grade text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  update public.automation_tasks t set status = 'supabase_finished', supabase_finished_at = clock_timestamp()
  where t.id = task;

  update public.automation_tasks t set status = 'completed', completed_at = clock_timestamp(), product_id = product,
    match_grade = grade, error_class = null, error_message = null, candidates = '[]', lease_owner = null,
    lease_expires_at = null
  where t.id = task;
end
$$;

CREATE FUNCTION public.current_actor() RETURNS text
    LANGUAGE sql STABLE
    RETURN COALESCE(NULLIF(current_setting('app.actor'::text, true), ''::text), ((NULLIF(current_setting('request.jwt.claims'::text, true), ''::text))::jsonb ->> 'sub'::text), (SESSION_USER)::text);

CREATE FUNCTION public.enforce_transition() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if new.status is distinct from old.status
     and not (old.status || '>' || new.status) = any (tg_argv) then
    raise exception '% cannot go from % to %', tg_table_name, old.status, new.status
      using errcode = 'check_violation';
  end if;
  return new;
end
$$;

CREATE FUNCTION public.next_generation() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  new.generation := old.generation + 1;
  return new;
end
$$;

CREATE FUNCTION public.record_batch_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if tg_op = 'INSERT' then
    insert into public.events (kind, batch_id, subject_id, to_status, actor, data)
    values ('batch', new.id, new.id, new.status, public.current_actor(), jsonb_build_object('stage', new.stage));
  else
    insert into public.events (kind, batch_id, subject_id, from_status, to_status, actor, data)
    values ('batch', new.id, new.id, old.status, new.status, public.current_actor(),
      jsonb_strip_nulls(jsonb_build_object('stage', new.stage, 'reason', new.reason)));
  end if;
  return null;
end
$$;

CREATE FUNCTION public.record_task_insert() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  insert into public.events (kind, batch_id, part_key, subject_id, to_status, actor)
  select tg_argv[0], n.batch_id, n.part_key, n.id::text, n.status, public.current_actor() from new_rows n;
  return null;
end
$$;

CREATE FUNCTION public.record_task_move() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  insert into public.events (kind, batch_id, part_key, subject_id, from_status, to_status, actor, data)
  values (tg_argv[0], new.batch_id, new.part_key, new.id::text, old.status, new.status, public.current_actor(),
    jsonb_strip_nulls(jsonb_build_object('errorClass', new.error_class, 'attempts', new.attempts)));
  return null;
end
$$;

CREATE FUNCTION public.record_task_update() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  insert into public.events (kind, batch_id, part_key, subject_id, from_status, to_status, actor, data)
  select tg_argv[0], n.batch_id, n.part_key, n.id::text, o.status, n.status, public.current_actor(),
    jsonb_strip_nulls(jsonb_build_object('errorClass', n.error_class, 'attempts', n.attempts))
  from new_rows n join old_rows o using (id)
  where n.status <> o.status;
  return null;
end
$$;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;

CREATE FUNCTION public.save_product(given jsonb, origin text, task uuid, address text, seen_at timestamp with time zone) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION public.store_answer(task uuid, origin text, number_key text, answer jsonb, request text, address text, spent integer, seen_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  insert into public.raw_payloads (provider, query_key, payload, request_id, source_url, calls, fetched_at)
  values (origin, number_key, answer, request, address, spent, seen_at)
  on conflict (provider, query_key) do update set payload = excluded.payload, request_id = excluded.request_id,
    source_url = excluded.source_url, calls = excluded.calls, fetched_at = excluded.fetched_at;

  update public.automation_tasks t set status = 'data_finished', data_finished_at = clock_timestamp(),
    calls = t.calls + spent, error_detail = jsonb_strip_nulls(jsonb_build_object('requestId', request))
  where t.id = task and t.status = 'processing';
end
$$;

CREATE FUNCTION public.store_product(task uuid, origin text, number_key text, answer jsonb, request text, answer_address text, spent integer, seen_at timestamp with time zone, given jsonb, address text) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform public.store_answer(task, origin, number_key, answer, request, answer_address, spent, seen_at);
  return public.save_product(given, origin, task, address, seen_at);
end
$$;

CREATE TABLE public.automation_tasks (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    batch_id text NOT NULL,
    part_key text NOT NULL,
    status text DEFAULT 'initialized'::text NOT NULL,
    lane text NOT NULL,
    ordinal integer NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    waits integer DEFAULT 0 NOT NULL,
    calls integer DEFAULT 0 NOT NULL,
    is_cached boolean DEFAULT false NOT NULL,
    not_before timestamp with time zone,
    match_grade text,
    candidates jsonb DEFAULT '[]'::jsonb NOT NULL,
    product_id uuid,
    error_class text,
    error_message text,
    error_detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    lease_owner text,
    lease_expires_at timestamp with time zone,
    initialized_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    processing_at timestamp with time zone,
    data_finished_at timestamp with time zone,
    supabase_finished_at timestamp with time zone,
    completed_at timestamp with time zone,
    failed_at timestamp with time zone,
    replays integer DEFAULT 0 NOT NULL,
    replay_id integer,
    generation integer DEFAULT 0 NOT NULL,
    CONSTRAINT automation_tasks_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT automation_tasks_calls_check CHECK ((calls >= 0)),
    CONSTRAINT automation_tasks_check CHECK (((status = ANY (ARRAY['processing'::text, 'data_finished'::text, 'supabase_finished'::text])) = (lease_expires_at IS NOT NULL))),
    CONSTRAINT automation_tasks_check1 CHECK (((lease_owner IS NULL) = (lease_expires_at IS NULL))),
    CONSTRAINT automation_tasks_check2 CHECK (((status = 'completed'::text) = (completed_at IS NOT NULL))),
    CONSTRAINT automation_tasks_check3 CHECK (((status <> 'completed'::text) OR ((product_id IS NOT NULL) AND (match_grade = ANY (ARRAY['exact'::text, 'alias'::text]))))),
    CONSTRAINT automation_tasks_check4 CHECK (((status = 'failed'::text) = (failed_at IS NOT NULL))),
    CONSTRAINT automation_tasks_check5 CHECK (((status <> 'failed'::text) OR (error_class IS NOT NULL))),
    CONSTRAINT automation_tasks_error_class_check CHECK ((error_class = ANY (ARRAY['rate_limited'::text, 'auth'::text, 'network'::text, 'server'::text, 'not_found'::text, 'ambiguous_match'::text, 'invalid_part'::text, 'parse'::text, 'db'::text, 'cancelled'::text, 'abandoned'::text, 'unknown'::text]))),
    CONSTRAINT automation_tasks_generation_check CHECK ((generation >= 0)),
    CONSTRAINT automation_tasks_lane_check CHECK ((lane = ANY (ARRAY['high'::text, 'normal'::text]))),
    CONSTRAINT automation_tasks_match_grade_check CHECK ((match_grade = ANY (ARRAY['exact'::text, 'alias'::text, 'ambiguous'::text, 'none'::text]))),
    CONSTRAINT automation_tasks_replays_check CHECK ((replays >= 0)),
    CONSTRAINT automation_tasks_status_check CHECK ((status = ANY (ARRAY['initialized'::text, 'processing'::text, 'data_finished'::text, 'supabase_finished'::text, 'completed'::text, 'failed'::text]))),
    CONSTRAINT automation_tasks_waits_check CHECK ((waits >= 0))
);

CREATE TABLE public.batch_parts (
    batch_id text NOT NULL,
    part_key text NOT NULL,
    ordinal integer NOT NULL,
    source_product_id text,
    mpn text NOT NULL,
    manufacturer text,
    manufacturer_key text,
    priority_score numeric(5,4),
    source_row jsonb NOT NULL,
    source_fingerprint text NOT NULL,
    extracted_at timestamp with time zone DEFAULT now() NOT NULL,
    route text,
    lane text,
    decision_kind text,
    rule_id text,
    reason text,
    confidence numeric(5,4),
    manual_priority text,
    facts jsonb,
    conditions jsonb,
    decided_at timestamp with time zone,
    manual_task_id uuid,
    settled_at timestamp with time zone,
    ruleset_hash text,
    propensity double precision,
    is_explored boolean DEFAULT false NOT NULL,
    CONSTRAINT batch_parts_check CHECK ((num_nulls(route, lane, decision_kind, rule_id, reason, confidence, manual_priority, facts, conditions, decided_at) = ANY (ARRAY[0, 10]))),
    CONSTRAINT batch_parts_check1 CHECK (((decided_at IS NULL) OR (num_nulls(propensity, ruleset_hash) = 0))),
    CONSTRAINT batch_parts_check2 CHECK (((NOT is_explored) OR ((route = 'automation'::text) AND (propensity <= (0.2)::double precision)))),
    CONSTRAINT batch_parts_confidence_check CHECK (((confidence >= (0)::numeric) AND (confidence <= (1)::numeric))),
    CONSTRAINT batch_parts_decision_kind_check CHECK ((decision_kind = ANY (ARRAY['rule'::text, 'otherwise'::text, 'forced'::text, 'error'::text]))),
    CONSTRAINT batch_parts_lane_check CHECK ((lane = ANY (ARRAY['high'::text, 'normal'::text]))),
    CONSTRAINT batch_parts_manual_priority_check CHECK ((manual_priority = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text]))),
    CONSTRAINT batch_parts_mpn_check CHECK ((mpn <> ''::text)),
    CONSTRAINT batch_parts_ordinal_check CHECK ((ordinal >= 0)),
    CONSTRAINT batch_parts_part_key_check CHECK ((part_key ~~ '%|_%'::text)),
    CONSTRAINT batch_parts_priority_score_check CHECK (((priority_score >= (0)::numeric) AND (priority_score <= (1)::numeric))),
    CONSTRAINT batch_parts_propensity_check CHECK (((propensity > (0)::double precision) AND (propensity <= (1)::double precision))),
    CONSTRAINT batch_parts_route_check CHECK ((route = ANY (ARRAY['automation'::text, 'manual'::text])))
);

CREATE TABLE public.batches (
    id text NOT NULL,
    kind text NOT NULL,
    parent_batch_id text,
    run_id uuid NOT NULL,
    trigger text NOT NULL,
    status text DEFAULT 'in_progress'::text NOT NULL,
    stage text DEFAULT 'opened'::text NOT NULL,
    reason text,
    business_day date NOT NULL,
    request jsonb NOT NULL,
    config jsonb NOT NULL,
    ruleset_hash text NOT NULL,
    source text NOT NULL,
    provider text NOT NULL,
    wanted integer NOT NULL,
    budget_reserved integer DEFAULT 0 NOT NULL,
    source_position jsonb,
    extracted integer DEFAULT 0 NOT NULL,
    quarantined integer DEFAULT 0 NOT NULL,
    duplicates integer DEFAULT 0 NOT NULL,
    skipped jsonb DEFAULT '{}'::jsonb NOT NULL,
    lease_owner text,
    lease_expires_at timestamp with time zone,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    extracted_at timestamp with time zone,
    decided_at timestamp with time zone,
    settled_at timestamp with time zone,
    redecide_hash text,
    cutoff_priority numeric(5,4),
    exploration_rate double precision DEFAULT 0 NOT NULL,
    exploration_seed integer DEFAULT 0 NOT NULL,
    source_uri text,
    CONSTRAINT batches_budget_reserved_check CHECK ((budget_reserved >= 0)),
    CONSTRAINT batches_check CHECK (((kind = 'fallback'::text) = (parent_batch_id IS NOT NULL))),
    CONSTRAINT batches_check1 CHECK (((status = 'in_progress'::text) = (settled_at IS NULL))),
    CONSTRAINT batches_check2 CHECK (((stage = 'settled'::text) = (settled_at IS NOT NULL))),
    CONSTRAINT batches_check3 CHECK (((lease_owner IS NULL) = (lease_expires_at IS NULL))),
    CONSTRAINT batches_check4 CHECK (((kind = 'run'::text) OR ((wanted = 0) AND (budget_reserved = 0)))),
    CONSTRAINT batches_cutoff_priority_check CHECK (((cutoff_priority >= (0)::numeric) AND (cutoff_priority <= (1)::numeric))),
    CONSTRAINT batches_duplicates_check CHECK ((duplicates >= 0)),
    CONSTRAINT batches_exploration_rate_check CHECK (((exploration_rate >= (0)::double precision) AND (exploration_rate <= (0.2)::double precision))),
    CONSTRAINT batches_exploration_seed_check CHECK ((exploration_seed >= 0)),
    CONSTRAINT batches_extracted_check CHECK ((extracted >= 0)),
    CONSTRAINT batches_id_check CHECK ((id ~ '^batch_[0-9]{1,12}(_fallback)?$'::text)),
    CONSTRAINT batches_kind_check CHECK ((kind = ANY (ARRAY['run'::text, 'fallback'::text]))),
    CONSTRAINT batches_quarantined_check CHECK ((quarantined >= 0)),
    CONSTRAINT batches_stage_check CHECK ((stage = ANY (ARRAY['opened'::text, 'extracted'::text, 'decided'::text, 'settled'::text]))),
    CONSTRAINT batches_status_check CHECK ((status = ANY (ARRAY['in_progress'::text, 'completed'::text, 'failed'::text, 'completed_with_failures'::text]))),
    CONSTRAINT batches_trigger_check CHECK ((trigger = ANY (ARRAY['cli'::text, 'api'::text, 'schedule'::text]))),
    CONSTRAINT batches_wanted_check CHECK ((wanted >= 0))
);

CREATE TABLE public.daily_budget (
    business_day date NOT NULL,
    reserved integer DEFAULT 0 NOT NULL,
    CONSTRAINT daily_budget_reserved_check CHECK ((reserved >= 0))
);

CREATE TABLE public.manual_tasks (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    batch_id text NOT NULL,
    origin_batch_id text NOT NULL,
    part_key text NOT NULL,
    automation_task_id uuid,
    kind text NOT NULL,
    status text DEFAULT 'initialized'::text NOT NULL,
    priority text NOT NULL,
    priority_rank smallint GENERATED ALWAYS AS (
CASE priority
    WHEN 'high'::text THEN 0
    WHEN 'medium'::text THEN 1
    ELSE 2
END) STORED NOT NULL,
    mpn text NOT NULL,
    manufacturer text,
    reason text NOT NULL,
    error_class text,
    attempts integer DEFAULT 0 NOT NULL,
    candidates jsonb DEFAULT '[]'::jsonb NOT NULL,
    source_row jsonb NOT NULL,
    decision jsonb NOT NULL,
    occurrences integer DEFAULT 1 NOT NULL,
    assignee text,
    lease_expires_at timestamp with time zone,
    outcome text,
    note text,
    closed_by text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    claimed_at timestamp with time zone,
    closed_at timestamp with time zone,
    CONSTRAINT manual_tasks_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT manual_tasks_check CHECK (((status = 'processing'::text) = (lease_expires_at IS NOT NULL))),
    CONSTRAINT manual_tasks_check1 CHECK (((status = 'processing'::text) <= (assignee IS NOT NULL))),
    CONSTRAINT manual_tasks_check2 CHECK (((status = ANY (ARRAY['completed'::text, 'failed'::text])) = (closed_at IS NOT NULL))),
    CONSTRAINT manual_tasks_check3 CHECK (((status <> 'completed'::text) OR (outcome IS NOT NULL))),
    CONSTRAINT manual_tasks_check4 CHECK (((kind = 'fallback'::text) = (automation_task_id IS NOT NULL))),
    CONSTRAINT manual_tasks_check5 CHECK (((kind = 'fallback'::text) = (error_class IS NOT NULL))),
    CONSTRAINT manual_tasks_kind_check CHECK ((kind = ANY (ARRAY['routed'::text, 'fallback'::text]))),
    CONSTRAINT manual_tasks_occurrences_check CHECK ((occurrences > 0)),
    CONSTRAINT manual_tasks_priority_check CHECK ((priority = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text]))),
    CONSTRAINT manual_tasks_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT manual_tasks_status_check CHECK ((status = ANY (ARRAY['initialized'::text, 'processing'::text, 'completed'::text, 'failed'::text])))
);

CREATE TABLE public.product_attributes (
    product_id uuid NOT NULL,
    attribute_key text NOT NULL,
    source text NOT NULL,
    name text NOT NULL,
    raw_text text NOT NULL,
    value double precision,
    value_min double precision,
    value_max double precision,
    unit text,
    condition text,
    task_id uuid,
    source_url text,
    fetched_at timestamp with time zone NOT NULL,
    validated_by text
);

CREATE TABLE public.products (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    part_key text NOT NULL,
    mpn text NOT NULL,
    manufacturer_key text NOT NULL,
    manufacturer text NOT NULL,
    provider text NOT NULL,
    provider_product_id text NOT NULL,
    description text,
    detailed_description text,
    category_path jsonb DEFAULT '[]'::jsonb NOT NULL,
    lifecycle text NOT NULL,
    lifecycle_text text,
    series text,
    package_name text,
    quantity_available bigint,
    lead_weeks integer,
    product_url text,
    photo_url text,
    validated_fields text[] DEFAULT '{}'::text[] NOT NULL,
    task_id uuid,
    source text NOT NULL,
    source_url text NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT products_lifecycle_check CHECK ((lifecycle = ANY (ARRAY['active'::text, 'not_for_new_designs'::text, 'last_time_buy'::text, 'discontinued'::text, 'obsolete'::text, 'preliminary'::text, 'unknown'::text]))),
    CONSTRAINT products_part_key_check CHECK ((part_key ~~ '%|_%'::text)),
    CONSTRAINT products_provider_product_id_check CHECK ((provider_product_id <> ''::text))
);

CREATE VIEW public.decision_outcomes WITH (security_invoker='true') AS
 SELECT p.batch_id,
    p.part_key,
    p.mpn,
    p.decided_at,
    p.ruleset_hash,
    p.rule_id,
    p.decision_kind,
    p.route,
    p.is_explored,
    p.propensity,
    p.facts,
        CASE
            WHEN (t.id IS NULL) THEN NULL::text
            WHEN (t.status = 'completed'::text) THEN 'succeeded'::text
            WHEN ((t.status = 'failed'::text) AND (t.error_class = ANY (ARRAY['not_found'::text, 'ambiguous_match'::text, 'parse'::text]))) THEN 'failed'::text
            WHEN (t.status = 'failed'::text) THEN 'inconclusive'::text
            ELSE 'open'::text
        END AS automation_result,
        CASE
            WHEN (t.status = 'failed'::text) THEN t.error_class
            ELSE NULL::text
        END AS error_class,
    (EXTRACT(epoch FROM (COALESCE(t.completed_at, t.failed_at) - t.processing_at)))::double precision AS automation_seconds,
    t.calls,
    m.outcome AS review_outcome,
    ((EXTRACT(epoch FROM (m.closed_at - m.claimed_at)))::double precision / (60)::double precision) AS review_minutes,
        CASE
            WHEN (m.id IS NOT NULL) THEN (EXISTS ( SELECT
               FROM (public.products r
                 JOIN public.product_attributes a ON ((a.product_id = r.id)))
              WHERE ((r.part_key = p.part_key) AND (a.source = 'manual'::text) AND (a.task_id = m.id))))
            ELSE NULL::boolean
        END AS is_edited
   FROM ((public.batch_parts p
     LEFT JOIN public.automation_tasks t ON (((t.batch_id = p.batch_id) AND (t.part_key = p.part_key) AND (p.route = 'automation'::text))))
     LEFT JOIN public.manual_tasks m ON (((m.id = p.manual_task_id) AND (m.origin_batch_id = p.batch_id) AND (m.status = 'completed'::text) AND (m.claimed_at IS NOT NULL))))
  WHERE (p.decided_at IS NOT NULL);

CREATE TABLE public.document_media (
    product_id uuid NOT NULL,
    url text NOT NULL,
    kind text NOT NULL,
    title text,
    source text NOT NULL,
    task_id uuid,
    source_url text,
    fetched_at timestamp with time zone NOT NULL,
    CONSTRAINT document_media_kind_check CHECK ((kind = ANY (ARRAY['datasheet'::text, 'photo'::text, 'cad_model'::text, 'manual'::text, 'environmental'::text, 'pcn'::text, 'video'::text, 'other'::text]))),
    CONSTRAINT document_media_url_check CHECK ((url ~ '^https?://'::text))
);

CREATE TABLE public.events (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    kind text NOT NULL,
    batch_id text,
    part_key text,
    subject_id text NOT NULL,
    from_status text,
    to_status text,
    actor text NOT NULL,
    data jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE public.events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.manufacturer_aliases (
    alias text NOT NULL,
    manufacturer_key text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.manufacturers (
    manufacturer_key text NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT manufacturers_manufacturer_key_check CHECK ((manufacturer_key <> ''::text))
);

CREATE TABLE public.part_number_aliases (
    product_id uuid NOT NULL,
    alias text NOT NULL,
    source text NOT NULL
);

CREATE TABLE public.product_extras (
    product_id uuid NOT NULL,
    key text NOT NULL,
    source text NOT NULL,
    value text NOT NULL,
    task_id uuid,
    source_url text,
    fetched_at timestamp with time zone NOT NULL
);

CREATE TABLE public.product_offers (
    product_id uuid NOT NULL,
    source text NOT NULL,
    sku text NOT NULL,
    packaging text NOT NULL,
    minimum_quantity bigint,
    quantity_available bigint,
    is_marketplace boolean NOT NULL,
    supplier text,
    currency text NOT NULL,
    price_breaks jsonb DEFAULT '[]'::jsonb NOT NULL,
    task_id uuid,
    source_url text,
    fetched_at timestamp with time zone NOT NULL
);

CREATE TABLE public.provider_slots (
    provider text NOT NULL,
    owner text NOT NULL,
    slots integer NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT provider_slots_slots_check CHECK ((slots > 0))
);

CREATE TABLE public.quarantined_rows (
    fingerprint text NOT NULL,
    batch_id text NOT NULL,
    source text NOT NULL,
    raw jsonb NOT NULL,
    reason text NOT NULL,
    quarantined_at timestamp with time zone DEFAULT now() NOT NULL,
    id bigint NOT NULL,
    released_at timestamp with time zone,
    released_by text,
    release_reason text,
    CONSTRAINT quarantined_rows_check CHECK (((released_at IS NULL) = (released_by IS NULL))),
    CONSTRAINT quarantined_rows_check1 CHECK (((released_at IS NULL) = (release_reason IS NULL)))
);

ALTER TABLE public.quarantined_rows ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.quarantined_rows_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quota_windows (
    provider text NOT NULL,
    period text NOT NULL,
    call_limit integer,
    remaining integer,
    closed_until timestamp with time zone,
    observed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT quota_windows_period_check CHECK ((period = ANY (ARRAY['minute'::text, 'day'::text])))
);

CREATE TABLE public.raw_payloads (
    provider text NOT NULL,
    query_key text NOT NULL,
    payload jsonb NOT NULL,
    request_id text,
    source_url text NOT NULL,
    calls integer NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    CONSTRAINT raw_payloads_calls_check CHECK ((calls >= 0))
);

CREATE TABLE public.replays (
    id integer NOT NULL,
    batch_id text NOT NULL,
    reason text NOT NULL,
    requested_by text NOT NULL,
    filter jsonb NOT NULL,
    ruleset_hash text,
    selected integer NOT NULL,
    skipped jsonb DEFAULT '{}'::jsonb NOT NULL,
    completed integer,
    failed integer,
    to_review integer,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT replays_check CHECK ((num_nulls(completed, failed, to_review, ended_at) = ANY (ARRAY[0, 4]))),
    CONSTRAINT replays_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT replays_requested_by_check CHECK ((requested_by <> ''::text)),
    CONSTRAINT replays_selected_check CHECK ((selected > 0))
);

ALTER TABLE public.replays ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.replays_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.rulesets (
    hash text NOT NULL,
    name text NOT NULL,
    version text NOT NULL,
    content jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT rulesets_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text))
);

CREATE TABLE public.schedule_ticks (
    schedule text NOT NULL,
    scheduled_at timestamp with time zone NOT NULL,
    run_id uuid NOT NULL,
    status text NOT NULL,
    business_day date NOT NULL,
    deliveries integer DEFAULT 1 NOT NULL,
    missed integer DEFAULT 0 NOT NULL,
    blocked_by uuid,
    taken_parts integer,
    ended_early text,
    lease_owner text,
    lease_expires_at timestamp with time zone,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT schedule_ticks_check CHECK (((lease_owner IS NULL) = (lease_expires_at IS NULL))),
    CONSTRAINT schedule_ticks_check1 CHECK (((status = 'running'::text) = (finished_at IS NULL))),
    CONSTRAINT schedule_ticks_check2 CHECK (((status = 'skipped_overlap'::text) = (blocked_by IS NOT NULL))),
    CONSTRAINT schedule_ticks_deliveries_check CHECK ((deliveries > 0)),
    CONSTRAINT schedule_ticks_missed_check CHECK ((missed >= 0)),
    CONSTRAINT schedule_ticks_schedule_check CHECK ((schedule <> ''::text)),
    CONSTRAINT schedule_ticks_status_check CHECK ((status = ANY (ARRAY['running'::text, 'finished'::text, 'skipped_overlap'::text])))
);

CREATE TABLE public.shadow_decisions (
    batch_id text NOT NULL,
    part_key text NOT NULL,
    kind text NOT NULL,
    ruleset_hash text NOT NULL,
    rule_id text NOT NULL,
    route text NOT NULL,
    decided_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT shadow_decisions_kind_check CHECK ((kind = ANY (ARRAY['rules'::text, 'ruleset'::text]))),
    CONSTRAINT shadow_decisions_route_check CHECK ((route = ANY (ARRAY['automation'::text, 'manual'::text])))
);

ALTER TABLE ONLY public.automation_tasks
    ADD CONSTRAINT automation_tasks_batch_id_part_key_key UNIQUE (batch_id, part_key);

ALTER TABLE ONLY public.automation_tasks
    ADD CONSTRAINT automation_tasks_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.batch_parts
    ADD CONSTRAINT batch_parts_batch_id_ordinal_key UNIQUE (batch_id, ordinal);

ALTER TABLE ONLY public.batch_parts
    ADD CONSTRAINT batch_parts_pkey PRIMARY KEY (batch_id, part_key);

ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.daily_budget
    ADD CONSTRAINT daily_budget_pkey PRIMARY KEY (business_day);

ALTER TABLE ONLY public.document_media
    ADD CONSTRAINT document_media_pkey PRIMARY KEY (product_id, url);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.manual_tasks
    ADD CONSTRAINT manual_tasks_of_part UNIQUE (id, part_key);

ALTER TABLE ONLY public.manual_tasks
    ADD CONSTRAINT manual_tasks_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.manufacturer_aliases
    ADD CONSTRAINT manufacturer_aliases_pkey PRIMARY KEY (alias);

ALTER TABLE ONLY public.manufacturers
    ADD CONSTRAINT manufacturers_pkey PRIMARY KEY (manufacturer_key);

ALTER TABLE ONLY public.part_number_aliases
    ADD CONSTRAINT part_number_aliases_pkey PRIMARY KEY (product_id, alias, source);

ALTER TABLE ONLY public.product_attributes
    ADD CONSTRAINT product_attributes_pkey PRIMARY KEY (product_id, attribute_key, source);

ALTER TABLE ONLY public.product_extras
    ADD CONSTRAINT product_extras_pkey PRIMARY KEY (product_id, key, source);

ALTER TABLE ONLY public.product_offers
    ADD CONSTRAINT product_offers_pkey PRIMARY KEY (product_id, source, sku);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_part_key_key UNIQUE (part_key);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.provider_slots
    ADD CONSTRAINT provider_slots_pkey PRIMARY KEY (provider, owner);

ALTER TABLE ONLY public.quarantined_rows
    ADD CONSTRAINT quarantined_rows_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quota_windows
    ADD CONSTRAINT quota_windows_pkey PRIMARY KEY (provider, period);

ALTER TABLE ONLY public.raw_payloads
    ADD CONSTRAINT raw_payloads_pkey PRIMARY KEY (provider, query_key);

ALTER TABLE ONLY public.replays
    ADD CONSTRAINT replays_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rulesets
    ADD CONSTRAINT rulesets_pkey PRIMARY KEY (hash);

ALTER TABLE ONLY public.schedule_ticks
    ADD CONSTRAINT schedule_ticks_pkey PRIMARY KEY (schedule, scheduled_at);

ALTER TABLE ONLY public.schedule_ticks
    ADD CONSTRAINT schedule_ticks_run_id_key UNIQUE (run_id);

ALTER TABLE ONLY public.shadow_decisions
    ADD CONSTRAINT shadow_decisions_pkey PRIMARY KEY (batch_id, part_key, kind);

CREATE INDEX automation_tasks_completed ON public.automation_tasks USING btree (part_key, completed_at DESC) WHERE (status = 'completed'::text);

CREATE INDEX automation_tasks_failed ON public.automation_tasks USING btree (part_key, failed_at DESC) WHERE (status = 'failed'::text);

CREATE INDEX automation_tasks_leased ON public.automation_tasks USING btree (lease_expires_at) WHERE (lease_expires_at IS NOT NULL);

CREATE INDEX automation_tasks_of_product ON public.automation_tasks USING btree (product_id);

CREATE INDEX automation_tasks_of_replay ON public.automation_tasks USING btree (replay_id) WHERE (replay_id IS NOT NULL);

CREATE INDEX automation_tasks_open ON public.automation_tasks USING btree (batch_id, lane, ordinal) WHERE (status <> ALL (ARRAY['completed'::text, 'failed'::text]));

CREATE INDEX batch_parts_of_manual_task ON public.batch_parts USING btree (manual_task_id);

CREATE INDEX batch_parts_of_part ON public.batch_parts USING btree (part_key, extracted_at DESC);

CREATE UNIQUE INDEX batch_parts_one_open ON public.batch_parts USING btree (part_key) WHERE (settled_at IS NULL);

CREATE INDEX batch_parts_undecided ON public.batch_parts USING btree (batch_id, ordinal) WHERE (decided_at IS NULL);

CREATE INDEX batches_newest ON public.batches USING btree (opened_at DESC) WHERE (kind = 'run'::text);

CREATE INDEX batches_of_day ON public.batches USING btree (business_day) WHERE (kind = 'run'::text);

CREATE INDEX batches_of_run ON public.batches USING btree (run_id);

CREATE UNIQUE INDEX batches_one_fallback ON public.batches USING btree (parent_batch_id) WHERE (kind = 'fallback'::text);

CREATE INDEX batches_unfinished ON public.batches USING btree (opened_at) WHERE (settled_at IS NULL);

CREATE INDEX events_of_batch ON public.events USING btree (batch_id, id);

CREATE INDEX events_of_part ON public.events USING btree (part_key, id);

CREATE INDEX manual_tasks_closed ON public.manual_tasks USING btree (part_key, closed_at DESC) WHERE (closed_at IS NOT NULL);

CREATE INDEX manual_tasks_leased ON public.manual_tasks USING btree (lease_expires_at) WHERE (status = 'processing'::text);

CREATE INDEX manual_tasks_of_automation_task ON public.manual_tasks USING btree (automation_task_id);

CREATE INDEX manual_tasks_of_batch ON public.manual_tasks USING btree (batch_id);

CREATE INDEX manual_tasks_of_origin ON public.manual_tasks USING btree (origin_batch_id, part_key);

CREATE UNIQUE INDEX manual_tasks_one_open ON public.manual_tasks USING btree (part_key) WHERE (status = ANY (ARRAY['initialized'::text, 'processing'::text]));

CREATE INDEX manual_tasks_queue ON public.manual_tasks USING btree (priority_rank, created_at, id) WHERE (status = ANY (ARRAY['initialized'::text, 'processing'::text]));

CREATE INDEX manufacturer_aliases_of ON public.manufacturer_aliases USING btree (manufacturer_key);

CREATE INDEX part_number_aliases_by_alias ON public.part_number_aliases USING btree (alias);

CREATE INDEX products_of_manufacturer ON public.products USING btree (manufacturer_key);

CREATE INDEX products_of_provider ON public.products USING btree (provider, provider_product_id);

CREATE INDEX quarantined_rows_of_batch ON public.quarantined_rows USING btree (batch_id);

CREATE UNIQUE INDEX quarantined_rows_once ON public.quarantined_rows USING btree (fingerprint) WHERE (released_at IS NULL);

CREATE INDEX replays_of_batch ON public.replays USING btree (batch_id, id);

CREATE UNIQUE INDEX replays_one_running ON public.replays USING btree (batch_id) WHERE (ended_at IS NULL);

CREATE INDEX schedule_ticks_running ON public.schedule_ticks USING btree (schedule) WHERE (status = 'running'::text);

CREATE TRIGGER automation_tasks_inserted AFTER INSERT ON public.automation_tasks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.record_task_insert('automation_task');

CREATE TRIGGER automation_tasks_put_back BEFORE UPDATE OF status, not_before ON public.automation_tasks FOR EACH ROW WHEN ((((new.status = 'initialized'::text) AND (old.status <> 'initialized'::text)) OR ((new.not_before IS NOT NULL) AND (new.not_before IS DISTINCT FROM old.not_before)))) EXECUTE FUNCTION public.next_generation();

CREATE TRIGGER automation_tasks_transition BEFORE UPDATE OF status ON public.automation_tasks FOR EACH ROW EXECUTE FUNCTION public.enforce_transition('initialized>processing', 'processing>data_finished', 'data_finished>supabase_finished', 'supabase_finished>completed', 'processing>failed', 'data_finished>failed', 'supabase_finished>failed', 'processing>initialized', 'data_finished>initialized', 'data_finished>processing', 'supabase_finished>processing', 'failed>initialized', 'failed>processing', 'initialized>failed');

CREATE TRIGGER automation_tasks_updated AFTER UPDATE ON public.automation_tasks FOR EACH ROW WHEN ((old.status <> new.status)) EXECUTE FUNCTION public.record_task_move('automation_task');

CREATE TRIGGER batches_inserted AFTER INSERT ON public.batches FOR EACH ROW EXECUTE FUNCTION public.record_batch_change();

CREATE TRIGGER batches_transition BEFORE UPDATE OF status ON public.batches FOR EACH ROW EXECUTE FUNCTION public.enforce_transition('in_progress>completed', 'in_progress>failed', 'in_progress>completed_with_failures', 'failed>in_progress', 'completed_with_failures>in_progress');

CREATE TRIGGER batches_updated AFTER UPDATE ON public.batches FOR EACH ROW WHEN (((old.status <> new.status) OR (old.stage <> new.stage))) EXECUTE FUNCTION public.record_batch_change();

CREATE TRIGGER events_append_only BEFORE DELETE OR UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER manual_tasks_inserted AFTER INSERT ON public.manual_tasks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.record_task_insert('manual_task');

CREATE TRIGGER manual_tasks_transition BEFORE UPDATE OF status ON public.manual_tasks FOR EACH ROW EXECUTE FUNCTION public.enforce_transition('initialized>processing', 'processing>initialized', 'processing>completed', 'processing>failed', 'initialized>completed', 'initialized>failed');

CREATE TRIGGER manual_tasks_updated AFTER UPDATE ON public.manual_tasks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.record_task_update('manual_task');

ALTER TABLE ONLY public.automation_tasks
    ADD CONSTRAINT automation_tasks_batch_id_part_key_fkey FOREIGN KEY (batch_id, part_key) REFERENCES public.batch_parts(batch_id, part_key);

ALTER TABLE ONLY public.automation_tasks
    ADD CONSTRAINT automation_tasks_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id);

ALTER TABLE ONLY public.automation_tasks
    ADD CONSTRAINT automation_tasks_replay_id_fkey FOREIGN KEY (replay_id) REFERENCES public.replays(id);

ALTER TABLE ONLY public.batch_parts
    ADD CONSTRAINT batch_parts_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batches(id);

ALTER TABLE ONLY public.batch_parts
    ADD CONSTRAINT batch_parts_manual_task_fkey FOREIGN KEY (manual_task_id, part_key) REFERENCES public.manual_tasks(id, part_key);

ALTER TABLE ONLY public.batch_parts
    ADD CONSTRAINT batch_parts_ruleset_hash_fkey FOREIGN KEY (ruleset_hash) REFERENCES public.rulesets(hash);

ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_parent_batch_id_fkey FOREIGN KEY (parent_batch_id) REFERENCES public.batches(id);

ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_redecide_hash_fkey FOREIGN KEY (redecide_hash) REFERENCES public.rulesets(hash);

ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_ruleset_hash_fkey FOREIGN KEY (ruleset_hash) REFERENCES public.rulesets(hash);

ALTER TABLE ONLY public.document_media
    ADD CONSTRAINT document_media_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.manual_tasks
    ADD CONSTRAINT manual_tasks_automation_task_id_fkey FOREIGN KEY (automation_task_id) REFERENCES public.automation_tasks(id);

ALTER TABLE ONLY public.manual_tasks
    ADD CONSTRAINT manual_tasks_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batches(id);

ALTER TABLE ONLY public.manual_tasks
    ADD CONSTRAINT manual_tasks_origin_batch_id_part_key_fkey FOREIGN KEY (origin_batch_id, part_key) REFERENCES public.batch_parts(batch_id, part_key);

ALTER TABLE ONLY public.manufacturer_aliases
    ADD CONSTRAINT manufacturer_aliases_manufacturer_key_fkey FOREIGN KEY (manufacturer_key) REFERENCES public.manufacturers(manufacturer_key);

ALTER TABLE ONLY public.part_number_aliases
    ADD CONSTRAINT part_number_aliases_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.product_attributes
    ADD CONSTRAINT product_attributes_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.product_extras
    ADD CONSTRAINT product_extras_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.product_offers
    ADD CONSTRAINT product_offers_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.quarantined_rows
    ADD CONSTRAINT quarantined_rows_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batches(id);

ALTER TABLE ONLY public.replays
    ADD CONSTRAINT replays_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batches(id);

ALTER TABLE ONLY public.replays
    ADD CONSTRAINT replays_ruleset_hash_fkey FOREIGN KEY (ruleset_hash) REFERENCES public.rulesets(hash);

ALTER TABLE ONLY public.shadow_decisions
    ADD CONSTRAINT shadow_decisions_batch_id_part_key_fkey FOREIGN KEY (batch_id, part_key) REFERENCES public.batch_parts(batch_id, part_key);

ALTER TABLE ONLY public.shadow_decisions
    ADD CONSTRAINT shadow_decisions_ruleset_hash_fkey FOREIGN KEY (ruleset_hash) REFERENCES public.rulesets(hash);

ALTER TABLE public.automation_tasks ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.batch_parts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.batches ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.daily_budget ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.document_media ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.manual_tasks ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.manufacturer_aliases ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.manufacturers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.part_number_aliases ENABLE ROW LEVEL SECURITY;

CREATE POLICY pipeline ON public.automation_tasks TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.batch_parts TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.batches TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.daily_budget TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.document_media TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.events TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.manual_tasks TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.manufacturer_aliases TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.manufacturers TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.part_number_aliases TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.product_attributes TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.product_extras TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.product_offers TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.products TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.provider_slots TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.quarantined_rows TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.quota_windows TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.raw_payloads TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.replays TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.rulesets TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.schedule_ticks TO workflow_pipeline USING (true) WITH CHECK (true);

CREATE POLICY pipeline ON public.shadow_decisions TO workflow_pipeline USING (true) WITH CHECK (true);

ALTER TABLE public.product_attributes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.product_extras ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.product_offers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.products ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.provider_slots ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.quarantined_rows ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.quota_windows ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.raw_payloads ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.replays ENABLE ROW LEVEL SECURITY;

CREATE POLICY reviewers_read ON public.automation_tasks FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.batch_parts FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.batches FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.document_media FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.events FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.manual_tasks FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.manufacturer_aliases FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.manufacturers FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.part_number_aliases FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.product_attributes FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.product_extras FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.product_offers FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.products FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.replays FOR SELECT TO authenticated USING (true);

CREATE POLICY reviewers_read ON public.schedule_ticks FOR SELECT TO authenticated USING (true);

ALTER TABLE public.rulesets ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.schedule_ticks ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.shadow_decisions ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA public TO anon;
GRANT USAGE ON SCHEMA public TO authenticated;
GRANT USAGE ON SCHEMA public TO service_role;
GRANT USAGE ON SCHEMA public TO workflow_pipeline;

REVOKE ALL ON FUNCTION public.claim_task(task uuid, owner text, lease_end timestamp with time zone, origin text, number_key text, fresh_from timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_task(task uuid, owner text, lease_end timestamp with time zone, origin text, number_key text, fresh_from timestamp with time zone) TO workflow_pipeline;

REVOKE ALL ON FUNCTION public.complete_task(task uuid, product uuid, grade text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complete_task(task uuid, product uuid, grade text) TO workflow_pipeline;

REVOKE ALL ON FUNCTION public.current_actor() FROM PUBLIC;
GRANT ALL ON FUNCTION public.current_actor() TO workflow_pipeline;

REVOKE ALL ON FUNCTION public.enforce_transition() FROM PUBLIC;
GRANT ALL ON FUNCTION public.enforce_transition() TO workflow_pipeline;

REVOKE ALL ON FUNCTION public.next_generation() FROM PUBLIC;
GRANT ALL ON FUNCTION public.next_generation() TO workflow_pipeline;

REVOKE ALL ON FUNCTION public.record_batch_change() FROM PUBLIC;
GRANT ALL ON FUNCTION public.record_batch_change() TO workflow_pipeline;

REVOKE ALL ON FUNCTION public.record_task_insert() FROM PUBLIC;
GRANT ALL ON FUNCTION public.record_task_insert() TO workflow_pipeline;

REVOKE ALL ON FUNCTION public.record_task_move() FROM PUBLIC;
GRANT ALL ON FUNCTION public.record_task_move() TO workflow_pipeline;

REVOKE ALL ON FUNCTION public.record_task_update() FROM PUBLIC;
GRANT ALL ON FUNCTION public.record_task_update() TO workflow_pipeline;

REVOKE ALL ON FUNCTION public.refuse_change() FROM PUBLIC;
GRANT ALL ON FUNCTION public.refuse_change() TO workflow_pipeline;

REVOKE ALL ON FUNCTION public.save_product(given jsonb, origin text, task uuid, address text, seen_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.save_product(given jsonb, origin text, task uuid, address text, seen_at timestamp with time zone) TO workflow_pipeline;

REVOKE ALL ON FUNCTION public.store_answer(task uuid, origin text, number_key text, answer jsonb, request text, address text, spent integer, seen_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.store_answer(task uuid, origin text, number_key text, answer jsonb, request text, address text, spent integer, seen_at timestamp with time zone) TO workflow_pipeline;

REVOKE ALL ON FUNCTION public.store_product(task uuid, origin text, number_key text, answer jsonb, request text, answer_address text, spent integer, seen_at timestamp with time zone, given jsonb, address text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.store_product(task uuid, origin text, number_key text, answer jsonb, request text, answer_address text, spent integer, seen_at timestamp with time zone, given jsonb, address text) TO workflow_pipeline;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.automation_tasks TO workflow_pipeline;
GRANT SELECT ON TABLE public.automation_tasks TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.batch_parts TO workflow_pipeline;
GRANT SELECT ON TABLE public.batch_parts TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.batches TO workflow_pipeline;
GRANT SELECT ON TABLE public.batches TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.daily_budget TO workflow_pipeline;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.manual_tasks TO workflow_pipeline;
GRANT SELECT ON TABLE public.manual_tasks TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.product_attributes TO workflow_pipeline;
GRANT SELECT ON TABLE public.product_attributes TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.products TO workflow_pipeline;
GRANT SELECT ON TABLE public.products TO authenticated;

GRANT SELECT ON TABLE public.decision_outcomes TO workflow_pipeline;
GRANT SELECT ON TABLE public.decision_outcomes TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.document_media TO workflow_pipeline;
GRANT SELECT ON TABLE public.document_media TO authenticated;

GRANT SELECT,INSERT ON TABLE public.events TO workflow_pipeline;
GRANT SELECT ON TABLE public.events TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.manufacturer_aliases TO workflow_pipeline;
GRANT SELECT ON TABLE public.manufacturer_aliases TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.manufacturers TO workflow_pipeline;
GRANT SELECT ON TABLE public.manufacturers TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.part_number_aliases TO workflow_pipeline;
GRANT SELECT ON TABLE public.part_number_aliases TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.product_extras TO workflow_pipeline;
GRANT SELECT ON TABLE public.product_extras TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.product_offers TO workflow_pipeline;
GRANT SELECT ON TABLE public.product_offers TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.provider_slots TO workflow_pipeline;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quarantined_rows TO workflow_pipeline;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quota_windows TO workflow_pipeline;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.raw_payloads TO workflow_pipeline;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.replays TO workflow_pipeline;
GRANT SELECT ON TABLE public.replays TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rulesets TO workflow_pipeline;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.schedule_ticks TO workflow_pipeline;
GRANT SELECT ON TABLE public.schedule_ticks TO authenticated;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.shadow_decisions TO workflow_pipeline;
