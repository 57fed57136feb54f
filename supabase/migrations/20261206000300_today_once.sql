-- Today is computed once for each person, not for each of their tasks.

-- Today for the person of each enrollment, computed once for each: as an expression of a join it is computed for every task.
create function private.todays_of(enrollment_ids uuid[]) returns table (enrollment_id uuid, today date)
language sql stable strict rows 100 set search_path = ''
as $$
  select e.id, private.today_of(e.user_id) from public.enrollments e where e.id = any (enrollment_ids)
$$;

-- Tasks of the enrollments dated after the person's today that are as the program made them: neither done, locked nor
-- edited; a note of their person goes along.
create or replace function private.movable_tasks(enrollment_ids uuid[]) returns setof public.tasks
language sql stable set search_path = ''
as $$
  select t.*
  from private.todays_of(enrollment_ids) m join public.tasks t on t.enrollment_id = m.enrollment_id
  where t.template_task_id is not null and t.date > m.today and t.status = 'open' and not t.client_locked
    and private.is_unedited(t)
$$;

-- What moving the enrollments to a version does to their tasks: `remove` and `update` movable ones, `insert` new ones, and
-- `dismiss` those that materializing must not make.
create or replace function private.plan_move(enrollment_ids uuid[], target_version uuid)
returns table (action text, id uuid, user_id uuid, date date, "position" integer, title text, notes text, minutes integer,
  type text, is_required boolean, source_type text, enrollment_id uuid, template_task_id uuid, program_day integer)
language sql stable set search_path = ''
as $$
  with movable as materialized (
    select m.* from private.movable_tasks(enrollment_ids) m
  ), target as materialized (
    -- A task of a week or the program that was made late, and is still to come, keeps its date.
    select p.id, p.user_id, case when k.id is null then p.date else k.date end as date, p."position", p.title, p.notes, p.minutes,
      p.type, p.is_required, p.source_type, p.enrollment_id, p.template_task_id, p.program_day,
      p.date > m.today or k.id is not null as is_upcoming
    from private.missing_tasks(enrollment_ids, null, null, false, true, target_version) p
    join private.todays_of(enrollment_ids) m on m.enrollment_id = p.enrollment_id
    left join movable k on k.id = p.id and p.source_type <> 'program_day' and p.date <= m.today
  ), removed as materialized (
    select m.id, m.user_id, m.enrollment_id from movable m
    -- Nobody's note is removed.
    where coalesce(m.client_notes, '') = '' and not exists (select from target p where p.id = m.id and p.is_upcoming)
  ), remaining as materialized (
    select t.id, t.enrollment_id, t.template_task_id from public.tasks t
    where t.enrollment_id = any (enrollment_ids) and not exists (select from removed r where r.id = t.id)
  ), dismissed as materialized (
    select e.id as enrollment_id, t.task_id as template_task_id
    from public.enrollments e
    join public.program_versions v on v.id = e.version_id
    join public.program_version_tasks t on t.version_id = v.id
    join private.dismissed_tasks d on d.enrollment_id = e.id and d.task_id = private.derived_id('tasks', e.id::text,
      t.task_id::text, private.due_day(t.level, t.day_index, v.day_counting)::text)
    where e.id = any (enrollment_ids)
  ), new as materialized (
    select p.*,
      -- Each template task has one task: what exists or was dismissed on another day is not made on this one.
      exists (select from remaining t
        where t.enrollment_id = p.enrollment_id and t.template_task_id = p.template_task_id)
      or exists (select from dismissed d
        where d.enrollment_id = p.enrollment_id and d.template_task_id = p.template_task_id) as is_known
    from target p where not exists (select from remaining t where t.id = p.id)
  )
  select 'remove', r.id, r.user_id, null, null, null, null, null, null, null, null, r.enrollment_id, null, null
  from removed r
  union all
  select 'update', p.id, p.user_id, p.date, p.position, p.title, p.notes, p.minutes, p.type, p.is_required, p.source_type,
    p.enrollment_id, p.template_task_id, p.program_day
  from target p join movable m on m.id = p.id
  where p.is_upcoming and (m.date, m.position, m.title, m.notes, m.minutes, m.type, m.is_required, m.source_type)
    is distinct from (p.date, p.position, p.title, p.notes, p.minutes, p.type, p.is_required, p.source_type)
  union all
  select case when n.is_known then 'dismiss' else 'insert' end, n.id, n.user_id, n.date, n.position, n.title, n.notes,
    n.minutes, n.type, n.is_required, n.source_type, n.enrollment_id, n.template_task_id, n.program_day
  from new n where n.is_known or n.is_upcoming
$$;

-- Deletes the program tasks of the enrollments that are dated from the person's today on and are as the program made them:
-- neither done, locked, changed nor noted. Returns how many. They can be materialized again.
create or replace function private.withdraw_tasks(enrollment_ids uuid[]) returns integer
language plpgsql set search_path = ''
as $$
declare
  removed integer;
begin
  perform private.lock_enrollments(enrollment_ids);
  perform private.set_write_context(jsonb_build_object(
    'keep_undismissed', true, 'tombstone_timestamps', private.lowest_timestamps()));
  delete from public.tasks t
  using private.todays_of(enrollment_ids) m
  where t.enrollment_id = m.enrollment_id and t.template_task_id is not null and t.date >= m.today and t.status = 'open'
    and not t.client_locked and private.is_unedited(t) and t.client_notes is null;
  get diagnostics removed = row_count;
  perform private.set_write_context('{"keep_undismissed": null, "tombstone_timestamps": null}');
  return removed;
end
$$;

-- The tasks that a clear deletes: made from the program, dated after the person's today, neither done nor locked.
create or replace function private.clearable_tasks(enrollment_ids uuid[], first_day integer, last_day integer)
returns table (id uuid, enrollment_id uuid)
language sql stable set search_path = ''
as $$
  select t.id, t.enrollment_id
  from private.todays_of(enrollment_ids) m join public.tasks t on t.enrollment_id = m.enrollment_id
  where t.source_type in ('program', 'program_day', 'program_week')
    and t.date > m.today and t.status <> 'done' and not t.client_locked
    and (first_day is null or t.program_day >= first_day) and (last_day is null or t.program_day <= last_day)
$$;

-- The enrollments of a program, with what their tasks say: whether a task was done, whether all required ones were (all, where
-- none is required), and the last program day with a task that was done. `is_own` are those whose tasks the program's coach reads.
-- Pending ones and the coach's own do not count.
create or replace function private.enrollment_progress(program uuid)
returns table (enrollment_id uuid, is_own boolean, reached_day integer, last_done_day integer, has_completed boolean)
language sql stable set search_path = ''
as $$
  select e.id, e.coach_id = p.user_id and e.status <> 'ended',
    (select count(*)::integer from generate_series(1, v.length_days) n
      where private.date_for_day_index(e.start_date, n, v.day_counting, e.pauses) <= d.today),
    t.last_done_day,
    coalesce(e.sync_state = 'done' and t.last_done_day is not null and not t.has_open, false)
  from public.programs p
  join public.enrollments e on e.program_id = p.id and e.status <> 'pending' and e.user_id <> p.user_id
  join public.program_versions v on v.id = e.version_id
  -- Once for each enrollment, not for each of its days.
  cross join lateral (select private.today_of(e.user_id) offset 0) d (today)
  left join lateral (
    select max(k.program_day) filter (where k.status = 'done') as last_done_day,
      case when bool_or(k.is_required) then bool_or(k.is_required and k.status = 'open')
        else bool_or(k.status = 'open') end as has_open
    from public.tasks k where k.enrollment_id = e.id and k.template_task_id is not null
  ) t on true
  where p.id = program
$$;
