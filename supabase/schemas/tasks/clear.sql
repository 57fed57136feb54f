-- A clear deletes upcoming tasks of a program, which can be undone for `undo_period`.
create table public.task_clears (
  id uuid primary key default gen_random_uuid(),
  program_id uuid not null references public.programs (id) on delete cascade,
  -- Who cleared.
  user_id uuid not null references public.profiles (id) on delete cascade,
  -- One of the two, as requested.
  enrollment_id uuid references public.enrollments (id) on delete cascade,
  cohort_id uuid references public.cohorts (id) on delete set null,
  deleted integer not null check (deleted > 0),
  at private.instant not null default now(),
  undone_at private.instant,
  -- When the texts of its tasks were deleted, since it can no longer be undone.
  forgotten_at private.instant
);
create index task_clears_program on public.task_clears (program_id);
create index task_clears_person on public.task_clears (user_id);
create index task_clears_enrollment on public.task_clears (enrollment_id);
create index task_clears_cohort on public.task_clears (cohort_id);
create index task_clears_age on public.task_clears (at);
alter table public.task_clears enable row level security;
grant select on public.task_clears to authenticated, service_role;
create policy "people read the clears they made, admins read all" on public.task_clears
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

create table private.cleared_tasks (
  clear_id uuid not null references public.task_clears (id) on delete cascade,
  task_id uuid not null,
  enrollment_id uuid not null references public.enrollments (id) on delete cascade,
  -- Null once the clear can no longer be undone. The rest stays as long as the enrollment: nothing but a sync or an undo makes
  -- what a coach has cleared, on whatever day a version has it.
  content jsonb,
  template_task_id uuid not null,
  -- The template task has had a task again since.
  was_recreated boolean not null default false,
  primary key (clear_id, task_id)
);
create index cleared_tasks_template on private.cleared_tasks (enrollment_id, template_task_id);
alter table private.cleared_tasks enable row level security;

create function private.record_recreated_tasks() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update private.cleared_tasks k set was_recreated = true from changed_rows r
  where k.enrollment_id = r.enrollment_id and k.template_task_id = r.template_task_id and not k.was_recreated;
  return null;
end
$$;
create trigger record_recreated_tasks after insert on public.tasks referencing new table as changed_rows
  for each statement execute function private.record_recreated_tasks();

-- How long a clear can be undone. src/domain/tasks/task.ts has the same.
create function private.undo_period() returns interval
language sql immutable parallel safe set search_path = ''
as $$ select interval '30 days' $$;

-- The tasks that a clear deletes: made from the program, dated after the person's today, neither done nor locked.
create function private.clearable_tasks(enrollment_ids uuid[], first_day integer, last_day integer)
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
create function public.clear_tasks(enrollment uuid default null, cohort uuid default null,
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
create function public.undo_clear(clear_id uuid, request uuid default null) returns jsonb
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
