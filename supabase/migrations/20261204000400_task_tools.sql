-- The task tools tell what came of a lost request; a start date moves every day, also for one enrollment; who joins late gets
-- the tasks of the running week and program.

drop function public.sync_enrollment_tasks(uuid, integer, integer, boolean, boolean);
drop function public.sync_cohort_tasks(uuid, integer, integer, boolean);
drop function public.clear_tasks(uuid, uuid, integer, integer, boolean);
drop function public.undo_clear(uuid);
drop function public.move_enrollment(uuid, uuid, uuid, boolean);
drop function public.reschedule_cohort(uuid, text, boolean);
drop function private.rescheduled_tasks(uuid[], date);
drop function private.missing_tasks(uuid[], integer, integer, boolean, boolean, uuid);

-- What became of a request of the task tools, by the id that its sender gave it: where the response was lost, the sender
-- asks for it, and the same request again does nothing twice.
create table private.tool_requests (
  user_id uuid not null references public.profiles (id) on delete cascade,
  request uuid not null,
  result jsonb not null,
  at private.instant not null default now(),
  primary key (user_id, request)
);
create index tool_requests_age on private.tool_requests (at);
alter table private.tool_requests enable row level security;

-- The result of the caller's request where it was done; null where it was not, or has no id. Until the end of the
-- transaction, the same request waits.
create function private.begin_request(request uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  if request is null then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('cadence.request:' || request || auth.uid(), 0));
  return (
    select r.result from private.tool_requests r where r.user_id = auth.uid() and r.request = begin_request.request);
end
$$;

-- Stores the result of the caller's request, for a month, and returns it.
create function private.end_request(request uuid, result jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  if request is not null then
    delete from private.tool_requests r where r.user_id = auth.uid() and r.at < now() - interval '30 days';
    insert into private.tool_requests (user_id, request, result) values (auth.uid(), request, result);
  end if;
  return result;
end
$$;

-- What came of a request of the caller, once it has ended: null where nothing was done by it.
create function public.tool_result(request uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.require_user();
  return private.begin_request(request);
end
$$;
grant execute on function public.tool_result(uuid) to authenticated;

-- The last day on which a template task can be done: its own, the last of its week, or the last of the program. `day` is its
-- due day.
create function private.last_day_of(level text, day integer, length_days integer, counting text) returns integer
language sql immutable strict parallel safe set search_path = ''
as $$
  select case level
    when 'program' then length_days
    when 'program_week' then least(length_days, day + case counting when 'weekdays' then 4 else 6 end)
    else day end
$$;

-- For the active enrollments among `enrollment_ids`: the tasks of days `first_day` to `last_day` (null: no bound)
-- that do not exist and are not dismissed; with `from_today`, only those dated today or later for the person, and those of
-- the running week and program, dated today, for whoever joins late. With `include_existing`, existing ones as well, as
-- the version defines them.
create function private.missing_tasks(enrollment_ids uuid[], first_day integer, last_day integer, from_today boolean,
  include_existing boolean default false, target_version uuid default null, target_start date default null)
returns table (id uuid, user_id uuid, date date, "position" integer, title text, notes text, minutes integer,
  type text, is_required boolean, source_type text, enrollment_id uuid, template_task_id uuid, program_day integer)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, e.user_id, v.id as version_id, coalesce(target_start, e.start_date) as start_date, e.parameters, v.length_days, v.day_counting,
      case when from_today then private.today_of(e.user_id) else coalesce(target_start, e.start_date) end as earliest
    from public.enrollments e join public.program_versions v on v.id = coalesce(target_version, e.version_id)
    where e.id = any (enrollment_ids) and e.status = 'active'
  ), days as materialized (
    select s.version_id, s.start_date, n as day, private.date_for_day_index(s.start_date, n, s.day_counting) as date
    from (select distinct version_id, start_date, length_days, day_counting from members) s
    cross join generate_series(greatest(first_day, 1), least(last_day, s.length_days)) n
  ), templates as materialized (
    select t.*, d.day, private.last_day_of(t.level, d.day, v.length_days, v.day_counting) as last_day
    from public.program_version_tasks t join public.program_versions v on v.id = t.version_id
    cross join lateral (select private.due_day(t.level, t.day_index, v.day_counting) as day) d
    where t.version_id in (select m.version_id from members m)
  ), planned as materialized (
    select private.derived_id('tasks', m.id::text, t.task_id::text, t.day::text) as id,
      m.user_id, greatest(d.date, m.earliest) as date, t."position", t.title, t.notes, t.minutes, t.type, t.is_required, t.level,
      m.id as enrollment_id, t.task_id, t.day, m.parameters
    from members m
    join days d on d.version_id = m.version_id and d.start_date = m.start_date
    join templates t on t.version_id = m.version_id and t.day = d.day
    -- Daily Focus has no later dates.
    where d.date <= '2999-12-31' and case when t.last_day = t.day then d.date
      else private.date_for_day_index(m.start_date, t.last_day, m.day_counting) end >= m.earliest
  )
  select p.id, p.user_id, p.date, p."position",
    case when strpos(p.title, '{') = 0 then p.title
      else private.fill_title(p.title, p.parameters) end,
    case when strpos(p.notes, '{') = 0 then p.notes else private.fill_notes(p.notes, p.parameters) end,
    p.minutes, p.type, p.is_required, p.level, p.enrollment_id, p.task_id, p.day
  from (
    select n.* from planned n where not include_existing and not exists (select from public.tasks k where k.id = n.id)
    union all
    select n.* from planned n where include_existing
  ) p
  where not exists (select from private.dismissed_tasks x where x.task_id = p.id)
    -- Deleted by its person before a backup was restored that does not have it.
    and not exists (
      select from private.tombstones g
      where g.table_name = 'tasks' and g.row_id = p.id and g.user_id = p.user_id and g.was_absent)
$$;

-- Makes the missing tasks of an enrollment: {created, skipped}. Never overwrites, duplicates or restores a task. A
-- dry run only counts. `request` is as in tool_requests.sql.
create function public.sync_enrollment_tasks(enrollment uuid, first_day integer default null,
  last_day integer default null, from_today boolean default true, dry_run boolean default false,
  request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  known jsonb := private.begin_request(request);
  made integer;
  asked integer;
begin
  if known is not null then
    return known;
  end if;
  if not private.can_sync_tasks(auth.uid(), enrollment) then
    perform private.raise_not_found();
  end if;
  select f.created into made from private.materialize_tasks(array[enrollment], first_day, last_day, from_today, dry_run) f;
  if made is null then
    raise exception 'not_active' using errcode = 'PT409', detail = 'Only active enrollments get tasks.';
  end if;
  select count(*) into asked
  from public.enrollments e
  join public.program_versions v on v.id = e.version_id
  join public.program_version_tasks t on t.version_id = v.id
  where e.id = enrollment and private.due_day(t.level, t.day_index, v.day_counting)
    between greatest(first_day, 1) and least(last_day, v.length_days);
  return private.end_request(case when dry_run is false then request end, jsonb_build_object('created', made, 'skipped', asked - made));
end
$$;
grant execute on function public.sync_enrollment_tasks(uuid, integer, integer, boolean, boolean, uuid) to authenticated, service_role;

-- The same for all active members of a cohort, each from their own today.
create function public.sync_cohort_tasks(cohort uuid, first_day integer default null, last_day integer default null,
  dry_run boolean default false, request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  known jsonb := private.begin_request(request);
  enrollment_ids uuid[];
begin
  if known is not null then
    return known;
  end if;
  select array(select e.id from public.enrollments e where e.cohort_id = c.id) into enrollment_ids
  from public.cohorts c
  where c.id = cohort
    and (current_setting('role', true) = 'service_role' or (c.user_id = (select auth.uid()) and private.is_coach()));
  if enrollment_ids is null then
    perform private.raise_not_found();
  end if;
  return private.end_request(case when dry_run is false then request end, (
    select jsonb_build_object('created', coalesce(sum(f.created), 0), 'members', coalesce(jsonb_agg(f), '[]'))
    from private.materialize_tasks(enrollment_ids, first_day, last_day, true, dry_run) f));
end
$$;
grant execute on function public.sync_cohort_tasks(uuid, integer, integer, boolean, uuid) to authenticated, service_role;

-- The fallback for a day that is opened before it has been materialized: makes the caller's tasks of that date, from
-- today on. Tasks that were materialized before and cleared since are not made again.
create or replace function public.ensure_day_tasks(day text) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  day private.calendar_date := private.read_date('day', ensure_day_tasks.day);
  enrollment_ids uuid[] := array(
    select e.id from public.enrollments e
    where e.user_id = private.require_user() and e.status = 'active' and e.sync_state <> 'done');
  made integer := 0;
  index integer;
  one uuid;
begin
  perform private.lock_enrollments(enrollment_ids);
  foreach one in array enrollment_ids loop
    select n into index
    from public.enrollments e join public.program_versions v on v.id = e.version_id
    cross join generate_series(e.synced_days + 1, v.length_days) n
    where e.id = one and private.date_for_day_index(e.start_date, n, v.day_counting) = day
      and day >= private.today_of(e.user_id);
    if index is not null then
      made := made + coalesce((select f.created from private.materialize_tasks(array[one], index, index, true, false) f), 0);
    end if;
  end loop;
  return json_build_object('created', made);
end
$$;
grant execute on function public.ensure_day_tasks(text) to authenticated;

-- Deletes the upcoming tasks of one enrollment or of a cohort, for their coach: exactly private.clearable_tasks. An
-- edit made offline and pushed after the clear restores its task. A dry run only counts. `request` is as in
-- tool_requests.sql.
create function public.clear_tasks(enrollment uuid default null, cohort uuid default null,
  first_day integer default null, last_day integer default null, dry_run boolean default false,
  request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  enrollment_ids uuid[];
  program uuid;
  held uuid[];
  the_clear uuid := gen_random_uuid();
  members json;
  total integer;
begin
  if known is not null then
    return known;
  end if;
  if (enrollment is null) = (cohort is null) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Name an enrollment or a cohort, and not both.';
  end if;
  if enrollment is not null then
    select array[e.id], e.program_id into enrollment_ids, program from public.enrollments e
    where e.id = enrollment and (e.id in (select private.coached_enrollments()) or (e.user_id = me and e.coach_id = me));
  else
    select array(select e.id from public.enrollments e where e.cohort_id = c.id and e.status <> 'ended'), c.program_id
    into enrollment_ids, program
    from public.cohorts c where c.id = cohort and c.user_id = me and private.is_coach();
  end if;
  if enrollment_ids is null then
    perform private.raise_not_found();
  end if;

  if dry_run is distinct from false then
    the_clear := null;
    select json_agg(m) into members from (
      select e.id as enrollment_id, e.user_id, count(c.id) as deleted
      from public.enrollments e left join private.clearable_tasks(enrollment_ids, first_day, last_day) c on c.enrollment_id = e.id
      where e.id = any (enrollment_ids) group by e.id order by e.id) m;
  else
    perform private.lock_enrollments(enrollment_ids);
    held := array(
      select t.id from public.tasks t
      where t.id in (select c.id from private.clearable_tasks(enrollment_ids, first_day, last_day) c)
      order by t.id for update);
    -- A tombstone with the row's own latest timestamp loses against every later edit by the person.
    perform private.set_write_context(jsonb_build_object('keep_undismissed', true, 'tombstone_timestamps', (
      select jsonb_object_agg(t.id, (select max(s.value collate "C") from jsonb_each_text(t.field_timestamps) s))
      from public.tasks t where t.id = any (held))));
    with gone as (
      delete from public.tasks t
      where t.id = any (held) and t.id in (select c.id from private.clearable_tasks(enrollment_ids, first_day, last_day) c)
      returning t.id, t.enrollment_id, to_jsonb(t) as content
    ), noted as (
      insert into public.task_clears (id, program_id, user_id, enrollment_id, cohort_id, deleted)
      select the_clear, program, me, enrollment, cohort, count(*) from gone having count(*) > 0
    ), kept as (
      insert into private.cleared_tasks (clear_id, task_id, enrollment_id, content)
      select the_clear, g.id, g.enrollment_id, g.content from gone g
    )
    select json_agg(m) into members from (
      select e.id as enrollment_id, e.user_id, count(g.id) as deleted
      from public.enrollments e left join gone g on g.enrollment_id = e.id
      where e.id = any (enrollment_ids) group by e.id order by e.id) m;
    perform private.set_write_context('{"keep_undismissed": null, "tombstone_timestamps": null}');
    delete from private.cleared_tasks k using public.task_clears c
    where c.id = k.clear_id and c.at < now() - private.undo_period();
  end if;
  total := (select coalesce(sum((m ->> 'deleted')::integer), 0) from json_array_elements(members) m);
  return private.end_request(case when dry_run is false then request end, jsonb_build_object('deleted', total,
    'clear_id', case when total > 0 then the_clear end, 'members', coalesce(members, '[]')));
end
$$;
grant execute on function public.clear_tasks(uuid, uuid, integer, integer, boolean, uuid) to authenticated;

-- Restores what a clear of the caller deleted, as it was: for enrollments that are still active and planned by the
-- caller, and without tasks that exist again on any day or that the person has dismissed since. Idempotent.
create function public.undo_clear(clear_id uuid, request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  the_clear public.task_clears;
  restored integer;
begin
  if known is not null then
    return known;
  end if;
  select * into the_clear from public.task_clears c where c.id = undo_clear.clear_id and c.user_id = me;
  if the_clear.id is null then
    perform private.raise_not_found();
  end if;
  if the_clear.at < now() - private.undo_period() then
    raise exception 'too_late' using errcode = 'PT409', detail = 'It is too late to undo this clear.';
  end if;
  perform private.lock_enrollments(array(
    select distinct k.enrollment_id from private.cleared_tasks k where k.clear_id = the_clear.id));
  -- The tasks keep their timestamps, so that edits made before the undo merge as they would have.
  perform private.set_write_context('{"keep_timestamps": true}');
  with back as (
    insert into public.tasks
    select r.* from private.cleared_tasks k
    join public.enrollments e on e.id = k.enrollment_id
    cross join lateral jsonb_populate_record(null::public.tasks, k.content) r
    where k.clear_id = the_clear.id and e.status = 'active'
      and e.coach_id = me and (e.user_id = me or (select private.is_coach()))
      -- On any day, since a move to another version may have changed it.
      and not exists (
        select from public.tasks t where t.enrollment_id = k.enrollment_id and t.template_task_id = r.template_task_id)
      and not exists (
        select from private.dismissed_tasks x
        left join private.tombstones g
          on g.table_name = 'tasks' and g.row_id = x.task_id and g.user_id = e.user_id
        where x.enrollment_id = k.enrollment_id
          and (x.task_id = k.task_id or g.content ->> 'template_task_id' = r.template_task_id::text))
    on conflict (id) do nothing
    returning id
  ), removed as (
    delete from private.cleared_tasks k using back b where k.clear_id = the_clear.id and k.task_id = b.id
  )
  select count(*) into restored from back;
  perform private.set_write_context('{"keep_timestamps": null}');
  update public.task_clears c set undone_at = coalesce(c.undone_at, now()) where c.id = the_clear.id;
  return private.end_request(request, jsonb_build_object('restored', restored));
end
$$;
grant execute on function public.undo_clear(uuid, uuid) to authenticated;

-- Moves one enrollment, a cohort with all members that have not ended, or everybody whom the caller coaches in a program,
-- to another version of it: {added, removed, changed, price}, which count tasks; `price` is a private.price_change, null
-- without one. A dry run only counts. Coaches choose any version; people who enrolled on their own the approved one, if
-- they could enroll in it today. `request` is as in tool_requests.sql.
create function public.move_enrollment(enrollment uuid default null, cohort uuid default null,
  program uuid default null, version uuid default null, dry_run boolean default false, request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  one public.enrollments;
  enrollment_ids uuid[];
  owner_program uuid;
  counts jsonb;
  price json;
begin
  if known is not null then
    return known;
  end if;
  if num_nonnulls(enrollment, cohort, program) <> 1 or version is null or dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'Name one of an enrollment, a cohort and a program, a version, and whether it is a dry run.';
  end if;
  if cohort is not null then
    owner_program := (private.require_own_cohort(cohort)).program_id;
    -- Whoever joins concurrently waits, and gets the new version.
    perform from public.cohorts c where c.id = cohort for no key update;
    enrollment_ids := array(select e.id from public.enrollments e where e.cohort_id = cohort and e.status <> 'ended');
  elsif program is not null then
    select p.id into owner_program from public.programs p where p.id = program and p.user_id = private.require_coach();
    perform from public.cohorts c where c.program_id = owner_program order by c.id for no key update;
    enrollment_ids := array(
      select e.id from public.enrollments e
      where e.program_id = owner_program and e.coach_id = me and e.status <> 'ended');
  else
    select * into one from public.enrollments e
    where e.id = enrollment and e.coach_id = me and (e.user_id = me or private.is_coach());
    if one.id is null then
      perform private.raise_not_found();
    elsif one.status = 'ended' then
      raise exception 'ended' using errcode = 'PT409', detail = 'This enrollment has ended.';
    end if;
    owner_program := one.program_id;
    enrollment_ids := array[one.id];
  end if;
  if not exists (
    select from public.program_versions v join public.programs p on p.id = v.program_id
    where v.id = version and p.id = owner_program
      and (p.user_id = me or (v.number = p.approved_version and p.published_version is not null
        and p.visibility <> 'private' and v.price is null))) then
    perform private.raise_not_found();
  end if;
  price := private.price_change(enrollment_ids, version);
  if dry_run then
    select private.move_counts(array_agg(p.action)) into counts from private.plan_move(enrollment_ids, version) p;
  else
    perform private.lock_enrollments(enrollment_ids);
    counts := private.apply_move(enrollment_ids, version);
    update public.cohorts c set version_id = version
    where c.id = move_enrollment.cohort or c.program_id = move_enrollment.program;
  end if;
  return private.end_request(case when dry_run is false then request end, counts || jsonb_build_object('price', price));
end
$$;
grant execute on function public.move_enrollment(uuid, uuid, uuid, uuid, boolean, uuid) to authenticated;

-- Giving an enrollment or a cohort another start date. Open tasks that nobody has changed follow it, also those of days
-- that have passed, where their new date is not past: no day is left behind.

-- The program tasks whose date changes with the start date, and what becomes of each: `moves`, or why it stays: it is
-- `done`, `locked` or `edited`, or its new date would be `past`, so that nothing becomes missed without a chance to do it.
create function private.rescheduled_tasks(enrollment_ids uuid[], start_date date)
returns table (id uuid, date date, outcome text)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, v.day_counting, private.today_of(e.user_id) as today
    from public.enrollments e join public.program_versions v on v.id = e.version_id
    where e.id = any (enrollment_ids)
  )
  select t.id, d.date, case
    when t.status <> 'open' then 'done'
    when t.client_locked then 'locked'
    when not private.is_unedited(t) then 'edited'
    when d.date < m.today or d.date > '2999-12-31' then 'past'
    else 'moves' end
  from members m join public.tasks t on t.enrollment_id = m.id
  cross join lateral (select private.date_for_day_index(start_date, t.program_day, m.day_counting) as date) d
  where t.template_task_id is not null and d.date <> t.date
$$;

-- The tasks of days that had passed when their person joined, and that the start date brings to today or later.
create function private.reopened_tasks(enrollment_ids uuid[], start_date date) returns setof uuid
language sql stable set search_path = ''
as $$
  select m.id
  from public.enrollments e
  join public.program_versions v on v.id = e.version_id
  join public.profiles p on p.id = e.user_id
  cross join lateral private.missing_tasks(array[e.id], null, (
    select max(n) from generate_series(1, v.length_days) n
    where private.date_for_day_index(e.start_date, n, v.day_counting) < private.date_in(p.time_zone, e.created_at)),
    true, target_start => reopened_tasks.start_date) m
  where e.id = any (enrollment_ids) and e.start_date < private.date_in(p.time_zone, e.created_at)
$$;

-- Gives one enrollment, or a cohort and those of its members who have not ended and share its start date, another one:
-- {moved, created, members, stayed: {done, locked, edited, past}}, which count tasks. A dry run only counts. `request` is
-- as in tool_requests.sql.
create function public.reschedule(enrollment uuid default null, cohort uuid default null, start_date text default null,
  dry_run boolean default false, request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  new_start private.calendar_date := private.read_date('start_date', start_date);
  own public.cohorts;
  enrollment_ids uuid[];
  reopened uuid[];
  counts jsonb;
  moved integer;
begin
  if known is not null then
    return known;
  end if;
  if (enrollment is null) = (cohort is null) or dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'Name an enrollment or a cohort, and not both, and say whether it is a dry run.';
  end if;
  perform private.require_start_date(new_start);
  if cohort is not null then
    own := private.require_own_cohort(cohort);
    -- Whoever joins concurrently waits, and gets the new start date.
    select * into own from public.cohorts c where c.id = own.id for no key update;
    enrollment_ids := array(
      select e.id from public.enrollments e
      where e.cohort_id = own.id and e.status <> 'ended' and e.start_date = own.start_date);
  else
    enrollment_ids := array(
      select e.id from public.enrollments e
      where e.id = enrollment and e.status <> 'ended' and e.coach_id = me and (e.user_id = me or private.is_coach()));
    if enrollment_ids = '{}' then
      perform private.raise_not_found();
    end if;
  end if;
  if not dry_run then
    perform private.lock_enrollments(enrollment_ids);
  end if;
  select jsonb_build_object(
      'moved', count(*) filter (where p.outcome = 'moves'),
      'members', cardinality(enrollment_ids),
      'stayed', jsonb_build_object(
        'done', count(*) filter (where p.outcome = 'done'), 'locked', count(*) filter (where p.outcome = 'locked'),
        'edited', count(*) filter (where p.outcome = 'edited'), 'past', count(*) filter (where p.outcome = 'past')))
  into counts from private.rescheduled_tasks(enrollment_ids, new_start) p;
  reopened := array(select private.reopened_tasks(enrollment_ids, new_start));
  counts := counts || jsonb_build_object('created', cardinality(reopened));
  if not dry_run then
    perform private.set_write_context('{"keep_timestamps": true}');
    update public.tasks t set date = p.date
    from private.rescheduled_tasks(enrollment_ids, new_start) p
    -- Checked again, for concurrent edits.
    where t.id = p.id and p.outcome = 'moves' and private.is_unedited(t);
    get diagnostics moved = row_count;
    counts := counts || jsonb_build_object('moved', moved);
    insert into public.tasks (id, user_id, date, "position", title, notes, minutes, type, is_required, source_type,
      enrollment_id, template_task_id, program_day, field_timestamps)
    select m.*, private.lowest_timestamps()
    from private.missing_tasks(enrollment_ids, null, null, true, target_start => new_start) m
    where m.id = any (reopened)
    on conflict (id) do nothing;
    perform private.set_write_context('{"keep_timestamps": null}');
    update public.enrollments e set start_date = new_start
    where e.id = any (enrollment_ids) and e.start_date <> new_start;
    update public.cohorts c set start_date = new_start where c.id = own.id;
  end if;
  return private.end_request(case when dry_run is false then request end, counts);
end
$$;
grant execute on function public.reschedule(uuid, uuid, text, boolean, uuid) to authenticated;
