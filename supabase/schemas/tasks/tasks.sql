-- Tasks: a person's Daily Focus, by day. The id of a program's task is derived from enrollment and template task, so
-- that materializing is idempotent.

create table public.tasks (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  date private.calendar_date not null,
  position integer not null default 0,
  title private.label not null check (char_length(title) <= 255),
  -- Whoever assigned the task wrote them; of a person's own task, the person.
  notes private.long_text,
  minutes private.minutes,
  type private.label not null default 'task' check (char_length(type) <= 50),
  status text not null default 'open' check (status in ('open', 'done')),
  done_at private.instant,
  is_required boolean not null default false,
  -- Who made it: the person, their coach, or a program (by the level of the template task).
  source_type text not null default 'self' check (source_type in ('self', 'coach', 'program', 'program_week', 'program_day')),
  -- The coach's tools and edits leave a locked task alone.
  client_locked boolean not null default false,
  enrollment_id uuid references public.enrollments (id) on delete set null,
  template_task_id uuid,
  program_day integer,
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  -- What the person wrote about a task that was assigned to them.
  client_notes private.long_text,
  -- When a coach last added or changed it by itself, and which of these the person has seen.
  coach_edited_at private.instant,
  coach_edit_seen_at private.instant,
  check ((source_type in ('program', 'program_week', 'program_day')) = (template_task_id is not null)),
  check ((template_task_id is null) = (program_day is null)),
  -- A person's own task belongs to no enrollment.
  check (source_type <> 'self' or enrollment_id is null),
  -- Only program tasks have derived ids, so that no task can occupy the id of another enrollment's task.
  check (case
    when template_task_id is null then substr(id::text, 15, 1) <> '3'
    when enrollment_id is null then true
    else id = private.derived_id('tasks', enrollment_id::text, template_task_id::text, program_day::text)
  end),
  -- A person's own task has one text.
  check (source_type <> 'self' or client_notes is null)
);
create index tasks_person_day on public.tasks (user_id, date);
create index tasks_enrollment on public.tasks (enrollment_id, date);
select private.enable_normal_form('public.tasks');
select private.enable_sync('public.tasks', long_text => '{notes,client_notes}');
select private.enable_history('public.tasks');
alter table public.tasks enable row level security;
grant select, insert, delete on public.tasks to authenticated;
grant select, insert, update, delete on public.tasks to service_role;
grant update (date, position, title, notes, client_notes, minutes, type, status, done_at, is_required, client_locked,
  coach_edit_seen_at, field_timestamps)
  on public.tasks to authenticated;
create policy "people read own tasks, coaches program tasks, admins all" on public.tasks
  for select to authenticated
  using ((select private.is_admin()) or user_id = (select auth.uid())
    or enrollment_id in (select private.coached_enrollments()));

-- The caller's deleted tasks, of those that were there.
create function private.my_deleted_tasks() returns setof uuid
language sql stable security definer set search_path = ''
as $$ select t.row_id from private.tombstones t where t.table_name = 'tasks' and t.user_id = (select auth.uid()) and not t.was_absent $$;
grant execute on function private.my_deleted_tasks() to authenticated;

-- A program task without its enrollment can only be restored: as a new row it could occupy the id of a task that
-- another enrollment has yet to materialize.
-- A coach never writes tasks that are done or locked.
create policy "people add own tasks, coaches tasks of their enrollments" on public.tasks
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
create policy "people edit own tasks, coaches open ones of enrollments" on public.tasks
  for update to authenticated
  using (user_id = (select auth.uid())
    or (enrollment_id in (select private.coached_enrollments()) and status = 'open' and not client_locked))
  with check (user_id = (select auth.uid())
    or (enrollment_id in (select private.coached_enrollments()) and status = 'open' and not client_locked));
create policy "people delete own tasks, coaches open ones of enrollments" on public.tasks
  for delete to authenticated
  using (user_id = (select auth.uid())
    or (enrollment_id in (select private.coached_enrollments()) and status = 'open' and not client_locked));

-- Whether nobody has edited a task that a program made. A note that its person wrote on it is no edit of it.
create function private.is_unedited(task public.tasks) returns boolean
language sql immutable parallel safe set search_path = ''
as $$ select task.field_timestamps - 'client_notes' = private.lowest_timestamps() $$;

-- What to store as the person's note where they, with a version of the app that had one text for both, have changed an
-- assigned task's notes: what they added to those, after what they had written before.
create function private.append_client_notes(assigned text, changed text, written text) returns text
language sql immutable set search_path = ''
as $$
  select case
    when btrim(coalesce(added, ''), E' \n\r\t') = '' then written
    when written is null or starts_with(added, written) then added
    when strpos(written, added) > 0 then written
    else written || E'\n\n' || added end
  from (
    select case when assigned <> '' and starts_with(changed, assigned)
      then ltrim(substr(changed, char_length(assigned) + 1), E' \n\r\t') else changed end as added) a
$$;
grant execute on function private.append_client_notes(text, text, text) to authenticated;

-- Keeps the two texts of a task apart, for what a person writes through the API. The notes of an assigned task stay; what
-- its person made of them becomes their own note, so that nothing is lost. A coach writes neither the person's note nor
-- what they have seen. An offer to a restored database may bring back any text.
create function private.separate_notes() returns trigger
language plpgsql set search_path = ''
as $$
declare
  written text;
begin
  if new.user_id = (select auth.uid()) then
    if tg_op = 'UPDATE' and new.source_type <> 'self' and new.notes is distinct from old.notes
      and private.write_context() -> 'offer' is null then
      written := private.append_client_notes(old.notes, new.notes, new.client_notes);
      if written is distinct from new.client_notes then
        new.field_timestamps := new.field_timestamps || jsonb_build_object('client_notes', greatest(
          coalesce(new.field_timestamps ->> 'client_notes', new.field_timestamps ->> '*') collate "C",
          (new.field_timestamps ->> 'notes') collate "C"));
      end if;
      new.client_notes := written;
      new.notes := old.notes;
      new.field_timestamps := (new.field_timestamps - 'notes')
        || jsonb_strip_nulls(jsonb_build_object('notes', old.field_timestamps -> 'notes'));
    elsif tg_op = 'INSERT' and new.id not in (select private.my_deleted_tasks()) then
      -- Nobody marks a task of their own as their coach's edit.
      new.coach_edited_at := null;
    end if;
    return new;
  end if;
  if tg_op = 'INSERT' then
    if new.client_notes is not null or new.coach_edit_seen_at is not null then
      raise exception 'forbidden' using errcode = '42501', detail = 'Only the person writes their own notes.';
    end if;
    new.coach_edited_at := now();
  elsif (new.client_notes, new.coach_edit_seen_at) is distinct from (old.client_notes, old.coach_edit_seen_at) then
    raise exception 'forbidden' using errcode = '42501', detail = 'Only the person writes their own notes.';
  elsif (new.date, new.title, new.notes, new.minutes, new.type, new.is_required)
    is distinct from (old.date, old.title, old.notes, old.minutes, old.type, old.is_required) then
    new.coach_edited_at := now();
  end if;
  return new;
end
$$;

-- Before zz_set_field_timestamps. Functions of the server, which run as their owner, have decided what they write.
create trigger separate_notes before insert or update on public.tasks
  for each row when (current_user = 'authenticated') execute function private.separate_notes();

-- Tombstones of tasks lose the reference to a deleted enrollment, as existing tasks do by their foreign key, so that
-- a later edit made offline can restore them.
create function private.detach_deleted_tasks() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update private.tombstones t set content = t.content || '{"enrollment_id": null}'
  from changed_rows r
  where t.table_name = 'tasks' and t.user_id = r.user_id and t.content ->> 'enrollment_id' = r.id::text;
  return null;
end
$$;

create trigger detach_deleted_tasks after delete on public.enrollments referencing old table as changed_rows
  for each statement execute function private.detach_deleted_tasks();
