-- Keeps a provider's answer and notes that the data is there, together. Once more, after a reply that was lost, it counts
-- no call twice.
create or replace function public.store_answer(task uuid, origin text, number_key text, answer jsonb, request text, address text,
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
  where t.id = task and t.status = 'processing';
end
$$;

-- Keeps a provider's answer, notes that the data is there, and writes the product read from it: what `store_answer` and
-- `save_product` do, in one call and one transaction.
create function public.store_product(task uuid, origin text, number_key text, answer jsonb, request text,
  answer_address text, spent integer, seen_at timestamptz, given jsonb, address text)
returns uuid
language plpgsql set search_path = '' as $$
begin
  perform public.store_answer(task, origin, number_key, answer, request, answer_address, spent, seen_at);
  return public.save_product(given, origin, task, address, seen_at);
end
$$;
revoke all on function public.store_product(uuid, text, text, jsonb, text, text, integer, timestamptz, jsonb, text)
  from public, anon, authenticated;
grant execute on function public.store_product(uuid, text, text, jsonb, text, text, integer, timestamptz, jsonb, text)
  to workflow_pipeline;
