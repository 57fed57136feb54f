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
