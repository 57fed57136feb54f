-- Moving enrollments to another version of their program. Only upcoming tasks that nobody has changed follow the new
-- version, and each template task has at most one task in an enrollment.

-- Tasks of the enrollments dated after the person's today that are as the program made them: neither done, locked nor
-- edited; a note of their person goes along.
create function private.movable_tasks(enrollment_ids uuid[]) returns setof public.tasks
language sql stable set search_path = ''
as $$
  select t.*
  from private.todays_of(enrollment_ids) m join public.tasks t on t.enrollment_id = m.enrollment_id
  where t.template_task_id is not null and t.date > m.today and t.status = 'open' and not t.client_locked
    and private.is_unedited(t)
$$;

-- What moving the enrollments to a version does to their tasks: `remove` and `update` movable ones, and `insert` new ones.
create function private.plan_move(enrollment_ids uuid[], target_version uuid)
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
create function private.apply_move(enrollment_ids uuid[], target_version uuid) returns json
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

-- Makes those enrollments active that wait for a payment although their version is free, with their tasks from today on.
create function private.activate_free(enrollment_ids uuid[]) returns void
language plpgsql set search_path = ''
as $$
declare
  free uuid[] := array(
    select e.id from public.enrollments e join public.program_versions v on v.id = e.version_id
    where e.id = any (enrollment_ids) and e.status = 'pending' and v.price is null);
begin
  perform private.activate_enrollment(f.id) from unnest(free) f (id);
  perform private.materialize_tasks(free, null, null, true, false);
end
$$;

-- What a version costs for those who would be moved to it: {price, currency, old_price, old_currency, pending, quoted}, where
-- the old price is that of whom it changes for, `pending` counts those who have not paid, and `quoted` those of them who
-- still pay what a checkout has quoted.
create function private.price_change(enrollment_ids uuid[], target_version uuid) returns json
language sql stable set search_path = ''
as $$
  with members as (
    select e.id, e.status, v.price, v.currency
    from public.enrollments e join public.program_versions v on v.id = e.version_id
    where e.id = any (enrollment_ids)
  ), changed as (
    select m.price, m.currency from members m, public.program_versions t
    where t.id = target_version and (m.price is distinct from t.price or (m.price is not null and m.currency <> t.currency))
    limit 1
  )
  select json_build_object('price', t.price, 'currency', t.currency, 'old_price', c.price, 'old_currency', c.currency,
    'pending', (select count(*) from members m where m.status = 'pending'),
    'quoted', (
      select count(*) from members m join public.payment_intents i on i.enrollment_id = m.id and i.state = 'open'
      where m.status = 'pending' and t.price is not null and private.keeps_quote(i, t)))
  from public.program_versions t join changed c on true where t.id = target_version
$$;

create function private.move_counts(actions text[]) returns json
language sql immutable set search_path = ''
as $$
  select json_build_object('added', count(*) filter (where a = 'insert'), 'removed', count(*) filter (where a = 'remove'),
    'changed', count(*) filter (where a = 'update'))
  from unnest(actions) a
$$;

-- Moves one enrollment, a cohort with all members that have not ended, or everybody whom the caller coaches in a program,
-- to another version of it: {added, removed, changed, price}, which count tasks; `price` is a private.price_change, null
-- without one. A dry run only counts. Coaches choose any version; people who enrolled on their own the approved one, if
-- they could enroll in it today. `request` is as in tool_requests.sql.
create function public.move_enrollment(enrollment uuid default null, cohort uuid default null,
  program uuid default null, version uuid default null, dry_run boolean default false, request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  one public.enrollments;
  enrollment_ids uuid[];
  owner_program uuid;
  counts jsonb;
  price json;
begin
  if known is not null then
    return known;
  end if;
  if num_nonnulls(enrollment, cohort, program) <> 1 or version is null or dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'Name one of an enrollment, a cohort and a program, a version, and whether it is a dry run.';
  end if;
  if not dry_run then
    perform private.lock_user_pushes(me);
  end if;
  if cohort is not null then
    -- Whoever joins concurrently gets the new version.
    owner_program := (private.lock_own_cohort(cohort)).program_id;
    enrollment_ids := array(select e.id from public.enrollments e where e.cohort_id = cohort and e.status <> 'ended');
  elsif program is not null then
    select p.id into owner_program from public.programs p where p.id = program and p.user_id = private.require_coach();
    perform from public.cohorts c where c.program_id = owner_program order by c.id for no key update;
    enrollment_ids := array(
      select e.id from public.enrollments e
      where e.program_id = owner_program and e.coach_id = me and e.status <> 'ended');
  else
    select * into one from public.enrollments e
    where e.id = enrollment and e.coach_id = me and (e.user_id = me or private.is_coach());
    if one.id is null then
      perform private.raise_not_found();
    elsif one.status = 'ended' then
      raise exception 'ended' using errcode = 'PT409', detail = 'This enrollment has ended.';
    end if;
    owner_program := one.program_id;
    enrollment_ids := array[one.id];
  end if;
  if not exists (
    select from public.program_versions v join public.programs p on p.id = v.program_id
    where v.id = version and p.id = owner_program
      and (p.user_id = me or (v.number = p.approved_version and p.published_version is not null
        and p.visibility <> 'private' and v.price is null))) then
    perform private.raise_not_found();
  end if;
  price := private.price_change(enrollment_ids, version);
  if dry_run then
    select private.move_counts(array_agg(p.action)) into counts from private.plan_move(enrollment_ids, version) p;
  else
    enrollment_ids := private.lock_coached(enrollment_ids, me);
    if enrollment is not null and enrollment_ids = '{}' then
      perform private.raise_not_found();
    end if;
    counts := private.apply_move(enrollment_ids, version);
    update public.cohorts c set version_id = version
    where c.user_id = me and (c.id = move_enrollment.cohort or c.program_id = move_enrollment.program);
  end if;
  return private.end_request(case when dry_run is false then request end, counts || jsonb_build_object('price', price));
end
$$;
grant execute on function public.move_enrollment(uuid, uuid, uuid, uuid, boolean, uuid) to authenticated;
