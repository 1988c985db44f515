-- The manual task that a part of a batch leads to is one of the same part. Links to another part's are cut: such a
-- part counts as lacking its task, and whoever sweeps or resumes files it.
update public.batch_parts p set manual_task_id = null
from public.manual_tasks m where m.id = p.manual_task_id and m.part_key <> p.part_key;

alter table public.manual_tasks add constraint manual_tasks_of_part unique (id, part_key);
alter table public.batch_parts
  drop constraint batch_parts_manual_task_id_fkey,
  add constraint batch_parts_manual_task_fkey foreign key (manual_task_id, part_key)
    references public.manual_tasks (id, part_key);
