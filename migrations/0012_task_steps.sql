-- The steps of a part that is scraped, a function each: every connection plans their statements once. Planned with
-- every part they cost more than they do, and prepared statements of their own would not survive a connection pooler
-- that lends a connection for one transaction.

-- Takes a task into work, and with it the stored answer of an earlier attempt, if one is fresh enough. No row when it
-- is already completed or failed, or in somebody else's work.
create function public.claim_task(task uuid, owner text, lease_end timestamptz, origin text, number_key text,
  fresh_from timestamptz)
returns table (id uuid, batch_id text, part_key text, mpn text, manufacturer text, attempts integer, waits integer,
  payload jsonb, source_url text, fetched_at timestamptz)
language plpgsql set search_path = '' as $$
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
    attempts = t.attempts + case when answer.provider is null then 1 else 0 end,
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

-- Keeps a provider's answer and notes that the data is there, together.
create function public.store_answer(task uuid, origin text, number_key text, answer jsonb, request text, address text,
  spent integer, seen_at timestamptz)
returns void
language plpgsql set search_path = '' as $$
begin
  insert into public.raw_payloads (provider, query_key, payload, request_id, source_url, calls, fetched_at)
  values (origin, number_key, answer, request, address, spent, seen_at)
  on conflict (provider, query_key) do update set payload = excluded.payload, request_id = excluded.request_id,
    source_url = excluded.source_url, calls = excluded.calls, fetched_at = excluded.fetched_at;

  update public.automation_tasks t set status = 'data_finished', data_finished_at = clock_timestamp(),
    calls = t.calls + spent, error_detail = jsonb_strip_nulls(jsonb_build_object('requestId', request))
  where t.id = task;
end
$$;

-- Notes that the product is committed and completes its task; called after that commit, never with it.
create function public.complete_task(task uuid, product uuid, grade text)
returns void
language plpgsql set search_path = '' as $$
begin
  update public.automation_tasks t set status = 'supabase_finished', supabase_finished_at = clock_timestamp()
  where t.id = task;

  update public.automation_tasks t set status = 'completed', completed_at = clock_timestamp(), product_id = product,
    match_grade = grade, error_class = null, error_message = null, candidates = '[]', lease_owner = null,
    lease_expires_at = null
  where t.id = task;
end
$$;

revoke all on function public.claim_task(uuid, text, timestamptz, text, text, timestamptz),
  public.store_answer(uuid, text, text, jsonb, text, text, integer, timestamptz),
  public.complete_task(uuid, uuid, text) from public, anon, authenticated;
grant execute on function public.claim_task(uuid, text, timestamptz, text, text, timestamptz),
  public.store_answer(uuid, text, text, jsonb, text, text, integer, timestamptz),
  public.complete_task(uuid, uuid, text) to workflow_pipeline;

-- Automation tasks move one at a time: the trigger of a row costs less than one that is handed tables of the old rows
-- and the new ones.
create function public.record_task_move() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.events (kind, batch_id, part_key, subject_id, from_status, to_status, actor, data)
  values (tg_argv[0], new.batch_id, new.part_key, new.id::text, old.status, new.status, public.current_actor(),
    jsonb_strip_nulls(jsonb_build_object('errorClass', new.error_class, 'attempts', new.attempts)));
  return null;
end
$$;
revoke all on function public.record_task_move() from public, anon, authenticated;
grant execute on function public.record_task_move() to workflow_pipeline;

drop trigger automation_tasks_updated on public.automation_tasks;
create trigger automation_tasks_updated after update on public.automation_tasks
  for each row when (old.status <> new.status)
  execute function public.record_task_move('automation_task');

-- Parsed once and planned into the statements that ask for it, which a body in quotes with a search path of its own
-- cannot be.
create or replace function public.current_actor() returns text
language sql stable
return coalesce(
  nullif(current_setting('app.actor', true), ''),
  nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub',
  session_user::text);
