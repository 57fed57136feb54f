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
