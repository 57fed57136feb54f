-- A client's own days: their own note on a task, what their coach adds and changes, and what a coach sees of it.

alter table public.tasks
  add column client_notes private.long_text,
  add column coach_edited_at private.instant,
  add column coach_edit_seen_at private.instant,
  add check (source_type <> 'self' or client_notes is null);
grant update (client_notes, coach_edit_seen_at) on public.tasks to authenticated;
update private.synced_tables set long_text = '{notes,client_notes}' where table_name = 'tasks';
-- With the new text.
drop trigger aa_set_normal_form on public.tasks;
select private.enable_normal_form('public.tasks');

-- Whether nobody has edited a task that a program made. A note that its person wrote on it is no edit of it.
create function private.is_unedited(task public.tasks) returns boolean
language sql immutable parallel safe set search_path = ''
as $$ select task.field_timestamps - 'client_notes' = private.lowest_timestamps() $$;

-- What to store as the person's note where they, with a version of the app that had one text for both, have changed an
-- assigned task's notes: what they added to those, after what they had written before.
create function private.append_client_notes(assigned text, changed text, written text) returns text
language sql immutable set search_path = ''
as $$
  select case
    when btrim(coalesce(added, ''), E' \n\r\t') = '' then written
    when written is null or starts_with(added, written) then added
    when strpos(written, added) > 0 then written
    else written || E'\n\n' || added end
  from (
    select case when assigned <> '' and starts_with(changed, assigned)
      then ltrim(substr(changed, char_length(assigned) + 1), E' \n\r\t') else changed end as added) a
$$;
grant execute on function private.append_client_notes(text, text, text) to authenticated;

-- Keeps the two texts of a task apart, for what a person writes through the API. The notes of an assigned task stay; what
-- its person made of them becomes their own note, so that nothing is lost. A coach writes neither the person's note nor
-- what they have seen. An offer to a restored database may bring back any text.
create function private.separate_notes() returns trigger
language plpgsql set search_path = ''
as $$
declare
  written text;
begin
  if new.user_id = (select auth.uid()) then
    if tg_op = 'UPDATE' and new.source_type <> 'self' and new.notes is distinct from old.notes
      and private.write_context() -> 'offer' is null then
      written := private.append_client_notes(old.notes, new.notes, new.client_notes);
      if written is distinct from new.client_notes then
        new.field_timestamps := new.field_timestamps || jsonb_build_object('client_notes', greatest(
          coalesce(new.field_timestamps ->> 'client_notes', new.field_timestamps ->> '*') collate "C",
          (new.field_timestamps ->> 'notes') collate "C"));
      end if;
      new.client_notes := written;
      new.notes := old.notes;
      new.field_timestamps := (new.field_timestamps - 'notes')
        || jsonb_strip_nulls(jsonb_build_object('notes', old.field_timestamps -> 'notes'));
    elsif tg_op = 'INSERT' and new.id not in (select private.my_deleted_tasks()) then
      -- Nobody marks a task of their own as their coach's edit.
      new.coach_edited_at := null;
    end if;
    return new;
  end if;
  if tg_op = 'INSERT' then
    if new.client_notes is not null or new.coach_edit_seen_at is not null then
      raise exception 'forbidden' using errcode = '42501', detail = 'Only the person writes their own notes.';
    end if;
    new.coach_edited_at := now();
  elsif (new.client_notes, new.coach_edit_seen_at) is distinct from (old.client_notes, old.coach_edit_seen_at) then
    raise exception 'forbidden' using errcode = '42501', detail = 'Only the person writes their own notes.';
  elsif (new.date, new.title, new.notes, new.minutes, new.type, new.is_required)
    is distinct from (old.date, old.title, old.notes, old.minutes, old.type, old.is_required) then
    new.coach_edited_at := now();
  end if;
  return new;
end
$$;

-- Before zz_set_field_timestamps. Functions of the server, which run as their owner, have decided what they write.
create trigger separate_notes before insert or update on public.tasks
  for each row when (current_user = 'authenticated') execute function private.separate_notes();

-- Notes of assigned tasks that their person has changed since whoever assigned them wrote them last: what they made of them
-- becomes their own note, and the notes are again as they were before.
select private.set_write_context('{"keep_timestamps": true}');
update public.tasks t
set client_notes = private.append_client_notes(w.assigned, t.notes, null), notes = w.assigned,
  field_timestamps = (t.field_timestamps - 'notes')
    || jsonb_strip_nulls(jsonb_build_object('client_notes', t.field_timestamps -> 'notes'))
from (
  select distinct on (h.row_id) h.row_id, h.before ->> 'notes' as assigned
  from public.row_history h join public.tasks k on k.id = h.row_id and k.source_type <> 'self'
  where h.table_name = 'tasks' and h.op = 'update' and h.after ? 'notes'
    -- From a device: what a person's own request to move to another version has changed is the program's.
    and h.actor = k.user_id and h.device_id is not null
    and h.id > coalesce((
      select max(o.id) from public.row_history o
      where o.row_id = h.row_id and o.table_name = 'tasks' and o.op = 'update' and o.after ? 'notes'
        and (o.actor is distinct from k.user_id or o.device_id is null)), 0)
  order by h.row_id, h.id
) w
where t.id = w.row_id and t.notes is distinct from w.assigned;
-- Devices read all tasks again, with the new fields.
update public.tasks set updated_at = updated_at;
select private.set_write_context('{"keep_timestamps": null}');

-- What was due and what was missed. src/domain/tasks/adherence.ts has the same rules. Optional tasks are neither.

-- Whether a task was due: it is required, and its day is over. `today` is the person's.
create function private.is_due(is_required boolean, date date, today date) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$ select is_required and date < today $$;

create function private.is_missed(status text, is_required boolean, date date, today date) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$ select private.is_due(is_required, date, today) and status <> 'done' $$;

-- A cohort's active members by day: how many tasks are done, missed, or in the future. An optional task of a past day that
-- is not done is none of these.
create or replace function public.cohort_board(cohort uuid, first text, last text) returns json
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
    perform private.lock_enrollments(array[enrollment]);
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
    perform private.require_own_cohort(cohort);
    -- Whoever joins, leaves or repeats the request concurrently waits.
    perform from public.cohorts c where c.id = cohort for no key update;
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
  if everyone is true then
    -- As everything that writes tasks of several people.
    perform private.lock_enrollments(array(select distinct t.enrollment_id from public.tasks t where t.id = any (ids)));
  end if;
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
    insert into private.dismissed_tasks (task_id, enrollment_id)
    select r.id, r.enrollment_id from removed r where r.template_task_id is not null
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

-- Moving and rescheduling take notes along, and remove none.
create or replace function private.movable_tasks(enrollment_ids uuid[]) returns setof public.tasks
language sql stable set search_path = ''
as $$
  select t.*
  from (select e.id, private.today_of(e.user_id) as today from public.enrollments e where e.id = any (enrollment_ids)) m
  join public.tasks t on t.enrollment_id = m.id
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
    select p.*, p.date > m.today as is_upcoming
    from private.missing_tasks(enrollment_ids, null, null, false, true, target_version) p
    join (select e.id, private.today_of(e.user_id) as today from public.enrollments e where e.id = any (enrollment_ids)) m
      on m.id = p.enrollment_id
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
