-- How often a task was put back or put off: part of the idempotency key of the run that does it, so that a run which
-- ended without doing it is not taken for the one that will.
alter table public.automation_tasks add column generation integer not null default 0 check (generation >= 0);

create function public.next_generation() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.generation := old.generation + 1;
  return new;
end
$$;

create trigger automation_tasks_put_back before update of status, not_before on public.automation_tasks
  for each row
  when ((new.status = 'initialized' and old.status <> 'initialized')
    or (new.not_before is not null and new.not_before is distinct from old.not_before))
  execute function public.next_generation();

revoke all on function public.next_generation() from public, anon, authenticated;
grant execute on function public.next_generation() to workflow_pipeline;
