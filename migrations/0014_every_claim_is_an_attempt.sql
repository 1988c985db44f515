-- Takes a task into work, and with it the stored answer of an earlier attempt, if one is fresh enough. No row when it
-- is already completed or failed, or in somebody else's work. Each time counts as an attempt, also when the stored answer
-- spares the call: else a product that the database refuses is tried again without end.
create or replace function public.claim_task(task uuid, owner text, lease_end timestamptz, origin text, number_key text,
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
