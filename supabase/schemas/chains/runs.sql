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
