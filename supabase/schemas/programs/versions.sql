-- Published versions of programs and their tasks. They never change, but for their owner by a handover.

create table public.program_versions (
  id uuid primary key default gen_random_uuid(),
  program_id uuid not null,
  -- The program's owner.
  user_id uuid not null references public.profiles (id) on delete cascade,
  number integer not null check (number > 0),
  title private.label not null,
  description private.long_text,
  kind text not null,
  length_days integer not null,
  day_counting text not null,
  modules jsonb not null,
  parameters jsonb not null,
  price integer,
  currency text not null,
  task_count integer not null,
  -- The sum over all tasks.
  minutes integer not null,
  published_at private.instant not null default now(),
  preview_days integer,
  unique (program_id, number),
  constraint version_of_the_same_person
    foreign key (user_id, program_id) references public.programs (user_id, id) on update cascade on delete cascade
);
create index program_versions_person on public.program_versions (user_id, program_id);

create function private.my_versions() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select e.version_id from public.enrollments e where e.user_id = (select auth.uid())
  union all
  select v.id from public.program_versions v where v.user_id = (select auth.uid())
$$;
grant execute on function private.my_versions() to authenticated;

-- Versions in the gallery: of every published program with that visibility, whose coach has the gallery permission, the
-- newest one that an admin approved.
create function private.gallery_versions() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select v.id from public.programs p
  join public.program_versions v on v.program_id = p.id and v.number = p.approved_version
  where p.visibility = 'gallery' and p.published_version is not null and p.user_id in (select private.gallery_coaches())
$$;
grant execute on function private.gallery_versions() to authenticated;

-- Versions whose tasks the caller may read. A program with a price must be paid for first.
create function private.open_versions() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select e.version_id from public.enrollments e where e.user_id = (select auth.uid()) and e.status = 'active'
  union all
  select v.id from public.program_versions v where v.user_id = (select auth.uid())
  union all
  select v.id from public.program_versions v
  where v.price is null and v.id in (select private.gallery_versions())
$$;
grant execute on function private.open_versions() to authenticated;

select private.enable_normal_form('public.program_versions', json_columns => '{modules,parameters}');
alter table public.program_versions enable row level security;
grant select on public.program_versions to authenticated, service_role;
create policy "people read versions they can enroll in or own, admins all" on public.program_versions
  for select to authenticated
  using ((select private.is_admin()) or user_id = (select auth.uid())
    or id in (select private.my_versions()) or id in (select private.gallery_versions()));

create table public.program_version_tasks (
  version_id uuid not null references public.program_versions (id) on delete cascade,
  -- The id of the template task, the same in all versions.
  task_id uuid not null,
  day_index integer not null,
  position integer not null,
  title private.label not null,
  notes private.long_text,
  minutes private.minutes,
  type private.label not null,
  is_required boolean not null,
  level text not null,
  primary key (version_id, task_id)
);
create index program_version_tasks_day on public.program_version_tasks (version_id, day_index, position);
select private.enable_normal_form('public.program_version_tasks');
alter table public.program_version_tasks enable row level security;
grant select on public.program_version_tasks to authenticated, service_role;
create policy "people read tasks of versions they have access to, admins all" on public.program_version_tasks
  for select to authenticated
  using ((select private.is_admin()) or version_id in (select private.open_versions()));
