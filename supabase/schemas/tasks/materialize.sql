-- Materializing: makes the tasks of programs in people's Daily Focus. What a person has done, locked, made or
-- dismissed is never changed.

-- Replaces each `{key}` by its parameter, in one pass: a parameter's value is not searched for keys again.
create function private.replace_placeholders(template text, parameters jsonb) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select coalesce(string_agg(case when piece[1] like '{%}'
    then coalesce(parameters ->> substr(piece[1], 2, char_length(piece[1]) - 2), piece[1])
    else piece[1] end, '' order by n), '')
  from regexp_matches(template, '(\{[^{}]*\}|[^{]+|\{)', 'g') with ordinality m (piece, n)
$$;

-- A task's title and notes with their placeholders replaced, as labels and long texts; a title that is nothing then
-- stays as it is. src/domain/programs/parameters.ts does the same.
create function private.fill_title(template text, parameters jsonb) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select coalesce(nullif(private.as_label(private.replace_placeholders(template, parameters), 255), ''), template)
$$;

create function private.fill_notes(template text, parameters jsonb) returns text
language sql immutable strict parallel safe set search_path = ''
as $$ select private.as_long_text(private.replace_placeholders(template, parameters)) $$;

-- For the active enrollments among `enrollment_ids`: the tasks of days `first_day` to `last_day` (null: no bound) whose
-- template task has no task in the enrollment, on any day, is not dismissed and, without `include_cleared`, not cleared by the
-- coach. With `from_today`, only those dated today or later for the person, and those of the running week and program, dated
-- today, for whoever joins late. A task of a week or a program whose date is in a pause is dated after it, where it can still be
-- done then. With `include_existing`, existing ones as well, as the version defines them. The `target_` parameters take the
-- place of what the enrollments have.
create function private.missing_tasks(enrollment_ids uuid[], first_day integer, last_day integer, from_today boolean,
  include_existing boolean default false, target_version uuid default null, target_start date default null,
  target_pauses jsonb default null, include_cleared boolean default false)
returns table (id uuid, user_id uuid, date date, "position" integer, title text, notes text, minutes integer,
  type text, is_required boolean, source_type text, enrollment_id uuid, template_task_id uuid, program_day integer)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, e.user_id, v.id as version_id, coalesce(target_start, e.start_date) as start_date,
      coalesce(target_pauses, e.pauses) as pauses, e.parameters, v.length_days, v.day_counting,
      case when from_today then private.today_of(e.user_id) else coalesce(target_start, e.start_date) end as earliest
    from public.enrollments e join public.program_versions v on v.id = coalesce(target_version, e.version_id)
    where e.id = any (enrollment_ids) and e.status = 'active'
  ), days as materialized (
    select s.version_id, s.start_date, s.pauses, n as day,
      private.date_for_day_index(s.start_date, n, s.day_counting, s.pauses) as date
    from (select distinct version_id, start_date, pauses, length_days, day_counting from members) s
    cross join generate_series(greatest(first_day, 1), least(last_day, s.length_days)) n
  ), templates as materialized (
    select t.*, d.day, private.last_day_of(t.level, d.day, v.length_days, v.day_counting) as last_day
    from public.program_version_tasks t join public.program_versions v on v.id = t.version_id
    cross join lateral (select private.due_day(t.level, t.day_index, v.day_counting) as day) d
    where t.version_id in (select m.version_id from members m)
  ), planned as materialized (
    select m.user_id, w.date, t."position", t.title, t.notes, t.minutes, t.type, t.is_required, t.level,
      m.id as enrollment_id, t.task_id, t.day, m.parameters
    from members m
    join days d on d.version_id = m.version_id and d.start_date = m.start_date and d.pauses = m.pauses
    join templates t on t.version_id = m.version_id and t.day = d.day
    -- The call costs a fifth of the whole, and few enrollments have pauses.
    cross join lateral (
      select case when m.pauses = '[]' then greatest(d.date, m.earliest)
        else private.next_date_without_pause(greatest(d.date, m.earliest), m.pauses) end as date) w
    -- Daily Focus has no later dates.
    where w.date <= '2999-12-31' and w.date <= case when t.last_day = t.day then d.date
      else private.date_for_day_index(m.start_date, t.last_day, m.day_counting, m.pauses) end
  ), wanted as materialized (
    select n.*, private.derived_id('tasks', n.enrollment_id::text, n.task_id::text, n.day::text) as id
    from planned n
    where (include_existing or not exists (
        select from public.tasks k where k.enrollment_id = n.enrollment_id and k.template_task_id = n.task_id))
      and not exists (
        select from private.dismissed_tasks x where x.enrollment_id = n.enrollment_id and x.template_task_id = n.task_id)
      and (include_cleared or not exists (
        select from private.cleared_tasks k
        where k.enrollment_id = n.enrollment_id and k.template_task_id = n.task_id and not k.was_recreated))
  )
  select p.id, p.user_id, p.date, p."position",
    case when strpos(p.title, '{') = 0 then p.title
      else private.fill_title(p.title, p.parameters) end,
    case when strpos(p.notes, '{') = 0 then p.notes else private.fill_notes(p.notes, p.parameters) end,
    p.minutes, p.type, p.is_required, p.level, p.enrollment_id, p.task_id, p.day
  from wanted p
  -- Deleted by its person before a backup was restored that does not have it.
  where not exists (
    select from private.tombstones g
    where g.table_name = 'tasks' and g.row_id = p.id and g.user_id = p.user_id and g.was_absent)
$$;

-- Makes the missing tasks in one statement and returns how many for each active enrollment; a dry run only counts.
-- They get the lowest possible HLC timestamp: an edit made offline wins, even if its task was cleared and made again
-- in between.
create function private.materialize_tasks(
  enrollment_ids uuid[], first_day integer, last_day integer, from_today boolean, dry_run boolean)
returns table (enrollment_id uuid, user_id uuid, created integer)
language plpgsql set search_path = ''
as $$
#variable_conflict use_column
begin
  if dry_run is distinct from false then
    return query
      select e.id, e.user_id, count(m.id)::integer
      from public.enrollments e
      left join private.missing_tasks(enrollment_ids, first_day, last_day, from_today, include_cleared => true) m
        on m.enrollment_id = e.id
      where e.id = any (enrollment_ids) and e.status = 'active'
      group by e.id order by e.id;
    return;
  end if;
  perform private.lock_enrollments(enrollment_ids);
  perform private.set_write_context('{"keep_timestamps": true}');
  return query
    with made as (
      insert into public.tasks (id, user_id, date, "position", title, notes, minutes, type, is_required, source_type,
        enrollment_id, template_task_id, program_day, field_timestamps)
      select m.*, private.lowest_timestamps()
      from private.missing_tasks(enrollment_ids, first_day, last_day, from_today, include_cleared => true) m
      on conflict (id) do nothing
      returning enrollment_id
    ), counts as (select enrollment_id, count(*) as n from made group by enrollment_id)
    select e.id, e.user_id, coalesce(c.n, 0)::integer
    from public.enrollments e left join counts c on c.enrollment_id = e.id
    where e.id = any (enrollment_ids) and e.status = 'active' order by e.id;
  perform private.set_write_context('{"keep_timestamps": null}');
  perform private.record_sync_progress(enrollment_ids, first_day, last_day);
end
$$;

-- An enrollment's progress: the number of days from the first one on that have been materialized without a gap.
create function private.record_sync_progress(enrollment_ids uuid[], first_day integer, last_day integer) returns void
language sql volatile set search_path = ''
as $$
  update public.enrollments e
  set synced_days = p.days, sync_state = case when p.days = p.length_days then 'done' else 'running' end
  from (
    select s.id, v.length_days,
      greatest(least(s.synced_days, v.length_days), least(coalesce(last_day, v.length_days), v.length_days)) as days
    from public.enrollments s join public.program_versions v on v.id = s.version_id
    where s.id = any (enrollment_ids) and s.status = 'active' and coalesce(first_day, 1) <= s.synced_days + 1
  ) p
  where e.id = p.id and (e.synced_days <> p.days or e.sync_state = 'failed' or (p.days = p.length_days and e.sync_state <> 'done'))
$$;

-- Whether `user_id` may materialize an enrollment's tasks: its person, its coach, or the server (service_role).
create function private.can_sync_tasks(user_id uuid, enrollment uuid) returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.enrollments e where e.id = enrollment
      and (e.user_id = can_sync_tasks.user_id or current_setting('role', true) = 'service_role'
        or e.id in (select private.coached_enrollments())))
$$;

-- Makes the missing tasks of an enrollment: {created, skipped}. Never overwrites, duplicates or restores a task. A
-- dry run only counts. `request` is as in tool_requests.sql.
create function public.sync_enrollment_tasks(enrollment uuid, first_day integer default null,
  last_day integer default null, from_today boolean default true, dry_run boolean default false,
  request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  known jsonb := private.begin_request(request);
  made integer;
  asked integer;
begin
  if known is not null then
    return known;
  end if;
  if not private.can_sync_tasks(auth.uid(), enrollment) then
    perform private.raise_not_found();
  end if;
  if dry_run is false then
    -- Checked again: a handover that was waited for may have given it to another coach.
    perform private.lock_enrollments(array[enrollment]);
    if not private.can_sync_tasks(auth.uid(), enrollment) then
      perform private.raise_not_found();
    end if;
  end if;
  select f.created into made from private.materialize_tasks(array[enrollment], first_day, last_day, from_today, dry_run) f;
  if made is null then
    raise exception 'not_active' using errcode = 'PT409', detail = 'Only active enrollments get tasks.';
  end if;
  select count(*) into asked
  from public.enrollments e
  join public.program_versions v on v.id = e.version_id
  join public.program_version_tasks t on t.version_id = v.id
  where e.id = enrollment and private.due_day(t.level, t.day_index, v.day_counting)
    between greatest(first_day, 1) and least(last_day, v.length_days);
  return private.end_request(case when dry_run is false then request end, jsonb_build_object('created', made, 'skipped', asked - made));
end
$$;
grant execute on function public.sync_enrollment_tasks(uuid, integer, integer, boolean, boolean, uuid) to authenticated, service_role;

-- The same for all active members of a cohort, each from their own today.
create function public.sync_cohort_tasks(cohort uuid, first_day integer default null, last_day integer default null,
  dry_run boolean default false, request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  known jsonb := private.begin_request(request);
  enrollment_ids uuid[];
begin
  if known is not null then
    return known;
  end if;
  select array(select e.id from public.enrollments e where e.cohort_id = c.id) into enrollment_ids
  from public.cohorts c
  where c.id = cohort
    and (current_setting('role', true) = 'service_role' or (c.user_id = (select auth.uid()) and private.is_coach()));
  if enrollment_ids is null then
    perform private.raise_not_found();
  end if;
  return private.end_request(case when dry_run is false then request end, (
    select jsonb_build_object('created', coalesce(sum(f.created), 0), 'members', coalesce(jsonb_agg(f), '[]'))
    from private.materialize_tasks(enrollment_ids, first_day, last_day, true, dry_run) f));
end
$$;
grant execute on function public.sync_cohort_tasks(uuid, integer, integer, boolean, uuid) to authenticated, service_role;

-- Records that the last attempt to materialize an enrollment's tasks failed; the next successful one resets it.
create function public.record_sync_failure(enrollment uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if not private.can_sync_tasks(auth.uid(), enrollment) then
    perform private.raise_not_found();
  end if;
  update public.enrollments e set sync_state = 'failed' where e.id = enrollment and e.sync_state in ('waiting', 'running');
end
$$;
grant execute on function public.record_sync_failure(uuid) to authenticated, service_role;

-- The fallback for a day that is opened before it has been materialized: makes the caller's tasks of that date, from
-- today on. Tasks that were materialized before and cleared since are not made again.
create function public.ensure_day_tasks(day text) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  day private.calendar_date := private.read_date('day', ensure_day_tasks.day);
  enrollment_ids uuid[] := array(
    select e.id from public.enrollments e
    where e.user_id = private.require_user() and e.status = 'active' and e.sync_state <> 'done');
  made integer := 0;
  index integer;
  one uuid;
begin
  perform private.lock_enrollments(enrollment_ids);
  foreach one in array enrollment_ids loop
    select n into index
    from public.enrollments e join public.program_versions v on v.id = e.version_id
    cross join generate_series(e.synced_days + 1, v.length_days) n
    where e.id = one and private.date_for_day_index(e.start_date, n, v.day_counting, e.pauses) = day
      and day >= private.today_of(e.user_id);
    if index is not null then
      made := made + coalesce((select f.created from private.materialize_tasks(array[one], index, index, true, false) f), 0);
    end if;
  end loop;
  return json_build_object('created', made);
end
$$;
grant execute on function public.ensure_day_tasks(text) to authenticated;
