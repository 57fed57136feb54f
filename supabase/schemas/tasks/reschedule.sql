-- Giving a cohort another start date. Only upcoming tasks that nobody has changed follow it.

-- The movable tasks whose date changes with the start date. A task whose new date would not be after the person's
-- today, or after the last supported date, does not move: nothing becomes missed without a chance to do it, and
-- setting the old start date again finds every moved task.
create function private.rescheduled_tasks(enrollment_ids uuid[], start_date date)
returns table (id uuid, date date, moves boolean)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, v.day_counting, private.today_of(e.user_id) as today
    from public.enrollments e join public.program_versions v on v.id = e.version_id
    where e.id = any (enrollment_ids)
  )
  select t.id, d.date, d.date > m.today and d.date <= '2999-12-31'
  from private.movable_tasks(enrollment_ids) t
  join members m on m.id = t.enrollment_id
  cross join lateral (select private.date_for_day_index(start_date, t.program_day, m.day_counting) as date) d
  where d.date <> t.date
$$;

-- Gives a cohort and those of its members who have not ended and share its start date another one: {moved, stayed,
-- members}, where the first two count tasks. Makes and deletes no task; materializing does that. A dry run only
-- counts.
create function public.reschedule_cohort(cohort uuid default null, start_date text default null,
  dry_run boolean default false) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  new_start private.calendar_date := private.read_date('start_date', start_date);
  own public.cohorts;
  enrollment_ids uuid[];
  moved integer;
  stayed integer;
begin
  perform private.require_user();
  own := private.require_own_cohort(cohort);
  perform private.require_start_date(new_start);
  if dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Say whether it is a dry run.';
  end if;
  -- Whoever joins concurrently waits, and gets the new start date.
  select * into own from public.cohorts c where c.id = own.id for no key update;
  enrollment_ids := array(
    select e.id from public.enrollments e
    where e.cohort_id = own.id and e.status <> 'ended' and e.start_date = own.start_date);
  perform private.lock_enrollments(enrollment_ids);
  select count(*) filter (where p.moves), count(*) filter (where not p.moves) into moved, stayed
  from private.rescheduled_tasks(enrollment_ids, new_start) p;
  if not dry_run then
    perform private.set_write_context('{"keep_timestamps": true}');
    update public.tasks t set date = p.date
    from private.rescheduled_tasks(enrollment_ids, new_start) p
    -- Checked again, for concurrent edits.
    where t.id = p.id and p.moves and private.is_unedited(t);
    get diagnostics moved = row_count;
    perform private.set_write_context('{"keep_timestamps": null}');
    update public.enrollments e set start_date = new_start
    where e.id = any (enrollment_ids) and e.start_date <> new_start;
    update public.cohorts c set start_date = new_start where c.id = own.id;
  end if;
  return json_build_object('moved', moved, 'stayed', stayed, 'members', cardinality(enrollment_ids));
end
$$;
grant execute on function public.reschedule_cohort(uuid, text, boolean) to authenticated;
