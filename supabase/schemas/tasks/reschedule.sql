-- Gives one enrollment, or a cohort and those of its members who have not ended and share its start date, another one:
-- {members} and the counts of private.apply_schedule. A dry run only counts. `request` is as in tool_requests.sql.
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
