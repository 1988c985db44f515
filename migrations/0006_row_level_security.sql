-- Nobody sees anything that is not granted here. Supabase's API roles may have default grants: take them back first.
do $$
declare
  t text;
begin
  for t in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r'
      and c.relname in ('manufacturers', 'manufacturer_aliases', 'rulesets', 'daily_budget', 'batches', 'batch_parts',
        'quarantined_rows', 'quota_windows', 'provider_slots', 'products', 'product_attributes', 'document_media', 'product_extras',
        'product_offers', 'part_number_aliases', 'raw_payloads', 'automation_tasks', 'manual_tasks', 'events')
  loop
    execute format('alter table public.%I enable row level security', t);
    execute format('revoke all on public.%I from public, anon, authenticated', t);
    execute format('grant select, insert, update, delete on public.%I to workflow_pipeline', t);
    execute format('create policy pipeline on public.%I to workflow_pipeline using (true) with check (true)', t);
  end loop;

  -- What a signed-in reviewer needs to see. Reviewers change nothing directly.
  foreach t in array array['manual_tasks', 'automation_tasks', 'batches', 'batch_parts', 'products',
    'product_attributes', 'document_media', 'product_extras', 'product_offers', 'part_number_aliases',
    'manufacturers', 'manufacturer_aliases', 'events']
  loop
    execute format('grant select on public.%I to authenticated', t);
    execute format('create policy reviewers_read on public.%I for select to authenticated using (true)', t);
  end loop;
end
$$;

revoke update, delete on public.events from workflow_pipeline;

revoke all on function public.enforce_transition(), public.refuse_change(), public.current_actor(),
  public.record_task_insert(), public.record_task_update(), public.record_batch_change()
  from public, anon, authenticated;
-- Trigger functions run with the rights of whoever changes the table; the actor is asked for by them.
grant execute on function public.enforce_transition(), public.refuse_change(), public.current_actor(),
  public.record_task_insert(), public.record_task_update(), public.record_batch_change()
  to workflow_pipeline;
