-- Moves people who are in the middle of a program to another version of it. Only tasks that are still ahead and that
-- nobody has touched follow the new version; each of its tasks is in a person's list at most once.

-- Of the enrollments' tasks, those dated after the person's today that are as their program made them: neither done
-- nor locked, and without an edit by anybody.
create function private.movable_tasks(chosen uuid[]) returns setof public.tasks
language sql stable set search_path = ''
as $$
  select t.*
  from (select e.id, private.today_of(e.user_id) as today from public.enrollments e where e.id = any (chosen)) m
  join public.tasks t on t.enrollment_id = m.id
  where t.template_task_id is not null and t.date > m.today and t.status = 'open' and not t.client_locked
    and t.field_stamps = '{"*": "000000000000-0000-00000000"}'
$$;

-- Brings the enrollments to a version: {added, removed, changed}. They are held.
create function private.move_to(chosen uuid[], version uuid) returns json
language plpgsql set search_path = ''
as $$
declare
  target public.program_versions;
  movable uuid[];
  declined jsonb;
  removed integer;
  changed integer;
  added integer;
begin
  -- Held and looked at once more, for what somebody touches at this moment.
  perform from public.tasks t
  where t.id in (select m.id from private.movable_tasks(chosen) m) order by t.id for update;
  movable := array(select m.id from private.movable_tasks(chosen) m);
  select * into target from public.program_versions v where v.id = version;
  -- What a person deleted stays deleted, on whatever day the new version has it.
  select jsonb_agg(jsonb_build_object('enrollment_id', e.id, 'template_task_id', t.task_id)) into declined
  from public.enrollments e
  join public.program_versions v on v.id = e.version_id
  join public.program_version_tasks t on t.version_id = v.id
  join private.declined_tasks d on d.enrollment_id = e.id and d.task_id = private.derived_id('tasks', e.id::text,
    t.task_id::text, private.due_day(t.level, t.day_index, v.day_counting)::text)
  where e.id = any (chosen);

  update public.enrollments e
  set version_id = target.id, program_title = target.title,
    synced_days = case when e.sync_state = 'done' then target.length_days else least(e.synced_days, target.length_days) end
  where e.id = any (chosen);

  drop table if exists pg_temp.cadence_plan;
  create temporary table cadence_plan on commit drop as
    select p.*, p.date > m.today as is_ahead
    from private.missing_tasks(chosen, null, null, false, true) p
    join (select e.id, private.today_of(e.user_id) as today from public.enrollments e where e.id = any (chosen)) m
      on m.id = p.enrollment_id;

  -- The rows' own stamps, so that every edit made offline stands against this.
  perform set_config('cadence.clearing', 'on', true), set_config('cadence.pushing', 'on', true),
    set_config('cadence.delete_stamps', coalesce((
      select jsonb_object_agg(m, '000000000000-0000-00000000')::text from unnest(movable) m), ''), true);
  delete from public.tasks t
  where t.id = any (movable) and not exists (select from pg_temp.cadence_plan p where p.id = t.id and p.is_ahead);
  get diagnostics removed = row_count;
  update public.tasks t
  set date = p.date, position = p.position, title = p.title, notes = p.notes, minutes = p.minutes, type = p.type,
    is_required = p.is_required, source_type = p.source_type
  from pg_temp.cadence_plan p
  where t.id = p.id and t.id = any (movable)
    and (t.date, t.position, t.title, t.notes, t.minutes, t.type, t.is_required, t.source_type)
      is distinct from (p.date, p.position, p.title, p.notes, p.minutes, p.type, p.is_required, p.source_type);
  get diagnostics changed = row_count;

  -- What is there by another day, or was deleted there, no later sync makes either.
  delete from pg_temp.cadence_plan p where exists (select from public.tasks t where t.id = p.id);
  with known as (
    delete from pg_temp.cadence_plan p
    where exists (
        select from public.tasks t where t.enrollment_id = p.enrollment_id and t.template_task_id = p.template_task_id)
      or exists (
        select from jsonb_to_recordset(declined) as d (enrollment_id uuid, template_task_id uuid)
        where d.enrollment_id = p.enrollment_id and d.template_task_id = p.template_task_id)
    returning p.id, p.enrollment_id
  )
  insert into private.declined_tasks (task_id, enrollment_id)
  select k.id, k.enrollment_id from known k on conflict (task_id) do nothing;
  insert into public.tasks (id, user_id, date, position, title, notes, minutes, type, is_required, source_type,
    enrollment_id, template_task_id, program_day, field_stamps)
  select p.id, p.user_id, p.date, p.position, p.title, p.notes, p.minutes, p.type, p.is_required, p.source_type,
    p.enrollment_id, p.template_task_id, p.program_day, '{"*": "000000000000-0000-00000000"}'
  from pg_temp.cadence_plan p where p.is_ahead;
  get diagnostics added = row_count;
  perform set_config('cadence.clearing', '', true), set_config('cadence.pushing', '', true),
    set_config('cadence.delete_stamps', '', true);
  drop table pg_temp.cadence_plan;
  return json_build_object('added', added, 'removed', removed, 'changed', changed);
end
$$;

-- Moves one enrollment, or all of a cohort that have not ended and the cohort itself, to another version of its
-- program: {added, removed, changed}, counted in tasks. A dry run tells the same and changes nothing. For the coach,
-- whatever version; for who took a program into their own plan, the published one that they could take today.
create function public.move_enrollment(enrollment uuid default null, cohort uuid default null,
  version uuid default null, dry_run boolean default false) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.caller();
  one public.enrollments;
  chosen uuid[];
  program uuid;
  answer json;
begin
  if (enrollment is null) = (cohort is null) or version is null or dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'Name an enrollment or a cohort, and not both, a version, and whether it is a dry run.';
  end if;
  if cohort is not null then
    program := (private.own_cohort(cohort)).program_id;
    -- Whoever joins meanwhile waits, and takes the new version.
    perform from public.cohorts c where c.id = cohort for no key update;
    chosen := array(select e.id from public.enrollments e where e.cohort_id = cohort and e.status <> 'ended');
  else
    select * into one from public.enrollments e
    where e.id = enrollment and e.coach_id = me and (e.user_id = me or private.is_coach());
    if one.id is null then
      perform private.refuse_unknown();
    elsif one.status = 'ended' then
      raise exception 'ended' using errcode = 'PT409', detail = 'This enrollment has ended.';
    end if;
    program := one.program_id;
    chosen := array[one.id];
  end if;
  if not exists (
    select from public.program_versions v join public.programs p on p.id = v.program_id
    where v.id = version and p.id = program
      and (p.user_id = me or (v.number = p.published_version and p.approved_at is not null
        and p.visibility <> 'private' and v.price is null))) then
    perform private.refuse_unknown();
  end if;
  perform private.hold_enrollments(chosen);
  begin
    answer := private.move_to(chosen, version);
    update public.cohorts c set version_id = version where c.id = cohort;
    if dry_run then
      raise exception using errcode = 'CDRY0';
    end if;
  exception when sqlstate 'CDRY0' then
    null;
  end;
  return answer;
end
$$;
grant execute on function public.move_enrollment(uuid, uuid, uuid, boolean) to authenticated;
