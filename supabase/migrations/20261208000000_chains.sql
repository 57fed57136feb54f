-- Chains: the nightly syncs with the learning platform and the CRM, and one clock for all timed work, which prunes as well.

drop function private.schedule_pruning();

-- A day and a time of it, without a zone.
create domain private.wall_date_time as timestamp(0) check (value >= '1970-01-01' and value < '3000-01-01');
create or replace function private.time_pattern(base regtype) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select case base
    when 'date'::regtype then '^\d{4}-\d\d-\d\d$'
    when 'time'::regtype then '^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$'
    when 'timestamp'::regtype then '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$'
    when 'timestamptz'::regtype then
      '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$'
  end
$$;


-- The tick looks for them every minute.
create index enrollments_unfinished on public.enrollments (updated_at) where status = 'active' and sync_state <> 'done';

do $$
begin
  if to_regprocedure('cron.unschedule(text)') is not null then
    execute $q$select cron.unschedule(j.jobname) from cron.job j
      where j.jobname in ('cadence-prune-feed', 'cadence-prune-sync-reports', 'cadence-prune-history')$q$;
  end if;
end
$$;

-- What chains do: the jobs, the APIs that they use, and the datasets that they keep up to date. These rows are part of the
-- code; only the state of an API and of a dataset changes while the product runs.

create table private.apis (
  name text primary key,
  -- The rate is kept here (GCRA): `next_at` is when the next request may be sent.
  requests_per_second numeric not null check (requests_per_second > 0),
  next_at private.instant not null default '1970-01-01Z',
  -- A 429 pauses the whole API, and costs no step an attempt. `pauses` counts them since the last page that got through.
  blocked_until private.instant,
  pauses integer not null default 0 check (pauses >= 0)
);
alter table private.apis enable row level security;
-- `resend` sends mails.
insert into private.apis (name, requests_per_second) values ('northpass', 8), ('impartner', 8), ('resend', 2);

create table public.datasets (
  name text primary key,
  -- The table that has its rows; null where it is none of ours: what was pushed.
  table_name text,
  -- Whether a complete walk brings every row, so that what it does not bring is missing.
  swept boolean not null default true,
  -- The rows are as they were at this instant: when the last successful walk, full or incremental, began.
  refreshed_at private.instant,
  refreshed_by bigint,
  -- Rows that are not gone.
  row_count integer not null default 0 check (row_count >= 0),
  -- Older data are stale: nothing is pushed from them, and reports say so.
  max_age interval not null default '26 hours' check (max_age > interval '0')
);
alter table public.datasets enable row level security;
grant select on public.datasets to authenticated, service_role;
create policy "admins read datasets" on public.datasets
  for select to authenticated
  using ((select private.is_admin()));
insert into public.datasets (name, table_name, swept) values
  ('courses', 'lms_courses', true),
  ('npcu', 'lms_course_values', false),
  ('users', 'lms_users', true),
  ('groups', 'lms_groups', true),
  ('memberships', 'lms_memberships', true),
  ('enrollments', 'lms_enrollments', true),
  ('transcripts', 'lms_transcripts', false),
  ('partners', 'crm_partners', true),
  ('contacts', 'crm_contacts', true),
  ('leads', 'crm_leads', true),
  ('partner_counts', null, false);

create table private.jobs (
  name text primary key,
  -- One job at a time uses an API; null: none.
  api text references private.apis (name),
  -- Datasets that have to be fresh and not empty, and those that it refreshes.
  needs text[] not null default '{}',
  makes text[] not null default '{}'
);
create index jobs_api on private.jobs (api);
alter table private.jobs enable row level security;
insert into private.jobs (name, api, needs, makes) values
  ('sync_courses', 'northpass', '{}', '{courses}'),
  ('sync_npcu', 'northpass', '{courses}', '{npcu}'),
  ('sync_users', 'northpass', '{}', '{users}'),
  ('sync_groups', 'northpass', '{users,partners}', '{groups}'),
  ('group_members_sync', 'northpass', '{users,groups}', '{memberships}'),
  ('sync_enrollments', 'northpass', '{courses,npcu,users}', '{enrollments,transcripts}'),
  ('impartner_sync', 'impartner', '{}', '{partners,contacts}'),
  ('sync_leads', 'impartner', '{partners}', '{leads}'),
  ('sync_to_impartner', 'impartner', '{partners,npcu,groups,memberships,enrollments}', '{partner_counts}'),
  ('pam_weekly_report', null, '{}', '{}'),
  ('executive_weekly_report', null, '{}', '{}'),
  ('cleanup', null, '{}', '{}');

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

-- Runs of chains: an entry a run, and a row a step behind it. How they go on is in engine.sql.

create table public.task_chain_logs (
  id bigint generated always as identity primary key,
  chain_name text not null references public.scheduled_tasks (name),
  trigger text not null check (trigger in ('schedule', 'after', 'manual')),
  -- The wall time of its schedule, and its time zone: each slot starts one run.
  slot private.wall_date_time,
  slot_zone private.time_zone,
  requested_by uuid references public.profiles (id) on delete set null,
  -- The steps compute what they would send, and send nothing.
  dry_run boolean not null default false,
  started_at private.instant not null default now(),
  completed_at private.instant,
  -- `partial`: an optional step failed.
  status text not null default 'running' check (status in ('running', 'completed', 'partial', 'failed', 'cancelled')),
  current_step text,
  steps_completed jsonb not null default '[]' check (jsonb_typeof(steps_completed) = 'array'),
  -- Of the first step that failed.
  error_code text,
  error_message private.long_text,
  total_duration_seconds integer check (total_duration_seconds >= 0),
  constraint task_chain_logs_slot unique (chain_name, slot, slot_zone),
  check ((slot is null) = (slot_zone is null)),
  check ((trigger = 'schedule') <= (slot is not null)),
  check ((status = 'running') = (completed_at is null)),
  check ((completed_at is null) = (total_duration_seconds is null)),
  check ((status = 'failed') <= (error_code is not null))
);
-- Nothing runs beside itself.
create unique index task_chain_logs_running on public.task_chain_logs (chain_name) where status = 'running';
create index task_chain_logs_newest on public.task_chain_logs (chain_name, started_at desc);
create index task_chain_logs_started on public.task_chain_logs (started_at);
create index task_chain_logs_requested_by on public.task_chain_logs (requested_by);
select private.enable_normal_form('public.task_chain_logs');
alter table public.task_chain_logs enable row level security;
grant select on public.task_chain_logs to authenticated, service_role;
create policy "admins read runs" on public.task_chain_logs
  for select to authenticated
  using ((select private.is_admin()));

create table public.task_chain_steps (
  id bigint generated always as identity primary key,
  run_id bigint not null references public.task_chain_logs (id) on delete cascade,
  task text not null references public.scheduled_tasks (name),
  job text not null references private.jobs (name),
  api text references private.apis (name),
  mode text not null check (mode in ('full', 'incremental')),
  chain_order smallint not null,
  required boolean not null,
  -- `pending`: not begun, or between two slices of a worker. `running`: leased to a worker. `waiting`: failed, and is tried again.
  status text not null default 'pending'
    check (status in ('pending', 'running', 'waiting', 'done', 'failed', 'skipped', 'cancelled')),
  -- Attempts that failed.
  attempts smallint not null default 0 check (attempts >= 0),
  next_attempt_at private.instant,
  -- The lease: whoever has an older token writes nothing. It lapses unless its worker stores a page in time.
  token bigint not null default 0,
  lease_until private.instant,
  -- Leases that lapsed since the last page.
  lost_leases smallint not null default 0 check (lost_leases >= 0),
  -- Where the next page begins; stored with the page before it. Null: at the beginning.
  checkpoint jsonb,
  last_page uuid,
  -- An incremental walk brings what changed since then.
  changed_since private.instant,
  started_at private.instant,
  completed_at private.instant,
  requests integer not null default 0,
  pages integer not null default 0,
  -- Of `expected_rows`, where the API says how many there are.
  read_rows integer not null default 0,
  expected_rows integer,
  created_rows integer not null default 0,
  updated_rows integer not null default 0,
  unchanged_rows integer not null default 0,
  gone_rows integer not null default 0,
  held_rows integer not null default 0,
  -- Rows of a page that had no use: what the step says about them, by code.
  notes jsonb not null default '{}' check (jsonb_typeof(notes) = 'object'),
  error_code text,
  error_message private.long_text,
  unique (run_id, task),
  check ((status = 'running') = (lease_until is not null)),
  check ((status = 'waiting') = (next_attempt_at is not null)),
  check ((status in ('done', 'failed', 'skipped', 'cancelled')) = (completed_at is not null)),
  check (status <> 'failed' or error_code is not null)
);
-- One job at a time on one API.
create unique index task_chain_steps_api on public.task_chain_steps (api) where status = 'running';
create index task_chain_steps_open on public.task_chain_steps (run_id) where status in ('pending', 'running', 'waiting');
create index task_chain_steps_job on public.task_chain_steps (job, completed_at desc);
create index task_chain_steps_task on public.task_chain_steps (task);
select private.enable_normal_form('public.task_chain_steps');
alter table public.task_chain_steps enable row level security;
grant select on public.task_chain_steps to authenticated, service_role;
create policy "admins read steps" on public.task_chain_steps
  for select to authenticated
  using ((select private.is_admin()));

-- What happened in a step, in order: pages that failed, pauses of the API, leases that lapsed, what was held.
create table public.task_chain_events (
  id bigint generated always as identity primary key,
  step_id bigint not null references public.task_chain_steps (id) on delete cascade,
  at private.instant not null,
  code text not null,
  message private.long_text not null default ''
);
create index task_chain_events_step on public.task_chain_events (step_id, id);
select private.enable_normal_form('public.task_chain_events');
alter table public.task_chain_events enable row level security;
grant select on public.task_chain_events to authenticated, service_role;
create policy "admins read events of steps" on public.task_chain_events
  for select to authenticated
  using ((select private.is_admin()));

create function private.log_event(step bigint, code text, message text, now timestamptz) returns void
language sql volatile set search_path = ''
as $$
  insert into public.task_chain_events (step_id, at, code, message)
  values (step, now, code, private.as_long_text(left(coalesce(message, ''), 2000)))
$$;

-- Starts a run of a chain, or of a job alone, and returns its id; null where one is running, or the slot has had its run.
-- `only_task`: the one task of the chain to run; the others are skipped.
create function private.start_run(
  chain text, trigger text, slot timestamp, requested_by uuid, only_task text, dry_run boolean, now timestamptz)
returns bigint
language plpgsql set search_path = ''
as $$
declare
  run bigint;
begin
  insert into public.task_chain_logs (chain_name, trigger, slot, slot_zone, requested_by, dry_run, started_at)
  select chain, start_run.trigger, start_run.slot, case when start_run.slot is not null then t.time_zone end,
    start_run.requested_by, start_run.dry_run, start_run.now
  from public.scheduled_tasks t where t.name = chain
  on conflict do nothing
  returning id into run;
  if run is null then
    return null;
  end if;
  -- Earlier runs are not resumed any more.
  perform private.delete_staged_rows(s.id) from public.task_chain_steps s join public.task_chain_logs l on l.id = s.run_id
  where l.chain_name = chain and l.id < run and s.status in ('pending', 'waiting', 'failed', 'cancelled');
  insert into public.task_chain_steps (run_id, task, job, api, mode, chain_order, required, changed_since, status, completed_at)
  select run, t.name, j.name, j.api, t.mode, coalesce(t.chain_order, 1), t.required,
    case when t.mode = 'incremental' then (
      select min(d.refreshed_at) - t.overlap from public.datasets d where d.name = any (j.makes)
      having count(*) = count(d.refreshed_at)) end,
    case when only_task is null or t.name = only_task then 'pending' else 'skipped' end,
    case when only_task is null or t.name = only_task then null else now end
  from public.scheduled_tasks t join private.jobs j on j.name = t.job
  where coalesce(t.task_chain, t.name) = chain and (t.task_chain is null or t.enabled)
  order by t.chain_order, t.name;
  -- Where all of its steps are disabled.
  perform private.settle_run(run, now);
  return run;
end
$$;

-- Whether a job is part of a run that is going on, as a step that is still to come or running.
create function private.is_job_running(job text) returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.task_chain_logs l join public.task_chain_steps s on s.run_id = l.id
    where l.status = 'running' and s.job = is_job_running.job and s.status in ('pending', 'running', 'waiting'))
$$;

-- Staging: a step's rows wait here until it is finished, so that half a walk is never seen. Then they become live in one
-- transaction: only what differs is written, and what a complete walk did not bring is missing, not yet gone.

create table private.staged_rows (
  step_id bigint not null references public.task_chain_steps (id) on delete cascade,
  dataset text not null,
  id text not null,
  -- The columns of the live table.
  content jsonb not null,
  primary key (step_id, dataset, id)
);
alter table private.staged_rows enable row level security;

-- Rows that the API itself says are gone, found on a walk of what belongs to them.
create table private.staged_deletions (
  step_id bigint not null references public.task_chain_steps (id) on delete cascade,
  dataset text not null,
  id text not null,
  primary key (step_id, dataset, id)
);
alter table private.staged_deletions enable row level security;

-- The people whose transcripts a step of enrollments reads; found once, when its walk of the courses is over.
create table private.staged_people (
  step_id bigint not null references public.task_chain_steps (id) on delete cascade,
  id text not null,
  primary key (step_id, id)
);
alter table private.staged_people enable row level security;

-- What was missing from a complete walk, where it is too much to be believed: it waits until an admin has looked at it.
create table public.held_deletions (
  id bigint generated always as identity primary key,
  dataset text not null references public.datasets (name),
  step_id bigint references public.task_chain_steps (id) on delete set null,
  found_at private.instant not null,
  -- Of `row_count` rows, `missing_count` were missing.
  missing_count integer not null,
  row_count integer not null,
  -- Up to 20 of them: [{id, name}].
  sample jsonb not null,
  -- `obsolete`: a later walk came to another result.
  state text not null default 'held' check (state in ('held', 'approved', 'rejected', 'obsolete')),
  decided_at private.instant,
  decided_by uuid references public.profiles (id) on delete set null,
  check ((state = 'held') = (decided_at is null))
);
create unique index held_deletions_open on public.held_deletions (dataset) where state = 'held';
create index held_deletions_step on public.held_deletions (step_id);
create index held_deletions_decided_by on public.held_deletions (decided_by);
alter table public.held_deletions enable row level security;
grant select on public.held_deletions to authenticated, service_role;
create policy "admins read held deletions" on public.held_deletions
  for select to authenticated
  using ((select private.is_admin()));

-- Makes a table the live one of a dataset: its `id` is the key, and these columns say what became of the row. `missing_since`:
-- a complete walk did not bring it. `gone_at`: another one did not either, the API said so, or an admin approved it.
create function private.enable_dataset(target regclass) returns void
language plpgsql set search_path = ''
as $$
declare
  name text := (select relname from pg_catalog.pg_class where oid = target);
begin
  execute format('alter table %s add column hash text not null, add column changed_at private.instant not null,
    add column missing_since private.instant, add column gone_at private.instant, add column gone_run bigint,
    add check (gone_at is null or missing_since is not null)', target);
  execute format('create index %I on %s (id) where missing_since is not null', name || '_missing', target);
  execute format('alter table %s enable row level security', target);
  execute format('grant select on %s to authenticated, service_role', target);
  execute format('create policy "admins read %s" on %s for select to authenticated using ((select private.is_admin()))',
    replace(name, '_', ' '), target);
end
$$;

-- Stages the rows of a page, {dataset: [{id, …}]}, and ids that are gone. A row that comes again replaces itself: pages overlap,
-- and are read again.
create function private.stage_rows(step public.task_chain_steps, rows jsonb, gone jsonb) returns void
language plpgsql set search_path = ''
as $$
begin
  if exists (
    select from jsonb_object_keys(rows) k (dataset)
    where not exists (select from private.jobs j where j.name = step.job and k.dataset = any (j.makes))) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'A job stages rows of its own datasets.';
  end if;
  insert into private.staged_rows (step_id, dataset, id, content)
  select distinct on (d.key, r.value ->> 'id') step.id, d.key, r.value ->> 'id', r.value
  from jsonb_each(rows) d cross join lateral jsonb_array_elements(d.value) with ordinality r (value, place)
  order by d.key, r.value ->> 'id', r.place desc
  on conflict (step_id, dataset, id) do update set content = excluded.content where staged_rows.content <> excluded.content;
  insert into private.staged_deletions (step_id, dataset, id)
  select step.id, d.key, g.id from jsonb_each(gone) d cross join lateral jsonb_array_elements_text(d.value) g (id)
  on conflict do nothing;
end
$$;

create function private.analyze_staged_rows(staged integer) returns void
language plpgsql set search_path = ''
as $$
begin
  if staged > 1000 then
    analyze private.staged_rows;
  end if;
end
$$;

-- Makes a step's staged rows live. Returns what is wrong with the walk as a whole, in which case nothing is changed, or null.
create function private.apply_staged_rows(step public.task_chain_steps, now timestamptz) returns text
language plpgsql set search_path = ''
as $$
declare
  dataset public.datasets;
  counts record;
  staged integer;
begin
  for dataset in
    select d.* from private.jobs j cross join lateral unnest(j.makes) m (name) join public.datasets d on d.name = m.name
    where j.name = step.job and d.swept order by d.name
  loop
    select count(*) into staged from private.staged_rows r where r.step_id = step.id and r.dataset = dataset.name;
    perform private.analyze_staged_rows(staged);
    -- A response without rows is never believed.
    if step.mode = 'full' and staged = 0 and dataset.row_count > 0 then
      return format('A complete walk brought no %s.', dataset.name);
    end if;
  end loop;
  for dataset in
    select d.* from private.jobs j cross join lateral unnest(j.makes) m (name) join public.datasets d on d.name = m.name
    where j.name = step.job order by d.name
  loop
    -- What would be sent has not been.
    continue when dataset.table_name is null and (select l.dry_run from public.task_chain_logs l where l.id = step.run_id);
    if dataset.table_name is not null then
      select * into counts from private.write_changed_rows(step.id, dataset, now);
      -- So that what reads them is planned for as many rows as there are now, at once.
      if counts.created > 1000 then
        execute format('analyze public.%I', dataset.table_name);
      end if;
      update public.task_chain_steps s
      set created_rows = s.created_rows + counts.created, updated_rows = s.updated_rows + counts.updated,
        unchanged_rows = s.unchanged_rows + counts.unchanged
      where s.id = step.id;
      if step.mode = 'full' and dataset.swept then
        execute format('select count(*) from public.%I t where t.gone_at is null', dataset.table_name) into dataset.row_count;
        perform private.sweep(step, dataset, now);
      end if;
      execute format('select count(*) from public.%I t where t.gone_at is null', dataset.table_name) into staged;
    end if;
    update public.datasets d
    set refreshed_at = greatest(d.refreshed_at, step.started_at), refreshed_by = step.run_id,
      row_count = case when d.table_name is null then d.row_count else staged end
    where d.name = dataset.name;
  end loop;
  perform private.apply_staged_deletions(step, now);
  if step.job in ('sync_groups', 'impartner_sync') then
    perform private.link_groups(now);
  end if;
  return null;
end
$$;

-- What the API does not find any more needs no second walk, unless it is more than can be believed.
create function private.apply_staged_deletions(step public.task_chain_steps, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  dataset public.datasets;
  ids text[];
begin
  for dataset in
    select d.* from public.datasets d
    where exists (select from private.staged_deletions g where g.step_id = step.id and g.dataset = d.name) order by d.name
  loop
    execute format($q$
      select array_agg(t.id) from public.%1$I t join private.staged_deletions g on g.id = t.id
      where g.step_id = $1 and g.dataset = $2 and t.gone_at is null
    $q$, dataset.table_name) into ids using step.id, dataset.name;
    if cardinality(ids) > private.most_missing(dataset.row_count) then
      perform private.hold_deletions(step, dataset, ids, now);
    elsif cardinality(ids) > 0 then
      execute format($q$
        update public.%1$I t set missing_since = coalesce(t.missing_since, $2), gone_at = $2, gone_run = $3 where t.id = any ($1)
      $q$, dataset.table_name) using ids, now, step.run_id;
      update public.datasets d set row_count = d.row_count - cardinality(ids) where d.name = dataset.name;
      update public.task_chain_steps s set gone_rows = s.gone_rows + cardinality(ids) where s.id = step.id;
    end if;
  end loop;
end
$$;

-- Holds the deletion of rows: they are missing, and nothing of them is gone until an admin approves it.
create function private.hold_deletions(step public.task_chain_steps, dataset public.datasets, ids text[], now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  sample jsonb;
begin
  execute format('update public.%I t set missing_since = $2 where t.id = any ($1) and t.missing_since is null', dataset.table_name)
    using ids, now;
  execute format($q$
    select jsonb_agg(to_jsonb(x) - '{hash,changed_at,missing_since,gone_at,gone_run}'::text[])
    from (select t.* from public.%I t where t.id = any ($1) order by md5(t.id) limit 20) x
  $q$, dataset.table_name) into sample using ids;
  update public.held_deletions h set state = 'obsolete', decided_at = now where h.dataset = dataset.name and h.state = 'held';
  insert into public.held_deletions (dataset, step_id, found_at, missing_count, row_count, sample)
  values (dataset.name, step.id, now, cardinality(ids), greatest(dataset.row_count, cardinality(ids)), coalesce(sample, '[]'));
  update public.task_chain_steps s set held_rows = s.held_rows + cardinality(ids) where s.id = step.id;
  perform private.log_event(step.id, 'deletions_held',
    format('%s of %s %s were missing.', cardinality(ids), dataset.row_count, dataset.name), now);
end
$$;

-- Writes the staged rows that are new, differ, or were missing.
create function private.write_changed_rows(step bigint, dataset public.datasets, now timestamptz,
  out created integer, out updated integer, out unchanged integer)
language plpgsql set search_path = ''
as $$
declare
  columns text;
  assignments text;
  staged integer;
begin
  select string_agg(format('%I', a.attname), ', '), string_agg(format('%1$I = excluded.%1$I', a.attname), ', ')
  into columns, assignments
  from pg_catalog.pg_attribute a
  where a.attrelid = format('public.%I', dataset.table_name)::regclass and a.attnum > 0 and not a.attisdropped
    and a.attname <> all ('{id,hash,changed_at,missing_since,gone_at,gone_run}');
  select count(*) into staged from private.staged_rows r where r.step_id = step and r.dataset = dataset.name;
  execute format($q$
    with written as (
      insert into public.%1$I as t (id, %2$s, hash, changed_at)
      select s.id, %3$s, md5(s.content::text), $3
      from private.staged_rows s
      left join public.%1$I l on l.id = s.id
      cross join lateral jsonb_populate_record(null::public.%1$I, s.content) r
      where s.step_id = $1 and s.dataset = $2
        and (l.id is null or l.hash <> md5(s.content::text) or l.missing_since is not null)
      on conflict (id) do update set %4$s, hash = excluded.hash, changed_at = excluded.changed_at,
        missing_since = null, gone_at = null, gone_run = null
      returning (t.xmax = 0) as is_new)
    select count(*) filter (where is_new), count(*) filter (where not is_new) from written
  $q$, dataset.table_name, columns, regexp_replace(columns, '("?\w+"?)', 'r.\1', 'g'), assignments)
  into created, updated using step, dataset.name, now;
  unchanged := staged - created - updated;
end
$$;

-- How many rows may be missing from a complete walk before it is held.
create function private.most_missing(row_count integer) returns integer
language sql immutable set search_path = ''
as $$ select greatest(20, row_count / 20) $$;

-- After a complete walk: what it did not bring is missing; what an earlier one did not bring either is gone. Where more is
-- missing than can be believed, nothing is gone until an admin approves it.
create function private.sweep(step public.task_chain_steps, dataset public.datasets, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  ids text[];
  gone integer;
begin
  execute format($q$
    select coalesce(array_agg(t.id), '{}') from public.%1$I t
    where t.gone_at is null
      and not exists (select from private.staged_rows s where s.step_id = $1 and s.dataset = $2 and s.id = t.id)
  $q$, dataset.table_name) into ids using step.id, dataset.name;
  if cardinality(ids) > private.most_missing(dataset.row_count) then
    perform private.hold_deletions(step, dataset, ids, now);
    return;
  end if;
  update public.held_deletions h set state = 'obsolete', decided_at = now where h.dataset = dataset.name and h.state = 'held';
  execute format($q$
    with changed as (
      update public.%1$I t
      set missing_since = coalesce(t.missing_since, $2), gone_at = case when t.missing_since is not null then $2::timestamptz end,
        gone_run = case when t.missing_since is not null then $3::bigint end
      where t.id = any ($1)
      returning t.gone_at)
    select count(gone_at) from changed
  $q$, dataset.table_name) into gone using ids, now, step.run_id;
  update public.task_chain_steps s set gone_rows = s.gone_rows + gone where s.id = step.id;
end
$$;

create function private.delete_staged_rows(step bigint) returns void
language sql volatile set search_path = ''
as $$
  delete from private.staged_rows r where r.step_id = step;
  delete from private.staged_deletions g where g.step_id = step;
  delete from private.staged_people p where p.step_id = step;
$$;

-- Alerts: once for each run, step and code, and once for each dataset that is stale. Each is mailed to the admins.

create table public.alerts (
  id bigint generated always as identity primary key,
  -- What it is about: a repeated one is the same alert.
  kind text not null check (kind in ('step_failed', 'no_success')),
  subject text not null,
  code text not null,
  message private.long_text not null,
  at private.instant not null,
  run_id bigint references public.task_chain_logs (id) on delete set null,
  unique (kind, subject, code)
);
create index alerts_run on public.alerts (run_id);
create index alerts_newest on public.alerts (at);
select private.enable_normal_form('public.alerts');
alter table public.alerts enable row level security;
grant select on public.alerts to authenticated, service_role;
create policy "admins read alerts" on public.alerts
  for select to authenticated
  using ((select private.is_admin()));

create function private.alert_failures(run public.task_chain_logs, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  added bigint[];
begin
  with inserted as (
    insert into public.alerts (kind, subject, code, message, at, run_id)
    select 'step_failed', format('%s %s', run.id, s.task), s.error_code, coalesce(s.error_message, ''), now, run.id
    from public.task_chain_steps s where s.run_id = run.id and s.status = 'failed' order by s.chain_order, s.id
    on conflict do nothing
    returning id
  )
  select array_agg(i.id) into added from inserted i;
  perform private.mail_alerts(added, now);
end
$$;

-- A dataset that was refreshed before, and not for as long as it may be old.
create function private.alert_stale_datasets(now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  added bigint[];
begin
  with inserted as (
    insert into public.alerts (kind, subject, code, message, at)
    select 'no_success', d.name, to_char(d.refreshed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS'),
      format('%s was last refreshed at %s UTC.', d.name, to_char(d.refreshed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')), now
    from public.datasets d
    where d.refreshed_at < now - d.max_age order by d.refreshed_at, d.name
    on conflict do nothing
    returning id
  )
  select array_agg(i.id) into added from inserted i;
  perform private.mail_alerts(added, now);
end
$$;

-- How runs go on. A worker takes a step by a lease with a fencing token, stores each page together with the checkpoint behind
-- it, and finishes, releases or fails the step. All of it is serialised by one lock: it is little work, and rarely done.

create sequence private.lease_tokens;

create function private.lock_chains() returns void
language sql volatile set search_path = ''
as $$ select pg_advisory_xact_lock(hashtextextended('cadence.chains', 0)) $$;

-- How long a lease lasts after each page and each reservation of requests, how often one may lapse without a page between, and how long after each failed
-- attempt the next one begins.
create function private.lease_time() returns interval language sql immutable set search_path = '' as $$ select interval '90 seconds' $$;
create function private.most_lost_leases() returns integer language sql immutable set search_path = '' as $$ select 5 $$;
-- More pages than any step has.
create function private.most_pages() returns integer language sql immutable set search_path = '' as $$ select 5000 $$;
create function private.attempt_delays() returns interval[]
language sql immutable set search_path = ''
as $$ select array[interval '1 minute', interval '5 minutes', interval '15 minutes'] $$;

-- The step, locked, where `token` is that of its lease. Raises `lease_lost` for a worker that was too slow, or whose run
-- was cancelled: it stops, and nothing that it brings is stored.
create function private.require_lease(step bigint, token bigint) returns public.task_chain_steps
language plpgsql set search_path = ''
as $$
declare
  leased public.task_chain_steps;
begin
  select * into leased from public.task_chain_steps s where s.id = step for update;
  if leased.status is distinct from 'running' or leased.token <> token then
    raise exception 'lease_lost' using errcode = 'PT409', detail = 'Another worker has this step, or nobody any more.';
  end if;
  return leased;
end
$$;

-- The datasets that a step needs and that are stale or empty.
create function private.stale_needs(job text, now timestamptz) returns text[]
language sql stable set search_path = ''
as $$
  select coalesce(array_agg(d.name order by d.name), '{}')
  from private.jobs j cross join lateral unnest(j.needs) n (name) join public.datasets d on d.name = n.name
  where j.name = stale_needs.job and (d.refreshed_at is null or d.refreshed_at < now - d.max_age or d.row_count = 0)
$$;

-- The steps that a worker may take: their run goes on, what the run still makes of their needs is made, their API is free
-- and not paused. Those that were begun come first.
create function private.ready_steps(now timestamptz) returns setof bigint
language sql stable set search_path = ''
as $$
  select s.id
  from public.task_chain_steps s
  join public.task_chain_logs l on l.id = s.run_id
  join private.jobs j on j.name = s.job
  left join private.apis a on a.name = s.api
  where l.status = 'running'
    and (s.status = 'pending' or (s.status = 'waiting' and s.next_attempt_at <= ready_steps.now))
    and (a.blocked_until is null or a.blocked_until <= ready_steps.now)
    and not exists (select from public.task_chain_steps o where o.api = s.api and o.status = 'running')
    -- Nothing new begins once a required step has failed.
    and (s.started_at is not null
      or not exists (select from public.task_chain_steps f where f.run_id = s.run_id and f.status = 'failed' and f.required))
    and not exists (
      select from public.task_chain_steps o join private.jobs oj on oj.name = o.job
      where o.run_id = s.run_id and o.status in ('pending', 'running', 'waiting') and oj.makes && j.needs)
  order by (s.started_at is null), s.chain_order, s.id
$$;

-- Gives the next step to a worker: {step, token, run, task, job, mode, api, checkpoint, changed_since, dry_run}; null where there
-- is none. A step whose data are not there fails instead.
create function private.take_step_at(now timestamptz) returns json
language plpgsql set search_path = ''
as $$
declare
  ready bigint;
  taken public.task_chain_steps;
  stale text[];
begin
  perform private.lock_chains();
  loop
    select r into ready from private.ready_steps(now) r limit 1;
    if ready is null then
      return null;
    end if;
    select * into taken from public.task_chain_steps s where s.id = ready;
    stale := private.stale_needs(taken.job, now);
    exit when stale = '{}';
    perform private.end_step(taken.id, 'failed', 'needs_not_fresh', format('Not up to date: %s.', array_to_string(stale, ', ')), now);
  end loop;
  update public.task_chain_steps s
  set status = 'running', token = nextval('private.lease_tokens'), lease_until = now + private.lease_time(),
    next_attempt_at = null, started_at = coalesce(s.started_at, now)
  where s.id = taken.id
  returning * into taken;
  update public.task_chain_logs l set current_step = taken.task where l.id = taken.run_id;
  return (
    select json_build_object('step', taken.id, 'token', taken.token, 'run', taken.run_id, 'task', taken.task, 'job', taken.job,
      'mode', taken.mode, 'api', taken.api, 'checkpoint', taken.checkpoint, 'changed_since', taken.changed_since,
      'dry_run', l.dry_run)
    from public.task_chain_logs l where l.id = taken.run_id);
end
$$;

create function public.take_step() returns json
language sql volatile security definer set search_path = ''
as $$ select private.take_step_at(clock_timestamp()) $$;
grant execute on function public.take_step() to service_role;

-- Stores a page of a leased step: {id, checkpoint, rows, gone, requests, read_rows, expected_rows, notes}. `checkpoint` is where the next
-- page begins; it and the rows are stored together or not at all. `rows` are {dataset: [{id, …}]}; they are staged, and seen by
-- nobody before the step is finished. `gone` are ids by dataset that the API does not find any more. The same page
-- again (`id`, a UUID) changes nothing.
create function private.store_page_at(step bigint, token bigint, page jsonb, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
begin
  if leased.last_page = (page ->> 'id')::uuid then
    return;
  end if;
  if leased.pages >= private.most_pages() then
    perform private.lock_chains();
    perform private.fail_attempt(leased, 'endless_walk', format('It did not come to an end in %s pages.', private.most_pages()), false, now);
    return;
  end if;
  perform private.stage_rows(leased, coalesce(page -> 'rows', '{}'), coalesce(page -> 'gone', '{}'));
  update public.task_chain_steps s
  set checkpoint = page -> 'checkpoint', last_page = (page ->> 'id')::uuid, lease_until = now + private.lease_time(), lost_leases = 0, attempts = 0,
    pages = s.pages + 1,
    requests = s.requests + coalesce((page ->> 'requests')::integer, 0),
    read_rows = s.read_rows + coalesce((page ->> 'read_rows')::integer, 0),
    expected_rows = coalesce((page ->> 'expected_rows')::integer, s.expected_rows),
    notes = private.add_counts(s.notes, page -> 'notes')
  where s.id = leased.id;
  update private.apis a set pauses = 0, blocked_until = null where a.name = leased.api and a.pauses > 0;
end
$$;

create function public.store_page(step bigint, token bigint, page jsonb) returns void
language sql volatile security definer set search_path = ''
as $$ select private.store_page_at(step, token, page, clock_timestamp()) $$;
grant execute on function public.store_page(bigint, bigint, jsonb) to service_role;

-- {code: count}, added up.
create function private.add_counts(counts jsonb, more jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select counts || coalesce(jsonb_object_agg(e.key, coalesce((counts ->> e.key)::bigint, 0) + e.value::bigint), '{}')
  from jsonb_each_text(coalesce(more, '{}')) e
$$;

-- Gives a step back before it is done: its worker's time is over, or its API pauses. It costs no attempt.
create function public.release_step(step bigint, token bigint) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.lock_chains();
  perform private.require_lease(step, token);
  update public.task_chain_steps s set status = 'pending', lease_until = null where s.id = step;
end
$$;
grant execute on function public.release_step(bigint, bigint) to service_role;

-- Whether another run has refreshed a dataset of a step since it began: what it has staged may be older than what is live.
create function private.is_outdated(step public.task_chain_steps) returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from private.jobs j join public.datasets d on d.name = any (j.makes)
    where j.name = step.job and d.refreshed_at > step.started_at and d.refreshed_by <> step.run_id)
$$;

-- Has a step begin anew, without what it has staged.
create function private.restart_step(step public.task_chain_steps, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.delete_staged_rows(step.id);
  perform private.log_event(step.id, 'restarted', 'Another run has brought newer data meanwhile.', now);
  update public.task_chain_steps s
  set status = 'pending', lease_until = null, checkpoint = null, started_at = null where s.id = step.id;
end
$$;

-- A step's work is complete: its staged rows become the live ones.
create function private.finish_step_at(step bigint, token bigint, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  leased public.task_chain_steps;
  problem text;
begin
  perform private.lock_chains();
  leased := private.require_lease(step, token);
  if private.is_outdated(leased) then
    perform private.restart_step(leased, now);
    return;
  end if;
  -- Every partner refused.
  if (leased.notes ->> 'refused')::bigint > 0 and coalesce((leased.notes ->> 'sent')::bigint, 0) = 0 then
    perform private.end_step(step, 'failed', 'refused', 'The CRM accepted none of the counts.', now);
    return;
  end if;
  problem := private.apply_staged_rows(leased, now);
  if problem is not null then
    perform private.fail_attempt(leased, 'empty_walk', problem, true, now);
    return;
  end if;
  perform private.end_step(step, 'done', null, null, now);
end
$$;

create function public.finish_step(step bigint, token bigint) returns void
language sql volatile security definer set search_path = ''
as $$ select private.finish_step_at(step, token, clock_timestamp()) $$;
grant execute on function public.finish_step(bigint, bigint) to service_role;

-- A step cannot go on. Where it may be better later (`retryable`), it is tried again three times, from its checkpoint.
create function private.fail_step_at(step bigint, token bigint, code text, message text, retryable boolean, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.lock_chains();
  perform private.fail_attempt(private.require_lease(step, token), code, message, retryable, now);
end
$$;

create function public.fail_step(step bigint, token bigint, code text, message text, retryable boolean) returns void
language sql volatile security definer set search_path = ''
as $$ select private.fail_step_at(step, token, code, message, retryable, clock_timestamp()) $$;
grant execute on function public.fail_step(bigint, bigint, text, text, boolean) to service_role;

create function private.fail_attempt(failed public.task_chain_steps, code text, message text, retryable boolean, now timestamptz)
returns void
language plpgsql set search_path = ''
as $$
declare
  delay interval := (private.attempt_delays())[failed.attempts + 1];
begin
  perform private.log_event(failed.id, code, message, now);
  -- The same rows would fail again: they are read anew.
  if code in ('empty_walk', 'internal') then
    perform private.delete_staged_rows(failed.id);
    update public.task_chain_steps s set checkpoint = null where s.id = failed.id;
  end if;
  if retryable and delay is not null then
    update public.task_chain_steps s
    set status = 'waiting', lease_until = null, attempts = s.attempts + 1, next_attempt_at = now + delay,
      error_code = code, error_message = private.as_long_text(message)
    where s.id = failed.id;
  else
    perform private.end_step(failed.id, 'failed', code, message, now);
  end if;
end
$$;

-- Ends a step, and its run where nothing of it is left to do.
create function private.end_step(step bigint, status text, code text, message text, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  ended public.task_chain_steps;
begin
  update public.task_chain_steps s
  set status = end_step.status, completed_at = now, lease_until = null, next_attempt_at = null,
    error_code = code, error_message = private.as_long_text(message)
  where s.id = step
  returning * into ended;
  if status in ('done', 'skipped') then
    perform private.delete_staged_rows(step);
  end if;
  if status = 'done' then
    update public.task_chain_logs l
    set steps_completed = l.steps_completed || jsonb_build_array(ended.task) where l.id = ended.run_id;
  end if;
  perform private.settle_run(ended.run_id, now);
end
$$;

-- Ends a run once none of its steps can go on, and starts what comes after it.
create function private.settle_run(run bigint, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  failure public.task_chain_steps;
  settled public.task_chain_logs;
  next record;
begin
  select * into failure from public.task_chain_steps s
  where s.run_id = run and s.status = 'failed' order by s.required desc, s.completed_at, s.id limit 1;
  if exists (
    select from public.task_chain_steps s
    where s.run_id = run and s.status in ('pending', 'running', 'waiting') and (s.started_at is not null or failure.required is not true)) then
    update public.task_chain_logs l
    set current_step = (select s.task from public.task_chain_steps s where s.run_id = run and s.status = 'running' order by s.id limit 1)
    where l.id = run;
    return;
  end if;
  update public.task_chain_logs l
  set status = case when failure.id is null then 'completed' when failure.required then 'failed' else 'partial' end,
    completed_at = now, total_duration_seconds = greatest(0, extract(epoch from now - l.started_at))::integer,
    current_step = null, error_code = failure.error_code, error_message = failure.error_message
  where l.id = run and l.status = 'running'
  returning * into settled;
  if settled.id is null then
    return;
  end if;
  perform private.alert_failures(settled, now);
  if settled.status <> 'failed' and not settled.dry_run then
    for next in
      select t.name from public.scheduled_tasks t
      where t.after_task = settled.chain_name and t.enabled and not private.is_job_running(t.job) order by t.name
    loop
      perform private.start_run(next.name, 'after', settled.slot, null, null, false, now);
    end loop;
  end if;
end
$$;

-- Reserves `wanted` requests of the step's API, by its rate: {delay_ms, interval_ms}, from when on and how far apart they may be
-- sent; {blocked_ms} while the API pauses.
create function private.reserve_requests_at(step bigint, token bigint, wanted integer, now timestamptz) returns json
language plpgsql set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
  api private.apis;
  starts timestamptz;
  each interval;
begin
  select * into api from private.apis a where a.name = leased.api for update;
  if api.blocked_until > now then
    return json_build_object('blocked_ms', ceil(extract(epoch from api.blocked_until - now) * 1000)::integer);
  end if;
  each := interval '1 second' / api.requests_per_second::double precision;
  starts := greatest(now, api.next_at);
  update public.task_chain_steps s set lease_until = now + private.lease_time() where s.id = leased.id;
  update private.apis a set next_at = starts + each * least(greatest(wanted, 1), 100) where a.name = api.name;
  return json_build_object('delay_ms', ceil(extract(epoch from starts - now) * 1000)::integer,
    'interval_ms', extract(epoch from each) * 1000);
end
$$;

create function public.reserve_requests(step bigint, token bigint, wanted integer) returns json
language sql volatile security definer set search_path = ''
as $$ select private.reserve_requests_at(step, token, wanted, clock_timestamp()) $$;
grant execute on function public.reserve_requests(bigint, bigint, integer) to service_role;

-- The API refused a request because there were too many: nobody sends it any for as long as it says, and at least for twice as
-- long as the last time, from 5 seconds to 15 minutes. The step is given back; after some hours of nothing else it fails.
create function private.pause_api_at(step bigint, token bigint, seconds numeric, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  leased public.task_chain_steps;
  pause numeric;
  pauses integer;
begin
  perform private.lock_chains();
  leased := private.require_lease(step, token);
  select least(greatest(coalesce(seconds, 0), 5 * 2 ^ least(a.pauses, 10)), 900), a.pauses into pause, pauses
  from private.apis a where a.name = leased.api for update;
  update private.apis a
  set blocked_until = greatest(a.blocked_until, now + pause * interval '1 second'), pauses = a.pauses + 1
  where a.name = leased.api;
  perform private.log_event(step, 'too_many_requests', format('%s pauses for %s seconds.', leased.api, round(pause)), now);
  if pauses >= 30 then
    perform private.fail_attempt(leased, 'too_many_requests', 'The API has refused every request for hours.', true, now);
  else
    perform public.release_step(step, token);
  end if;
end
$$;

create function public.pause_api(step bigint, token bigint, seconds numeric default null) returns void
language sql volatile security definer set search_path = ''
as $$ select private.pause_api_at(step, token, seconds, clock_timestamp()) $$;
grant execute on function public.pause_api(bigint, bigint, numeric) to service_role;

-- Takes steps back from workers that were not heard of in time. A step that loses its worker again and again fails.
create function private.expire_leases(now timestamptz) returns integer
language plpgsql set search_path = ''
as $$
declare
  lost public.task_chain_steps;
  expired integer := 0;
begin
  for lost in
    select * from public.task_chain_steps s where s.status = 'running' and s.lease_until < now order by s.id for update
  loop
    expired := expired + 1;
    perform private.log_event(lost.id, 'worker_lost', 'The worker was not heard of in time.', now);
    if lost.lost_leases + 1 >= private.most_lost_leases() then
      perform private.end_step(lost.id, 'failed', 'worker_lost', 'Its worker ended again and again without storing a page.', now);
    else
      update public.task_chain_steps s set status = 'pending', lease_until = null, lost_leases = s.lost_leases + 1 where s.id = lost.id;
    end if;
  end loop;
  return expired;
end
$$;

-- What the learning platform (Northpass) has, as its steps last brought it. Admins alone read it.

create table public.lms_courses (
  id text primary key,
  name text not null,
  published boolean,
  updated_at private.instant
);
select private.enable_dataset('public.lms_courses');

-- What a course counts for. Null: the platform does not say, or does not let us read it.
create table public.lms_course_values (
  id text primary key,
  npcu numeric check (npcu >= 0)
);
select private.enable_dataset('public.lms_course_values');

create table public.lms_users (
  id text primary key,
  email text not null,
  first_name text not null,
  last_name text not null,
  activated_at private.instant,
  unsubscribed boolean not null,
  updated_at private.instant
);
create index lms_users_email on public.lms_users (lower(email));
select private.enable_dataset('public.lms_users');

create table public.lms_groups (
  id text primary key,
  name text not null,
  updated_at private.instant
);
select private.enable_dataset('public.lms_groups');

-- `id` is group and person. Neither is a foreign key: the walks of one night see different moments.
create table public.lms_memberships (
  id text primary key,
  group_id text not null,
  person_id text not null
);
create index lms_memberships_group on public.lms_memberships (group_id);
create index lms_memberships_person on public.lms_memberships (person_id);
select private.enable_dataset('public.lms_memberships');

-- `id` is person and course. `progress` in percent.
create table public.lms_enrollments (
  id text primary key,
  person_id text not null,
  course_id text not null,
  progress numeric not null,
  enrolled_at private.instant,
  -- A change that shows in the transcript alone, such as a renewed certificate.
  updated_at private.instant
);
create index lms_enrollments_person on public.lms_enrollments (person_id);
create index lms_enrollments_course on public.lms_enrollments (course_id);
select private.enable_dataset('public.lms_enrollments');

-- What the transcript of a person says about a course. Read only where an enrollment has changed.
create table public.lms_transcripts (
  id text primary key,
  person_id text not null,
  course_id text not null,
  status text not null,
  started_at private.instant,
  completed_at private.instant
);
create index lms_transcripts_person on public.lms_transcripts (person_id);
create index lms_transcripts_course on public.lms_transcripts (course_id);
select private.enable_dataset('public.lms_transcripts');

-- What the CRM (Impartner) has, as its steps last brought it. Admins alone read it. Ids are Impartner's numbers, as text.

create table public.crm_partners (
  id text primary key,
  name text not null,
  crm_id text,
  tier text,
  active boolean not null,
  manager_name text,
  manager_email text,
  -- The group that the CRM itself names.
  lms_group_id text,
  -- The counts that the CRM has, from the last push or anybody else.
  total_npcu numeric,
  certified_people numeric,
  expiring_certificates numeric,
  updated_at private.instant
);
create index crm_partners_manager on public.crm_partners (lower(manager_email));
select private.enable_dataset('public.crm_partners');

create table public.crm_contacts (
  id text primary key,
  partner_id text,
  email text not null,
  first_name text not null,
  last_name text not null,
  active boolean not null,
  updated_at private.instant
);
create index crm_contacts_partner on public.crm_contacts (partner_id);
select private.enable_dataset('public.crm_contacts');

create table public.crm_leads (
  id text primary key,
  partner_id text,
  name text not null,
  company text not null,
  status text,
  created_at private.instant,
  updated_at private.instant
);
create index crm_leads_partner on public.crm_leads (partner_id);
select private.enable_dataset('public.crm_leads');

-- What a worker asks between pages: whose children come next on a walk that goes by parent.

-- The ids of the live rows of a dataset after `after`, in order; of a dataset that the caller's step needs.
create function public.next_parents(step bigint, token bigint, dataset text, after text, most integer) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
  target text := (
    select d.table_name from public.datasets d join private.jobs j on d.name = any (j.needs)
    where j.name = leased.job and d.name = next_parents.dataset);
  ids json;
begin
  if target is null then
    perform private.raise_not_found();
  end if;
  execute format($q$select coalesce(json_agg(x.id), '[]') from (
    select t.id from public.%I t where t.gone_at is null and t.id > $1 order by t.id limit $2) x$q$, target)
  into ids using coalesce(after, ''), least(most, 1000);
  return ids;
end
$$;
grant execute on function public.next_parents(bigint, bigint, text, text, integer) to service_role;

-- The next people after `after` whose transcripts have to be read: an enrollment of theirs is new or changed, or its transcript is
-- not known.
create function public.next_transcripts(step bigint, token bigint, after text, most integer) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
begin
  if after = '' then
    perform private.analyze_staged_rows((select count(*)::integer from private.staged_rows s where s.step_id = leased.id));
    insert into private.staged_people (step_id, id)
    select distinct leased.id, s.content ->> 'person_id'
    from private.staged_rows s
    left join public.lms_enrollments e on e.id = s.id
    left join public.lms_transcripts t on t.id = s.id
    where s.step_id = leased.id and s.dataset = 'enrollments'
      and (e.id is null or e.gone_at is not null or e.hash <> md5(s.content::text) or t.id is null)
    on conflict do nothing;
  end if;
  return (
    select coalesce(json_agg(x.id order by x.id), '[]') from (
      select p.id from private.staged_people p
      where p.step_id = leased.id and p.id > after order by p.id limit least(most, 1000)) x);
end
$$;
grant execute on function public.next_transcripts(bigint, bigint, text, integer) to service_role;

-- The live courses after `after` of which the step has no value yet.
create function public.next_courses_without_value(step bigint, token bigint, after text, most integer) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
begin
  return (
    select coalesce(json_agg(x.id), '[]') from (
      select c.id from public.lms_courses c
      where c.gone_at is null and c.id > coalesce(after, '')
        and not exists (select from private.staged_rows s where s.step_id = leased.id and s.dataset = 'npcu' and s.id = c.id)
      order by c.id limit least(most, 1000)) x);
end
$$;
grant execute on function public.next_courses_without_value(bigint, bigint, text, integer) to service_role;

-- Which groups belong to which partners, and what the people of each partner are certified for.

-- A group belongs to one partner. `id`: the CRM names the group. `name`: their names are the same, and nobody else has it. `hand`:
-- an admin said so, which no walk changes.
create table public.partner_groups (
  group_id text primary key,
  partner_id text not null,
  method text not null check (method in ('id', 'name', 'hand')),
  linked_at private.instant not null,
  linked_by uuid references public.profiles (id) on delete set null,
  check ((linked_by is null) or method = 'hand')
);
create index partner_groups_partner on public.partner_groups (partner_id);
create index partner_groups_linked_by on public.partner_groups (linked_by);
alter table public.partner_groups enable row level security;
grant select on public.partner_groups to authenticated, service_role;
create policy "admins read links of groups" on public.partner_groups
  for select to authenticated
  using ((select private.is_admin()));

-- How many months a certificate is valid.
create table private.certificate_validity (
  singleton boolean primary key default true check (singleton),
  months integer not null check (months between 1 and 240)
);
alter table private.certificate_validity enable row level security;
insert into private.certificate_validity (months) values (24);

-- What two names of one company share: their letters and digits, without case, accents, spaces and punctuation.
create function private.company_key(name text) returns text
language sql immutable set search_path = ''
as $$ select regexp_replace(private.fold_letters(name), '[\s\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00BF\u2000-\u206F\u3000-\u303F]+', '', 'g') $$;

-- Groups and the partners that could be theirs by name, where that is not clear: [{group_id, partner_ids}].
create function private.partners_by_name() returns table (group_id text, partner_ids text[])
language sql stable set search_path = ''
as $$
  with partners as (
    select private.company_key(p.name) as key, array_agg(p.id order by p.id) as ids
    from public.crm_partners p where p.gone_at is null group by 1
  ), groups as (
    select private.company_key(g.name) as key, g.id, count(*) over (partition by private.company_key(g.name)) as namesakes
    from public.lms_groups g where g.gone_at is null
  )
  select g.id, case when g.namesakes = 1 or cardinality(p.ids) > 1 then p.ids else p.ids || p.ids end
  from groups g join partners p on p.key = g.key and g.key <> ''
$$;

-- Links groups to partners: by the id that the CRM names, then by a name that is clear on both sides. What was linked by hand stays.
create function private.link_groups(now timestamptz) returns void
language plpgsql set search_path = ''
as $$
begin
  -- What was linked by hand waits for both to come back.
  delete from public.partner_groups l
  where l.method <> 'hand' and (
    not exists (select from public.lms_groups g where g.id = l.group_id and g.gone_at is null)
    or not exists (select from public.crm_partners p where p.id = l.partner_id and p.gone_at is null));
  create temporary table wanted_links on commit drop as
    select distinct on (x.group_id) x.group_id, x.partner_id, x.method from (
      select g.id as group_id, min(p.id) as partner_id, 'id' as method, 1 as preference
      from public.lms_groups g join public.crm_partners p on p.lms_group_id = g.id and p.gone_at is null
      where g.gone_at is null group by g.id having count(*) = 1
      union all
      select n.group_id, n.partner_ids[1], 'name', 2 from private.partners_by_name() n where cardinality(n.partner_ids) = 1
    ) x order by x.group_id, x.preference;
  delete from public.partner_groups l
  where l.method <> 'hand' and not exists (
    select from wanted_links w where w.group_id = l.group_id and w.partner_id = l.partner_id);
  insert into public.partner_groups (group_id, partner_id, method, linked_at)
  select w.group_id, w.partner_id, w.method, now from wanted_links w
  on conflict (group_id) do update set method = excluded.method where partner_groups.method <> 'hand' and partner_groups.method <> excluded.method;
  drop table wanted_links;
end
$$;

-- The links of groups and partners that are both there.
create function private.live_partner_groups() returns setof public.partner_groups
language sql stable set search_path = ''
as $$
  select l.* from public.partner_groups l
  join public.lms_groups g on g.id = l.group_id and g.gone_at is null
  join public.crm_partners p on p.id = l.partner_id and p.gone_at is null
$$;

-- The certificates that people of partners have: one for each person and completed course that counts, until it expires.
create function private.certificates(now timestamptz)
returns table (partner_id text, group_id text, person_id text, course_id text, npcu numeric, completed_at timestamptz, expires_at timestamptz)
language sql stable set search_path = ''
as $$
  select distinct on (l.partner_id, t.person_id, t.course_id)
    l.partner_id, l.group_id, t.person_id, t.course_id, v.npcu, t.completed_at::timestamptz, x.expires_at
  from private.live_partner_groups() l
  join public.lms_memberships m on m.group_id = l.group_id and m.gone_at is null
  join public.lms_users u on u.id = m.person_id and u.gone_at is null
  join public.lms_transcripts t on t.person_id = m.person_id and t.completed_at is not null
  join public.lms_enrollments e on e.id = t.id and e.gone_at is null
  join public.lms_course_values v on v.id = t.course_id and v.gone_at is null and v.npcu > 0
  join private.certificate_validity y on true
  cross join lateral (select t.completed_at + make_interval(months => y.months)) x (expires_at)
  where x.expires_at > now
  order by l.partner_id, t.person_id, t.course_id, l.group_id
$$;

-- The counts of each partner that has a group: certified people, the sum of the NPCU of their certificates, and how many of those
-- expire within 90 days.
create function private.partner_counts(now timestamptz)
returns table (partner_id text, certified_people integer, total_npcu numeric, expiring_certificates integer)
language sql stable set search_path = ''
as $$
  select p.partner_id, count(distinct c.person_id)::integer, coalesce(sum(c.npcu), 0),
    count(*) filter (where c.expires_at <= partner_counts.now + interval '90 days')::integer
  from (select distinct l.partner_id from private.live_partner_groups() l) p
  left join private.certificates(partner_counts.now) c on c.partner_id = p.partner_id
  group by p.partner_id
$$;

-- Counts back to the CRM: only what differs from what it has, in batches, with its result for each partner.

create table public.crm_pushes (
  id bigint generated always as identity primary key,
  step_id bigint references public.task_chain_steps (id) on delete set null,
  partner_id text not null,
  certified_people integer not null,
  total_npcu numeric not null,
  expiring_certificates integer not null,
  -- `dry_run`: it would have been sent.
  outcome text not null check (outcome in ('sent', 'refused', 'dry_run')),
  message private.long_text,
  at private.instant not null
);
create index crm_pushes_partner on public.crm_pushes (partner_id, id desc);
create index crm_pushes_step on public.crm_pushes (step_id);
create index crm_pushes_age on public.crm_pushes (at);
select private.enable_normal_form('public.crm_pushes');
alter table public.crm_pushes enable row level security;
grant select on public.crm_pushes to authenticated, service_role;
create policy "admins read pushes" on public.crm_pushes
  for select to authenticated
  using ((select private.is_admin()));

-- The counts that the CRM accepted last: what it has, until a walk reads it again.
create table private.pushed_counts (
  partner_id text primary key,
  certified_people integer not null,
  total_npcu numeric not null,
  expiring_certificates integer not null,
  at private.instant not null
);
alter table private.pushed_counts enable row level security;

-- The counts that the CRM has: as the last walk read them, or as a push since then has set them.
create function private.crm_counts()
returns table (partner_id text, certified_people numeric, total_npcu numeric, expiring_certificates numeric)
language sql stable set search_path = ''
as $$
  select p.id, coalesce(s.certified_people, p.certified_people), coalesce(s.total_npcu, p.total_npcu),
    coalesce(s.expiring_certificates, p.expiring_certificates)
  from public.crm_partners p
  cross join (select d.refreshed_at from public.datasets d where d.name = 'partners') d
  left join private.pushed_counts s on s.partner_id = p.id and s.at > d.refreshed_at
  where p.gone_at is null
$$;

-- Raises `counts_fall` where a push that nobody started by hand would lower the counts of more partners than can be believed.
create function private.require_plausible_counts(run bigint, now timestamptz) returns void
language plpgsql stable set search_path = ''
as $$
declare
  falling integer;
  total integer;
begin
  select count(*) filter (where c.total_npcu < h.total_npcu), count(*) into falling, total
  from private.partner_counts(now) c join private.crm_counts() h on h.partner_id = c.partner_id;
  if falling > private.most_missing(total)
    and not exists (select from public.task_chain_logs l where l.id = run and l.trigger = 'manual') then
    raise exception 'counts_fall' using errcode = 'PT409',
      detail = format('The counts of %s of %s partners would fall. Look at them, and run the push by hand to send them.', falling, total);
  end if;
end
$$;

-- The next partners whose counts differ from what the CRM has: [{id, certified_people, total_npcu, expiring_certificates}]. A partner
-- without a group has no counts of ours: nothing is sent for it.
create function private.next_push_at(step bigint, token bigint, after text, most integer, now timestamptz) returns json
language plpgsql set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
begin
  if after = '' then
    perform private.require_plausible_counts(leased.run_id, now);
  end if;
  return (
    select coalesce(json_agg(x order by x.id), '[]') from (
      select c.partner_id as id, c.certified_people, c.total_npcu, c.expiring_certificates
      from private.partner_counts(now) c join private.crm_counts() h on h.partner_id = c.partner_id
      where c.partner_id > coalesce(after, '')
        and (c.certified_people, c.total_npcu, c.expiring_certificates)
          is distinct from (h.certified_people, h.total_npcu, h.expiring_certificates)
      order by c.partner_id limit least(most, 1000)) x);
end
$$;

create function public.next_push(step bigint, token bigint, after text, most integer) returns json
language sql volatile security definer set search_path = ''
as $$ select private.next_push_at(step, token, after, most, clock_timestamp()) $$;
grant execute on function public.next_push(bigint, bigint, text, integer) to service_role;

-- Stores the CRM's results: [{id, certified_people, total_npcu, expiring_certificates, outcome, message}].
create function private.store_push_at(step bigint, token bigint, items jsonb, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
begin
  with item as (
    select x.* from jsonb_to_recordset(items) x (
      id text, certified_people integer, total_npcu numeric, expiring_certificates integer, outcome text, message text)
  ), kept as (
    insert into public.crm_pushes (step_id, partner_id, certified_people, total_npcu, expiring_certificates, outcome, message, at)
    select leased.id, i.id, i.certified_people, i.total_npcu, i.expiring_certificates, i.outcome, private.as_long_text(i.message), store_push_at.now
    from item i
  )
  insert into private.pushed_counts (partner_id, certified_people, total_npcu, expiring_certificates, at)
  select i.id, i.certified_people, i.total_npcu, i.expiring_certificates, store_push_at.now from item i where i.outcome = 'sent'
  on conflict (partner_id) do update
  set certified_people = excluded.certified_people, total_npcu = excluded.total_npcu,
    expiring_certificates = excluded.expiring_certificates, at = excluded.at;
  update public.task_chain_steps s set updated_rows = s.updated_rows + (
    select count(*) from jsonb_array_elements(items) i where i ->> 'outcome' = 'sent') where s.id = leased.id;
end
$$;

create function public.store_push(step bigint, token bigint, items jsonb) returns void
language sql volatile security definer set search_path = ''
as $$ select private.store_push_at(step, token, items, clock_timestamp()) $$;
grant execute on function public.store_push(bigint, bigint, jsonb) to service_role;

-- The clean-up: what chains keep for a month, and weekly counts of partners for a year more.

-- What a step does that needs no API. Idempotent.
create function private.run_internal_step_at(step bigint, token bigint, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
  oldest timestamptz := now - interval '30 days';
begin
  if leased.job <> 'cleanup' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'This step is not one of the database.';
  end if;
  delete from public.crm_pushes p where p.at < oldest;
  delete from public.alerts a where a.at < oldest;
  delete from public.mail_outbox m where m.created_at < oldest;
  delete from public.partner_weeks w where w.week_start < (oldest - interval '1 year')::date;
  delete from public.held_deletions h where h.decided_at < oldest;
  delete from public.task_chain_logs l where l.completed_at < oldest;
end
$$;

create function public.run_internal_step(step bigint, token bigint) returns void
language sql volatile security definer set search_path = ''
as $$ select private.run_internal_step_at(step, token, clock_timestamp()) $$;
grant execute on function public.run_internal_step(bigint, bigint) to service_role;

-- The one clock of the server side. Once a minute, `private.tick` does all timed work and wakes the worker.

create table private.ticks (
  singleton boolean primary key default true check (singleton),
  at private.instant not null,
  -- When it last looked for what is not urgent, and when old rows were last pruned.
  checked_at private.instant,
  pruned_at private.instant
);
alter table private.ticks enable row level security;

-- Starts what the timetable has due. Of slots that were missed only the newest runs, once. What is part of a chain that runs
-- does not run beside it.
create function private.start_due_runs(now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  task public.scheduled_tasks;
  due record;
begin
  for task in select * from public.scheduled_tasks t where t.next_at <= start_due_runs.now order by t.name for update loop
    select s.slot, s.at into due
    from private.slots(task.local_times, task.weekdays, task.time_zone,
      greatest(task.next_at - interval '1 microsecond', now - interval '8 days'), now) s
    order by s.at desc limit 1;
    if due.at is null then
      null;
    elsif (task.job is not null and private.is_job_running(task.job))
      or exists (select from public.task_chain_logs l where l.chain_name = task.name and l.status = 'running') then
      update public.scheduled_tasks t set skipped_slot = due.at where t.name = task.name;
    elsif private.start_run(task.name, 'schedule', due.slot, null, null, false, now) is null then
      update public.scheduled_tasks t set skipped_slot = due.at where t.name = task.name;
    end if;
    update public.scheduled_tasks t
    set next_at = private.next_slot(t.local_times, t.weekdays, t.time_zone, start_due_runs.now) where t.name = task.name;
  end loop;
end
$$;

-- Wakes the worker of chains with pg_net, where it is installed and its address and key are in the Vault. Elsewhere whoever
-- called the tick does.
create function private.wake_worker() returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
  address text;
  key text;
begin
  if to_regprocedure('net.http_post(text, jsonb, jsonb, jsonb, integer)') is null
    or to_regclass('vault.decrypted_secrets') is null then
    return false;
  end if;
  execute $q$select max(s.decrypted_secret) filter (where s.name = 'project_url'), max(s.decrypted_secret) filter (where s.name = 'worker_key')
    from vault.decrypted_secrets s$q$ into address, key;
  if address is null or key is null then
    raise warning 'The Vault has no project_url or no worker_key: nothing wakes the worker of chains.';
    return false;
  end if;
  execute $q$select net.http_post($1, '{}'::jsonb, '{}'::jsonb, jsonb_build_object('content-type', 'application/json', 'authorization', 'Bearer ' || $2), 5000)$q$
    using address || '/functions/v1/work-chains', key;
  return true;
exception when others then
  -- The next tick wakes it.
  raise warning 'The worker could not be woken: %', sqlerrm;
  return false;
end
$$;

-- The active enrollments whose tasks are not all made: one that failed is tried again after an hour.
create function private.enrollments_to_finish(now timestamptz) returns setof public.enrollments
language sql stable set search_path = ''
as $$
  select e.* from public.enrollments e
  where e.status = 'active'
    and (e.sync_state in ('waiting', 'running') or (e.sync_state = 'failed' and e.updated_at < enrollments_to_finish.now - interval '1 hour'))
$$;

-- For the worker: [{id, user_id}], the newest first, so that one that keeps failing delays few others.
create function public.unfinished_enrollments() returns json
language sql stable security definer set search_path = ''
as $$
  select coalesce(json_agg(json_build_object('id', e.id, 'user_id', e.user_id) order by e.updated_at desc), '[]')
  from private.enrollments_to_finish(clock_timestamp()) e
$$;
grant execute on function public.unfinished_enrollments() to service_role;

-- All timed work. Returns whether there is work for the worker. Two at once: the second does nothing. A clock that was set back
-- repeats no slot, and one that was set ahead skips none for good.
create function private.tick(now timestamptz default clock_timestamp()) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  last private.ticks;
  has_work boolean := false;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('cadence.tick', 0)) then
    return false;
  end if;
  select * into last from private.ticks;
  if last.at > now then
    update public.scheduled_tasks t set next_at = private.next_slot(t.local_times, t.weekdays, t.time_zone, tick.now)
    where t.next_at is not null;
  end if;
  if exists (select from public.scheduled_tasks t where t.next_at <= tick.now)
    or exists (select from public.task_chain_steps s where s.status = 'running' and s.lease_until < tick.now) then
    perform private.lock_chains();
    perform private.expire_leases(now);
    perform private.start_due_runs(now);
  end if;
  if (now - last.checked_at between interval '0' and interval '10 minutes') is not true then
    perform private.check_data(now);
    if (now - last.pruned_at between interval '0' and interval '1 day') is not true then
      perform private.prune();
      last.pruned_at := now;
    end if;
    last.checked_at := now;
  end if;
  insert into private.ticks (at, checked_at, pruned_at) values (now, last.checked_at, last.pruned_at)
  on conflict (singleton) do update set at = excluded.at, checked_at = excluded.checked_at, pruned_at = excluded.pruned_at;
  -- Most ticks find nothing of these at all, which is cheap to see.
  if exists (select from public.task_chain_steps s where s.status in ('pending', 'waiting'))
    or exists (select from public.enrollments e where e.status = 'active' and e.sync_state <> 'done')
    or exists (select from public.mail_outbox m where m.state = 'queued') then
    has_work := exists (select from private.ready_steps(now)) or exists (select from private.enrollments_to_finish(now))
      or private.has_due_mail(now);
  end if;
  if has_work then
    perform private.wake_worker();
  end if;
  return has_work;
end
$$;

-- What is not urgent. Nothing of it keeps the tick from the rest: what fails is a warning in the log, and is tried again.
create function private.check_data(now timestamptz) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.alert_stale_datasets(now);
  perform private.record_partner_week(now);
exception when others then
  raise warning 'Data could not be checked: %', sqlerrm;
end
$$;

create function private.prune() returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.prune_feed('180 days');
  perform private.prune_sync_reports('93 days');
  perform private.prune_history('2 years');
exception when others then
  raise warning 'Old rows could not be pruned: %', sqlerrm;
end
$$;

-- When the clock last ticked, for admins; null: never.
create function public.last_tick() returns timestamptz
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (select t.at from private.ticks t);
end
$$;
grant execute on function public.last_tick() to authenticated;

-- Schedules the tick with pg_cron, where it is installed, and returns whether it is. An operator who installs it later calls
-- this again. Scheduling twice changes nothing: the job has a name.
create function private.schedule_tick() returns boolean
language plpgsql volatile security invoker set search_path = ''
as $$
begin
  if to_regprocedure('cron.schedule(text, text, text)') is null then
    return false;
  end if;
  execute 'select cron.schedule($1, $2, $3)' using 'cadence-tick', '* * * * *', 'select private.tick()';
  return true;
end
$$;

select private.schedule_tick();

-- What admins do with chains: start, resume, skip, cancel; edit the timetable; decide about held deletions.

create function private.lock_run(run bigint) returns public.task_chain_logs
language plpgsql set search_path = ''
as $$
declare
  found public.task_chain_logs;
begin
  perform private.lock_chains();
  select * into found from public.task_chain_logs l where l.id = run;
  if found.id is null then
    perform private.raise_not_found();
  end if;
  return found;
end
$$;

create function private.raise_already_running() returns void
language plpgsql immutable set search_path = ''
as $$
begin
  raise exception 'already_running' using errcode = 'PT409', detail = 'This is running already.';
end
$$;

-- Runs a chain now, or with `only_task` one task of it: the run's id. With `dry_run` nothing is sent to the CRM.
create function public.run_chain(chain text, only_task text default null, dry_run boolean default false) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_admin();
  run bigint;
begin
  perform private.lock_chains();
  if not exists (select from public.scheduled_tasks t where t.name = chain and t.task_chain is null)
    or (only_task is not null and not exists (
      select from public.scheduled_tasks t where t.name = only_task and coalesce(t.task_chain, t.name) = chain and t.job is not null and t.enabled)) then
    perform private.raise_not_found();
  end if;
  run := private.start_run(chain, 'manual', null, me, only_task, coalesce(dry_run, false), clock_timestamp());
  if run is null then
    perform private.raise_already_running();
  end if;
  perform private.wake_worker();
  return run;
end
$$;
grant execute on function public.run_chain(text, text, boolean) to authenticated;

-- Goes on with a run that failed, partly failed or was cancelled, from the steps that did not end well and where they stopped.
-- Only the newest run of a chain, within a day: the data of its first steps are as fresh as what the later ones need.
create function public.resume_run(run bigint) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  ended public.task_chain_logs;
begin
  perform private.require_admin();
  ended := private.lock_run(run);
  if exists (select from public.task_chain_logs l where l.chain_name = ended.chain_name and l.status = 'running') then
    perform private.raise_already_running();
  elsif ended.status not in ('failed', 'partial', 'cancelled') or ended.started_at < clock_timestamp() - interval '24 hours'
    or exists (select from public.task_chain_logs l where l.chain_name = ended.chain_name and l.id > ended.id) then
    raise exception 'not_resumable' using errcode = 'PT409',
      detail = 'Only the newest run is resumed, within a day, where it did not complete. Run the chain again.';
  end if;
  update public.task_chain_logs l
  set status = 'running', completed_at = null, total_duration_seconds = null, error_code = null, error_message = null
  where l.id = ended.id;
  update public.task_chain_steps s
  set status = 'pending', completed_at = null, attempts = 0, lost_leases = 0, error_code = null, error_message = null, next_attempt_at = null
  where s.run_id = ended.id and s.status in ('failed', 'cancelled');
  perform private.settle_run(ended.id, clock_timestamp());
  perform private.wake_worker();
end
$$;
grant execute on function public.resume_run(bigint) to authenticated;

-- Leaves out an optional step that is not running.
create function public.skip_step(step bigint) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  skipped public.task_chain_steps;
begin
  perform private.require_admin();
  perform private.lock_chains();
  select s.* into skipped from public.task_chain_steps s join public.task_chain_logs l on l.id = s.run_id
  where s.id = step and l.status = 'running';
  if skipped.id is null then
    perform private.raise_not_found();
  elsif skipped.required or skipped.status not in ('pending', 'waiting') then
    raise exception 'not_skippable' using errcode = 'PT409', detail = 'Only an optional step that is not running can be skipped.';
  end if;
  perform private.end_step(step, 'skipped', null, null, clock_timestamp());
end
$$;
grant execute on function public.skip_step(bigint) to authenticated;

-- Ends a run: its worker notices at its next page, whose rows are not stored.
create function public.cancel_run(run bigint) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  cancelled public.task_chain_logs;
begin
  perform private.require_admin();
  cancelled := private.lock_run(run);
  if cancelled.status <> 'running' then
    return;
  end if;
  update public.task_chain_steps s
  set status = 'cancelled', completed_at = clock_timestamp(), lease_until = null, next_attempt_at = null
  where s.run_id = cancelled.id and s.status in ('pending', 'running', 'waiting');
  update public.task_chain_logs l
  set status = 'cancelled', completed_at = clock_timestamp(), current_step = null,
    total_duration_seconds = greatest(0, extract(epoch from clock_timestamp() - l.started_at))::integer
  where l.id = cancelled.id;
end
$$;
grant execute on function public.cancel_run(bigint) to authenticated;

-- What the timetable would start next: up to five slots, [{slot, at}], with the slot as wall time and the instant.
create function public.preview_slots(local_times text[], weekdays smallint[], time_zone text) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  found json;
begin
  perform private.require_admin();
  perform private.require_schedule(local_times, weekdays, time_zone);
  select coalesce(json_agg(json_build_object('slot', to_char(x.slot, 'YYYY-MM-DD"T"HH24:MI'), 'at', x.at) order by x.at), '[]') into found
  from (select s.* from private.slots(preview_slots.local_times::time[], preview_slots.weekdays, preview_slots.time_zone,
    clock_timestamp(), clock_timestamp() + interval '36 days') s order by s.at limit 5) x;
  return found;
end
$$;
grant execute on function public.preview_slots(text[], smallint[], text) to authenticated;

create function private.require_schedule(local_times text[], weekdays smallint[], time_zone text) returns void
language plpgsql stable set search_path = ''
as $$
begin
  if (cardinality(local_times) <= 24 and cardinality(weekdays) between 1 and 7 and weekdays <@ '{1,2,3,4,5,6,7}'::smallint[]
    and array_position(local_times, null) is null and (select coalesce(bool_and(t ~ '^([01]\d|2[0-3]):[0-5]\d$'), true) from unnest(local_times) t)
    and private.is_time_zone(time_zone)) is not true then
    raise exception 'invalid_value' using errcode = 'PT400',
      detail = 'A schedule is up to 24 times of day, weekdays from 1 (Monday) to 7, and a time zone.';
  end if;
end
$$;

-- Changes when a task runs. What is past is not made up for.
create function public.edit_schedule(task text, local_times text[], weekdays smallint[], time_zone text, enabled boolean) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_admin();
  edited public.scheduled_tasks;
begin
  perform private.require_schedule(local_times, weekdays, time_zone);
  perform private.lock_chains();
  select * into edited from public.scheduled_tasks t where t.name = task;
  if edited.name is null or edited.task_chain is not null then
    perform private.raise_not_found();
  elsif enabled is null or (edited.after_task is not null and cardinality(local_times) > 0) then
    raise exception 'invalid_value' using errcode = 'PT400', detail = 'A task that runs after another one has no times of its own.';
  end if;
  update public.scheduled_tasks t
  set local_times = array(select distinct x::time from unnest(edit_schedule.local_times) x order by 1),
    weekdays = array(select distinct x from unnest(edit_schedule.weekdays) x order by 1),
    time_zone = edit_schedule.time_zone, enabled = edit_schedule.enabled,
    updated_at = clock_timestamp(), updated_by = me
  where t.name = task;
end
$$;
grant execute on function public.edit_schedule(text, text[], smallint[], text, boolean) to authenticated;

-- Decides about rows that a walk missed: `approve` makes those gone that are still missing; otherwise they stay as they are
-- until the next complete walk. Returns how many are gone.
create function public.decide_deletions(held bigint, approve boolean) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_admin();
  decided public.held_deletions;
  dataset public.datasets;
  gone integer := 0;
begin
  perform private.lock_chains();
  select * into decided from public.held_deletions h where h.id = held for update;
  if decided.id is null or approve is null then
    perform private.raise_not_found();
  elsif decided.state <> 'held' then
    raise exception 'already_decided' using errcode = 'PT409', detail = 'Somebody has decided, or a later walk came to another result.';
  end if;
  select * into dataset from public.datasets d where d.name = decided.dataset;
  if approve then
    execute format($q$
      with gone as (
        update public.%1$I t set gone_at = $1, gone_run = $2 where t.missing_since is not null and t.gone_at is null returning 1)
      select count(*) from gone
    $q$, dataset.table_name) into gone using clock_timestamp(), (select s.run_id from public.task_chain_steps s where s.id = decided.step_id);
    update public.datasets d set row_count = d.row_count - gone where d.name = dataset.name;
    if dataset.name in ('groups', 'partners') then
      perform private.link_groups(clock_timestamp());
    end if;
  else
    -- They are there: it takes two walks again to find that they are not.
    execute format('update public.%I t set missing_since = null where t.missing_since is not null and t.gone_at is null', dataset.table_name);
  end if;
  update public.held_deletions h
  set state = case when approve then 'approved' else 'rejected' end, decided_at = clock_timestamp(), decided_by = me
  where h.id = decided.id;
  return gone;
end
$$;
grant execute on function public.decide_deletions(bigint, boolean) to authenticated;

-- What the screens of chains show, each in one response. For admins.

-- All that starts runs by itself, with its next slot and its last run.
create function public.timetable() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (
    select coalesce(json_agg(json_build_object(
      'name', t.name, 'title', t.title, 'job', t.job, 'mode', t.mode, 'local_times', to_json(array(
        select to_char(x, 'HH24:MI') from unnest(t.local_times) x order by x)),
      'weekdays', t.weekdays, 'time_zone', t.time_zone, 'after_task', t.after_task, 'enabled', t.enabled,
      'skipped_slot', t.skipped_slot, 'updated_at', t.updated_at, 'updated_by', p.display_name,
      'next_at', t.next_at,
      'steps', (select coalesce(json_agg(json_build_object('name', k.name, 'title', k.title, 'job', k.job, 'chain_order', k.chain_order,
          'required', k.required, 'enabled', k.enabled) order by k.chain_order, k.name), '[]')
        from public.scheduled_tasks k where k.task_chain = t.name),
      'last_run', (select private.run_summary(l) from public.task_chain_logs l where l.chain_name = t.name order by l.id desc limit 1),
      'last_success_at', (select max(l.completed_at) from public.task_chain_logs l
        where l.chain_name = t.name and l.status in ('completed', 'partial') and not l.dry_run)
    ) order by t.job is not null, t.name), '[]')
    from public.scheduled_tasks t left join public.profiles p on p.id = t.updated_by
    where t.task_chain is null);
end
$$;
grant execute on function public.timetable() to authenticated;

create function private.run_summary(run public.task_chain_logs) returns json
language sql stable set search_path = ''
as $$
  select json_build_object('id', run.id, 'chain_name', run.chain_name, 'trigger', run.trigger, 'slot', run.slot, 'dry_run', run.dry_run,
    'started_at', run.started_at, 'completed_at', run.completed_at, 'status', run.status, 'current_step', run.current_step,
    'error_code', run.error_code, 'error_message', run.error_message, 'total_duration_seconds', run.total_duration_seconds,
    'requested_by', (select p.display_name from public.profiles p where p.id = run.requested_by),
    'steps', (select count(*) from public.task_chain_steps s where s.run_id = run.id and s.status <> 'skipped'),
    'steps_done', (select count(*) from public.task_chain_steps s where s.run_id = run.id and s.status = 'done'))
$$;

-- Runs before `before`, newest first: at most 50. `chain` and `status` narrow them; null: all.
create function public.chain_runs(chain text default null, status text default null, before bigint default null) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (
    select coalesce(json_agg(private.run_summary(x) order by x.id desc), '[]') from (
      select l.* from public.task_chain_logs l
      where (chain_runs.chain is null or l.chain_name = chain_runs.chain)
        and (chain_runs.status is null or l.status = chain_runs.status)
        and (before is null or l.id < before)
      order by l.id desc limit 50) x);
end
$$;
grant execute on function public.chain_runs(text, text, bigint) to authenticated;

-- A run with its steps: what each needs and makes, how long it usually takes (the median of its last ten), and what happened in it.
create function public.chain_run(run bigint) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  found public.task_chain_logs;
begin
  perform private.require_admin();
  select * into found from public.task_chain_logs l where l.id = run;
  if found.id is null then
    perform private.raise_not_found();
  end if;
  return json_build_object(
    'run', private.run_summary(found),
    'is_newest', not exists (select from public.task_chain_logs l where l.chain_name = found.chain_name and l.id > found.id),
    'steps', (
      select coalesce(json_agg(json_build_object(
        'id', s.id, 'task', s.task, 'title', t.title, 'job', s.job, 'api', s.api, 'mode', s.mode, 'chain_order', s.chain_order,
        'required', s.required, 'needs', j.needs, 'makes', j.makes, 'status', s.status, 'attempts', s.attempts,
        'next_attempt_at', s.next_attempt_at, 'started_at', s.started_at, 'completed_at', s.completed_at,
        'changed_since', s.changed_since, 'requests', s.requests, 'pages', s.pages, 'read_rows', s.read_rows,
        'expected_rows', s.expected_rows, 'created_rows', s.created_rows, 'updated_rows', s.updated_rows,
        'unchanged_rows', s.unchanged_rows, 'gone_rows', s.gone_rows, 'held_rows', s.held_rows, 'notes', s.notes,
        'error_code', s.error_code, 'error_message', s.error_message,
        'api_blocked_until', a.blocked_until, 'requests_per_second', a.requests_per_second,
        'usual_seconds', u.seconds, 'usual_requests', u.requests,
        'events', (select coalesce(json_agg(json_build_object('at', e.at, 'code', e.code, 'message', e.message) order by e.id), '[]')
          from (select * from public.task_chain_events v where v.step_id = s.id order by v.id desc limit 50) e)
      ) order by s.chain_order, s.id), '[]')
      from public.task_chain_steps s join public.scheduled_tasks t on t.name = s.task join private.jobs j on j.name = s.job
      left join private.apis a on a.name = s.api
      cross join lateral (
        select percentile_cont(0.5) within group (order by extract(epoch from o.completed_at - o.started_at)) as seconds,
          percentile_disc(0.5) within group (order by o.requests) as requests
        from (select e.* from public.task_chain_steps e where e.task = s.task and e.status = 'done' and e.id <> s.id
          order by e.id desc limit 10) o) u
      where s.run_id = found.id));
end
$$;
grant execute on function public.chain_run(bigint) to authenticated;

-- Partners with what their people are certified for, and what the CRM has: those that are not gone.
create function public.partner_list() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (
    select coalesce(json_agg(json_build_object(
      'id', p.id, 'name', p.name, 'tier', p.tier, 'active', p.active, 'manager_name', p.manager_name,
      'missing_since', p.missing_since, 'groups', (select count(*) from private.live_partner_groups() l where l.partner_id = p.id),
      'certified_people', c.certified_people, 'total_npcu', c.total_npcu, 'expiring_certificates', c.expiring_certificates,
      'crm_certified_people', h.certified_people, 'crm_total_npcu', h.total_npcu, 'crm_expiring_certificates', h.expiring_certificates
    ) order by p.name, p.id), '[]')
    from public.crm_partners p left join private.partner_counts(clock_timestamp()) c on c.partner_id = p.id
    left join private.crm_counts() h on h.partner_id = p.id
    where p.gone_at is null);
end
$$;
grant execute on function public.partner_list() to authenticated;

-- What a partner's numbers are made of: its groups, its certificates, and the last pushes of its counts.
create function public.partner_detail(partner text) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  found public.crm_partners;
begin
  perform private.require_admin();
  select * into found from public.crm_partners p where p.id = partner and p.gone_at is null;
  if found.id is null then
    perform private.raise_not_found();
  end if;
  return json_build_object(
    'partner', to_jsonb(found) - 'hash' || (
      select to_jsonb(h) - 'partner_id' from private.crm_counts() h where h.partner_id = found.id),
    'contacts', (select count(*) from public.crm_contacts c where c.partner_id = found.id and c.gone_at is null),
    'groups', (
      select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name, 'method', l.method,
        'members', (select count(*) from public.lms_memberships m where m.group_id = g.id and m.gone_at is null)) order by g.name, g.id), '[]')
      from private.live_partner_groups() l join public.lms_groups g on g.id = l.group_id where l.partner_id = found.id),
    'certificates', (
      select coalesce(json_agg(json_build_object('person_id', c.person_id, 'person', trim(u.first_name || ' ' || u.last_name), 'email', u.email,
        'course', k.name, 'npcu', c.npcu, 'completed_at', c.completed_at, 'expires_at', c.expires_at)
        order by c.expires_at, c.person_id, c.course_id), '[]')
      from private.certificates(clock_timestamp()) c join public.lms_users u on u.id = c.person_id
      left join public.lms_courses k on k.id = c.course_id
      where c.partner_id = found.id),
    'pushes', (
      select coalesce(json_agg(json_build_object('at', x.at, 'outcome', x.outcome, 'message', x.message, 'certified_people', x.certified_people,
        'total_npcu', x.total_npcu, 'expiring_certificates', x.expiring_certificates) order by x.id desc), '[]')
      from (select * from public.crm_pushes y where y.partner_id = found.id order by y.id desc limit 10) x));
end
$$;
grant execute on function public.partner_detail(text) to authenticated;

-- Groups without a partner, with those that have their name: nobody, several, or one that another group of that name shares.
create function public.unlinked_groups() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (
    select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name,
      'members', (select count(*) from public.lms_memberships m where m.group_id = g.id and m.gone_at is null),
      'candidates', (
        select coalesce(json_agg(distinct jsonb_build_object('id', p.id, 'name', p.name)), '[]')
        from public.crm_partners p where p.id = any (n.partner_ids))) order by n.partner_ids is null, g.name, g.id), '[]')
    from public.lms_groups g left join private.partners_by_name() n on n.group_id = g.id
    where g.gone_at is null and not exists (select from public.partner_groups l where l.group_id = g.id));
end
$$;
grant execute on function public.unlinked_groups() to authenticated;

-- Says whose group it is, which no walk changes; without a partner, what the names and ids say counts again.
create function public.link_group(lms_group text, partner text default null) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_admin();
begin
  perform private.lock_chains();
  if not exists (select from public.lms_groups g where g.id = lms_group and g.gone_at is null)
    or (partner is not null and not exists (select from public.crm_partners p where p.id = partner and p.gone_at is null)) then
    perform private.raise_not_found();
  end if;
  delete from public.partner_groups l where l.group_id = lms_group;
  if partner is null then
    perform private.link_groups(clock_timestamp());
  else
    insert into public.partner_groups (group_id, partner_id, method, linked_at, linked_by)
    values (lms_group, partner, 'hand', clock_timestamp(), me);
  end if;
end
$$;
grant execute on function public.link_group(text, text) to authenticated;

-- The mail outbox: one row for each kind, period and recipient, so that nothing is mailed twice. A worker takes a mail by a
-- lease, stores what it is about to send, sends it, and stores the outcome.

create table public.mail_outbox (
  -- The provider gets it as the idempotency key: for 24 hours it sends nothing twice for one.
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('pam_weekly_report', 'executive_weekly_report', 'alert', 'preview')),
  -- What two mails of a kind differ by: the ISO week of a report, the newest of the alerts, the minute of a preview and what it is of.
  period text not null check (char_length(period) between 1 and 400),
  recipient text not null check (private.is_email_address(recipient)),
  -- What the mail is made of: {kind, …}, where `kind` names the template.
  data jsonb not null check (jsonb_typeof(data) = 'object' and jsonb_typeof(data -> 'kind') = 'string'),
  -- Stored before the first attempt, so that every attempt sends the same.
  subject private.label check (char_length(subject) <= 200),
  html text check (octet_length(html) <= 500000),
  text private.long_text,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  -- Attempts that failed.
  attempts smallint not null default 0 check (attempts >= 0),
  -- A worker that takes it moves this to the end of its lease.
  next_attempt_at private.instant,
  -- Whoever has an older token stores nothing.
  token bigint not null default 0,
  -- When the last attempt began, and the first one of which the provider may have sent the mail without our knowing.
  begun_at private.instant,
  unknown_since private.instant,
  created_at private.instant not null default now(),
  sent_at private.instant,
  -- The provider's.
  provider_id text,
  error_code text,
  error_message private.long_text,
  unique (kind, period, recipient),
  check ((state = 'queued') = (next_attempt_at is not null)),
  check ((state = 'sent') = (sent_at is not null) and (state = 'sent') = (provider_id is not null)),
  check (state <> 'failed' or error_code is not null),
  check (state <> 'sent' or (error_code is null and unknown_since is null)),
  check ((subject is null) = (begun_at is null) and (html is null) = (begun_at is null) and (text is null) = (begun_at is null)),
  check (begun_at is not null or (unknown_since is null and state <> 'sent')),
  check (unknown_since <= begun_at)
);
create index mail_outbox_due on public.mail_outbox (next_attempt_at) where state = 'queued';
create index mail_outbox_newest on public.mail_outbox (created_at);
select private.enable_normal_form('public.mail_outbox');
alter table public.mail_outbox enable row level security;
grant select on public.mail_outbox to authenticated, service_role;
create policy "admins read the mail outbox" on public.mail_outbox
  for select to authenticated
  using ((select private.is_admin()));

-- How long a worker has a mail, how long its idempotency key protects from sending it twice (an hour less than the provider says),
-- and how long after each failed attempt the next one begins.
create function private.mail_lease_time() returns interval language sql immutable set search_path = '' as $$ select interval '2 minutes' $$;
create function private.mail_key_time() returns interval language sql immutable set search_path = '' as $$ select interval '23 hours' $$;
create function private.mail_attempt_delays() returns interval[]
language sql immutable set search_path = ''
as $$ select '{1 minute,5 minutes,15 minutes,1 hour,3 hours,6 hours,12 hours}'::interval[] $$;

-- Whether a worker can send a mail now.
create function private.has_due_mail(now timestamptz) returns boolean
language sql stable set search_path = ''
as $$
  select exists (select from public.mail_outbox m where m.state = 'queued' and m.next_attempt_at <= has_due_mail.now)
    and not exists (select from private.apis a where a.name = 'resend' and a.blocked_until > has_due_mail.now)
$$;

-- The mail, locked, where `token` is that of its lease. Raises `lease_lost` for a worker that was too slow.
create function private.require_mail(mail uuid, token bigint) returns public.mail_outbox
language plpgsql set search_path = ''
as $$
declare
  leased public.mail_outbox;
begin
  select * into leased from public.mail_outbox m where m.id = mail for update;
  if leased.state is distinct from 'queued' or leased.token <> token then
    raise exception 'lease_lost' using errcode = 'PT409', detail = 'Another worker has this mail, or nobody any more.';
  end if;
  return leased;
end
$$;

-- Gives the next mail that is due to a worker, alerts and previews first: {id, token, recipient, data, delay_ms}, after which delay it may be
-- sent; null where there is none, or the provider pauses. A mail that the provider may have sent, and whose idempotency key
-- it has forgotten, is not sent again: it fails with `outcome_unknown`.
create function private.take_mail_at(now timestamptz) returns json
language plpgsql set search_path = ''
as $$
declare
  api private.apis;
  taken public.mail_outbox;
  starts timestamptz;
begin
  select * into api from private.apis a where a.name = 'resend' for update;
  if api.blocked_until > now then
    return null;
  end if;
  update public.mail_outbox m
  set state = 'failed', next_attempt_at = null, error_code = 'outcome_unknown',
    error_message = 'The provider may have sent it, and it is too late to find out. It is not sent again.'
  where m.state = 'queued' and m.next_attempt_at <= now and m.unknown_since <= now - private.mail_key_time();
  select * into taken from public.mail_outbox m
  where m.state = 'queued' and m.next_attempt_at <= now
  order by m.kind not in ('alert', 'preview'), m.created_at, m.id limit 1 for update;
  if taken.id is null then
    return null;
  end if;
  update public.mail_outbox m
  set token = nextval('private.lease_tokens'), next_attempt_at = now + private.mail_lease_time()
  where m.id = taken.id returning * into taken;
  starts := greatest(now, api.next_at);
  update private.apis a set next_at = starts + interval '1 second' / a.requests_per_second::double precision where a.name = 'resend';
  return json_build_object('id', taken.id, 'token', taken.token, 'recipient', taken.recipient, 'data', taken.data,
    'delay_ms', ceil(extract(epoch from starts - now) * 1000)::integer);
end
$$;

create function public.take_mail() returns json
language sql volatile security definer set search_path = ''
as $$ select private.take_mail_at(clock_timestamp()) $$;
grant execute on function public.take_mail() to service_role;

-- An attempt begins: stores what is sent, and returns it; of a later attempt what the first one has stored: {subject, html, text}.
create function private.begin_mail_at(mail uuid, token bigint, subject text, html text, text text, now timestamptz) returns json
language plpgsql set search_path = ''
as $$
declare
  begun public.mail_outbox := private.require_mail(mail, token);
begin
  update public.mail_outbox m
  set subject = coalesce(m.subject, begin_mail_at.subject), html = coalesce(m.html, begin_mail_at.html), text = coalesce(m.text, begin_mail_at.text),
    begun_at = begin_mail_at.now, unknown_since = coalesce(m.unknown_since, begin_mail_at.now),
    next_attempt_at = begin_mail_at.now + private.mail_lease_time()
  where m.id = mail returning * into begun;
  return json_build_object('subject', begun.subject, 'html', begun.html, 'text', begun.text);
end
$$;

create function public.begin_mail(mail uuid, token bigint, subject text, html text, text text) returns json
language sql volatile security definer set search_path = ''
as $$ select private.begin_mail_at(mail, token, subject, html, text, clock_timestamp()) $$;
grant execute on function public.begin_mail(uuid, bigint, text, text, text) to service_role;

-- The provider has taken a mail. It counts from a worker that was too slow as well.
create function private.mail_sent_at(mail uuid, provider text, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
begin
  update public.mail_outbox m
  set state = 'sent', sent_at = mail_sent_at.now, provider_id = provider, next_attempt_at = null, unknown_since = null, error_code = null, error_message = null
  where m.id = mail and m.begun_at is not null and (m.state = 'queued' or m.error_code = 'outcome_unknown');
  update private.apis a set pauses = 0, blocked_until = null where a.name = 'resend' and a.pauses > 0;
end
$$;

create function public.mail_sent(mail uuid, provider text) returns void
language sql volatile security definer set search_path = ''
as $$ select private.mail_sent_at(mail, provider, clock_timestamp()) $$;
grant execute on function public.mail_sent(uuid, text) to service_role;

-- An attempt failed. Where it may be better later (`retryable`), the mail is tried again, seven times within a day. `may_be_sent`:
-- whether the provider may have sent it all the same.
create function private.mail_failed_at(mail uuid, token bigint, code text, message text, retryable boolean, may_be_sent boolean, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  failed public.mail_outbox := private.require_mail(mail, token);
  delay interval := case when retryable then (private.mail_attempt_delays())[failed.attempts + 1] end;
begin
  update public.mail_outbox m
  set attempts = m.attempts + 1, error_code = code, error_message = private.as_long_text(left(message, 2000)),
    unknown_since = case when may_be_sent then m.unknown_since else nullif(m.unknown_since, m.begun_at) end,
    state = case when delay is null then 'failed' else 'queued' end, next_attempt_at = mail_failed_at.now + delay
  where m.id = failed.id;
end
$$;

create function public.mail_failed(mail uuid, token bigint, code text, message text, retryable boolean, may_be_sent boolean) returns void
language sql volatile security definer set search_path = ''
as $$ select private.mail_failed_at(mail, token, code, message, retryable, may_be_sent, clock_timestamp()) $$;
grant execute on function public.mail_failed(uuid, bigint, text, text, boolean, boolean) to service_role;

-- The provider refused a mail because there were too many requests: nobody sends it any for as long as it says, or for twice as
-- long as the last time, from 5 seconds to 15 minutes. It costs the mail no attempt.
create function private.pause_mails_at(mail uuid, token bigint, seconds numeric, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  refused public.mail_outbox;
  until timestamptz;
begin
  select pause_mails_at.now + least(greatest(coalesce(seconds, 5 * 2 ^ least(a.pauses, 10)), 1), 900) * interval '1 second' into until
  from private.apis a where a.name = 'resend' for update;
  refused := private.require_mail(mail, token);
  update private.apis a set blocked_until = greatest(a.blocked_until, until), pauses = a.pauses + 1 where a.name = 'resend';
  update public.mail_outbox m
  set next_attempt_at = until, unknown_since = nullif(m.unknown_since, m.begun_at), error_code = 'too_many_requests',
    error_message = 'The provider takes no more mails just now.'
  where m.id = refused.id;
end
$$;

create function public.pause_mails(mail uuid, token bigint, seconds numeric default null) returns void
language sql volatile security definer set search_path = ''
as $$ select private.pause_mails_at(mail, token, seconds, clock_timestamp()) $$;
grant execute on function public.pause_mails(uuid, bigint, numeric) to service_role;

-- Nothing can be sent at all, since mail is not set up or the provider does not know us: what is due is due again in an hour, and
-- so is the mail of the lease `token`, which was refused. It costs no attempt. Returns how many mails wait.
create function private.postpone_mails_at(code text, message text, token bigint, now timestamptz) returns integer
language plpgsql set search_path = ''
as $$
declare
  postponed integer;
begin
  update public.mail_outbox m
  set next_attempt_at = postpone_mails_at.now + interval '1 hour', error_code = code, error_message = private.as_long_text(left(message, 2000)),
    unknown_since = case when m.token = postpone_mails_at.token then nullif(m.unknown_since, m.begun_at) else m.unknown_since end
  where m.state = 'queued' and (m.next_attempt_at <= postpone_mails_at.now or m.token = postpone_mails_at.token);
  get diagnostics postponed = row_count;
  return postponed;
end
$$;

create function public.postpone_mails(code text, message text, token bigint default null) returns integer
language sql volatile security definer set search_path = ''
as $$ select private.postpone_mails_at(code, message, token, clock_timestamp()) $$;
grant execute on function public.postpone_mails(text, text, bigint) to service_role;

-- Sends a mail that failed once more, for admins: also one that may have arrived (`outcome_unknown`).
create function public.retry_mail(mail uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  failed public.mail_outbox;
begin
  perform private.require_admin();
  select * into failed from public.mail_outbox m where m.id = mail for update;
  if failed.id is null then
    perform private.raise_not_found();
  elsif failed.state <> 'failed' then
    raise exception 'not_failed' using errcode = 'PT409', detail = 'Only a mail that failed is sent again.';
  end if;
  update public.mail_outbox m
  set state = 'queued', attempts = 0, next_attempt_at = clock_timestamp(), unknown_since = null, error_code = null, error_message = null
  where m.id = failed.id;
  perform private.wake_worker();
end
$$;
grant execute on function public.retry_mail(uuid) to authenticated;

-- The addresses of admins, and the time zone that each reads times in.
create function private.admin_addresses() returns table (address text, time_zone text)
language sql stable set search_path = ''
as $$
  select distinct on (a.address) a.address, p.time_zone
  from public.profiles p cross join lateral private.clean_email(p.email) a (address)
  where p.role = 'admin' and a.address is not null
  order by a.address, p.id
$$;

-- Mails alerts to every admin: those that come together in one mail. They are stored and queued, or neither.
create function private.mail_alerts(alerts bigint[], now timestamptz) returns void
language sql volatile set search_path = ''
as $$
  insert into public.mail_outbox (kind, period, recipient, data, created_at, next_attempt_at)
  select 'alert', x.newest::text, a.address, jsonb_build_object('kind', 'alert', 'time_zone', a.time_zone, 'alerts', x.alerts), now, now
  from private.admin_addresses() a
  cross join (
    select max(l.id) as newest, jsonb_agg(jsonb_build_object(
      'kind', l.kind, 'code', l.code, 'message', l.message, 'at', l.at, 'run', l.run_id,
      'subject', case l.kind when 'no_success' then l.subject else coalesce(t.title, l.subject) end) order by l.id) as alerts
    from public.alerts l left join public.scheduled_tasks t on t.name = split_part(l.subject, ' ', 2)
    where l.id = any (alerts)
  ) x
  where x.newest is not null
  on conflict do nothing
$$;

-- What the weekly reports say: of the partners of one manager, or of all for executives. A report is about its recipient, which
-- for executives is ''. Each function computes those of many recipients at once.

-- The counts of each partner near the beginning of each week (from Monday, UTC), which later weeks are compared with.
create table public.partner_weeks (
  week_start private.calendar_date not null check (extract(isodow from week_start) = 1),
  partner_id text not null,
  certified_people integer not null,
  total_npcu numeric not null,
  expiring_certificates integer not null,
  primary key (week_start, partner_id)
);
alter table public.partner_weeks enable row level security;
grant select on public.partner_weeks to authenticated, service_role;
create policy "admins read weekly counts of partners" on public.partner_weeks
  for select to authenticated
  using ((select private.is_admin()));

-- Stores the counts of this week once: as soon as everything that they are made of was refreshed in it.
create function private.record_partner_week(now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  week timestamp := date_trunc('week', now at time zone 'UTC');
begin
  if exists (select from public.partner_weeks w where w.week_start = week::date)
    or private.stale_needs('sync_to_impartner', now) <> '{}'
    or exists (
      select from private.jobs j join public.datasets d on d.name = any (j.needs)
      where j.name = 'sync_to_impartner' and d.refreshed_at < week at time zone 'UTC') then
    return;
  end if;
  insert into public.partner_weeks (week_start, partner_id, certified_people, total_npcu, expiring_certificates)
  select week::date, c.partner_id, c.certified_people, c.total_npcu, c.expiring_certificates from private.partner_counts(now) c;
end
$$;

-- The partners that a report is about: active, and not gone.
create function private.report_partners(recipients text[]) returns table (recipient text, partner_id text, name text)
language sql stable set search_path = ''
as $$
  with partners as materialized (
    select p.id, p.name, case when p.manager_email is not null then private.clean_email(p.manager_email) end as manager
    from public.crm_partners p where p.gone_at is null and p.active
  )
  select r.recipient, p.id, p.name
  from unnest(recipients) r (recipient) join partners p on r.recipient = '' or p.manager = r.recipient
$$;

-- The figures of reports, now and in the eight weeks before: {recipient, name, ago, value}, `ago` in weeks. Certificates and leads are those of
-- the seven days before, the others those that there are. Where nothing is known there is no row.
create function private.report_values(recipients text[], week date, now timestamptz)
returns table (recipient text, name text, ago integer, value numeric)
language sql stable set search_path = ''
as $$
  with scope as materialized (select * from private.report_partners(recipients)),
  counts as (
    select c.partner_id, 0 as ago, c.certified_people, c.total_npcu, c.expiring_certificates
    from private.partner_counts(report_values.now) c
    union all
    select w.partner_id, (week - w.week_start) / 7, w.certified_people, w.total_npcu, w.expiring_certificates
    from public.partner_weeks w where w.week_start between week - 56 and week - 7
  ), events (partner_id, name, at) as (
    select c.partner_id, 'new_certificates', c.completed_at from private.certificates(report_values.now) c
    union all
    select l.partner_id, 'new_leads', l.created_at from public.crm_leads l where l.gone_at is null
  ), known (name) as (
    select case d.name when 'leads' then 'new_leads' else 'new_certificates' end
    from public.datasets d where d.name in ('leads', 'transcripts') and d.refreshed_at is not null
  )
  select s.recipient, v.name, c.ago, sum(v.value)
  from scope s join counts c on c.partner_id = s.partner_id
  cross join lateral (values ('certified_people', c.certified_people::numeric), ('total_npcu', c.total_npcu),
    ('expiring_certificates', c.expiring_certificates), ('certified_partners', (c.certified_people > 0)::integer)) v (name, value)
  group by s.recipient, v.name, c.ago
  union all
  select r.recipient, k.name, a.ago, count(e.partner_id)
  from unnest(recipients) r (recipient) cross join known k cross join generate_series(0, 8) a (ago)
  left join (
    select s.recipient, s.partner_id, e.name, floor(extract(epoch from report_values.now - e.at) / 604800)::integer as ago
    from events e join scope s on s.partner_id = e.partner_id
    where e.at <= report_values.now and e.at > report_values.now - interval '63 days'
  ) e on e.recipient = r.recipient and e.name = k.name and e.ago = a.ago
  group by r.recipient, k.name, a.ago
$$;

-- At most six: [{name, value, last_week, mean}], the mean of up to eight weeks before this one; null: not known.
create function private.report_figures(recipients text[], week date, now timestamptz) returns table (recipient text, figures jsonb)
language sql stable set search_path = ''
as $$
  select f.recipient, jsonb_agg(jsonb_build_object('name', f.name, 'value', f.value, 'last_week', f.last_week, 'mean', f.mean) order by f.place)
  from (
    select r.recipient, n.name, n.place, max(v.value) filter (where v.ago = 0) as value, max(v.value) filter (where v.ago = 1) as last_week,
      round(avg(v.value) filter (where v.ago > 0), 1) as mean
    from unnest(recipients) r (recipient)
    cross join unnest('{certified_people,total_npcu,new_certificates,expiring_certificates,certified_partners,new_leads}'::text[])
      with ordinality n (name, place)
    left join private.report_values(recipients, week, now) v on v.recipient = r.recipient and v.name = n.name
    group by r.recipient, n.name, n.place
  ) f
  group by f.recipient
$$;

-- Which partners' counts differ from those of last week: {count, partners: [{name, certified_people: [before, now], total_npcu: [before, now]}]}, of the
-- partners the five that changed most. No row: last week is not known.
create function private.report_changes(recipients text[], week date, now timestamptz) returns table (recipient text, changes jsonb)
language sql stable set search_path = ''
as $$
  with compared as (
    select s.recipient, s.name, w.certified_people as people_before, c.certified_people as people, w.total_npcu as npcu_before, c.total_npcu as npcu,
      (w.certified_people, w.total_npcu) is distinct from (c.certified_people, c.total_npcu) as has_changed,
      row_number() over (partition by s.recipient order by abs(c.total_npcu - w.total_npcu) + abs(c.certified_people - w.certified_people) desc,
        s.name, s.partner_id) as place
    from private.report_partners(recipients) s
    join public.partner_weeks w on w.partner_id = s.partner_id and w.week_start = week - 7
    join private.partner_counts(report_changes.now) c on c.partner_id = s.partner_id
  )
  select x.recipient, jsonb_build_object('count', count(*) filter (where x.has_changed), 'partners', coalesce(
    jsonb_agg(jsonb_build_object('name', x.name, 'certified_people', jsonb_build_array(x.people_before, x.people),
      'total_npcu', jsonb_build_array(x.npcu_before, x.npcu)) order by x.place) filter (where x.has_changed and x.place <= 5), '[]'))
  from compared x group by x.recipient
$$;

-- Certificates that expire within 90 days: {count, partners: [{name, count}], certificates: [{partner, person, course, expires_on}]}; the ten
-- partners that have most, and the twenty that expire first.
create function private.report_expiring(recipients text[], now timestamptz) returns table (recipient text, expiring jsonb)
language sql stable set search_path = ''
as $$
  with expiring as materialized (
    select s.recipient, s.partner_id, s.name as partner, coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email) as person,
      k.name as course, (c.expires_at at time zone 'UTC')::date as expires_on,
      row_number() over (partition by s.recipient order by c.expires_at, s.partner_id, c.person_id, c.course_id) as place
    from private.certificates(report_expiring.now) c
    join private.report_partners(recipients) s on s.partner_id = c.partner_id
    join public.lms_users u on u.id = c.person_id
    left join public.lms_courses k on k.id = c.course_id
    where c.expires_at <= report_expiring.now + interval '90 days'
  ), concentrated as (
    select e.recipient, e.partner, count(*) as count,
      row_number() over (partition by e.recipient order by count(*) desc, e.partner, e.partner_id) as place
    from expiring e group by e.recipient, e.partner_id, e.partner
  )
  select e.recipient, jsonb_build_object('count', count(*),
    'partners', (select jsonb_agg(jsonb_build_object('name', c.partner, 'count', c.count) order by c.place)
      from concentrated c where c.recipient = e.recipient and c.place <= 10),
    'certificates', jsonb_agg(jsonb_build_object('partner', e.partner, 'person', e.person, 'course', coalesce(e.course, ''),
      'expires_on', e.expires_on) order by e.place) filter (where e.place <= 20))
  from expiring e group by e.recipient
$$;

-- How many partners a report is about, and those without a group, whose people no figure counts: {count, names}, ten of them.
create function private.report_scopes(recipients text[]) returns table (recipient text, partners bigint, unlinked jsonb)
language sql stable set search_path = ''
as $$
  select s.recipient, count(*), jsonb_build_object('count', count(*) filter (where s.place is not null),
    'names', coalesce(jsonb_agg(s.name order by s.place) filter (where s.place <= 10), '[]'))
  from (
    select p.recipient, p.name,
      case when l.is_linked then null else row_number() over (partition by p.recipient, l.is_linked order by p.name, p.partner_id) end as place
    from private.report_partners(recipients) p
    cross join lateral (select exists (select from public.partner_groups g where g.partner_id = p.partner_id)) l (is_linked)
  ) s
  group by s.recipient
$$;

-- How fresh what reports are made of is: [{name, refreshed_at, is_stale}], the oldest first.
create function private.report_freshness(now timestamptz) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_agg(jsonb_build_object('name', d.name, 'refreshed_at', d.refreshed_at,
    'is_stale', d.refreshed_at is null or d.refreshed_at < report_freshness.now - d.max_age) order by d.refreshed_at nulls first, d.name)
  from public.datasets d where d.name in ('partners', 'npcu', 'users', 'groups', 'memberships', 'enrollments', 'leads')
$$;

-- What admins have to decide: {held_deletions: [{dataset, missing, of}], unclear_groups, failed_runs: [{title, at, code}]}, the runs of the last seven days.
create function private.report_decisions(now timestamptz) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'held_deletions', (
      select coalesce(jsonb_agg(jsonb_build_object('dataset', h.dataset, 'missing', h.missing_count, 'of', h.row_count) order by h.dataset), '[]')
      from public.held_deletions h where h.state = 'held'),
    'unclear_groups', (
      select count(*) from private.partners_by_name() n
      where cardinality(n.partner_ids) > 1 and not exists (select from public.partner_groups l where l.group_id = n.group_id)),
    'failed_runs', (
      select coalesce(jsonb_agg(jsonb_build_object('title', t.title, 'at', l.started_at, 'code', l.error_code) order by l.id desc), '[]')
      from (
        select * from public.task_chain_logs f
        where f.status in ('failed', 'partial') and f.started_at > report_decisions.now - interval '7 days' and f.started_at <= report_decisions.now
        order by f.id desc limit 10) l
      join public.scheduled_tasks t on t.name = l.chain_name))
$$;

-- The reports of a week (its Monday), one for each recipient; executives have one, ''.
create function private.reports(kind text, recipients text[], week date, now timestamptz) returns table (recipient text, data jsonb)
language sql stable set search_path = ''
as $$
  select r.recipient, jsonb_build_object(
    'kind', kind, 'week', to_char(week, 'IYYY-"W"IW'), 'week_start', week, 'as_of', now, 'time_zone', t.time_zone,
    'manager', case when r.recipient <> '' then r.recipient end,
    'partners', coalesce(s.partners, 0), 'freshness', private.report_freshness(now), 'figures', f.figures,
    'changes', c.changes,
    'expiring', coalesce(e.expiring, '{"count": 0, "partners": [], "certificates": []}'),
    'unlinked', coalesce(s.unlinked, '{"count": 0, "names": []}'),
    'decisions', case when kind = 'executive_weekly_report' then private.report_decisions(now) end)
  from unnest(recipients) r (recipient)
  join public.scheduled_tasks t on t.name = kind
  left join private.report_scopes(recipients) s on s.recipient = r.recipient
  left join private.report_figures(recipients, week, now) f on f.recipient = r.recipient
  left join private.report_changes(recipients, week, now) c on c.recipient = r.recipient
  left join private.report_expiring(recipients, now) e on e.recipient = r.recipient
$$;

-- Who gets the weekly reports, how they come into the mail outbox, and their previews.

-- Who gets the report for executives. Without any, all admins.
create table public.report_recipients (
  kind text not null check (kind in ('executive_weekly_report')),
  email text not null check (private.is_email_address(email)),
  added_at private.instant not null default now(),
  added_by uuid references public.profiles (id) on delete set null,
  primary key (kind, email)
);
create index report_recipients_added_by on public.report_recipients (added_by);
alter table public.report_recipients enable row level security;
grant select on public.report_recipients to authenticated, service_role;
create policy "admins read recipients of reports" on public.report_recipients
  for select to authenticated
  using ((select private.is_admin()));

-- The addresses that get a report. Partner managers are those of active partners, and whatever is no address of them is left out.
create function private.report_addresses(kind text) returns table (address text)
language sql stable set search_path = ''
as $$
  select distinct a.address
  from public.crm_partners p cross join lateral private.clean_email(p.manager_email) a (address)
  where report_addresses.kind = 'pam_weekly_report' and p.gone_at is null and p.active and a.address is not null
  union
  select r.email from public.report_recipients r where r.kind = report_addresses.kind
  union
  select a.address from private.admin_addresses() a
  where report_addresses.kind = 'executive_weekly_report' and not exists (select from public.report_recipients r where r.kind = report_addresses.kind)
$$;

-- What active partners have as their manager's address, and is none.
create function private.invalid_manager_addresses() returns table (manager_email text, partners bigint)
language sql stable set search_path = ''
as $$
  select p.manager_email, count(*)
  from public.crm_partners p
  where p.gone_at is null and p.active and p.manager_email ~ '\S' and private.clean_email(p.manager_email) is null
  group by p.manager_email
$$;

-- The Monday of the week that an instant falls in, by the clock of the report's schedule.
create function private.report_week(kind text, now timestamptz) returns date
language sql stable set search_path = ''
as $$ select date_trunc('week', now at time zone t.time_zone)::date from public.scheduled_tasks t where t.name = kind $$;

-- Queues the reports of a step for the recipients after `after`, at most `most` of them: {last, queued, repeated, invalid}. `last` is where the
-- next page begins; null: there is none. `repeated` had the report of that week before, and get no second one. `invalid`:
-- how many addresses of managers are none. A dry run queues nothing.
create function private.queue_reports_at(step bigint, token bigint, after text, most integer, now timestamptz) returns json
language plpgsql set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
  run public.task_chain_logs;
  week date;
  addresses text[];
  queued integer := 0;
begin
  if leased.job not in ('pam_weekly_report', 'executive_weekly_report') then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'This step makes no reports.';
  end if;
  select * into run from public.task_chain_logs l where l.id = leased.run_id;
  week := coalesce(date_trunc('week', run.slot)::date, private.report_week(leased.job, run.started_at));
  addresses := array(
    select a.address from private.report_addresses(leased.job) a
    where a.address > coalesce(after, '') order by a.address limit least(greatest(most, 1), 100));
  if not run.dry_run and cardinality(addresses) > 0 then
    insert into public.mail_outbox (kind, period, recipient, data, created_at, next_attempt_at)
    select leased.job, r.data ->> 'week', a.address, r.data, queue_reports_at.now, queue_reports_at.now
    from private.reports(leased.job, case when leased.job = 'pam_weekly_report' then addresses else '{""}'::text[] end, week, queue_reports_at.now) r
    join unnest(addresses) a (address) on r.recipient in ('', a.address)
    on conflict do nothing;
    get diagnostics queued = row_count;
  end if;
  return json_build_object('last', addresses[cardinality(addresses)], 'queued', queued, 'repeated', cardinality(addresses) - queued,
    'invalid', case when after is null and leased.job = 'pam_weekly_report' then (select count(*) from private.invalid_manager_addresses()) else 0 end);
end
$$;

create function public.queue_reports(step bigint, token bigint, after text, most integer) returns json
language sql volatile security definer set search_path = ''
as $$ select private.queue_reports_at(step, token, after, most, clock_timestamp()) $$;
grant execute on function public.queue_reports(bigint, bigint, text, integer) to service_role;

-- Replaces who gets a report; none: all admins. Returns their addresses as they are stored.
create function public.set_report_recipients(kind text, emails text[]) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_admin();
  wrong text;
begin
  if kind is distinct from 'executive_weekly_report' or emails is null or cardinality(emails) > 100 then
    raise exception 'invalid_value' using errcode = 'PT400', detail = 'The report for executives has up to 100 recipients.';
  end if;
  select coalesce(e.email, '') into wrong from unnest(emails) e (email) where private.clean_email(e.email) is null limit 1;
  if wrong is not null then
    raise exception 'invalid_email' using errcode = 'PT400', detail = format('“%s” is no email address.', private.as_label(wrong, 100));
  end if;
  perform private.lock_chains();
  delete from public.report_recipients r where r.kind = set_report_recipients.kind
    and r.email not in (select private.clean_email(e.email) from unnest(emails) e (email));
  insert into public.report_recipients (kind, email, added_by)
  select distinct set_report_recipients.kind, private.clean_email(e.email), me from unnest(emails) e (email)
  on conflict do nothing;
  return (select coalesce(json_agg(r.email order by r.email), '[]') from public.report_recipients r where r.kind = set_report_recipients.kind);
end
$$;
grant execute on function public.set_report_recipients(text, text[]) to authenticated;

-- Who gets mails, for admins: {executives: {emails, are_admins}, managers: [{email, name, partners}], invalid_managers: [{email, partners}],
-- alerts: [email]}. `are_admins`: nobody was chosen.
create function public.mail_recipients() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return json_build_object(
    'executives', json_build_object(
      'emails', (select coalesce(json_agg(a.address order by a.address), '[]') from private.report_addresses('executive_weekly_report') a),
      'are_admins', not exists (select from public.report_recipients r where r.kind = 'executive_weekly_report')),
    'managers', (
      select coalesce(json_agg(json_build_object('email', m.address, 'name', m.name, 'partners', m.partners) order by m.name, m.address), '[]')
      from (
        select a.address, min(p.manager_name) as name, count(*) as partners
        from public.crm_partners p cross join lateral private.clean_email(p.manager_email) a (address)
        where p.gone_at is null and p.active and a.address is not null group by a.address) m),
    'invalid_managers', (
      select coalesce(json_agg(json_build_object('email', i.manager_email, 'partners', i.partners) order by i.manager_email), '[]')
      from private.invalid_manager_addresses() i),
    'alerts', (select coalesce(json_agg(a.address order by a.address), '[]') from private.admin_addresses() a));
end
$$;
grant execute on function public.mail_recipients() to authenticated;

-- What a report would say now, for admins; `manager` is the address of a partner manager, and null for executives. Mails are
-- made of it by src/domain/mail.
create function public.report_data(kind text, manager text default null) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  recipient text := case when kind = 'pam_weekly_report' then private.clean_email(manager) else '' end;
begin
  perform private.require_admin();
  if kind is null or kind not in ('pam_weekly_report', 'executive_weekly_report') or (kind = 'executive_weekly_report' and manager is not null) then
    raise exception 'invalid_value' using errcode = 'PT400', detail = 'A report is for executives, or for one partner manager.';
  elsif kind = 'pam_weekly_report' and not exists (select from private.report_addresses(kind) a where a.address = recipient) then
    perform private.raise_not_found();
  end if;
  return (select r.data from private.reports(kind, array[recipient], private.report_week(kind, clock_timestamp()), clock_timestamp()) r);
end
$$;
grant execute on function public.report_data(text, text) to authenticated;

-- Queues the preview of a report for the caller, an admin, and for nobody else: {recipient, data}. Within a minute it is one mail.
create function public.queue_preview(kind text, manager text default null) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_admin();
  address text := (select private.clean_email(p.email) from public.profiles p where p.id = me);
  data jsonb := public.report_data(kind, manager);
begin
  if address is null then
    raise exception 'no_address' using errcode = 'PT409', detail = 'Your profile has no address that mail can be sent to.';
  end if;
  insert into public.mail_outbox (kind, period, recipient, data, created_at, next_attempt_at)
  values ('preview', concat_ws(' ', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI'), kind, data ->> 'manager'),
    address, data, clock_timestamp(), clock_timestamp())
  on conflict do nothing;
  return json_build_object('recipient', address, 'data', data);
end
$$;
grant execute on function public.queue_preview(text, text) to authenticated;
