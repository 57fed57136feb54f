-- A cohort's active members by day: how many tasks are done, missed, or in the future. An optional task of a past day that
-- is not done is none of these.
create function public.cohort_board(cohort uuid, first text, last text) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  first private.calendar_date := private.read_date('first', cohort_board.first);
  last private.calendar_date := private.read_date('last', cohort_board.last);
begin
  if not exists (
    select from public.cohorts c where c.id = cohort
      and (private.is_admin() or (c.user_id = (select auth.uid()) and private.is_coach()))) then
    perform private.raise_not_found();
  end if;
  if first is null or last is null or last - first not between 0 and 61 then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'A board shows 1 to 62 days.';
  end if;
  return (
    with days as (
      select first + n as date from generate_series(0, last - first) n
    ), members as materialized (
      select e.id, e.user_id, p.display_name, private.today_of(e.user_id) as today
      from public.enrollments e join public.profiles p on p.id = e.user_id
      where e.cohort_id = cohort and e.status = 'active'
    ), counts as (
      select t.enrollment_id, t.date,
        count(*) filter (where t.status = 'done') as done,
        count(*) filter (where private.is_missed(t.status, t.is_required, t.date, m.today)) as missed,
        count(*) filter (where t.status <> 'done' and t.date >= m.today) as future
      from members m join public.tasks t on t.enrollment_id = m.id
      where t.date between first and last
      group by t.enrollment_id, t.date
    )
    select json_build_object(
      'days', (select json_agg(d.date order by d.date) from days d),
      'members', coalesce((
        select json_agg(json_build_object('enrollment_id', m.id, 'user_id', m.user_id, 'display_name', m.display_name, 'days', (
          select json_agg(json_build_object('date', d.date, 'done', coalesce(c.done, 0),
            'missed', coalesce(c.missed, 0), 'future', coalesce(c.future, 0)) order by d.date)
          from days d left join counts c on c.enrollment_id = m.id and c.date = d.date
        )) order by m.display_name, m.id)
        from members m), '[]')));
end
$$;
grant execute on function public.cohort_board(uuid, text, text) to authenticated;
