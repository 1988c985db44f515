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
