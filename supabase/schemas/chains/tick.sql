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
