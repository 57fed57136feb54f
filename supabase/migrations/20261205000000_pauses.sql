-- Enrollments can be paused: the program's days come after the pause, or those on its dates are left out.

drop function private.missing_tasks(uuid[], integer, integer, boolean, boolean, uuid, date);
drop function private.rescheduled_tasks(uuid[], date);
drop function private.reopened_tasks(uuid[], date);
drop function private.date_for_day_index(date, integer, text);

-- Pauses of an enrollment, [{first_date, last_date, mode}] by ascending dates, without a date in two of them. The program's
-- days that would fall on them come after them (`shift`), or have no tasks (`skip`).
-- src/domain/enrollments/pauses.ts computes the same.

create function private.read_pauses(pauses jsonb) returns table (first_date date, last_date date, mode text)
language sql immutable strict parallel safe set search_path = ''
as $$ select p.first_date, p.last_date, p.mode from jsonb_to_recordset(pauses) p (first_date date, last_date date, mode text) $$;

create function private.longest_pause_days() returns integer
language sql immutable parallel safe set search_path = ''
as $$ select 366 $$;

create function private.are_pauses(pauses jsonb) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select jsonb_typeof(pauses) = 'array' and jsonb_array_length(pauses) <= 50 and not exists (
    select from (
      select p.*, lag(p.last_date) over () as previous from private.read_pauses(pauses) p) p
    where (p.first_date >= date '1970-01-01' and p.last_date between p.first_date and date '2999-12-31'
      and p.last_date - p.first_date < private.longest_pause_days() and p.mode in ('shift', 'skip')
      and (p.previous is null or p.previous < p.first_date)) is not true)
$$;

-- The first date from `date` on that is in no pause.
create function private.next_date_without_pause(date date, pauses jsonb) returns date
language plpgsql immutable strict parallel safe set search_path = ''
as $$
declare
  pause record;
begin
  for pause in select * from private.read_pauses(pauses) loop
    if date between pause.first_date and pause.last_date then
      date := pause.last_date + 1;
    end if;
  end loop;
  return date;
end
$$;

create function private.sorted_pauses(pauses jsonb) returns jsonb
language sql immutable strict parallel safe set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('first_date', p.first_date, 'last_date', p.last_date, 'mode', p.mode)
    order by p.first_date), '[]')
  from private.read_pauses(pauses) p
$$;

-- The pauses without what is left, from `today` on, of the one that begins on `first_date`.
create function private.pauses_resumed(pauses jsonb, first_date date, today date) returns jsonb
language sql immutable strict parallel safe set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('first_date', p.first_date, 'mode', p.mode, 'last_date',
    case when p.first_date = pauses_resumed.first_date then least(p.last_date, today - 1) else p.last_date end)
    order by p.first_date), '[]')
  from private.read_pauses(pauses) p
  where p.first_date <> pauses_resumed.first_date or p.first_date < today
$$;

alter table public.enrollments add column pauses jsonb not null default '[]' check (private.are_pauses(pauses));
-- Devices read the new column.
update public.enrollments set updated_at = updated_at;

-- The date of a program's day: of the dates from the start date on that count, the one with that number. With counting by
-- weekdays only Monday to Friday count, and the dates of a pause that shifts count never.
-- src/domain/programs/day-dates.ts computes the same.
create function private.date_for_day_index(start date, day integer, counting text, pauses jsonb default '[]') returns date
language plpgsql immutable strict parallel safe set search_path = ''
as $$
declare
  result date := private.date_without_pauses(start, day, counting);
  pause record;
begin
  if pauses <> '[]' then
    for pause in
      select greatest(p.first_date, start) as first_date, p.last_date from private.read_pauses(pauses) p
      where p.mode = 'shift' and p.last_date >= start
    loop
      exit when result < pause.first_date;
      result := private.date_without_pauses(result,
        private.counting_dates(pause.first_date, pause.last_date, counting) + 1, counting);
    end loop;
  end if;
  return result;
end
$$;

-- Day 1 is the start date, or with counting by weekdays the first weekday on or after it.
create function private.date_without_pauses(start date, day integer, counting text) returns date
language sql immutable strict parallel safe set search_path = ''
as $$
  select case counting
    when 'weekdays' then start - weekday + n / 5 * 7 + n % 5
    else start + (day - 1) end
  from (select extract(isodow from start)::integer - 1 as weekday) w
  -- A start on a weekend counts as the Monday after it.
  cross join lateral (select least(weekday, 5) + day - 1 as n) d
$$;

-- How many dates from `first_date` to `last_date`, both included, count.
create function private.counting_dates(first_date date, last_date date, counting text) returns integer
language sql immutable strict parallel safe set search_path = ''
as $$
  select case counting
    when 'weekdays' then (
      select after.weekdays - before.weekdays
      -- Counted from a Monday.
      from (select n / 7 * 5 + least(n % 7, 5) as weekdays from (select last_date + 1 - date '0001-01-01' as n) d) after
      cross join (select n / 7 * 5 + least(n % 7, 5) as weekdays from (select first_date - date '0001-01-01' as n) d) before)
    else last_date - first_date + 1 end
$$;

-- For the active enrollments among `enrollment_ids`: the tasks of days `first_day` to `last_day` (null: no bound)
-- that do not exist and are not dismissed; with `from_today`, only those dated today or later for the person, and those of
-- the running week and program, dated today, for whoever joins late. A task of a week or a program whose date is in a pause
-- is dated after it, where it can still be done then. With `include_existing`, existing ones as well, as the version defines
-- them. The `target_` parameters take the place of what the enrollments have.
create function private.missing_tasks(enrollment_ids uuid[], first_day integer, last_day integer, from_today boolean,
  include_existing boolean default false, target_version uuid default null, target_start date default null,
  target_pauses jsonb default null)
returns table (id uuid, user_id uuid, date date, "position" integer, title text, notes text, minutes integer,
  type text, is_required boolean, source_type text, enrollment_id uuid, template_task_id uuid, program_day integer)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, e.user_id, v.id as version_id, coalesce(target_start, e.start_date) as start_date,
      coalesce(target_pauses, e.pauses) as pauses, e.parameters, v.length_days, v.day_counting,
      case when from_today then private.today_of(e.user_id) else coalesce(target_start, e.start_date) end as earliest
    from public.enrollments e join public.program_versions v on v.id = coalesce(target_version, e.version_id)
    where e.id = any (enrollment_ids) and e.status = 'active'
  ), days as materialized (
    select s.version_id, s.start_date, s.pauses, n as day,
      private.date_for_day_index(s.start_date, n, s.day_counting, s.pauses) as date
    from (select distinct version_id, start_date, pauses, length_days, day_counting from members) s
    cross join generate_series(greatest(first_day, 1), least(last_day, s.length_days)) n
  ), templates as materialized (
    select t.*, d.day, private.last_day_of(t.level, d.day, v.length_days, v.day_counting) as last_day
    from public.program_version_tasks t join public.program_versions v on v.id = t.version_id
    cross join lateral (select private.due_day(t.level, t.day_index, v.day_counting) as day) d
    where t.version_id in (select m.version_id from members m)
  ), planned as materialized (
    select private.derived_id('tasks', m.id::text, t.task_id::text, t.day::text) as id,
      m.user_id, w.date, t."position", t.title, t.notes, t.minutes, t.type, t.is_required, t.level,
      m.id as enrollment_id, t.task_id, t.day, m.parameters
    from members m
    join days d on d.version_id = m.version_id and d.start_date = m.start_date and d.pauses = m.pauses
    join templates t on t.version_id = m.version_id and t.day = d.day
    -- The call costs a fifth of the whole, and few enrollments have pauses.
    cross join lateral (
      select case when m.pauses = '[]' then greatest(d.date, m.earliest)
        else private.next_date_without_pause(greatest(d.date, m.earliest), m.pauses) end as date) w
    -- Daily Focus has no later dates.
    where w.date <= '2999-12-31' and w.date <= case when t.last_day = t.day then d.date
      else private.date_for_day_index(m.start_date, t.last_day, m.day_counting, m.pauses) end
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
    where e.id = one and private.date_for_day_index(e.start_date, n, v.day_counting, e.pauses) = day
      and day >= private.today_of(e.user_id);
    if index is not null then
      made := made + coalesce((select f.created from private.materialize_tasks(array[one], index, index, true, false) f), 0);
    end if;
  end loop;
  return json_build_object('created', made);
end
$$;
grant execute on function public.ensure_day_tasks(text) to authenticated;

-- The enrollments of a program, with what their tasks say: whether a task was done, whether all required ones were (all, where
-- none is required), and the last program day with a task that was done. `is_own` are those whose tasks the program's coach reads.
-- Pending ones and the coach's own do not count.
create or replace function private.enrollment_progress(program uuid)
returns table (enrollment_id uuid, is_own boolean, reached_day integer, last_done_day integer, has_completed boolean)
language sql stable set search_path = ''
as $$
  select e.id, e.coach_id = p.user_id and e.status <> 'ended',
    (select count(*)::integer from generate_series(1, v.length_days) n
      where private.date_for_day_index(e.start_date, n, v.day_counting, e.pauses) <= private.today_of(e.user_id)),
    t.last_done_day,
    coalesce(e.sync_state = 'done' and t.last_done_day is not null and not t.has_open, false)
  from public.programs p
  join public.enrollments e on e.program_id = p.id and e.status <> 'pending' and e.user_id <> p.user_id
  join public.program_versions v on v.id = e.version_id
  left join lateral (
    select max(k.program_day) filter (where k.status = 'done') as last_done_day,
      case when bool_or(k.is_required) then bool_or(k.is_required and k.status = 'open')
        else bool_or(k.status = 'open') end as has_open
    from public.tasks k where k.enrollment_id = e.id and k.template_task_id is not null
  ) t on true
  where p.id = program
$$;

-- All members of a cohort, also ended ones, for its coach: [{enrollment_id, user_id, display_name, email, status,
-- ended_by, start_date, synced_days, sync_state, length_days, pauses}]. The address of who has left is empty.
create or replace function public.cohort_members(cohort uuid) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  own public.cohorts := private.require_own_cohort(cohort);
begin
  perform private.require_user();
  return (
    select coalesce(json_agg(json_build_object(
        'enrollment_id', e.id, 'user_id', e.user_id, 'display_name', p.display_name,
        'email', case when e.status = 'ended' then '' else p.email end, 'status', e.status, 'ended_by', e.ended_by, 'start_date', e.start_date, 'synced_days', e.synced_days,
        'sync_state', e.sync_state, 'length_days', v.length_days, 'pauses', e.pauses
      ) order by p.display_name, e.id), '[]')
    from public.enrollments e
    join public.profiles p on p.id = e.user_id
    join public.program_versions v on v.id = e.version_id
    where e.cohort_id = own.id);
end
$$;
grant execute on function public.cohort_members(uuid) to authenticated;

-- What an enrollment's start date and pauses mean for its tasks. Open tasks that nobody has changed follow a change of
-- them, also those of days that have passed, where their new date is not past: no day is left behind.

-- The program tasks whose date changes, and what becomes of each: it `moves`, or is `removed` because its day is skipped, or
-- why it stays: it is `done`, `locked` or `edited`, or its new date would be `past`, so that nothing becomes missed without
-- a chance to do it. Null: what the enrollments have.
create function private.rescheduled_tasks(enrollment_ids uuid[], start_date date, pauses jsonb)
returns table (id uuid, date date, outcome text)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, v.length_days, v.day_counting, private.today_of(e.user_id) as today,
      coalesce(rescheduled_tasks.start_date, e.start_date) as start_date, coalesce(rescheduled_tasks.pauses, e.pauses) as pauses
    from public.enrollments e join public.program_versions v on v.id = e.version_id
    where e.id = any (enrollment_ids)
  ), schedules as materialized (
    select row_number() over () as number, s.*
    from (select distinct m.start_date, m.pauses, m.day_counting, m.length_days from members m) s
  ), planned as materialized (
    select t.id, t.date, s.number as schedule, t.program_day, t.source_type, m.today,
      coalesce(t.client_notes, '') <> '' as is_noted,
      case when t.status <> 'open' then 'done' when t.client_locked then 'locked'
        when not private.is_unedited(t) then 'edited' end as stays
    from members m
    join schedules s on (s.start_date, s.pauses, s.day_counting, s.length_days)
      = (m.start_date, m.pauses, m.day_counting, m.length_days)
    join public.tasks t on t.enrollment_id = m.id and t.template_task_id is not null
  ), dates as materialized (
    -- Once for all tasks of a day.
    select p.schedule, p.program_day, p.source_type, private.next_date_without_pause(d.due, s.pauses) as date,
      case when s.pauses <> '[]' then private.date_for_day_index(s.start_date,
        private.last_day_of(p.source_type, p.program_day, s.length_days, s.day_counting), s.day_counting, s.pauses) end as last_date
    from (select distinct p.schedule, p.program_day, p.source_type from planned p) p
    join schedules s on s.number = p.schedule
    cross join lateral (
      select private.date_for_day_index(s.start_date, p.program_day, s.day_counting, s.pauses) as due) d
  )
  select p.id, d.date, coalesce(p.stays, case
    when d.date > d.last_date then case when p.is_noted then 'edited' else 'removed' end
    when d.date < p.today or d.date > '2999-12-31' then 'past'
    else 'moves' end)
  from planned p
  join dates d on d.schedule = p.schedule and d.program_day = p.program_day and d.source_type = p.source_type
  where d.date <> p.date
$$;

-- The missing tasks of days that had none, and have some with the start date and the pauses: the days had passed when their
-- person joined, or were in a pause.
create function private.reopened_tasks(enrollment_ids uuid[], start_date date, pauses jsonb) returns setof uuid
language sql stable set search_path = ''
as $$
  select m.id
  from public.enrollments e
  join public.program_versions v on v.id = e.version_id
  join public.profiles p on p.id = e.user_id
  cross join lateral (select private.date_in(p.time_zone, e.created_at) as date) joined
  cross join lateral private.missing_tasks(array[e.id], null, case when e.pauses = '[]' then (
      select max(n) from generate_series(1, v.length_days) n
      where private.date_for_day_index(e.start_date, n, v.day_counting) < joined.date) end,
    true, target_start => reopened_tasks.start_date, target_pauses => reopened_tasks.pauses) m
  cross join lateral (
    select private.date_for_day_index(e.start_date, m.program_day, v.day_counting, e.pauses) as date) old
  where e.id = any (enrollment_ids) and (e.start_date < joined.date or e.pauses <> '[]')
    and (old.date < joined.date or old.date <> private.next_date_without_pause(old.date, e.pauses))
$$;

-- Gives enrollments, which are locked unless it is a dry run, another start date or other pauses; null: what they have.
-- {moved, removed, created, stayed: {done, locked, edited, past}}, which count tasks. A dry run only counts.
create function private.apply_schedule(enrollment_ids uuid[], start_date date, pauses jsonb, dry_run boolean) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  reopened uuid[] := array(select private.reopened_tasks(enrollment_ids, start_date, pauses));
  counts jsonb;
begin
  perform private.set_write_context(jsonb_build_object(
    'keep_undismissed', true, 'keep_timestamps', true, 'tombstone_timestamps', private.lowest_timestamps()));
  with plan as materialized (
    select p.* from private.rescheduled_tasks(enrollment_ids, start_date, pauses) p
  ), moved as (
    update public.tasks t set date = p.date
    from plan p
    -- Checked again, for concurrent edits.
    where not dry_run and t.id = p.id and p.outcome = 'moves' and private.is_unedited(t)
    returning t.id
  ), removed as (
    delete from public.tasks t using plan p
    where not dry_run and t.id = p.id and p.outcome = 'removed' and private.is_unedited(t)
      and coalesce(t.client_notes, '') = ''
    returning t.id
  )
  select jsonb_build_object(
    'moved', case when dry_run then count(*) filter (where p.outcome = 'moves') else (select count(*) from moved) end,
    'removed', case when dry_run then count(*) filter (where p.outcome = 'removed') else (select count(*) from removed) end,
    'created', cardinality(reopened),
    'stayed', jsonb_build_object(
      'done', count(*) filter (where p.outcome = 'done'), 'locked', count(*) filter (where p.outcome = 'locked'),
      'edited', count(*) filter (where p.outcome = 'edited'), 'past', count(*) filter (where p.outcome = 'past')))
  into counts from plan p;
  if not dry_run then
    insert into public.tasks (id, user_id, date, "position", title, notes, minutes, type, is_required, source_type,
      enrollment_id, template_task_id, program_day, field_timestamps)
    select m.*, private.lowest_timestamps()
    from private.missing_tasks(enrollment_ids, null, null, true, target_start => apply_schedule.start_date,
      target_pauses => apply_schedule.pauses) m
    where m.id = any (reopened)
    on conflict (id) do nothing;
  end if;
  perform private.set_write_context('{"keep_undismissed": null, "keep_timestamps": null, "tombstone_timestamps": null}');
  if not dry_run then
    update public.enrollments e
    set start_date = coalesce(apply_schedule.start_date, e.start_date), pauses = coalesce(apply_schedule.pauses, e.pauses)
    where e.id = any (enrollment_ids) and (e.start_date, e.pauses)
      is distinct from (coalesce(apply_schedule.start_date, e.start_date), coalesce(apply_schedule.pauses, e.pauses));
  end if;
  return counts;
end
$$;

-- Gives one enrollment, or a cohort and those of its members who have not ended and share its start date, another one:
-- {members} and the counts of private.apply_schedule. A dry run only counts. `request` is as in tool_requests.sql.
create or replace function public.reschedule(enrollment uuid default null, cohort uuid default null, start_date text default null,
  dry_run boolean default false, request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  new_start private.calendar_date := private.read_date('start_date', start_date);
  own public.cohorts;
  enrollment_ids uuid[];
  counts jsonb;
begin
  if known is not null then
    return known;
  end if;
  if (enrollment is null) = (cohort is null) or dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'Name an enrollment or a cohort, and not both, and say whether it is a dry run.';
  end if;
  perform private.require_start_date(new_start);
  if not dry_run then
    perform private.lock_user_pushes(me);
  end if;
  if cohort is not null then
    -- Whoever joins concurrently gets the new start date.
    own := private.lock_own_cohort(cohort);
    enrollment_ids := array(
      select e.id from public.enrollments e
      where e.cohort_id = own.id and e.status <> 'ended' and e.start_date = own.start_date);
  else
    enrollment_ids := array(
      select e.id from public.enrollments e
      where e.id = enrollment and e.status <> 'ended' and e.coach_id = me and (e.user_id = me or private.is_coach()));
  end if;
  if not dry_run then
    enrollment_ids := private.lock_coached(enrollment_ids, me);
  end if;
  if enrollment is not null and enrollment_ids = '{}' then
    perform private.raise_not_found();
  end if;
  counts := private.apply_schedule(enrollment_ids, new_start, null, dry_run)
    || jsonb_build_object('members', cardinality(enrollment_ids));
  if not dry_run then
    update public.cohorts c set start_date = new_start where c.id = own.id;
  end if;
  return private.end_request(case when dry_run is false then request end, counts);
end
$$;
grant execute on function public.reschedule(uuid, uuid, text, boolean, uuid) to authenticated;

-- Pausing an enrollment, and resuming it: by its person or its coach.

-- The active enrollment of `me`, or of a client of theirs; with `locks`, as it is once it is locked.
create function private.require_pausable(enrollment uuid, me uuid, locks boolean) returns public.enrollments
language plpgsql set search_path = ''
as $$
declare
  found public.enrollments;
begin
  select * into found from public.enrollments e
  where e.id = enrollment and (e.user_id = me or (e.coach_id = me and private.is_coach()));
  if found.id is null then
    perform private.raise_not_found();
  elsif found.status <> 'active' then
    raise exception 'not_active' using errcode = 'PT409', detail = 'Only active enrollments can be paused.';
  end if;
  if not locks then
    return found;
  end if;
  perform private.lock_enrollments(array[found.id]);
  return private.require_pausable(enrollment, me, false);
end
$$;

-- Pauses an enrollment on the dates from `first_date` to `last_date`: its days come after them (`shift`), or those on them
-- are left out (`skip`). Returns the counts of private.apply_schedule. A dry run only counts. `request` is as in
-- tool_requests.sql.
create function public.pause_enrollment(enrollment uuid, first_date text, last_date text, mode text,
  dry_run boolean default false, request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  first_date private.calendar_date := private.read_date('first_date', pause_enrollment.first_date);
  last_date private.calendar_date := private.read_date('last_date', pause_enrollment.last_date);
  one public.enrollments;
  new_pauses jsonb;
begin
  if known is not null then
    return known;
  end if;
  if first_date is null or last_date is null or last_date < first_date or mode is null or mode not in ('shift', 'skip')
    or dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A pause has a first date, a last one that is not before it, and a mode: shift or skip.';
  end if;
  one := private.require_pausable(enrollment, me, not dry_run);
  if last_date - first_date >= private.longest_pause_days() then
    raise exception 'pause_too_long' using errcode = 'PT409', detail = 'A pause has at most 366 days.';
  end if;
  if exists (
    select from private.read_pauses(one.pauses) p
    where p.first_date <= pause_enrollment.last_date::date and p.last_date >= pause_enrollment.first_date::date) then
    raise exception 'pause_overlaps' using errcode = 'PT409', detail = 'There is a pause on some of these dates.';
  end if;
  new_pauses := private.sorted_pauses(one.pauses || jsonb_build_object(
    'first_date', first_date, 'last_date', last_date, 'mode', mode));
  if jsonb_array_length(new_pauses) > 50 then
    raise exception 'too_many_pauses' using errcode = 'PT409', detail = 'An enrollment has at most 50 pauses.';
  end if;
  return private.end_request(case when dry_run is false then request end,
    private.apply_schedule(array[one.id], null, new_pauses, dry_run));
end
$$;
grant execute on function public.pause_enrollment(uuid, text, text, text, boolean, uuid) to authenticated;

-- Ends the pause that begins on `first_date`: from the person's today on there is none, and a pause that has not begun is
-- dropped. Returns the counts of private.apply_schedule. A dry run only counts.
create function public.resume_enrollment(enrollment uuid, first_date text, dry_run boolean default false,
  request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  first_date private.calendar_date := private.read_date('first_date', resume_enrollment.first_date);
  one public.enrollments;
  today date;
begin
  if known is not null then
    return known;
  end if;
  if first_date is null or dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Name a pause by its first date.';
  end if;
  one := private.require_pausable(enrollment, me, not dry_run);
  today := private.today_of(one.user_id);
  if not exists (
    select from private.read_pauses(one.pauses) p
    where p.first_date = resume_enrollment.first_date::date and p.last_date >= today) then
    raise exception 'not_paused' using errcode = 'PT409', detail = 'There is no such pause, or it is over.';
  end if;
  return private.end_request(case when dry_run is false then request end,
    private.apply_schedule(array[one.id], null, private.pauses_resumed(one.pauses, first_date, today), dry_run));
end
$$;
grant execute on function public.resume_enrollment(uuid, text, boolean, uuid) to authenticated;
