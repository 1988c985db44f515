-- Manufacturers as the source names them; the key is the normal form that parts are compared by.
create table public.manufacturers (
  manufacturer_key text primary key check (manufacturer_key <> ''),
  name text not null,
  created_at timestamptz not null default now()
);

create table public.manufacturer_aliases (
  alias text primary key,
  manufacturer_key text not null references public.manufacturers,
  created_at timestamptz not null default now()
);
create index manufacturer_aliases_of on public.manufacturer_aliases (manufacturer_key);

-- Every ruleset that ever decided a part, by the hash of its logic.
create table public.rulesets (
  hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
  name text not null,
  version text not null,
  content jsonb not null,
  created_at timestamptz not null default now()
);

-- New parts decided on one day of the business calendar, so that runs at the same time share one limit.
create table public.daily_budget (
  business_day date primary key,
  reserved integer not null default 0 check (reserved >= 0)
);

create table public.batches (
  id text primary key check (id ~ '^batch_[0-9]{1,12}(_fallback)?$'),
  kind text not null check (kind in ('run', 'fallback')),
  parent_batch_id text references public.batches,
  run_id uuid not null,
  trigger text not null check (trigger in ('cli', 'api', 'schedule')),
  status text not null default 'in_progress'
    check (status in ('in_progress', 'completed', 'failed', 'completed_with_failures')),
  stage text not null default 'opened' check (stage in ('opened', 'extracted', 'decided', 'settled')),
  reason text,
  business_day date not null,
  request jsonb not null,
  config jsonb not null,
  ruleset_hash text not null references public.rulesets,
  source text not null,
  provider text not null,
  wanted integer not null check (wanted >= 0),
  budget_reserved integer not null default 0 check (budget_reserved >= 0),
  -- Where reading stopped: the sort keys of a page's start, and rows consumed after it.
  source_position jsonb,
  extracted integer not null default 0 check (extracted >= 0),
  quarantined integer not null default 0 check (quarantined >= 0),
  duplicates integer not null default 0 check (duplicates >= 0),
  skipped jsonb not null default '{}',
  lease_owner text,
  lease_expires_at timestamptz,
  opened_at timestamptz not null default now(),
  extracted_at timestamptz,
  decided_at timestamptz,
  settled_at timestamptz,
  check ((kind = 'fallback') = (parent_batch_id is not null)),
  check ((status = 'in_progress') = (settled_at is null)),
  check ((stage = 'settled') = (settled_at is not null)),
  check ((lease_owner is null) = (lease_expires_at is null)),
  check (kind = 'run' or (wanted = 0 and budget_reserved = 0))
);
create unique index batches_one_fallback on public.batches (parent_batch_id) where kind = 'fallback';
create index batches_unfinished on public.batches (opened_at) where settled_at is null;
create index batches_newest on public.batches (opened_at desc) where kind = 'run';
create index batches_of_run on public.batches (run_id);
create trigger batches_transition before update of status on public.batches
  for each row execute function public.enforce_transition(
    'in_progress>completed', 'in_progress>failed', 'in_progress>completed_with_failures',
    -- a replay opens a settled batch again
    'failed>in_progress', 'completed_with_failures>in_progress');

-- The ledger: one part in one batch, with the source row it came from and the decision made about it.
create table public.batch_parts (
  batch_id text not null references public.batches,
  part_key text not null check (part_key like '%|_%'),
  ordinal integer not null check (ordinal >= 0),
  source_product_id text,
  mpn text not null check (mpn <> ''),
  manufacturer text,
  manufacturer_key text,
  priority_score numeric(5, 4) check (priority_score between 0 and 1),
  source_row jsonb not null,
  source_fingerprint text not null,
  extracted_at timestamptz not null default now(),
  route text check (route in ('automation', 'manual')),
  lane text check (lane in ('high', 'normal')),
  decision_kind text check (decision_kind in ('rule', 'otherwise', 'forced', 'error')),
  rule_id text,
  reason text,
  confidence numeric(5, 4) check (confidence between 0 and 1),
  manual_priority text check (manual_priority in ('high', 'medium', 'low')),
  facts jsonb,
  conditions jsonb,
  decided_at timestamptz,
  manual_task_id uuid,
  settled_at timestamptz,
  primary key (batch_id, part_key),
  unique (batch_id, ordinal),
  check (num_nulls(route, lane, decision_kind, rule_id, reason, confidence, manual_priority, facts, conditions, decided_at) in (0, 10))
);
-- A part is in one unfinished batch at most, whatever runs at the same time.
create unique index batch_parts_one_open on public.batch_parts (part_key) where settled_at is null;
create index batch_parts_of_part on public.batch_parts (part_key, extracted_at desc);
create index batch_parts_undecided on public.batch_parts (batch_id, ordinal) where decided_at is null;
create index batch_parts_of_manual_task on public.batch_parts (manual_task_id);

-- Rows that cannot be a part, kept with the reason. The same row is quarantined once; a changed row is a new row.
create table public.quarantined_rows (
  fingerprint text primary key,
  batch_id text not null references public.batches,
  source text not null,
  raw jsonb not null,
  reason text not null,
  quarantined_at timestamptz not null default now()
);
create index quarantined_rows_of_batch on public.quarantined_rows (batch_id);

-- What the provider last said about its quota, shared by every process.
create table public.quota_windows (
  provider text not null,
  period text not null check (period in ('minute', 'day')),
  call_limit integer,
  remaining integer,
  closed_until timestamptz,
  observed_at timestamptz not null default now(),
  primary key (provider, period)
);

-- Calls in flight that each process may have, so that all together stay within one limit.
create table public.provider_slots (
  provider text not null,
  owner text not null,
  slots integer not null check (slots > 0),
  expires_at timestamptz not null,
  primary key (provider, owner)
);
