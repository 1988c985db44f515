-- The least priority score that a batch read down to; null when it read no part.
alter table public.batches add column cutoff_priority numeric(5, 4) check (cutoff_priority between 0 and 1);

-- A row that a person releases is judged anew by the next run; what it was quarantined for stays on record.
alter table public.quarantined_rows drop constraint quarantined_rows_pkey;
alter table public.quarantined_rows
  add column id bigint generated always as identity primary key,
  add column released_at timestamptz,
  add column released_by text,
  add column release_reason text,
  add check ((released_at is null) = (released_by is null)),
  add check ((released_at is null) = (release_reason is null));
create unique index quarantined_rows_once on public.quarantined_rows (fingerprint) where released_at is null;
