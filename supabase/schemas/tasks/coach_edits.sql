-- A coach's changes of clients' own days, for one client or for a cohort at once. The template of the program stays as it is.
-- Done and locked tasks stay as they are; the response says how many did, and why. What a coach writes gets the current
-- time, as any write of the server: later than what devices have sent, and earlier than what they edit from now on.

-- A task that a coach added for a cohort at once, by the id of the request. Repeating the request adds nothing.
create table private.cohort_tasks (
  id uuid primary key,
  cohort_id uuid not null references public.cohorts (id) on delete cascade,
  -- Members for whom the day was over.
  past integer not null check (past >= 0),
  created_at private.instant not null default now()
);
create index cohort_tasks_cohort on private.cohort_tasks (cohort_id);
alter table private.cohort_tasks enable row level security;

-- Its copies, one in each member's days; also those that were deleted since.
create table private.cohort_task_copies (
  task_id uuid primary key,
  cohort_task_id uuid not null references private.cohort_tasks (id) on delete cascade
);
create index cohort_task_copies_task on private.cohort_task_copies (cohort_task_id);
alter table private.cohort_task_copies enable row level security;

-- Raises where `fields` are not values of the fields of a task that a coach writes.
create function private.check_coach_fields(fields jsonb) returns void
language plpgsql stable set search_path = ''
as $$
declare
  wrong text;
begin
  if jsonb_typeof(fields) is distinct from 'object' or fields = '{}'
    or fields - array['date', 'title', 'notes', 'minutes', 'is_required'] <> '{}' then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'The fields are some of date, title, notes, minutes and is_required.';
  end if;
  wrong := coalesce(private.invalid_field('tasks', fields), case
    when fields ->> 'title' is null and fields ? 'title' or char_length(fields ->> 'title') > 255 then 'title'
    when fields ->> 'date' is null and fields ? 'date' then 'date'
    when fields ->> 'is_required' is null and fields ? 'is_required' then 'is_required' end);
  if wrong is not null then
    raise exception 'invalid_value' using errcode = 'PT400', column = wrong,
      detail = format('%s has a value that a task cannot have.', wrong);
  end if;
end
$$;

-- The position after the last one of a list; null for an empty list. src/domain/ordering/position.ts has the same numbers.
create function private.position_after(last integer) returns integer
language sql immutable parallel safe set search_path = ''
as $$ select greatest(least(coalesce(last, 0), 2147483647 - 1024), 0) + 1024 $$;

-- A position after all tasks of a person's day.
create function private.next_task_position(person uuid, day date) returns integer
language sql stable set search_path = ''
as $$ select private.position_after(max(t.position)) from public.tasks t where t.user_id = person and t.date = day $$;

-- Adds a task to the days of one client or of all active members of a cohort: {added, past}. `past` counts members for whom
-- the day is over; for one client that is `past_date`. `id` is made by the caller: the same request again changes nothing and
-- gets the same response, whatever became of the task since.
create function public.add_client_task(id uuid, task jsonb, enrollment uuid default null, cohort uuid default null) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  new_task public.tasks;
  enrollment_ids uuid[];
  is_new boolean;
  is_active boolean;
  added integer;
  past integer := 0;
begin
  if id is null or substr(id::text, 15, 1) = '3' or (enrollment is null) = (cohort is null) then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'Name an id that is not derived, and an enrollment or a cohort, and not both.';
  end if;
  perform private.check_coach_fields(task);
  if not task ?& array['date', 'title'] then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'A task has a date and a title.';
  end if;
  new_task := jsonb_populate_record(null::public.tasks, task);

  if enrollment is not null then
    select e.status = 'active' into is_active from public.enrollments e
    where e.id = enrollment and e.id in (select private.coached_enrollments());
    if is_active is null then
      perform private.raise_not_found();
    elsif not is_active then
      raise exception 'not_active' using errcode = 'PT409', detail = 'Only active enrollments get tasks.';
    end if;
    if private.lock_coached(array[enrollment], coach) = '{}' then
      perform private.raise_not_found();
    end if;
    if exists (select from public.tasks t where t.id = add_client_task.id and t.enrollment_id = enrollment)
      or exists (
        select from private.tombstones g join public.enrollments e on e.user_id = g.user_id
        where g.table_name = 'tasks' and g.row_id = add_client_task.id and e.id = enrollment) then
      return json_build_object('added', 1, 'past', 0);
    end if;
    if exists (
      select from public.enrollments e where e.id = enrollment and private.today_of(e.user_id) > new_task.date) then
      raise exception 'past_date' using errcode = 'PT409', detail = 'This day is over for the client.';
    end if;
    enrollment_ids := array[enrollment];
  else
    -- Whoever repeats the request concurrently waits, too.
    perform private.lock_own_cohort(cohort);
    select not exists (select from private.cohort_tasks k where k.id = add_client_task.id) into is_new;
    if not is_new then
      return (
        select json_build_object('added', (select count(*) from private.cohort_task_copies y where y.cohort_task_id = k.id),
          'past', k.past)
        from private.cohort_tasks k where k.id = add_client_task.id and k.cohort_id = cohort);
    end if;
    enrollment_ids := array(select e.id from public.enrollments e where e.cohort_id = cohort and e.status = 'active');
    perform private.lock_enrollments(enrollment_ids);
    past := (
      select count(*) from public.enrollments e
      where e.id = any (enrollment_ids) and private.today_of(e.user_id) > new_task.date);
    insert into private.cohort_tasks (id, cohort_id, past) values (add_client_task.id, cohort, past);
  end if;

  with made as (
    insert into public.tasks as t (id, user_id, date, position, title, notes, minutes, is_required, source_type,
      enrollment_id, coach_edited_at)
    select case when cohort is null then add_client_task.id else gen_random_uuid() end, e.user_id, new_task.date,
      private.next_task_position(e.user_id, new_task.date), new_task.title, new_task.notes, new_task.minutes,
      coalesce(new_task.is_required, true), 'coach', e.id, now()
    from public.enrollments e
    where e.id = any (enrollment_ids) and e.status = 'active' and private.today_of(e.user_id) <= new_task.date
    returning t.id
  ), copies as (
    insert into private.cohort_task_copies (task_id, cohort_task_id)
    select m.id, add_client_task.id from made m where cohort is not null
  )
  select count(*) into added from made;
  return json_build_object('added', added, 'past', past);
end
$$;
grant execute on function public.add_client_task(uuid, jsonb, uuid, uuid) to authenticated;

-- The task, and with `everyone` what the other members of the cohort have of it: the copies of a task that was added for the
-- cohort, or the same template task of the same day. Only tasks of enrollments that the caller coaches. Raises `not_found`.
create function private.coached_copies(task uuid, everyone boolean) returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
declare
  one public.tasks;
  ids uuid[];
begin
  select * into one from public.tasks t
  where t.id = task and t.enrollment_id in (select private.coached_enrollments());
  if one.id is null then
    perform private.raise_not_found();
  elsif everyone is not true then
    return array[one.id];
  end if;
  ids := array(
    select b.task_id from private.cohort_task_copies a
    join private.cohort_task_copies b on b.cohort_task_id = a.cohort_task_id where a.task_id = one.id
    union
    select private.derived_id('tasks', o.id::text, one.template_task_id::text, one.program_day::text)
    from public.enrollments e join public.enrollments o on o.cohort_id = e.cohort_id and o.status <> 'ended'
    where e.id = one.enrollment_id and one.template_task_id is not null);
  return array(
    select t.id from public.tasks t
    where t.id = any (ids || one.id) and t.enrollment_id in (select private.coached_enrollments()) order by t.id);
end
$$;

-- Why a coach does not change or delete a task: `done` or `locked`; null where they may.
create function private.coach_hold(task public.tasks) returns text
language sql immutable set search_path = ''
as $$ select case when task.status = 'done' then 'done' when task.client_locked then 'locked' end $$;

-- Raises why the one task of a request was left as it is.
create function private.raise_hold(hold text) returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if hold = 'done' then
    raise exception 'task_done' using errcode = 'PT409', detail = 'The client has done this task.';
  elsif hold = 'locked' then
    raise exception 'task_locked' using errcode = 'PT409', detail = 'The client has locked this task.';
  elsif hold = 'past' then
    raise exception 'past_date' using errcode = 'PT409', detail = 'This day is over for the client.';
  elsif hold = 'noted' then
    raise exception 'task_has_notes' using errcode = 'PT409', detail = 'The client has written a note on this task.';
  end if;
  perform private.raise_not_found();
end
$$;

-- Changes fields of a client's task, or with `everyone` of those of all members of its cohort: {changed, done, locked, past},
-- where the last three count tasks that were left as they are; `past` those whose new day is over for their client. For one
-- task these are errors: task_done, task_locked, past_date. Idempotent.
create function public.change_client_task(task uuid, fields jsonb, everyone boolean default false) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  ids uuid[];
  changes public.tasks;
  held json;
  hold text;
begin
  perform private.require_coach();
  ids := private.coached_copies(task, everyone);
  perform private.check_coach_fields(fields);
  changes := jsonb_populate_record(null::public.tasks, fields);
  perform private.lock_enrollments(array(select distinct t.enrollment_id from public.tasks t where t.id = any (ids)));
  ids := private.coached_copies(task, everyone);
  perform from public.tasks t where t.id = any (ids) order by t.id for update;
  with found as (
    select t.id, coalesce(private.coach_hold(t), case
      when changes.date is distinct from t.date and changes.date < private.today_of(t.user_id) then 'past' end) as hold
    from public.tasks t where t.id = any (ids) and t.enrollment_id in (select private.coached_enrollments())
  ), changed as (
    update public.tasks t
    set date = case when fields ? 'date' then changes.date else t.date end,
      position = case when changes.date <> t.date then private.next_task_position(t.user_id, changes.date) else t.position end,
      title = case when fields ? 'title' then changes.title else t.title end,
      notes = case when fields ? 'notes' then changes.notes else t.notes end,
      minutes = case when fields ? 'minutes' then changes.minutes else t.minutes end,
      is_required = case when fields ? 'is_required' then changes.is_required else t.is_required end,
      coach_edited_at = now()
    from found f
    where t.id = f.id and f.hold is null and (
      fields ? 'date' and changes.date is distinct from t.date or fields ? 'title' and changes.title is distinct from t.title
      or fields ? 'notes' and changes.notes is distinct from t.notes
      or fields ? 'minutes' and changes.minutes is distinct from t.minutes
      or fields ? 'is_required' and changes.is_required is distinct from t.is_required)
  )
  select json_build_object('changed', count(*) filter (where f.hold is null), 'done', count(*) filter (where f.hold = 'done'),
      'locked', count(*) filter (where f.hold = 'locked'), 'past', count(*) filter (where f.hold = 'past')),
    case when count(*) filter (where f.hold is null) = 0 then coalesce(max(f.hold), 'gone') end
  into held, hold from found f;
  if everyone is not true and hold is not null then
    perform private.raise_hold(hold);
  end if;
  return held;
end
$$;
grant execute on function public.change_client_task(uuid, jsonb, boolean) to authenticated;

-- Deletes a client's task, or with `everyone` those of all members of its cohort: {removed, done, locked, noted}, where the last
-- three count tasks that stay. A task on which its client has written a note stays, except the one that `task` names, with
-- `with_notes`. For one task these are errors: task_done, task_locked, task_has_notes. No task sync makes a deleted program
-- task again.
create function public.remove_client_task(task uuid, everyone boolean default false, with_notes boolean default false) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  ids uuid[];
  counts json;
  hold text;
begin
  perform private.require_coach();
  ids := private.coached_copies(task, everyone);
  perform private.lock_enrollments(array(select distinct t.enrollment_id from public.tasks t where t.id = any (ids)));
  perform from public.tasks t where t.id = any (ids) order by t.id for update;
  with found as (
    select t.id, coalesce(private.coach_hold(t), case
      when t.client_notes <> '' and not (t.id = remove_client_task.task and with_notes is true) then 'noted' end) as hold
    from public.tasks t where t.id = any (ids) and t.enrollment_id in (select private.coached_enrollments())
  ), removed as (
    delete from public.tasks t using found f where t.id = f.id and f.hold is null
    returning t.id, t.enrollment_id, t.template_task_id
  ), dismissed as (
    insert into private.dismissed_tasks (task_id, enrollment_id, template_task_id)
    select r.id, r.enrollment_id, r.template_task_id from removed r where r.template_task_id is not null
    on conflict (task_id) do nothing
  )
  select json_build_object('removed', count(*) filter (where f.hold is null), 'done', count(*) filter (where f.hold = 'done'),
      'locked', count(*) filter (where f.hold = 'locked'), 'noted', count(*) filter (where f.hold = 'noted')),
    case when count(*) filter (where f.hold is null) = 0 then coalesce(max(f.hold), 'gone') end
  into counts, hold from found f;
  if everyone is not true and hold is not null then
    perform private.raise_hold(hold);
  end if;
  return counts;
end
$$;
grant execute on function public.remove_client_task(uuid, boolean, boolean) to authenticated;
