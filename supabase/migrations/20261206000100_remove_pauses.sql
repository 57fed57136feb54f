-- A pause that is over can be taken back.

-- The pauses without what is left, from `today` on, of the one that begins on `first_date`; without all of it, where it is over.
create or replace function private.pauses_resumed(pauses jsonb, first_date date, today date) returns jsonb
language sql immutable strict parallel safe set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('first_date', p.first_date, 'mode', p.mode, 'last_date',
    case when p.first_date = pauses_resumed.first_date then today - 1 else p.last_date end)
    order by p.first_date), '[]')
  from private.read_pauses(pauses) p
  where p.first_date <> pauses_resumed.first_date or (p.first_date < today and p.last_date >= today)
$$;

-- Ends the pause that begins on `first_date`: from the person's today on there is none. A pause that has not begun is dropped,
-- and so is one that is over, which was a mistake. Returns the counts of private.apply_schedule. A dry run only counts.
create or replace function public.resume_enrollment(enrollment uuid, first_date text, dry_run boolean default false,
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
