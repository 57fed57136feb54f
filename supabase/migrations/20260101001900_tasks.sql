-- Tasks: what a person's Daily Focus holds, day by day. Those of a program have an id that follows from enrollment
-- and template task, so that however often they are made, each is there once.

create table public.tasks (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  date date not null check (date between '1970-01-01' and '2999-12-31'),
  position integer not null default 0,
  title text not null check (char_length(title) between 1 and 255),
  notes text check (char_length(notes) <= 20000),
  minutes integer check (minutes between 0 and 1440),
  type varchar(50) not null default 'task' check (type <> ''),
  status text not null default 'open' check (status in ('open', 'done')),
  done_at timestamptz,
  is_required boolean not null default false,
  -- Who made it: the person, their coach for them, or a program as its template's level says.
  source_type text not null default 'self' check (source_type in ('self', 'coach', 'program', 'program_week', 'program_day')),
  -- The person keeps it as it is: whatever the coach does leaves it alone.
  client_locked boolean not null default false,
  enrollment_id uuid references public.enrollments (id) on delete set null,
  template_task_id uuid,
  program_day integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((source_type in ('program', 'program_week', 'program_day')) = (template_task_id is not null)),
  check ((template_task_id is null) = (program_day is null)),
  -- What the person made is no part of a program.
  check (source_type <> 'self' or enrollment_id is null),
  -- No task takes the place of another enrollment's: only those of programs have ids that follow from something.
  check (case
    when template_task_id is null then substr(id::text, 15, 1) <> '3'
    when enrollment_id is null then true
    else id = private.derived_id('tasks', enrollment_id::text, template_task_id::text, program_day::text)
  end)
);
create index tasks_person_day on public.tasks (user_id, date);
create index tasks_enrollment on public.tasks (enrollment_id, date);
select private.make_synced('public.tasks');
select private.keep_history('public.tasks');
update private.synced_tables set prose = '{notes}' where table_name = 'tasks';

alter table public.tasks enable row level security;
grant select, delete on public.tasks to authenticated;
grant select, insert, update, delete on public.tasks to service_role;
grant insert on public.tasks to authenticated;
grant update (date, position, title, notes, minutes, type, status, done_at, is_required, client_locked, field_stamps)
  on public.tasks to authenticated;
create policy "people read their own tasks, coaches those of their programs, admins all" on public.tasks
  for select to authenticated
  using ((select private.is_admin()) or user_id = (select auth.uid())
    or enrollment_id in (select private.coached_enrollments()));
-- Tasks that were the caller's and are deleted.
create function private.my_deleted_tasks() returns setof uuid
language sql stable security definer set search_path = ''
as $$ select t.row_id from private.tombstones t where t.table_name = 'tasks' and t.user_id = (select auth.uid()) $$;
grant execute on function private.my_deleted_tasks() to authenticated;
-- A task of a program whose enrollment is gone is only ever brought back: made new, it could take the id of one that
-- somebody else's enrollment has yet to make.
--
-- A coach's hand reaches as far as the person lets it: never what is done or locked.
create policy "people add tasks of their own, coaches to enrollments in their programs" on public.tasks
  for insert to authenticated
  with check (
    (user_id = (select auth.uid()) and case
      when enrollment_id is null then template_task_id is null or id in (select private.my_deleted_tasks())
      else enrollment_id in (select private.my_enrollments()) end)
    or (source_type = 'coach' and status = 'open' and not client_locked
      and exists (
        select from public.enrollments e
        where e.id = enrollment_id and e.user_id = tasks.user_id and e.status = 'active'
          and e.id in (select private.coached_enrollments()))));
create policy "people edit their own tasks, coaches open ones of their programs" on public.tasks
  for update to authenticated
  using (user_id = (select auth.uid())
    or (enrollment_id in (select private.coached_enrollments()) and status = 'open' and not client_locked))
  with check (user_id = (select auth.uid())
    or (enrollment_id in (select private.coached_enrollments()) and status = 'open' and not client_locked));
create policy "people delete their own tasks, coaches open ones of their programs" on public.tasks
  for delete to authenticated
  using (user_id = (select auth.uid())
    or (enrollment_id in (select private.coached_enrollments()) and status = 'open' and not client_locked));

-- Deleted tasks forget an enrollment that is deleted as those that are there do, so that an edit made offline brings
-- them back without.
create function private.forget_enrollments() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update private.tombstones t set content = t.content || '{"enrollment_id": null}'
  from changed_rows r
  where t.table_name = 'tasks' and t.user_id = r.user_id and t.content ->> 'enrollment_id' = r.id::text;
  return null;
end
$$;
create trigger forget_enrollments after delete on public.enrollments referencing old table as changed_rows
  for each statement execute function private.forget_enrollments();

-- Tasks of programs that the person themselves deleted: no sync brings them back.
create table private.declined_tasks (
  task_id uuid primary key,
  enrollment_id uuid not null references public.enrollments (id) on delete cascade,
  declined_at timestamptz not null default now()
);
create index declined_tasks_enrollment on private.declined_tasks (enrollment_id);
alter table private.declined_tasks enable row level security;

create function private.note_declined() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    insert into private.declined_tasks (task_id, enrollment_id)
    select r.id, r.enrollment_id from changed_rows r
    join public.enrollments e on e.id = r.enrollment_id
    where r.template_task_id is not null and r.user_id = (select auth.uid())
      -- Who clears a plan, be it their own, does not turn its tasks down.
      and current_setting('cadence.clearing', true) is distinct from 'on'
    on conflict (task_id) do nothing;
  else
    -- Whoever puts a deleted task back wants it again.
    delete from private.declined_tasks d using changed_rows r where d.task_id = r.id;
  end if;
  return null;
end
$$;
create trigger note_declined_deletes after delete on public.tasks referencing old table as changed_rows
  for each statement execute function private.note_declined();
create trigger note_declined_inserts after insert on public.tasks referencing new table as changed_rows
  for each statement execute function private.note_declined();
