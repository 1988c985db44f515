create table public.automation_tasks (
  id uuid primary key default gen_random_uuid(),
  batch_id text not null,
  part_key text not null,
  status text not null default 'initialized' check (status in
    ('initialized', 'processing', 'data_finished', 'supabase_finished', 'completed', 'failed')),
  lane text not null check (lane in ('high', 'normal')),
  ordinal integer not null,
  attempts integer not null default 0 check (attempts >= 0),
  waits integer not null default 0 check (waits >= 0),
  calls integer not null default 0 check (calls >= 0),
  is_cached boolean not null default false,
  not_before timestamptz,
  match_grade text check (match_grade in ('exact', 'alias', 'ambiguous', 'none')),
  candidates jsonb not null default '[]',
  product_id uuid references public.products,
  error_class text check (error_class in
    ('rate_limited', 'auth', 'network', 'server', 'not_found', 'ambiguous_match', 'invalid_part', 'parse', 'db',
     'cancelled', 'abandoned', 'unknown')),
  error_message text,
  error_detail jsonb not null default '{}',
  lease_owner text,
  lease_expires_at timestamptz,
  initialized_at timestamptz not null default clock_timestamp(),
  processing_at timestamptz,
  data_finished_at timestamptz,
  supabase_finished_at timestamptz,
  completed_at timestamptz,
  failed_at timestamptz,
  unique (batch_id, part_key),
  foreign key (batch_id, part_key) references public.batch_parts,
  check ((status in ('processing', 'data_finished', 'supabase_finished')) = (lease_expires_at is not null)),
  check ((lease_owner is null) = (lease_expires_at is null)),
  check ((status = 'completed') = (completed_at is not null)),
  check (status <> 'completed' or (product_id is not null and match_grade in ('exact', 'alias'))),
  check ((status = 'failed') = (failed_at is not null)),
  check (status <> 'failed' or error_class is not null)
);
create index automation_tasks_open on public.automation_tasks (batch_id, lane, ordinal)
  where status not in ('completed', 'failed');
create index automation_tasks_leased on public.automation_tasks (lease_expires_at) where lease_expires_at is not null;
create index automation_tasks_completed on public.automation_tasks (part_key, completed_at desc) where status = 'completed';
create index automation_tasks_failed on public.automation_tasks (part_key, failed_at desc) where status = 'failed';
create index automation_tasks_of_product on public.automation_tasks (product_id);
create trigger automation_tasks_transition before update of status on public.automation_tasks
  for each row execute function public.enforce_transition(
    'initialized>processing', 'processing>data_finished', 'data_finished>supabase_finished',
    'supabase_finished>completed',
    'processing>failed', 'data_finished>failed', 'supabase_finished>failed',
    -- released, deferred, or taken over after its lease ran out
    'processing>initialized', 'data_finished>initialized', 'data_finished>processing',
    'supabase_finished>processing',
    -- replayed
    'failed>initialized', 'failed>processing');

create table public.manual_tasks (
  id uuid primary key default gen_random_uuid(),
  batch_id text not null references public.batches,
  origin_batch_id text not null,
  part_key text not null,
  automation_task_id uuid references public.automation_tasks,
  kind text not null check (kind in ('routed', 'fallback')),
  status text not null default 'initialized'
    check (status in ('initialized', 'processing', 'completed', 'failed')),
  priority text not null check (priority in ('high', 'medium', 'low')),
  priority_rank smallint not null generated always as
    (case priority when 'high' then 0 when 'medium' then 1 else 2 end) stored,
  mpn text not null,
  manufacturer text,
  reason text not null check (reason <> ''),
  error_class text,
  attempts integer not null default 0 check (attempts >= 0),
  candidates jsonb not null default '[]',
  source_row jsonb not null,
  decision jsonb not null,
  occurrences integer not null default 1 check (occurrences > 0),
  assignee text,
  lease_expires_at timestamptz,
  outcome text,
  note text,
  closed_by text,
  created_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  claimed_at timestamptz,
  closed_at timestamptz,
  foreign key (origin_batch_id, part_key) references public.batch_parts,
  check ((status = 'processing') = (lease_expires_at is not null)),
  check ((status = 'processing') <= (assignee is not null)),
  check ((status in ('completed', 'failed')) = (closed_at is not null)),
  check (status <> 'completed' or outcome is not null),
  check ((kind = 'fallback') = (automation_task_id is not null)),
  check ((kind = 'fallback') = (error_class is not null))
);
create unique index manual_tasks_one_open on public.manual_tasks (part_key) where status in ('initialized', 'processing');
create index manual_tasks_queue on public.manual_tasks (priority_rank, created_at, id)
  where status in ('initialized', 'processing');
create index manual_tasks_leased on public.manual_tasks (lease_expires_at) where status = 'processing';
create index manual_tasks_closed on public.manual_tasks (part_key, closed_at desc) where closed_at is not null;
create index manual_tasks_of_batch on public.manual_tasks (batch_id);
create index manual_tasks_of_origin on public.manual_tasks (origin_batch_id, part_key);
create index manual_tasks_of_automation_task on public.manual_tasks (automation_task_id);
create trigger manual_tasks_transition before update of status on public.manual_tasks
  for each row execute function public.enforce_transition(
    'initialized>processing', 'processing>initialized', 'processing>completed', 'processing>failed',
    -- closed by the pipeline itself, when the matter was settled elsewhere
    'initialized>completed', 'initialized>failed');

alter table public.batch_parts add foreign key (manual_task_id) references public.manual_tasks;
