create table public.program_tasks (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  program_id uuid not null,
  day_index integer not null check (day_index between 1 and 366),
  -- Order within the day, with gaps for tasks in between.
  position integer not null default 0,
  title private.label not null check (char_length(title) <= 255),
  notes private.long_text,
  minutes private.minutes,
  type private.label not null default 'task' check (char_length(type) <= 50),
  is_required boolean not null default true,
  -- What it belongs to: its day, the whole week of its day, or the whole program.
  level text not null default 'program_day' check (level in ('program', 'program_week', 'program_day')),
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  constraint program_of_the_same_person
    foreign key (user_id, program_id) references public.programs (user_id, id) on update cascade on delete cascade
);
create index program_tasks_program on public.program_tasks (program_id, day_index, position);
create index program_tasks_person on public.program_tasks (user_id, program_id);
select private.enable_normal_form('public.program_tasks');
select private.enable_sync('public.program_tasks', long_text => '{notes}');
select private.enable_history('public.program_tasks');
alter table public.program_tasks enable row level security;
grant select, insert, update, delete on public.program_tasks to authenticated, service_role;
create policy "coaches read the tasks of their own programs, admins read all" on public.program_tasks
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "coaches add tasks to their own programs" on public.program_tasks
  for insert to authenticated with check (user_id = (select auth.uid()) and (select private.is_coach()));
create policy "coaches edit the tasks of their own programs" on public.program_tasks
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()) and (select private.is_coach()));
create policy "coaches delete the tasks of their own programs" on public.program_tasks
  for delete to authenticated using (user_id = (select auth.uid()));

-- Restoring a deleted program by a later edit also restores the template tasks that were deleted with it.
create function private.restore_template_tasks() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.program_tasks
  select r.*
  from changed_rows n
  join private.tombstones p on p.table_name = 'programs' and p.row_id = n.id and p.user_id = n.user_id
  join private.tombstones g on g.table_name = 'program_tasks' and g.user_id = n.user_id
    and g.deleted_at = p.deleted_at and g.content ->> 'program_id' = n.id::text
  cross join lateral jsonb_populate_record(null::public.program_tasks, g.content) r;
  return null;
end
$$;

-- Its name sorts before the feed's trigger, which removes the tombstone.
create trigger restore_tasks after insert on public.programs referencing new table as changed_rows
  for each statement execute function private.restore_template_tasks();
