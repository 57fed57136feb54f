-- Which days had tasks is remembered, so that a pause that ends, or another start date, brings back what they left out and
-- nothing else.

alter table public.enrollments add column active_from private.calendar_date;
update public.enrollments e set active_from = private.date_in(p.time_zone, e.created_at)
from public.profiles p where p.id = e.user_id and e.status <> 'pending';

create function private.set_active_from() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.active_from := private.today_of(new.user_id);
  return new;
end
$$;

create trigger set_active_from_of_new before insert on public.enrollments
  for each row when (new.status = 'active') execute function private.set_active_from();
create trigger set_active_from before update of status on public.enrollments
  for each row when (new.status = 'active' and old.status <> 'active') execute function private.set_active_from();

alter table private.cleared_tasks alter column content drop not null;
alter table private.cleared_tasks add column was_recreated boolean not null default false;
create index cleared_tasks_task on private.cleared_tasks (task_id);
update private.cleared_tasks k set was_recreated = true from public.tasks t where t.id = k.task_id;

create function private.record_recreated_tasks() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update private.cleared_tasks k set was_recreated = true from changed_rows r where k.task_id = r.id and not k.was_recreated;
  return null;
end
$$;

create trigger record_recreated_tasks after insert on public.tasks referencing new table as changed_rows
  for each statement execute function private.record_recreated_tasks();

-- Deletes the upcoming tasks of one enrollment or of a cohort, for their coach: exactly private.clearable_tasks. An
-- edit made offline and pushed after the clear restores its task. A dry run only counts. `request` is as in
-- tool_requests.sql.
create or replace function public.clear_tasks(enrollment uuid default null, cohort uuid default null,
  first_day integer default null, last_day integer default null, dry_run boolean default false,
  request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  enrollment_ids uuid[];
  program uuid;
  held uuid[];
  the_clear uuid := gen_random_uuid();
  members json;
  total integer;
begin
  if known is not null then
    return known;
  end if;
  if (enrollment is null) = (cohort is null) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Name an enrollment or a cohort, and not both.';
  end if;
  if enrollment is not null then
    select array[e.id], e.program_id into enrollment_ids, program from public.enrollments e
    where e.id = enrollment and (e.id in (select private.coached_enrollments()) or (e.user_id = me and e.coach_id = me));
  else
    select array(select e.id from public.enrollments e where e.cohort_id = c.id and e.status <> 'ended'), c.program_id
    into enrollment_ids, program
    from public.cohorts c where c.id = cohort and c.user_id = me and private.is_coach();
  end if;
  if enrollment_ids is null then
    perform private.raise_not_found();
  end if;

  if dry_run is distinct from false then
    the_clear := null;
    select json_agg(m) into members from (
      select e.id as enrollment_id, e.user_id, count(c.id) as deleted
      from public.enrollments e left join private.clearable_tasks(enrollment_ids, first_day, last_day) c on c.enrollment_id = e.id
      where e.id = any (enrollment_ids) group by e.id order by e.id) m;
  else
    perform private.lock_enrollments(enrollment_ids);
    -- A handover that was waited for has given them to another coach.
    enrollment_ids := array(select e.id from public.enrollments e where e.id = any (enrollment_ids) and e.coach_id = me);
    if enrollment is not null and enrollment_ids = '{}' then
      perform private.raise_not_found();
    end if;
    held := array(
      select t.id from public.tasks t
      where t.id in (select c.id from private.clearable_tasks(enrollment_ids, first_day, last_day) c)
      order by t.id for update);
    -- A tombstone with the row's own latest timestamp loses against every later edit by the person.
    perform private.set_write_context(jsonb_build_object('keep_undismissed', true, 'tombstone_timestamps', (
      select jsonb_object_agg(t.id, (select max(s.value collate "C") from jsonb_each_text(t.field_timestamps) s))
      from public.tasks t where t.id = any (held))));
    with gone as (
      delete from public.tasks t
      where t.id = any (held) and t.id in (select c.id from private.clearable_tasks(enrollment_ids, first_day, last_day) c)
      returning t.id, t.enrollment_id, to_jsonb(t) as content
    ), noted as (
      insert into public.task_clears (id, program_id, user_id, enrollment_id, cohort_id, deleted)
      select the_clear, program, me, enrollment, cohort, count(*) from gone having count(*) > 0
    ), kept as (
      insert into private.cleared_tasks (clear_id, task_id, enrollment_id, content)
      select the_clear, g.id, g.enrollment_id, g.content from gone g
    )
    select json_agg(m) into members from (
      select e.id as enrollment_id, e.user_id, count(g.id) as deleted
      from public.enrollments e left join gone g on g.enrollment_id = e.id
      where e.id = any (enrollment_ids) group by e.id order by e.id) m;
    perform private.set_write_context('{"keep_undismissed": null, "tombstone_timestamps": null}');
    update private.cleared_tasks k set content = null from public.task_clears c
    where c.id = k.clear_id and c.at < now() - private.undo_period() and k.content is not null;
  end if;
  total := (select coalesce(sum((m ->> 'deleted')::integer), 0) from json_array_elements(members) m);
  return private.end_request(case when dry_run is false then request end, jsonb_build_object('deleted', total,
    'clear_id', case when total > 0 then the_clear end, 'members', coalesce(members, '[]')));
end
$$;
grant execute on function public.clear_tasks(uuid, uuid, integer, integer, boolean, uuid) to authenticated;

-- The missing tasks of days that had none, and have some with the start date and the pauses: the days had passed when the
-- enrollment became active, or were in a pause. What a coach has cleared stays cleared.
create or replace function private.reopened_tasks(enrollment_ids uuid[], start_date date, pauses jsonb) returns setof uuid
language sql stable set search_path = ''
as $$
  select m.id
  from public.enrollments e
  join public.program_versions v on v.id = e.version_id
  cross join lateral private.missing_tasks(array[e.id], null, case when e.pauses = '[]' then (
      select max(n) from generate_series(1, v.length_days) n
      where private.date_for_day_index(e.start_date, n, v.day_counting) < e.active_from) end,
    true, target_start => reopened_tasks.start_date, target_pauses => reopened_tasks.pauses) m
  cross join lateral (
    select private.date_for_day_index(e.start_date, m.program_day, v.day_counting, e.pauses) as date) old
  where e.id = any (enrollment_ids) and (e.start_date < e.active_from or e.pauses <> '[]')
    and (old.date < e.active_from or old.date <> private.next_date_without_pause(old.date, e.pauses))
    and not exists (select from private.cleared_tasks k where k.task_id = m.id and not k.was_recreated)
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
    join (select e.id, private.today_of(e.user_id) as today from public.enrollments e where e.id = any (enrollment_ids)) m
      on m.id = p.enrollment_id
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

-- An enrollment of `me`, or of somebody whom they coach.
create function private.require_own_or_coached(enrollment uuid, me uuid) returns public.enrollments
language plpgsql stable set search_path = ''
as $$
declare
  found public.enrollments;
begin
  select * into found from public.enrollments e
  where e.id = enrollment and (e.user_id = me or (e.coach_id = me and private.is_coach()));
  if found.id is null then
    perform private.raise_not_found();
  end if;
  return found;
end
$$;

-- The person leaves, or the coach removes them; whom the coach removed cannot join again by a link. Returns how many tasks
-- were removed. Idempotent.
create or replace function public.end_enrollment(enrollment uuid, remove_tasks boolean default false) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  ending public.enrollments := private.require_own_or_coached(enrollment, me);
  removed integer := 0;
begin
  perform private.lock_enrollments(array[ending.id]);
  ending := private.require_own_or_coached(enrollment, me);
  if remove_tasks and ending.status <> 'ended' then
    removed := private.withdraw_tasks(array[ending.id]);
  end if;
  update public.enrollments e
  set status = 'ended', ended_by = case when e.user_id = me then 'person' else 'coach' end
  where e.id = ending.id and (e.status <> 'ended' or e.user_id <> me);
  return removed;
end
$$;
grant execute on function public.end_enrollment(uuid, boolean) to authenticated;

-- The active enrollment of `me`, or of a client of theirs; with `locks`, as it is once it is locked.
create or replace function private.require_pausable(enrollment uuid, me uuid, locks boolean) returns public.enrollments
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
