-- The timetable. A row with `local_times` or `after_task` starts runs by itself: a chain, whose steps are the rows that name it
-- in `task_chain`, or a job alone, which is a chain of one.

create table public.scheduled_tasks (
  name text primary key check (name ~ '^[a-z_]+(\.[a-z_]+)?$'),
  title private.label not null check (char_length(title) <= 100),
  -- Null for a chain.
  job text references private.jobs (name),
  mode text not null default 'full' check (mode in ('full', 'incremental')),
  -- How far an incremental walk reaches back beyond the start of the last successful one.
  overlap interval not null default '25 hours' check (overlap between interval '0' and interval '90 days'),
  task_chain text references public.scheduled_tasks (name),
  -- Steps of one order may run beside each other.
  chain_order smallint check (chain_order between 1 and 99),
  -- A required step that fails stops its chain.
  required boolean not null default true,
  -- Each weekday (ISO: Monday is 1) at each of these times of the time zone.
  local_times private.wall_time[] not null default '{}' check (cardinality(local_times) <= 24),
  weekdays smallint[] not null default '{1,2,3,4,5,6,7}'
    check (cardinality(weekdays) between 1 and 7 and weekdays <@ '{1,2,3,4,5,6,7}'::smallint[]),
  time_zone private.time_zone not null default 'UTC',
  -- Runs after each successful run of that one.
  after_task text references public.scheduled_tasks (name),
  enabled boolean not null default true,
  -- The next slot; null where nothing is started by the clock.
  next_at private.instant,
  -- The last slot that started nothing, because the same job was running already.
  skipped_slot private.instant,
  updated_at private.instant not null default now(),
  updated_by uuid references public.profiles (id) on delete set null,
  check ((task_chain is null) = (chain_order is null)),
  check (task_chain is null or (job is not null and cardinality(local_times) = 0 and after_task is null)),
  check (after_task is null or cardinality(local_times) = 0),
  check (after_task <> name and task_chain <> name)
);
create index scheduled_tasks_next on public.scheduled_tasks (next_at);
create index scheduled_tasks_chain on public.scheduled_tasks (task_chain, chain_order);
create index scheduled_tasks_after on public.scheduled_tasks (after_task);
create index scheduled_tasks_job on public.scheduled_tasks (job);
create index scheduled_tasks_updated_by on public.scheduled_tasks (updated_by);
select private.enable_normal_form('public.scheduled_tasks');
alter table public.scheduled_tasks enable row level security;
grant select on public.scheduled_tasks to authenticated, service_role;
create policy "admins read the timetable" on public.scheduled_tasks
  for select to authenticated
  using ((select private.is_admin()));

-- The instant at which a clock in the time zone first shows the wall time.
create function private.first_instant(wall timestamp, time_zone text) returns timestamptz
language sql stable set search_path = ''
as $$
  -- Postgres takes the second of two, and for none the hour after.
  select coalesce(
    (select min(c.at) from (values (interval '1 hour'), (interval '30 minutes'), (interval '0')) s (earlier)
     cross join lateral (select (wall at time zone time_zone) - s.earlier) c (at)
     where c.at at time zone time_zone = wall),
    wall at time zone time_zone)
$$;

-- The slots of a schedule after `since` up to `until`, oldest first: each local time of each weekday once, as wall time and
-- instant. A time that the change to summer time leaves out is an hour later, and one that the change back repeats is its
-- first: a slot is neither skipped nor doubled. At most 400 days are looked at.
create function private.slots(
  local_times time[], weekdays smallint[], time_zone text, since timestamptz, until timestamptz)
returns table (slot timestamp, at timestamptz)
language sql stable set search_path = ''
as $$
  select distinct on (x.at) x.slot, x.at
  from generate_series((since at time zone time_zone)::date - 1, least((until at time zone time_zone)::date,
    (since at time zone time_zone)::date + 400), interval '1 day') d (day)
  cross join unnest(local_times) t (time)
  cross join lateral (select d.day::date + t.time) w (slot)
  cross join lateral (select w.slot, private.first_instant(w.slot, time_zone)) x (slot, at)
  where extract(isodow from d.day)::smallint = any (weekdays) and x.at > since and x.at <= until
  order by x.at, x.slot
$$;

-- The first slot of a schedule after an instant.
create function private.next_slot(local_times time[], weekdays smallint[], time_zone text, after timestamptz) returns timestamptz
language sql stable set search_path = ''
as $$ select min(s.at) from private.slots(local_times, weekdays, time_zone, after, after + interval '8 days') s $$;

-- A schedule that is edited begins now: what is past is not made up for.
create function private.set_next_slot() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.next_at := case when new.enabled then
    private.next_slot(new.local_times, new.weekdays, new.time_zone, clock_timestamp()) end;
  return new;
end
$$;
create trigger set_next_slot before insert or update of local_times, weekdays, time_zone, enabled on public.scheduled_tasks
  for each row execute function private.set_next_slot();

insert into public.scheduled_tasks (name, title, job, mode, task_chain, chain_order, required, local_times, weekdays, after_task, overlap) values
  ('daily_full', 'Daily chain', null, 'full', null, null, true, '{02:00}', '{1,2,3,4,5,6,7}', null, '25 hours'),
  ('daily_full.sync_courses', 'Courses', 'sync_courses', 'full', 'daily_full', 1, true, '{}', '{1,2,3,4,5,6,7}', null, '25 hours'),
  ('daily_full.impartner_sync', 'Partners and contacts', 'impartner_sync', 'full', 'daily_full', 1, true, '{}', '{1,2,3,4,5,6,7}', null, '25 hours'),
  ('daily_full.sync_npcu', 'NPCU values', 'sync_npcu', 'full', 'daily_full', 2, true, '{}', '{1,2,3,4,5,6,7}', null, '25 hours'),
  ('daily_full.sync_users', 'LMS users', 'sync_users', 'full', 'daily_full', 3, true, '{}', '{1,2,3,4,5,6,7}', null, '25 hours'),
  ('daily_full.sync_groups', 'Groups', 'sync_groups', 'full', 'daily_full', 4, true, '{}', '{1,2,3,4,5,6,7}', null, '25 hours'),
  ('daily_full.group_members_sync', 'Memberships', 'group_members_sync', 'full', 'daily_full', 5, false, '{}', '{1,2,3,4,5,6,7}', null, '25 hours'),
  ('daily_full.sync_enrollments', 'Enrollments', 'sync_enrollments', 'full', 'daily_full', 6, true, '{}', '{1,2,3,4,5,6,7}', null, '25 hours'),
  ('daily_full.sync_to_impartner', 'Counts to Impartner', 'sync_to_impartner', 'full', 'daily_full', 7, false, '{}', '{1,2,3,4,5,6,7}', null, '25 hours'),
  ('enrollments_incremental', 'Recent enrollments', 'sync_enrollments', 'incremental', null, null, true, '{06:00,10:00,14:00,18:00,22:00}', '{1,2,3,4,5,6,7}', null, '7 days'),
  ('push_incremental', 'Changed counts to Impartner', 'sync_to_impartner', 'incremental', null, null, true, '{}', '{1,2,3,4,5,6,7}', 'enrollments_incremental', '25 hours'),
  ('leads_incremental', 'Recent leads', 'sync_leads', 'incremental', null, null, true, '{08:00,14:00,20:00}', '{1,2,3,4,5,6,7}', null, '25 hours'),
  ('leads_full', 'All leads', 'sync_leads', 'full', null, null, true, '{03:00}', '{7}', null, '25 hours'),
  ('cleanup', 'Clean-up of old logs', 'cleanup', 'full', null, null, true, '{04:00}', '{7}', null, '25 hours'),
  ('pam_weekly_report', 'Weekly report for partner managers', 'pam_weekly_report', 'full', null, null, true, '{08:00}', '{1}', null, '25 hours'),
  ('executive_weekly_report', 'Weekly report for executives', 'executive_weekly_report', 'full', null, null, true, '{08:00}', '{1}', null, '25 hours');
