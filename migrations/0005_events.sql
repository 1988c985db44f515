-- What happened, append-only, written in the transaction of the change it tells of.
create table public.events (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  kind text not null,
  batch_id text,
  part_key text,
  subject_id text not null,
  from_status text,
  to_status text,
  actor text not null,
  data jsonb not null default '{}'
);
create index events_of_batch on public.events (batch_id, id);
create index events_of_part on public.events (part_key, id);

create function public.refuse_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
create trigger events_append_only before update or delete on public.events
  for each row execute function public.refuse_change();

-- Who acts: named by the application, else by the API's token, else the login.
create function public.current_actor() returns text
language sql stable set search_path = '' as $$
  select coalesce(
    nullif(current_setting('app.actor', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub',
    session_user::text)
$$;

create function public.record_task_insert() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.events (kind, batch_id, part_key, subject_id, to_status, actor)
  select tg_argv[0], n.batch_id, n.part_key, n.id::text, n.status, public.current_actor() from new_rows n;
  return null;
end
$$;

create function public.record_task_update() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.events (kind, batch_id, part_key, subject_id, from_status, to_status, actor, data)
  select tg_argv[0], n.batch_id, n.part_key, n.id::text, o.status, n.status, public.current_actor(),
    jsonb_strip_nulls(jsonb_build_object('errorClass', n.error_class, 'attempts', n.attempts))
  from new_rows n join old_rows o using (id)
  where n.status <> o.status;
  return null;
end
$$;

create function public.record_batch_change() returns trigger
language plpgsql security definer set search_path = '' as $$
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

create trigger automation_tasks_inserted after insert on public.automation_tasks
  referencing new table as new_rows for each statement execute function public.record_task_insert('automation_task');
create trigger automation_tasks_updated after update on public.automation_tasks
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.record_task_update('automation_task');
create trigger manual_tasks_inserted after insert on public.manual_tasks
  referencing new table as new_rows for each statement execute function public.record_task_insert('manual_task');
create trigger manual_tasks_updated after update on public.manual_tasks
  referencing old table as old_rows new table as new_rows
  for each statement execute function public.record_task_update('manual_task');
create trigger batches_inserted after insert on public.batches
  for each row execute function public.record_batch_change();
create trigger batches_updated after update on public.batches
  for each row when (old.status <> new.status or old.stage <> new.stage)
  execute function public.record_batch_change();
