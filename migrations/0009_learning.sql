-- What is needed to learn from decisions: the ruleset of each, how likely its route was, and what others would have said.

alter table public.batches
  -- The share of parts for people that is automated all the same, to learn from them; with the seed that picks them.
  add column exploration_rate double precision not null default 0 check (exploration_rate between 0 and 0.2),
  add column exploration_seed integer not null default 0 check (exploration_seed >= 0);

alter table public.batch_parts
  -- How likely the part was to get the route it got; 1 wherever chance had no say.
  add column propensity double precision,
  -- Automated by chance, although the rules sent it to a person.
  add column is_explored boolean not null default false;
-- Every decision names its rules, also where they are the batch's.
update public.batch_parts p set propensity = 1, ruleset_hash = coalesce(p.ruleset_hash, b.ruleset_hash)
from public.batches b where b.id = p.batch_id and p.decided_at is not null;
alter table public.batch_parts
  add check (propensity > 0 and propensity <= 1),
  add check (decided_at is null or num_nulls(propensity, ruleset_hash) = 0),
  add check (not is_explored or (route = 'automation' and propensity <= 0.2));

-- What rules on trial would have decided: rules in shadow inside the live file, or a whole ruleset in shadow.
create table public.shadow_decisions (
  batch_id text not null,
  part_key text not null,
  kind text not null check (kind in ('rules', 'ruleset')),
  ruleset_hash text not null references public.rulesets,
  rule_id text not null,
  route text not null check (route in ('automation', 'manual')),
  decided_at timestamptz not null default clock_timestamp(),
  primary key (batch_id, part_key, kind),
  foreign key (batch_id, part_key) references public.batch_parts
);

-- Each decision with what became of it. One row per part and batch: a lookup that is done again counts once, as it
-- ended last. `automation_result` says whether the part could be automated: faults of the connection say nothing.
create view public.decision_outcomes with (security_invoker = true) as
select p.batch_id, p.part_key, p.mpn, p.decided_at, p.ruleset_hash, p.rule_id, p.decision_kind, p.route, p.is_explored,
  p.propensity, p.facts,
  case
    when t.id is null then null
    when t.status = 'completed' then 'succeeded'
    when t.status = 'failed' and t.error_class in ('not_found', 'ambiguous_match', 'parse') then 'failed'
    when t.status = 'failed' then 'inconclusive'
    else 'open'
  end as automation_result,
  case when t.status = 'failed' then t.error_class end as error_class,
  extract(epoch from coalesce(t.completed_at, t.failed_at) - t.processing_at)::float8 as automation_seconds,
  t.calls,
  m.outcome as review_outcome,
  extract(epoch from m.closed_at - m.claimed_at)::float8 / 60 as review_minutes,
  case when m.id is not null then exists (
    select from public.products r join public.product_attributes a on a.product_id = r.id
    where r.part_key = p.part_key and a.source = 'manual' and a.task_id = m.id)
  end as is_edited
from public.batch_parts p
left join public.automation_tasks t on t.batch_id = p.batch_id and t.part_key = p.part_key
  and p.route = 'automation'
-- Only the decision that a task was filed for has the review; later ones that met the open task are linked to it too.
left join public.manual_tasks m on m.id = p.manual_task_id and m.origin_batch_id = p.batch_id
  and m.status = 'completed' and m.claimed_at is not null
where p.decided_at is not null;

alter table public.shadow_decisions enable row level security;
revoke all on public.shadow_decisions, public.decision_outcomes from public, anon, authenticated;
grant select, insert, update, delete on public.shadow_decisions to workflow_pipeline;
create policy pipeline on public.shadow_decisions to workflow_pipeline using (true) with check (true);
grant select on public.decision_outcomes to workflow_pipeline;
grant select on public.decision_outcomes to authenticated;
