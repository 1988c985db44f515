-- The roles that grants and policies name. Supabase has the first three; elsewhere they are made here.
do $$
begin
  if not exists (select from pg_roles where rolname = 'anon') then
    create role anon nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then
    create role authenticated nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'service_role') then
    create role service_role nologin bypassrls;
  end if;
  -- What the pipeline may do. A deployment gives its login role membership: grant workflow_pipeline to <login>.
  if not exists (select from pg_roles where rolname = 'workflow_pipeline') then
    create role workflow_pipeline nologin;
  end if;
exception
  -- Roles belong to the whole server: another database's migration may make them at the same moment.
  when duplicate_object or unique_violation then null;
end
$$;

grant usage on schema public to anon, authenticated, service_role, workflow_pipeline;

-- Refuses a status change that the subject's state machine does not have.
-- The trigger's arguments are the legal changes, written from>to.
create function public.enforce_transition() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.status is distinct from old.status
     and not (old.status || '>' || new.status) = any (tg_argv) then
    raise exception '% cannot go from % to %', tg_table_name, old.status, new.status
      using errcode = 'check_violation';
  end if;
  return new;
end
$$;
