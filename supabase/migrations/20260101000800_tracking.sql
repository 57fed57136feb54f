-- What admins see of everybody's work, and what everybody can see of their own. These functions run as
-- their caller, under RLS. Each answers with one JSON value, so that no cap on rows cuts it short.

-- The weekly goal that a done activity of each type counts towards; src/domain/activity.ts says the same.
-- A view and not a function: Postgres folds it into the query, where calls would triple an admin's week.
create view private.goal_types (type, goal) with (security_invoker = true) as
  values ('call', 'calls'), ('meeting', 'meetings'), ('proposal', 'proposals'),
    ('follow_up', 'follow_ups'), ('new_contact', 'new_contacts');
grant select on private.goal_types to authenticated;

-- The share of what was meant to be done that was done: 0 to 1, null where nothing was meant.
-- src/domain/metrics.ts says the same.
create function private.completion_rate(done bigint, planned bigint, cancelled bigint) returns double precision
language sql immutable parallel safe set search_path = ''
as $$ select done::double precision / nullif(done + planned + cancelled, 0) $$;
grant execute on function private.completion_rate(bigint, bigint, bigint) to authenticated;

-- One week (from Monday `week_start`) of every rep and coach: RepWeek[] of src/domain/metrics.ts.
create function public.admin_week(week_start date) returns json
language plpgsql stable set search_path = ''
as $$
begin
  if not private.is_admin() then
    raise exception 'forbidden' using errcode = 'PT403', detail = 'Only an admin sees everybody''s week.';
  end if;
  if week_start is null or week_start not between '1970-01-01' and '2999-12-31'
     or extract(isodow from week_start) <> 1 then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'week_start is a Monday.';
  end if;
  return (
    with work as (
      select a.user_id,
        count(*) filter (where a.status = 'done' and t.goal = 'calls') as calls,
        count(*) filter (where a.status = 'done' and t.goal = 'meetings') as meetings,
        count(*) filter (where a.status = 'done' and t.goal = 'proposals') as proposals,
        count(*) filter (where a.status = 'done' and t.goal = 'follow_ups') as follow_ups,
        count(*) filter (where a.status = 'done' and t.goal = 'new_contacts') as new_contacts,
        count(*) filter (where a.status = 'done') as done,
        count(*) filter (where a.status = 'planned') as planned,
        count(*) filter (where a.status = 'cancelled') as cancelled,
        sum(a.duration) filter (where a.status = 'done') as minutes
      from public.program_activities a
      left join private.goal_types t on t.type = a.type
      where a.date between admin_week.week_start and admin_week.week_start + 6
      group by a.user_id
    ), devices as (
      select d.user_id, sum(d.pending) as pending, sum(d.rejected) as rejected
      from public.sync_devices d group by d.user_id
    )
    select coalesce(json_agg(json_build_object(
        'user_id', p.id,
        'email', p.email,
        'display_name', p.display_name,
        'role', p.role,
        'time_zone', p.time_zone,
        'goals', json_build_object(
          'calls', coalesce(g.calls, 50), 'meetings', coalesce(g.meetings, 10), 'proposals', coalesce(g.proposals, 5),
          'follow_ups', coalesce(g.follow_ups, 30), 'new_contacts', coalesce(g.new_contacts, 20)),
        'done', json_build_object(
          'calls', coalesce(w.calls, 0), 'meetings', coalesce(w.meetings, 0), 'proposals', coalesce(w.proposals, 0),
          'follow_ups', coalesce(w.follow_ups, 0), 'new_contacts', coalesce(w.new_contacts, 0)),
        'done_total', coalesce(w.done, 0),
        'planned', coalesce(w.planned, 0),
        'cancelled', coalesce(w.cancelled, 0),
        'minutes', coalesce(w.minutes, 0),
        'last_sync_at', s.last_sync_at,
        'sync_status', coalesce(s.sync_status, 'pending'),
        'pending', coalesce(d.pending, 0),
        'rejected', coalesce(d.rejected, 0),
        'last_activity_on', latest.date
      ) order by p.display_name, p.id), '[]')
    from public.profiles p
    left join work w on w.user_id = p.id
    left join public.program_weekly_goals g on g.user_id = p.id and g.week_start = admin_week.week_start
    left join public.program_sync_status s on s.user_id = p.id
    left join devices d on d.user_id = p.id
    left join lateral (
      select a.date from public.program_activities a
      where a.user_id = p.id and a.status = 'done'
      order by a.date desc limit 1
    ) latest on true
    where p.role in ('rep', 'coach')
  );
end
$$;
grant execute on function public.admin_week(date) to authenticated;

-- Counts of one person's activities from `first` to `last`: WorkCounts of src/domain/metrics.ts.
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

-- One person's work from `from_date` to `to_date`, both included, beside the range of the same length
-- before it: ActivityMetrics of src/domain/metrics.ts. For oneself, and for admins.
create function public.user_activity_metrics(person uuid, from_date date, to_date date) returns json
language plpgsql stable set search_path = ''
as $$
declare
  days integer;
begin
  if person is null or from_date is null or to_date is null
     or from_date not between '1970-01-01' and '2999-12-31' or to_date not between '1970-01-01' and '2999-12-31'
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
    -- Weeks are counted from from_date; the last one may be shorter.
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
grant execute on function public.user_activity_metrics(uuid, date, date) to authenticated;

-- How long the oldest transaction that still writes has kept the sync feed's horizon back, in seconds.
create function private.horizon_lag() returns double precision
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if not private.is_admin() then
    raise exception 'forbidden' using errcode = 'PT403', detail = 'Only an admin sees the state of the database.';
  end if;
  return (
    select coalesce(extract(epoch from clock_timestamp() - min(a.xact_start)), 0)
    from pg_catalog.pg_stat_activity a
    where a.backend_xid is not null and a.pid <> pg_catalog.pg_backend_pid());
end
$$;
grant execute on function private.horizon_lag() to authenticated;

-- The state of the whole: SystemOverview of src/domain/metrics.ts. Admins only.
create function public.system_overview() returns json
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select json_build_object(
      'horizon_lag_seconds', private.horizon_lag(),
      'people', (select json_build_object(
          'rep', count(*) filter (where p.role = 'rep'),
          'coach', count(*) filter (where p.role = 'coach'),
          'admin', count(*) filter (where p.role = 'admin'))
        from public.profiles p),
      'devices', count(*),
      'devices_seen_today', count(*) filter (where d.last_seen_at > now() - interval '24 hours'),
      'pending', coalesce(sum(d.pending), 0),
      'rejected', coalesce(sum(d.rejected), 0),
      'never_synced', (select count(*) from public.profiles p
        where p.role <> 'admin' and not exists (
          select from public.program_sync_status s where s.user_id = p.id and s.last_sync_at is not null)),
      'oldest_sync_at', (select min(s.last_sync_at) from public.program_sync_status s),
      'versions', (select coalesce(json_agg(v order by v.devices desc, v.app_version), '[]') from (
        select d.app_version, count(*) as devices, max(d.last_seen_at) as last_seen_at
        from public.sync_devices d group by d.app_version) v))
    from public.sync_devices d);
end
$$;
grant execute on function public.system_overview() to authenticated;
