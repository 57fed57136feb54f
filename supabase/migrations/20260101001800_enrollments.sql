-- Published versions of programs, which never change; cohorts who take one together; and enrollments, one person in
-- one version from a start date on.

create table public.program_versions (
  id uuid primary key default gen_random_uuid(),
  program_id uuid not null references public.programs (id) on delete cascade,
  -- The coach.
  user_id uuid not null references public.profiles (id) on delete cascade,
  number integer not null check (number > 0),
  title text not null,
  description text,
  kind text not null,
  length_days integer not null,
  day_counting text not null,
  modules jsonb not null,
  parameters jsonb not null,
  price integer,
  currency text not null,
  task_count integer not null,
  -- Of all tasks together.
  minutes integer not null,
  published_at timestamptz not null default now(),
  unique (program_id, number)
);
create index program_versions_person on public.program_versions (user_id);

create table public.program_version_tasks (
  version_id uuid not null references public.program_versions (id) on delete cascade,
  -- The template task's id, the same in all versions.
  task_id uuid not null,
  day_index integer not null,
  position integer not null,
  title text not null,
  notes text,
  minutes integer,
  type varchar(50) not null,
  is_required boolean not null,
  level text not null,
  primary key (version_id, task_id)
);
create index program_version_tasks_day on public.program_version_tasks (version_id, day_index, position);

create table public.cohorts (
  id uuid primary key default gen_random_uuid(),
  -- The coach.
  user_id uuid not null references public.profiles (id) on delete cascade,
  program_id uuid not null references public.programs (id) on delete cascade,
  version_id uuid not null references public.program_versions (id),
  name text not null check (char_length(name) between 1 and 200),
  start_date date not null check (start_date between '1970-01-01' and '2999-12-31'),
  -- Whether the link lets people in.
  is_open boolean not null default true,
  join_token text not null unique default encode(sha256(gen_random_uuid()::text::bytea), 'hex'),
  created_at timestamptz not null default now()
);
create index cohorts_person on public.cohorts (user_id);
create index cohorts_program on public.cohorts (program_id);
create index cohorts_version on public.cohorts (version_id);

create table public.enrollments (
  id uuid primary key default gen_random_uuid(),
  -- Who takes the program.
  user_id uuid not null references public.profiles (id) on delete cascade,
  program_id uuid not null references public.programs (id) on delete cascade,
  version_id uuid not null references public.program_versions (id),
  -- Whose program it is; the person themselves where they took it from the gallery for their own plan.
  coach_id uuid not null references public.profiles (id) on delete cascade,
  cohort_id uuid references public.cohorts (id) on delete set null,
  program_title text not null,
  start_date date not null check (start_date between '1970-01-01' and '2999-12-31'),
  -- {key: text} for the version's parameters.
  parameters jsonb not null default '{}' check (jsonb_typeof(parameters) = 'object' and pg_column_size(parameters) <= 65536),
  -- `pending`: to be paid for, or confirmed by the coach.
  status text not null default 'active' check (status in ('pending', 'active', 'ended')),
  -- Whom the coach has removed does not come back by the cohort's link.
  ended_by text check (ended_by in ('person', 'coach')),
  -- How far its tasks have been made: days, and `failed` where the last try did not succeed.
  synced_days integer not null default 0 check (synced_days >= 0),
  sync_state text not null default 'waiting' check (sync_state in ('waiting', 'running', 'done', 'failed')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((ended_by is not null) = (status = 'ended'))
);
create index enrollments_person on public.enrollments (user_id);
create index enrollments_coach on public.enrollments (coach_id);
create index enrollments_program on public.enrollments (program_id);
create index enrollments_version on public.enrollments (version_id);
create unique index enrollments_cohort on public.enrollments (cohort_id, user_id) where cohort_id is not null;
select private.make_synced('public.enrollments');
select private.keep_history('public.enrollments');

-- Enrollments that the caller coaches; with its end, an enrollment leaves the coach's hands.
create function private.coached_enrollments() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select e.id from public.enrollments e
  where e.coach_id = (select auth.uid()) and e.status <> 'ended' and (select private.is_coach())
$$;
create function private.my_enrollments() returns setof uuid
language sql stable security definer set search_path = ''
as $$ select e.id from public.enrollments e where e.user_id = (select auth.uid()) $$;
create function private.my_versions() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select e.version_id from public.enrollments e where e.user_id = (select auth.uid())
  union all
  select v.id from public.program_versions v where v.user_id = (select auth.uid())
$$;
create function private.my_cohorts() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select e.cohort_id from public.enrollments e
  where e.user_id = (select auth.uid()) and e.cohort_id is not null and e.status <> 'ended'
$$;
-- Versions that stand in the gallery: the published one of each coach's program that is for everybody and approved.
create function private.gallery_versions() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select v.id from public.programs p
  join public.program_versions v on v.program_id = p.id and v.number = p.published_version
  join public.profiles coach on coach.id = p.user_id and coach.role in ('coach', 'admin')
  where p.visibility = 'gallery' and p.approved_at is not null
$$;
-- Versions whose tasks the caller may read: what costs something is paid for first.
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
grant execute on function private.coached_enrollments(), private.my_enrollments(), private.my_versions(),
  private.my_cohorts(), private.gallery_versions(), private.open_versions() to authenticated;

alter table public.program_versions enable row level security;
grant select on public.program_versions to authenticated, service_role;
create policy "owners, those enrolled and the gallery's visitors read versions, admins all" on public.program_versions
  for select to authenticated
  using ((select private.is_admin()) or user_id = (select auth.uid())
    or id in (select private.my_versions()) or id in (select private.gallery_versions()));

alter table public.program_version_tasks enable row level security;
grant select on public.program_version_tasks to authenticated, service_role;
create policy "owners, those enrolled and the gallery's visitors read tasks of versions, admins all" on public.program_version_tasks
  for select to authenticated
  using ((select private.is_admin()) or version_id in (select private.open_versions()));

alter table public.cohorts enable row level security;
-- Not the link, which members would see: it is asked for by cohort_link.
grant select (id, user_id, program_id, version_id, name, start_date, is_open, created_at) on public.cohorts to authenticated;
grant select on public.cohorts to service_role;
grant delete on public.cohorts to authenticated;
grant insert (id, user_id, program_id, version_id, name, start_date, is_open) on public.cohorts to authenticated;
grant update (name, is_open) on public.cohorts to authenticated;
create policy "coaches read their own cohorts, members theirs, admins all" on public.cohorts
  for select to authenticated
  using (user_id = (select auth.uid()) or id in (select private.my_cohorts()) or (select private.is_admin()));
create policy "coaches make cohorts of their own programs" on public.cohorts
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (select private.owns_program(program_id))
    and exists (select from public.program_versions v where v.id = version_id and v.program_id = cohorts.program_id));
create policy "coaches edit their own cohorts" on public.cohorts
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()) and (select private.is_coach()));
create policy "coaches delete their own cohorts" on public.cohorts
  for delete to authenticated using (user_id = (select auth.uid()));

alter table public.enrollments enable row level security;
grant select on public.enrollments to authenticated, service_role;
create policy "people read their own enrollments, coaches those in their programs, admins all" on public.enrollments
  for select to authenticated
  using ((select private.is_admin()) or user_id = (select auth.uid())
    or (coach_id = (select auth.uid()) and (select private.is_coach())));
