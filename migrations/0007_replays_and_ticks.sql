-- One replay of parts of a batch: who asked for it, why, which parts, and what came of it.
create table public.replays (
  id integer generated always as identity primary key,
  batch_id text not null references public.batches,
  reason text not null check (reason <> ''),
  requested_by text not null check (requested_by <> ''),
  filter jsonb not null,
  -- The rules that decide the parts anew; without them the stored decisions stand.
  ruleset_hash text references public.rulesets,
  selected integer not null check (selected > 0),
  skipped jsonb not null default '{}',
  completed integer,
  failed integer,
  to_review integer,
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  check (num_nulls(completed, failed, to_review, ended_at) in (0, 4))
);
create unique index replays_one_running on public.replays (batch_id) where ended_at is null;
create index replays_of_batch on public.replays (batch_id, id);

alter table public.automation_tasks
  add column replays integer not null default 0 check (replays >= 0),
  add column replay_id integer references public.replays;
create index automation_tasks_of_replay on public.automation_tasks (replay_id) where replay_id is not null;

drop trigger automation_tasks_transition on public.automation_tasks;
create trigger automation_tasks_transition before update of status on public.automation_tasks
  for each row execute function public.enforce_transition(
    'initialized>processing', 'processing>data_finished', 'data_finished>supabase_finished',
    'supabase_finished>completed',
    'processing>failed', 'data_finished>failed', 'supabase_finished>failed',
    -- released, deferred, or taken over after its lease ran out
    'processing>initialized', 'data_finished>initialized', 'data_finished>processing',
    'supabase_finished>processing',
    -- replayed
    'failed>initialized', 'failed>processing',
    -- replayed under new rules, which send the part to a person
    'initialized>failed');

-- The rules that decided a part, where a replay decided it anew; the batch's own otherwise.
alter table public.batch_parts add column ruleset_hash text references public.rulesets;
-- The rules by which a replay that is under way decides unfinished parts.
alter table public.batches add column redecide_hash text references public.rulesets;

-- Every time a schedule was due, once, however often it was delivered.
create table public.schedule_ticks (
  schedule text not null check (schedule <> ''),
  scheduled_at timestamptz not null,
  run_id uuid not null unique,
  status text not null check (status in ('running', 'finished', 'skipped_overlap')),
  business_day date not null,
  deliveries integer not null default 1 check (deliveries > 0),
  -- Earlier ticks that were never delivered; this one stands for them.
  missed integer not null default 0 check (missed >= 0),
  -- The run that was at work, where this tick was skipped.
  blocked_by uuid,
  taken_parts integer,
  ended_early text,
  lease_owner text,
  lease_expires_at timestamptz,
  recorded_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (schedule, scheduled_at),
  check ((lease_owner is null) = (lease_expires_at is null)),
  check ((status = 'running') = (finished_at is null)),
  check ((status = 'skipped_overlap') = (blocked_by is not null))
);
create index schedule_ticks_running on public.schedule_ticks (schedule) where status = 'running';
create index batches_of_day on public.batches (business_day) where kind = 'run';

do $$
declare
  t text;
begin
  foreach t in array array['replays', 'schedule_ticks'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('revoke all on public.%I from public, anon, authenticated', t);
    execute format('grant select, insert, update, delete on public.%I to workflow_pipeline', t);
    execute format('create policy pipeline on public.%I to workflow_pipeline using (true) with check (true)', t);
    execute format('grant select on public.%I to authenticated', t);
    execute format('create policy reviewers_read on public.%I for select to authenticated using (true)', t);
  end loop;
end
$$;
