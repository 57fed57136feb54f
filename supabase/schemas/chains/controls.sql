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
