-- What an enrollment's start date and pauses mean for its tasks. Open tasks that nobody has changed follow a change of
-- them, also those of days that have passed, where their new date is not past: no day is left behind.

-- The program tasks whose date changes, and what becomes of each: it `moves`, or is `removed` because its day is skipped, or
-- why it stays: it is `done`, `locked` or `edited`, or its new date would be `past`, so that nothing becomes missed without
-- a chance to do it. Null: what the enrollments have.
create function private.rescheduled_tasks(enrollment_ids uuid[], start_date date, pauses jsonb)
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
create function private.apply_schedule(enrollment_ids uuid[], start_date date, pauses jsonb, dry_run boolean) returns jsonb
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
