-- Program tasks that their person, or a coach by itself, deleted: their template task is not materialized again in the enrollment,
-- on whatever day a version has it.
create table private.dismissed_tasks (
  task_id uuid primary key,
  enrollment_id uuid not null references public.enrollments (id) on delete cascade,
  dismissed_at private.instant not null default now(),
  template_task_id uuid not null
);
create index dismissed_tasks_template on private.dismissed_tasks (enrollment_id, template_task_id);
alter table private.dismissed_tasks enable row level security;

create function private.record_dismissals() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    insert into private.dismissed_tasks (task_id, enrollment_id, template_task_id)
    select r.id, r.enrollment_id, r.template_task_id from changed_rows r
    join public.enrollments e on e.id = r.enrollment_id
    where r.template_task_id is not null and r.user_id = (select auth.uid())
      -- Clearing deletes tasks without dismissing them, also for one's own program.
      and private.write_context() -> 'keep_undismissed' is null
    on conflict (task_id) do nothing;
  else
    -- Restoring a deleted task revokes its dismissal.
    delete from private.dismissed_tasks d using changed_rows r where d.task_id = r.id;
  end if;
  return null;
end
$$;

create trigger record_dismissals after delete on public.tasks referencing old table as changed_rows
  for each statement execute function private.record_dismissals();
create trigger remove_dismissals after insert on public.tasks referencing new table as changed_rows
  for each statement execute function private.record_dismissals();

-- A person's delete that arrives after a clear finds no row, only the tombstone. It dismisses the task all the same.
create function private.record_late_dismissals() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into private.dismissed_tasks (task_id, enrollment_id, template_task_id)
  select new.row_id, e.id, (new.content ->> 'template_task_id')::uuid from public.enrollments e
  where e.id = (new.content ->> 'enrollment_id')::uuid
    and new.content ->> 'template_task_id' is not null and new.user_id = (select auth.uid())
  on conflict (task_id) do nothing;
  return null;
end
$$;

create trigger record_late_dismissals after update of timestamp on private.tombstones
  for each row when (new.table_name = 'tasks') execute function private.record_late_dismissals();
