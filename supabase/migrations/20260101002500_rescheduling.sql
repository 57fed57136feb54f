-- Another start date for a cohort that has one. Only tasks that are still ahead and that nobody has touched follow it.

-- Of the enrollments' movable tasks, those that another start date gives another date. What would not be ahead of the
-- person any more, or lie beyond the last day there is, stays where it is: so nothing becomes missed that nobody could
-- do, and the way back finds every task that was moved.
create function private.rescheduled_tasks(chosen uuid[], start_date date)
returns table (id uuid, date date, moves boolean)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, v.day_counting, private.today_of(e.user_id) as today
    from public.enrollments e join public.program_versions v on v.id = e.version_id
    where e.id = any (chosen)
  )
  select t.id, d.date, d.date > m.today and d.date <= '2999-12-31'
  from private.movable_tasks(chosen) t
  join members m on m.id = t.enrollment_id
  cross join lateral (select private.date_for_day_index(start_date, t.program_day, m.day_counting) as date) d
  where d.date <> t.date
$$;

-- Has a cohort start on another day, with those of its members who have not ended and started with it. Tells how many
-- tasks of how many of them move, and how many stay because they would not be ahead any more: {moved, stayed, members}.
-- Makes and deletes no task: what the new days lack, a sync makes. A dry run tells the same and changes nothing.
create function public.reschedule_cohort(cohort uuid default null, start_date date default null,
  dry_run boolean default false) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  own public.cohorts;
  chosen uuid[];
  moved integer;
  stayed integer;
begin
  perform private.caller();
  own := private.own_cohort(cohort);
  perform private.check_start(start_date);
  if dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Say whether it is a dry run.';
  end if;
  -- Whoever joins meanwhile waits, and starts with the others.
  select * into own from public.cohorts c where c.id = own.id for no key update;
  chosen := array(
    select e.id from public.enrollments e
    where e.cohort_id = own.id and e.status <> 'ended' and e.start_date = own.start_date);
  perform private.hold_enrollments(chosen);
  select count(*) filter (where p.moves), count(*) filter (where not p.moves) into moved, stayed
  from private.rescheduled_tasks(chosen, reschedule_cohort.start_date) p;
  if not dry_run then
    perform set_config('cadence.pushing', 'on', true);
    update public.tasks t set date = p.date
    from private.rescheduled_tasks(chosen, reschedule_cohort.start_date) p
    -- Once more, for what somebody touches at this moment.
    where t.id = p.id and p.moves and t.field_stamps = '{"*": "000000000000-0000-00000000"}';
    get diagnostics moved = row_count;
    perform set_config('cadence.pushing', '', true);
    update public.enrollments e set start_date = reschedule_cohort.start_date
    where e.id = any (chosen) and e.start_date <> reschedule_cohort.start_date;
    update public.cohorts c set start_date = reschedule_cohort.start_date where c.id = own.id;
  end if;
  return json_build_object('moved', moved, 'stayed', stayed, 'members', cardinality(chosen));
end
$$;
grant execute on function public.reschedule_cohort(uuid, date, boolean) to authenticated;
