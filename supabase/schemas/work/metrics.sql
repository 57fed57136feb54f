-- Metrics of activities. These functions run under the caller's RLS. Each returns one JSON value, which no row limit
-- of the API truncates.

-- The weekly goal that a done activity of a type counts towards; src/domain/activities/activity.ts defines the same. A view,
-- because Postgres inlines it into the query: function calls would triple the time of admin_week.
create view private.goal_types (type, goal) with (security_invoker = true) as
  values ('call', 'calls'), ('meeting', 'meetings'), ('proposal', 'proposals'),
    ('follow_up', 'follow_ups'), ('new_contact', 'new_contacts');

grant select on private.goal_types to authenticated;

-- The share of intended work that was done: 0 to 1, null without any. src/domain/reporting/metrics.ts computes the same.
create function private.completion_rate(done bigint, planned bigint, cancelled bigint) returns double precision
language sql immutable parallel safe set search_path = ''
as $$ select done::double precision / nullif(done + planned + cancelled, 0) $$;
grant execute on function private.completion_rate(bigint, bigint, bigint) to authenticated;

-- Counts of one person's activities from `first` to `last`: ActivitySummary of src/domain/reporting/metrics.ts.
create function private.work_counts(person uuid, first date, last date) returns json
language sql stable set search_path = ''
as $$
  select json_build_object(
    'done', c.done, 'planned', c.planned, 'cancelled', c.cancelled, 'minutes', c.minutes,
    'completion_rate', private.completion_rate(c.done, c.planned, c.cancelled))
  from (
    select count(*) filter (where a.status = 'done') as done,
      count(*) filter (where a.status = 'planned') as planned,
      count(*) filter (where a.status = 'cancelled') as cancelled,
      coalesce(sum(a.duration) filter (where a.status = 'done'), 0) as minutes
    from public.program_activities a
    where a.user_id = person and a.date between first and last
  ) c
$$;
grant execute on function private.work_counts(uuid, date, date) to authenticated;

-- One person's activities from `from_date` to `to_date` (inclusive), and the range of the same length before:
-- ActivityMetrics of src/domain/reporting/metrics.ts. For oneself, and for admins.
create function public.user_activity_metrics(person uuid, from_date text, to_date text) returns json
language plpgsql stable set search_path = ''
as $$
declare
  from_date private.calendar_date := private.read_date('from_date', user_activity_metrics.from_date);
  to_date private.calendar_date := private.read_date('to_date', user_activity_metrics.to_date);
  days integer;
begin
  if person is null or from_date is null or to_date is null
     or from_date > to_date or to_date - from_date >= 731 then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A person and a range of 1 to 731 days, from_date not after to_date.';
  end if;
  if person is distinct from (select auth.uid()) and not private.is_admin() then
    raise exception 'forbidden' using errcode = 'PT403', detail = 'Only an admin sees somebody else''s work.';
  end if;
  if not exists (select from public.profiles p where p.id = person) then
    raise exception 'unknown_person' using errcode = 'PT404', detail = 'There is no such person.';
  end if;
  days := to_date - from_date + 1;
  return json_build_object(
    'user_id', person,
    'from_date', from_date,
    'to_date', to_date,
    'totals', private.work_counts(person, from_date, to_date),
    'previous', private.work_counts(person, from_date - days, from_date - 1),
    'by_type', (
      select coalesce(json_agg(t order by t.done desc, t.type), '[]') from (
        select a.type,
          count(*) filter (where a.status = 'done') as done,
          count(*) filter (where a.status = 'planned') as planned,
          count(*) filter (where a.status = 'cancelled') as cancelled,
          coalesce(sum(a.duration) filter (where a.status = 'done'), 0) as minutes
        from public.program_activities a
        where a.user_id = person and a.date between from_date and to_date
        group by a.type
      ) t),
    'by_day', (
      select json_agg(d order by d.date) from (
        select day.date,
          count(*) filter (where a.status = 'done') as done,
          count(*) filter (where a.status = 'planned') as planned,
          count(*) filter (where a.status = 'cancelled') as cancelled,
          coalesce(sum(a.duration) filter (where a.status = 'done'), 0) as minutes
        from (select from_date + n as date from generate_series(0, days - 1) n) day
        left join public.program_activities a on a.user_id = person and a.date = day.date
        group by day.date
      ) d),
    -- Weeks count from from_date; the last one may be shorter.
    'by_week', (
      select json_agg(w order by w.from_date) from (
        select from_date + first as from_date, least(from_date + first + 6, to_date) as to_date,
          private.work_counts(person, from_date + first, least(from_date + first + 6, to_date)) as this,
          private.work_counts(person, from_date + first - days, least(from_date + first + 6, to_date) - days) as before
        from generate_series(0, days - 1, 7) first
      ) w)
  );
end
$$;
grant execute on function public.user_activity_metrics(uuid, text, text) to authenticated;
