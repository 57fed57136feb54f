-- Whose work is counted: reps, and coaches, who have work of their own. A view, because Postgres inlines it.
create view private.tracked_people with (security_invoker = true) as
  select p.* from public.profiles p where p.role in ('rep', 'coach');
grant select on private.tracked_people to authenticated;

-- One week (from the Monday `week_start`) of every rep and coach: RepWeek[] of src/domain/reporting/rep-week.ts.
create function public.admin_week(week_start text) returns json
language plpgsql stable set search_path = ''
as $$
declare
  monday private.calendar_date := private.read_date('week_start', week_start);
begin
  perform private.require_admin();
  if monday is null or extract(isodow from monday) <> 1 then
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
      where a.date between monday and monday + 6
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
          'calls', coalesce(g.calls, f.calls), 'meetings', coalesce(g.meetings, f.meetings),
          'proposals', coalesce(g.proposals, f.proposals), 'follow_ups', coalesce(g.follow_ups, f.follow_ups),
          'new_contacts', coalesce(g.new_contacts, f.new_contacts)),
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
    from private.tracked_people p
    left join work w on w.user_id = p.id
    cross join private.default_targets f
    -- A week that has no row has the person's last targets.
    left join lateral (
      select w.* from public.program_weekly_goals w
      where w.user_id = p.id and w.week_start <= monday
      order by w.week_start desc limit 1
    ) g on true
    left join public.program_sync_status s on s.user_id = p.id
    left join devices d on d.user_id = p.id
    left join lateral (
      select a.date from public.program_activities a
      where a.user_id = p.id and a.status = 'done'
      order by a.date desc limit 1
    ) latest on true
  );
end
$$;
grant execute on function public.admin_week(text) to authenticated;
