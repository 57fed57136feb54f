-- Pausing an enrollment, and resuming it: by its person or its coach.

-- The active enrollment of `me`, or of a client of theirs; with `locks`, as it is once it is locked.
create function private.require_pausable(enrollment uuid, me uuid, locks boolean) returns public.enrollments
language plpgsql set search_path = ''
as $$
declare
  found public.enrollments := private.require_own_or_coached(enrollment, me);
begin
  if found.status <> 'active' then
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

-- Ends the pause that begins on `first_date`: from the person's today on there is none. A pause that has not begun is dropped,
-- and so is one that is over, which was a mistake. Returns the counts of private.apply_schedule. A dry run only counts.
create function public.resume_enrollment(enrollment uuid, first_date text, dry_run boolean default false,
  request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  first_date private.calendar_date := private.read_date('first_date', resume_enrollment.first_date);
  one public.enrollments;
begin
  if known is not null then
    return known;
  end if;
  if first_date is null or dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Name a pause by its first date.';
  end if;
  one := private.require_pausable(enrollment, me, not dry_run);
  if not exists (
    select from private.read_pauses(one.pauses) p where p.first_date = resume_enrollment.first_date::date) then
    raise exception 'not_paused' using errcode = 'PT409', detail = 'There is no such pause.';
  end if;
  return private.end_request(case when dry_run is false then request end,
    private.apply_schedule(array[one.id], null, private.pauses_resumed(one.pauses, first_date, private.today_of(one.user_id)), dry_run));
end
$$;
grant execute on function public.resume_enrollment(uuid, text, boolean, uuid) to authenticated;
