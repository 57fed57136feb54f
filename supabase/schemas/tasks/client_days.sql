-- What a coach sees of a client, by request: the tasks of the enrollments that the coach coaches, and what was done of them.
-- Everything else of the client's stays theirs.

-- The profile of somebody whom the caller coaches, as a client or by an enrollment. Raises `not_found` for anybody else.
create function private.require_coached_person(person uuid) returns public.profiles
language plpgsql stable security definer set search_path = ''
as $$
declare
  found_one public.profiles;
begin
  select * into found_one from public.profiles p
  where p.id = person and p.id <> (select auth.uid())
    and (p.id in (select private.my_clients())
      or exists (select from public.enrollments e where e.user_id = p.id and e.id in (select private.coached_enrollments())));
  if found_one.id is null then
    perform private.raise_not_found();
  end if;
  return found_one;
end
$$;

-- A client's days, from `first` to `last`, at most 62: {client, today, enrollments, tasks}. `today` is the client's. A task
-- that was added for a whole cohort has the `cohort_task_id` that its copies share.
create function public.client_days(client uuid, first text, last text) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  first private.calendar_date := private.read_date('first', client_days.first);
  last private.calendar_date := private.read_date('last', client_days.last);
  person public.profiles;
begin
  perform private.require_coach();
  person := private.require_coached_person(client);
  if first is null or last is null or last - first not between 0 and 61 then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'A request is for 1 to 62 days.';
  end if;
  return (
    with coached as materialized (
      select e.* from public.enrollments e
      where e.user_id = person.id and e.id in (select private.coached_enrollments())
    )
    select json_build_object(
      'client', json_build_object('id', person.id, 'display_name', person.display_name, 'email', person.email),
      'today', private.today_of(person.id),
      'enrollments', (
        select coalesce(json_agg(json_build_object(
            'id', e.id, 'program_id', e.program_id, 'program_title', e.program_title, 'status', e.status,
            'start_date', e.start_date, 'cohort', case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end
          ) order by e.start_date, e.id), '[]')
        from coached e left join public.cohorts c on c.id = e.cohort_id),
      'tasks', (
        select coalesce(json_agg(json_build_object(
            'id', t.id, 'enrollment_id', t.enrollment_id, 'date', t.date, 'position', t.position, 'title', t.title,
            'notes', t.notes, 'client_notes', t.client_notes, 'minutes', t.minutes, 'type', t.type, 'status', t.status,
            'is_required', t.is_required, 'source_type', t.source_type, 'client_locked', t.client_locked,
            'program_day', t.program_day, 'coach_edited_at', t.coach_edited_at, 'coach_edit_seen_at', t.coach_edit_seen_at,
            'cohort_task_id', k.cohort_task_id, 'created_at', t.created_at
          ) order by t.date, t.position, t.created_at, t.id), '[]')
        from coached e join public.tasks t on t.enrollment_id = e.id and t.user_id = e.user_id
        left join private.cohort_task_copies k on k.task_id = t.id
        where t.date between first and last)));
end
$$;
grant execute on function public.client_days(uuid, text, text) to authenticated;

-- What a client has done so far: {client, today, last_sync_at, due, done, weeks, notes}. `done` of `due` tasks are done. Each
-- week from a Monday, newest first, at most 12, has {week_start, due, done, missed, completed}, where `completed` counts
-- optional tasks too. The newest notes of the client, at most 20: [{task_id, enrollment_id, date, title, client_notes}].
create function public.client_progress(client uuid, enrollment uuid default null) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  person public.profiles;
  today date;
begin
  perform private.require_coach();
  person := private.require_coached_person(client);
  today := private.today_of(person.id);
  return (
    with seen as materialized (
      select t.id, t.enrollment_id, t.date, t.title, t.status, t.client_notes, t.updated_at,
        date_trunc('week', t.date)::date as week_start,
        private.is_due(t.is_required, t.date, today) as is_due,
        private.is_missed(t.status, t.is_required, t.date, today) as is_missed
      from public.enrollments e join public.tasks t on t.enrollment_id = e.id and t.user_id = e.user_id
      where e.user_id = person.id and e.id in (select private.coached_enrollments())
        and (client_progress.enrollment is null or e.id = client_progress.enrollment)
    ), weeks as (
      select s.week_start, count(*) filter (where s.is_due) as due,
        count(*) filter (where s.is_due and s.status = 'done') as done, count(*) filter (where s.is_missed) as missed,
        count(*) filter (where s.status = 'done') as completed
      from seen s where s.week_start <= today group by s.week_start order by s.week_start desc limit 12
    ), notes as (
      select s.id as task_id, s.enrollment_id, s.date, s.title, s.client_notes
      from seen s where s.client_notes <> '' order by s.date desc, s.id limit 20
    )
    select json_build_object(
      'client', json_build_object('id', person.id, 'display_name', person.display_name, 'email', person.email),
      'today', today,
      'last_sync_at', (select y.last_sync_at from public.program_sync_status y where y.user_id = person.id),
      'due', (select count(*) from seen s where s.is_due),
      'done', (select count(*) from seen s where s.is_due and s.status = 'done'),
      'weeks', (select coalesce(json_agg(w order by w.week_start desc), '[]') from weeks w),
      'notes', (select coalesce(json_agg(n order by n.date desc, n.task_id), '[]') from notes n)));
end
$$;
grant execute on function public.client_progress(uuid, uuid) to authenticated;
