-- A template task has one task in an enrollment, on whatever day a version has it, and none once it is dismissed. What a coach
-- has cleared stays cleared until a sync makes it. A pause that is over can be taken back, and publishing says before what it changes
-- for people at once.

drop function private.reopened_tasks(uuid[], date, jsonb);
drop function private.missing_tasks(uuid[], integer, integer, boolean, boolean, uuid, date, jsonb);
drop function private.version_demands(uuid);
drop function private.is_minor_change(uuid, uuid);

-- Dismissals that a move made for tasks on another day are no longer needed.
delete from private.dismissed_tasks d using public.tasks t, public.enrollments e, public.program_versions v, public.program_version_tasks k
where e.id = d.enrollment_id and v.program_id = e.program_id and k.version_id = v.id and t.enrollment_id = e.id
  and t.template_task_id = k.task_id and t.id <> d.task_id
  and d.task_id = private.derived_id('tasks', e.id::text, k.task_id::text, private.due_day(k.level, k.day_index, v.day_counting)::text);
alter table private.dismissed_tasks add column template_task_id uuid;
update private.dismissed_tasks d set template_task_id = (g.content ->> 'template_task_id')::uuid
from private.tombstones g where g.table_name = 'tasks' and g.row_id = d.task_id and g.content ->> 'template_task_id' is not null;
update private.dismissed_tasks d set template_task_id = k.task_id
from public.enrollments e, public.program_versions v, public.program_version_tasks k
where d.template_task_id is null and e.id = d.enrollment_id and v.program_id = e.program_id and k.version_id = v.id
  and d.task_id = private.derived_id('tasks', e.id::text, k.task_id::text, private.due_day(k.level, k.day_index, v.day_counting)::text);
-- Of no version of the program: nothing would make them.
delete from private.dismissed_tasks d where d.template_task_id is null;
alter table private.dismissed_tasks alter column template_task_id set not null;
drop index private.dismissed_tasks_enrollment;
create index dismissed_tasks_template on private.dismissed_tasks (enrollment_id, template_task_id);

alter table public.task_clears add column forgotten_at private.instant;
alter table private.cleared_tasks alter column content drop not null;
alter table private.cleared_tasks add column template_task_id uuid;
update private.cleared_tasks k set template_task_id = (k.content ->> 'template_task_id')::uuid;
alter table private.cleared_tasks alter column template_task_id set not null;
alter table private.cleared_tasks add column was_recreated boolean not null default false;
update private.cleared_tasks k set was_recreated = true
from public.tasks t where t.enrollment_id = k.enrollment_id and t.template_task_id = k.template_task_id;
drop index private.cleared_tasks_enrollment;
create index cleared_tasks_template on private.cleared_tasks (enrollment_id, template_task_id);

-- Makes a new link and invalidates the old one.
create or replace function public.renew_cohort_link(cohort uuid) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  own public.cohorts := private.lock_own_cohort(cohort);
  renewed text;
begin
  perform private.require_user();
  update public.cohorts c set join_token = encode(sha256(gen_random_uuid()::text::bytea), 'hex')
  where c.id = own.id returning c.join_token into renewed;
  return renewed;
end
$$;
grant execute on function public.renew_cohort_link(uuid) to authenticated;

-- The pauses without what is left, from `today` on, of the one that begins on `first_date`; without all of it, where it is over.
create or replace function private.pauses_resumed(pauses jsonb, first_date date, today date) returns jsonb
language sql immutable strict parallel safe set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('first_date', p.first_date, 'mode', p.mode, 'last_date',
    case when p.first_date = pauses_resumed.first_date then today - 1 else p.last_date end)
    order by p.first_date), '[]')
  from private.read_pauses(pauses) p
  where p.first_date <> pauses_resumed.first_date or (p.first_date < today and p.last_date >= today)
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

-- What a version or a draft with this content asks of people.
create function private.content_demands(content jsonb) returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_build_array(content -> 'kind', content -> 'length_days', content -> 'day_counting', content -> 'parameters',
    content -> 'price', case when content ->> 'price' is not null then content -> 'currency' end, (
      select jsonb_agg(jsonb_build_array(t -> 'task_id', t -> 'day_index', t -> 'level', t -> 'is_required') order by t ->> 'task_id')
      from jsonb_array_elements(nullif(content -> 'tasks', 'null')) t))
$$;

-- Whether a content asks the same of people as an earlier one: the same tasks on the same days for the same
-- price and by the same questions. Texts, minutes, kinds and the order within a day may differ.
create function private.is_minor_change(earlier jsonb, later jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select private.content_demands(earlier) = private.content_demands(later)
$$;

-- Whom `coach` coaches in a version.
create function private.enrollees_of_version(version uuid, coach uuid) returns uuid[]
language sql stable set search_path = ''
as $$
  select array(
    select e.id from public.enrollments e where e.version_id = version and e.coach_id = coach and e.status <> 'ended')
$$;

-- Moves whoever the caller coaches in a version, with its cohorts, to a later one that differs by minor changes alone. Returns
-- how many people.
create or replace function private.follow_minor_changes(earlier uuid, later uuid, coach uuid) returns integer
language plpgsql set search_path = ''
as $$
declare
  enrollment_ids uuid[];
begin
  if private.is_minor_change(private.version_content(earlier), private.version_content(later)) is not true then
    return 0;
  end if;
  -- Whoever joins concurrently waits, and gets the later version.
  perform from public.cohorts c where c.version_id = earlier order by c.id for no key update;
  enrollment_ids := private.lock_coached(private.enrollees_of_version(earlier, coach), coach);
  perform private.apply_move(enrollment_ids, later);
  update public.cohorts c set version_id = later where c.version_id = earlier;
  return cardinality(enrollment_ids);
end
$$;

-- What publishing the draft changes for people at once: {people, tasks}, whoever follows minor changes, and their upcoming tasks
-- that get other texts, minutes, kinds or places in their day.
create function public.publication_effect(program uuid) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  draft public.programs;
  latest uuid;
  published jsonb;
  content jsonb;
  followers uuid[] := '{}';
begin
  select * into draft from public.programs p where p.id = program and p.user_id = coach;
  if draft.id is null then
    perform private.raise_not_found();
  end if;
  select v.id into latest from public.program_versions v where v.program_id = draft.id order by v.number desc limit 1;
  if draft.minor_changes_follow then
    published := private.version_content(latest);
    content := private.draft_content(draft.id);
    if published <> content and private.is_minor_change(published, content) then
      followers := private.enrollees_of_version(latest, coach);
    end if;
  end if;
  return (
    select json_build_object('people', cardinality(followers), 'tasks', count(*))
    from private.movable_tasks(followers) m
    join public.enrollments e on e.id = m.enrollment_id
    -- Those that a move updates: the days of a minor change are those of the latest version.
    join private.missing_tasks(followers, null, null, false, true, latest) k on k.id = m.id
    join private.draft_tasks(draft.id) d on d.task_id = m.template_task_id
    where (m.position, m.title, m.notes, m.minutes, m.type) is distinct from (d.position,
      case when strpos(d.title, '{') = 0 then d.title else private.fill_title(d.title, e.parameters) end,
      case when strpos(d.notes, '{') = 0 then d.notes else private.fill_notes(d.notes, e.parameters) end, d.minutes, d.type));
end
$$;
grant execute on function public.publication_effect(uuid) to authenticated;

-- Removes the program from the gallery and its link. Existing enrollments and cohorts go on.
create or replace function public.unpublish_program(program uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
begin
  -- After the lock, a concurrent handover may have changed the owner.
  perform from public.programs p where p.id = program and p.user_id = coach for no key update;
  if not found then
    perform private.raise_not_found();
  end if;
  update public.programs p set published_version = null where p.id = program and p.published_version is not null;
  perform private.follow_reviews(program);
end
$$;
grant execute on function public.unpublish_program(uuid) to authenticated;

-- Enrolls `person` once, with `coach`, which is the person for their own plan: an active or pending enrollment is
-- returned, an ended one is reopened, moved to this version and rescheduled to this start date. There is one enrollment for a
-- person and a cohort, or, without a cohort, for a person, a coach, a version and a start date. With a price to be paid by
-- somebody else than the program's coach it is pending.
create or replace function private.enroll(person uuid, coach uuid, version public.program_versions, cohort uuid, start_date date,
  filled jsonb)
returns uuid
language plpgsql set search_path = ''
as $$
declare
  known public.enrollments;
  owner uuid;
  first_status text;
begin
  -- The pushes of a person are locked before anything else, as everywhere.
  perform private.lock_user_pushes(person);
  -- Serializes concurrent enrollments of one person.
  perform from public.profiles p where p.id = person for no key update;
  -- A concurrent handover ends first: a cohort's members are the new coach's, whom the former one no longer enrolls.
  select p.user_id into owner from public.programs p where p.id = version.program_id for key share;
  if owner is null or (cohort is null and coach not in (person, owner)) then
    perform private.raise_not_found();
  end if;
  first_status := case when version.price is null or person = owner then 'active' else 'pending' end;
  select * into known from public.enrollments e
  where e.user_id = person and case
    when cohort is not null then e.cohort_id = cohort
    else e.cohort_id is null and e.coach_id = coach and e.version_id = version.id
      and e.start_date = enroll.start_date end
  order by e.status = 'ended', e.created_at
  limit 1 for update;
  if known.status in ('pending', 'active') then
    return known.id;
  end if;
  perform private.require_enrollment_capacity(person);
  if known.id is null then
    insert into public.enrollments as e (user_id, coach_id, program_id, version_id, cohort_id, program_title, start_date,
      parameters, status)
    values (person, case when cohort is null then coach else owner end, version.program_id, version.id, cohort, version.title, enroll.start_date, filled,
      first_status)
    returning * into known;
    -- Coaches do not count as users of their own programs.
    if person <> owner then
      perform private.record_program_event(version.program_id, case when person = coach then 'imported' else 'used' end);
    end if;
  else
    perform private.apply_late_payment(known.id);
    update public.enrollments e
    set status = case when private.is_paid(e.id) then 'active' else first_status end,
      ended_by = null, parameters = filled, synced_days = 0, sync_state = 'waiting'
    where e.id = known.id;
    if known.version_id <> version.id or known.start_date <> enroll.start_date then
      -- Another plan, which nobody has paused.
      perform private.apply_schedule(array[known.id], enroll.start_date, '[]', false);
    end if;
    if known.version_id <> version.id or known.parameters <> filled then
      perform private.apply_move(array[known.id], version.id);
    end if;
  end if;
  return known.id;
end
$$;

-- Enrolls `person` in a cohort, with its start date and version after concurrent changes of them.
create or replace function private.add_to_cohort(cohort uuid, person uuid, parameters jsonb) returns json
language plpgsql set search_path = ''
as $$
declare
  joined public.cohorts;
  version public.program_versions;
  enrollment uuid;
begin
  -- The pushes of a person are locked before anything else, as everywhere.
  perform private.lock_user_pushes(person);
  select * into joined from public.cohorts c where c.id = cohort for share;
  if joined.id is null then
    perform private.raise_not_found();
  end if;
  select * into version from public.program_versions v where v.id = joined.version_id;
  enrollment := private.enroll(person, version.user_id, version, joined.id, joined.start_date,
    private.parse_parameters(version.parameters, add_to_cohort.parameters));
  return private.enrollment_response(enrollment);
end
$$;

create or replace function private.record_dismissals() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    insert into private.dismissed_tasks (task_id, enrollment_id, template_task_id)
    select r.id, r.enrollment_id, r.template_task_id from changed_rows r
    join public.enrollments e on e.id = r.enrollment_id
    where r.template_task_id is not null and r.user_id = (select auth.uid())
      -- Clearing deletes tasks without dismissing them, also for one's own program.
      and private.write_context() -> 'keep_undismissed' is null
    on conflict (task_id) do nothing;
  else
    -- Restoring a deleted task revokes its dismissal.
    delete from private.dismissed_tasks d using changed_rows r where d.task_id = r.id;
  end if;
  return null;
end
$$;

-- A person's delete that arrives after a clear finds no row, only the tombstone. It dismisses the task all the same.
create or replace function private.record_late_dismissals() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into private.dismissed_tasks (task_id, enrollment_id, template_task_id)
  select new.row_id, e.id, (new.content ->> 'template_task_id')::uuid from public.enrollments e
  where e.id = (new.content ->> 'enrollment_id')::uuid
    and new.content ->> 'template_task_id' is not null and new.user_id = (select auth.uid())
  on conflict (task_id) do nothing;
  return null;
end
$$;

-- Today for the person of each enrollment, computed once for each: as an expression of a join it is computed for every task.
create function private.todays_of(enrollment_ids uuid[]) returns table (enrollment_id uuid, today date)
language sql stable strict rows 100 set search_path = ''
as $$
  select e.id, private.today_of(e.user_id) from public.enrollments e where e.id = any (enrollment_ids)
$$;

-- The result of the caller's request where it was done; null where it was not, or has no id. Until the end of the
-- transaction, the same request waits.
create or replace function private.begin_request(request uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  if request is null then
    return null;
  elsif (select auth.uid()) is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Only a person''s request has an id.';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('cadence.request:' || request || auth.uid(), 0));
  return (
    select r.result from private.tool_requests r where r.user_id = auth.uid() and r.request = begin_request.request);
end
$$;

-- For the active enrollments among `enrollment_ids`: the tasks of days `first_day` to `last_day` (null: no bound) whose
-- template task has no task in the enrollment, on any day, is not dismissed and, without `include_cleared`, not cleared by the
-- coach. With `from_today`, only those dated today or later for the person, and those of the running week and program, dated
-- today, for whoever joins late. A task of a week or a program whose date is in a pause is dated after it, where it can still be
-- done then. With `include_existing`, existing ones as well, as the version defines them. The `target_` parameters take the
-- place of what the enrollments have.
create or replace function private.missing_tasks(enrollment_ids uuid[], first_day integer, last_day integer, from_today boolean,
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
create or replace function private.materialize_tasks(
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

-- Makes the missing tasks of an enrollment: {created, skipped}. Never overwrites, duplicates or restores a task. A
-- dry run only counts. `request` is as in tool_requests.sql.
create or replace function public.sync_enrollment_tasks(enrollment uuid, first_day integer default null,
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

create function private.record_recreated_tasks() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update private.cleared_tasks k set was_recreated = true from changed_rows r
  where k.enrollment_id = r.enrollment_id and k.template_task_id = r.template_task_id and not k.was_recreated;
  return null;
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
    enrollment_ids := private.lock_coached(enrollment_ids, me);
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
      returning t.id, t.enrollment_id, t.template_task_id, to_jsonb(t) as content
    ), noted as (
      insert into public.task_clears (id, program_id, user_id, enrollment_id, cohort_id, deleted)
      select the_clear, program, me, enrollment, cohort, count(*) from gone having count(*) > 0
    ), kept as (
      insert into private.cleared_tasks (clear_id, task_id, enrollment_id, template_task_id, content)
      select the_clear, g.id, g.enrollment_id, g.template_task_id, g.content from gone g
    )
    select json_agg(m) into members from (
      select e.id as enrollment_id, e.user_id, count(g.id) as deleted
      from public.enrollments e left join gone g on g.enrollment_id = e.id
      where e.id = any (enrollment_ids) group by e.id order by e.id) m;
    perform private.set_write_context('{"keep_undismissed": null, "tombstone_timestamps": null}');
    with forgotten as (
      update public.task_clears c set forgotten_at = now()
      where c.at < now() - private.undo_period() and c.forgotten_at is null returning c.id
    )
    update private.cleared_tasks k set content = null from forgotten f where k.clear_id = f.id;
  end if;
  total := (select coalesce(sum((m ->> 'deleted')::integer), 0) from json_array_elements(members) m);
  return private.end_request(case when dry_run is false then request end, jsonb_build_object('deleted', total,
    'clear_id', case when total > 0 then the_clear end, 'members', coalesce(members, '[]')));
end
$$;
grant execute on function public.clear_tasks(uuid, uuid, integer, integer, boolean, uuid) to authenticated;

-- Restores what a clear of the caller deleted, as it was: for enrollments that are still active and planned by the
-- caller, and without tasks that exist again on any day or that the person has dismissed since. Idempotent.
create or replace function public.undo_clear(clear_id uuid, request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  the_clear public.task_clears;
  restored uuid[];
begin
  if known is not null then
    return known;
  end if;
  select * into the_clear from public.task_clears c where c.id = undo_clear.clear_id and c.user_id = me;
  if the_clear.id is null then
    perform private.raise_not_found();
  end if;
  if the_clear.at < now() - private.undo_period() then
    raise exception 'too_late' using errcode = 'PT409', detail = 'It is too late to undo this clear.';
  end if;
  perform private.lock_enrollments(array(
    select distinct k.enrollment_id from private.cleared_tasks k where k.clear_id = the_clear.id));
  -- The tasks keep their timestamps, so that edits made before the undo merge as they would have.
  perform private.set_write_context(jsonb_build_object(
    'keep_timestamps', true, 'keep_undismissed', true, 'tombstone_timestamps', private.lowest_timestamps()));
  with back as (
    insert into public.tasks
    select r.* from private.cleared_tasks k
    join public.enrollments e on e.id = k.enrollment_id
    cross join lateral jsonb_populate_record(null::public.tasks, k.content) r
    where k.clear_id = the_clear.id and e.status = 'active'
      and e.coach_id = me and (e.user_id = me or (select private.is_coach()))
      -- On any day, since a move to another version may have changed it.
      and not exists (
        select from public.tasks t where t.enrollment_id = k.enrollment_id and t.template_task_id = r.template_task_id)
      and not exists (
        select from private.dismissed_tasks x
        where x.enrollment_id = k.enrollment_id and x.template_task_id = r.template_task_id)
    on conflict (id) do nothing
    returning id
  ), removed as (
    delete from private.cleared_tasks k using back b where k.clear_id = the_clear.id and k.task_id = b.id
  )
  select coalesce(array_agg(id), '{}') into restored from back;
  -- Since the clear, their days may have got other dates, or be in a pause that leaves them out.
  with plan as materialized (
    select p.* from private.rescheduled_tasks(
      array(select distinct k.enrollment_id from public.tasks k where k.id = any (restored)), null, null) p
    where p.id = any (restored)
  ), moved as (
    update public.tasks t set date = p.date from plan p where t.id = p.id and p.outcome = 'moves'
  ), removed as (
    delete from public.tasks t using plan p where t.id = p.id and p.outcome = 'removed' returning t.id
  )
  select array(select unnest(restored) except select r.id from removed r) into restored;
  perform private.set_write_context('{"keep_timestamps": null, "keep_undismissed": null, "tombstone_timestamps": null}');
  update public.task_clears c set undone_at = coalesce(c.undone_at, now()) where c.id = the_clear.id;
  return private.end_request(request, jsonb_build_object('restored', cardinality(restored)));
end
$$;
grant execute on function public.undo_clear(uuid, uuid) to authenticated;

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

-- What moving the enrollments to a version does to their tasks: `remove` and `update` movable ones, and `insert` new ones.
create or replace function private.plan_move(enrollment_ids uuid[], target_version uuid)
returns table (action text, id uuid, user_id uuid, date date, "position" integer, title text, notes text, minutes integer,
  type text, is_required boolean, source_type text, enrollment_id uuid, template_task_id uuid, program_day integer)
language sql stable set search_path = ''
as $$
  with movable as materialized (
    select m.* from private.movable_tasks(enrollment_ids) m
  ), target as materialized (
    -- A task whose day has passed, and that is still to come, keeps its date.
    select p.id, p.user_id, case when k.id is null then p.date else k.date end as date, p."position", p.title, p.notes, p.minutes,
      p.type, p.is_required, p.source_type, p.enrollment_id, p.template_task_id, p.program_day,
      p.date > m.today or k.id is not null as is_upcoming
    from private.missing_tasks(enrollment_ids, null, null, false, true, target_version) p
    join private.todays_of(enrollment_ids) m on m.enrollment_id = p.enrollment_id
    left join movable k on k.id = p.id and p.date <= m.today
  ), removed as materialized (
    select m.id, m.user_id, m.enrollment_id from movable m
    -- Nobody's note is removed.
    where coalesce(m.client_notes, '') = '' and not exists (select from target p where p.id = m.id and p.is_upcoming)
  ), remaining as materialized (
    select t.id, t.enrollment_id, t.template_task_id from public.tasks t
    where t.enrollment_id = any (enrollment_ids) and not exists (select from removed r where r.id = t.id)
  ), new as materialized (
    -- Each template task has one task.
    select p.* from target p
    where p.is_upcoming
      and not exists (
        select from remaining t where t.enrollment_id = p.enrollment_id and t.template_task_id = p.template_task_id)
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
  select 'insert', n.id, n.user_id, n.date, n.position, n.title, n.notes, n.minutes, n.type, n.is_required, n.source_type,
    n.enrollment_id, n.template_task_id, n.program_day
  from new n
$$;

-- Moves locked enrollments to a version, with the same counts as its plan: {added, removed, changed}. Where the version is
-- free, those that waited for a payment become active and get their tasks.
create or replace function private.apply_move(enrollment_ids uuid[], target_version uuid) returns json
language plpgsql set search_path = ''
as $$
declare
  counts json;
begin
  -- Locked before the plan is made, for concurrent edits.
  perform from public.tasks t
  where t.id in (select m.id from private.movable_tasks(enrollment_ids) m) order by t.id for update;
  -- The lowest timestamps, so that edits made offline win.
  perform private.set_write_context(jsonb_build_object(
    'keep_undismissed', true, 'keep_timestamps', true, 'tombstone_timestamps', private.lowest_timestamps()));
  with plan as materialized (
    select p.* from private.plan_move(enrollment_ids, target_version) p
  ), removed as (
    delete from public.tasks t using plan p where p.action = 'remove' and t.id = p.id
  ), updated as (
    update public.tasks t
    set date = p.date, position = p.position, title = p.title, notes = p.notes, minutes = p.minutes, type = p.type,
      is_required = p.is_required, source_type = p.source_type
    from plan p where p.action = 'update' and t.id = p.id
  ), inserted as (
    insert into public.tasks (id, user_id, date, position, title, notes, minutes, type, is_required, source_type,
      enrollment_id, template_task_id, program_day, field_timestamps)
    select p.id, p.user_id, p.date, p.position, p.title, p.notes, p.minutes, p.type, p.is_required, p.source_type,
      p.enrollment_id, p.template_task_id, p.program_day, private.lowest_timestamps()
    from plan p where p.action = 'insert'
  )
  select private.move_counts(array_agg(p.action)) into counts from plan p;
  perform private.set_write_context('{"keep_undismissed": null, "keep_timestamps": null, "tombstone_timestamps": null}');
  update public.enrollments e
  set version_id = v.id, program_title = v.title,
    synced_days = case when e.sync_state = 'done' then v.length_days else least(e.synced_days, v.length_days) end
  from public.program_versions v
  where v.id = target_version and e.id = any (enrollment_ids);
  perform private.activate_free(enrollment_ids);
  return counts;
end
$$;

-- The program tasks whose date changes, and what becomes of each: it `moves`, or is `removed` because its day is skipped, or
-- why it stays: it is `done`, `locked` or `edited`, or its new date would be `past`, so that nothing becomes missed without
-- a chance to do it. Null: what the enrollments have.
create or replace function private.rescheduled_tasks(enrollment_ids uuid[], start_date date, pauses jsonb)
returns table (id uuid, date date, outcome text)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, v.length_days, v.day_counting, private.today_of(e.user_id) as today,
      coalesce(rescheduled_tasks.start_date, e.start_date) as start_date, coalesce(rescheduled_tasks.pauses, e.pauses) as pauses
    from public.enrollments e join public.program_versions v on v.id = e.version_id
    where e.id = any (enrollment_ids)
  ), schedules as materialized (
    select row_number() over () as number, s.*
    from (select distinct m.start_date, m.pauses, m.day_counting, m.length_days from members m) s
  ), planned as materialized (
    select t.id, t.date, s.number as schedule, t.program_day, t.source_type, m.today,
      case when s.pauses = '[]' then t.date else private.next_date_without_pause(t.date, s.pauses) end as own_date,
      coalesce(t.client_notes, '') <> '' as is_noted,
      case when t.status <> 'open' then 'done' when t.client_locked then 'locked'
        when not private.is_unedited(t) then 'edited' end as stays
    from members m
    join schedules s on (s.start_date, s.pauses, s.day_counting, s.length_days)
      = (m.start_date, m.pauses, m.day_counting, m.length_days)
    join public.tasks t on t.enrollment_id = m.id and t.template_task_id is not null
  ), dates as materialized (
    -- Once for all tasks of a day.
    select p.schedule, p.program_day, p.source_type, private.next_date_without_pause(d.due, s.pauses) as date,
      case when s.pauses <> '[]' then private.date_for_day_index(s.start_date,
        private.last_day_of(p.source_type, p.program_day, s.length_days, s.day_counting), s.day_counting, s.pauses) end as last_date
    from (select distinct p.schedule, p.program_day, p.source_type from planned p) p
    join schedules s on s.number = p.schedule
    cross join lateral (
      select private.date_for_day_index(s.start_date, p.program_day, s.day_counting, s.pauses) as due) d
  )
  -- What would be in the past stays on its own date, or comes after the pause that this is in.
  select p.id, case when d.date < p.today then p.own_date else d.date end, coalesce(p.stays, case
    when d.date > d.last_date then case when p.is_noted then 'edited' else 'removed' end
    when d.date > '2999-12-31' or (d.date < p.today and (p.own_date = p.date or p.own_date < p.today)) then 'past'
    else 'moves' end)
  from planned p
  join dates d on d.schedule = p.schedule and d.program_day = p.program_day and d.source_type = p.source_type
  where d.date <> p.date or d.date > d.last_date
$$;

-- The tasks, as private.missing_tasks has them, that the start date and the pauses give to days that have none, of those that
-- were materialized: of days that had passed or were in a pause and are ahead, and of days that have passed which a pause had
-- left out and no longer does.
create function private.reopened_tasks(enrollment_ids uuid[], start_date date, pauses jsonb)
returns table (id uuid, user_id uuid, date date, "position" integer, title text, notes text, minutes integer,
  type text, is_required boolean, source_type text, enrollment_id uuid, template_task_id uuid, program_day integer)
language sql stable set search_path = ''
as $$
  with ahead as materialized (
    select m.* from private.missing_tasks(enrollment_ids, null, null, true, target_start => reopened_tasks.start_date,
      target_pauses => reopened_tasks.pauses) m
  ), found as (
    select a.* from ahead a
    union all
    select m.*
    from public.enrollments e
    join public.program_versions v on v.id = e.version_id
    cross join lateral private.missing_tasks(array[e.id], null, null, false, target_start => reopened_tasks.start_date,
      target_pauses => reopened_tasks.pauses) m
    cross join lateral (
      select private.date_for_day_index(e.start_date, m.program_day, v.day_counting, e.pauses) as date) old
    where e.id = any (enrollment_ids) and e.pauses <> '[]' and reopened_tasks.pauses is not null
      and m.date < private.today_of(e.user_id)
      and exists (
        select from private.read_pauses(e.pauses) p
        where p.mode = 'skip' and old.date between p.first_date and p.last_date)
      and not exists (select from ahead a where a.id = m.id)
  )
  select f.* from found f
  join public.enrollments e on e.id = f.enrollment_id and f.program_day <= e.synced_days
$$;

-- Gives enrollments, which are locked unless it is a dry run, another start date or other pauses; null: what they have.
-- {moved, removed, created, stayed: {done, locked, edited, past}}, which count tasks. A dry run only counts.
create or replace function private.apply_schedule(enrollment_ids uuid[], start_date date, pauses jsonb, dry_run boolean) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  counts jsonb;
  created integer;
begin
  perform private.set_write_context(jsonb_build_object(
    'keep_undismissed', true, 'keep_timestamps', true, 'tombstone_timestamps', private.lowest_timestamps()));
  with plan as materialized (
    select p.* from private.rescheduled_tasks(enrollment_ids, start_date, pauses) p
  ), moved as (
    update public.tasks t set date = p.date
    from plan p
    -- Checked again, for concurrent edits.
    where not dry_run and t.id = p.id and p.outcome = 'moves' and private.is_unedited(t)
    returning t.id
  ), removed as (
    delete from public.tasks t using plan p
    where not dry_run and t.id = p.id and p.outcome = 'removed' and private.is_unedited(t)
      and coalesce(t.client_notes, '') = ''
    returning t.id
  )
  select jsonb_build_object(
    'moved', case when dry_run then count(*) filter (where p.outcome = 'moves') else (select count(*) from moved) end,
    'removed', case when dry_run then count(*) filter (where p.outcome = 'removed') else (select count(*) from removed) end,
    'stayed', jsonb_build_object(
      'done', count(*) filter (where p.outcome = 'done'), 'locked', count(*) filter (where p.outcome = 'locked'),
      'edited', count(*) filter (where p.outcome = 'edited'), 'past', count(*) filter (where p.outcome = 'past')))
  into counts from plan p;
  if dry_run then
    select count(*) into created from private.reopened_tasks(enrollment_ids, start_date, pauses);
  else
    insert into public.tasks (id, user_id, date, "position", title, notes, minutes, type, is_required, source_type,
      enrollment_id, template_task_id, program_day, field_timestamps)
    select r.*, private.lowest_timestamps() from private.reopened_tasks(enrollment_ids, start_date, pauses) r
    on conflict (id) do nothing;
    get diagnostics created = row_count;
  end if;
  perform private.set_write_context('{"keep_undismissed": null, "keep_timestamps": null, "tombstone_timestamps": null}');
  if not dry_run then
    update public.enrollments e
    set start_date = coalesce(apply_schedule.start_date, e.start_date), pauses = coalesce(apply_schedule.pauses, e.pauses)
    where e.id = any (enrollment_ids) and (e.start_date, e.pauses)
      is distinct from (coalesce(apply_schedule.start_date, e.start_date), coalesce(apply_schedule.pauses, e.pauses));
  end if;
  return counts || jsonb_build_object('created', created);
end
$$;

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

-- Ends the pause that begins on `first_date`: from the person's today on there is none. A pause that has not begun is dropped,
-- and so is one that is over, which was a mistake. Returns the counts of private.apply_schedule. A dry run only counts.
create or replace function public.resume_enrollment(enrollment uuid, first_date text, dry_run boolean default false,
  request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  first_date private.calendar_date := private.read_date('first_date', resume_enrollment.first_date);
  one public.enrollments;
begin
  if known is not null then
    return known;
  end if;
  if first_date is null or dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Name a pause by its first date.';
  end if;
  one := private.require_pausable(enrollment, me, not dry_run);
  if not exists (
    select from private.read_pauses(one.pauses) p where p.first_date = resume_enrollment.first_date::date) then
    raise exception 'not_paused' using errcode = 'PT409', detail = 'There is no such pause.';
  end if;
  return private.end_request(case when dry_run is false then request end,
    private.apply_schedule(array[one.id], null, private.pauses_resumed(one.pauses, first_date, private.today_of(one.user_id)), dry_run));
end
$$;
grant execute on function public.resume_enrollment(uuid, text, boolean, uuid) to authenticated;

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
    and not t.client_locked and private.is_unedited(t) and coalesce(t.client_notes, '') = '';
  get diagnostics removed = row_count;
  perform private.set_write_context('{"keep_undismissed": null, "tombstone_timestamps": null}');
  return removed;
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

-- Deletes a cohort. Its members go on by themselves, or, with `end_members`, their enrollments end. Returns how many tasks
-- were removed.
create or replace function public.delete_cohort(cohort uuid, end_members boolean, remove_tasks boolean default false) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  own public.cohorts := private.require_own_cohort(cohort);
  enrollment_ids uuid[];
  removed integer := 0;
begin
  if end_members is null or remove_tasks is null or (remove_tasks and not end_members) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Tasks are removed of members whose enrollment ends.';
  end if;
  -- The pushes are locked first, as everywhere: the coach may be a member.
  perform private.lock_user_pushes(me);
  -- Whoever joins concurrently waits, and finds no cohort.
  perform from public.cohorts c where c.id = own.id for update;
  perform private.require_own_cohort(own.id);
  if end_members then
    enrollment_ids := private.lock_coached(
      array(select e.id from public.enrollments e where e.cohort_id = own.id), me);
    if remove_tasks then
      removed := private.withdraw_tasks(enrollment_ids);
    end if;
    update public.enrollments e set status = 'ended', ended_by = 'coach'
    where e.id = any (enrollment_ids) and e.status <> 'ended';
  end if;
  delete from public.cohorts c where c.id = own.id;
  return removed;
end
$$;
grant execute on function public.delete_cohort(uuid, boolean, boolean) to authenticated;

-- Removes the open tasks that nobody has touched of everybody whom the caller coaches in a program, which is deleted next.
-- Returns how many.
create or replace function public.remove_program_tasks(program uuid) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
begin
  if not private.owns_program(program) then
    perform private.raise_not_found();
  end if;
  return private.withdraw_tasks(private.lock_coached(array(
    select e.id from public.enrollments e
    where e.program_id = remove_program_tasks.program and e.status <> 'ended'), coach));
end
$$;
grant execute on function public.remove_program_tasks(uuid) to authenticated;

-- Adds a task to the days of one client or of all active members of a cohort: {added, past}. `past` counts members for whom
-- the day is over; for one client that is `past_date`. `id` is made by the caller: the same request again changes nothing and
-- gets the same response, whatever became of the task since.
create or replace function public.add_client_task(id uuid, task jsonb, enrollment uuid default null, cohort uuid default null) returns json
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

-- Changes fields of a client's task, or with `everyone` of those of all members of its cohort: {changed, done, locked, past},
-- where the last three count tasks that were left as they are; `past` those whose new day is over for their client. For one
-- task these are errors: task_done, task_locked, past_date. Idempotent.
create or replace function public.change_client_task(task uuid, fields jsonb, everyone boolean default false) returns json
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
create or replace function public.remove_client_task(task uuid, everyone boolean default false, with_notes boolean default false) returns json
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

create trigger record_recreated_tasks after insert on public.tasks referencing new table as changed_rows
  for each statement execute function private.record_recreated_tasks();
