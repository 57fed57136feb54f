-- Task sync: makes the tasks that programs say into people's Daily Focus, day by day, clears those still ahead, and
-- takes a clear back. Whatever is done, locked, made or deleted by the person stays as they left it.

-- The date of a program's numbered day. Day 1 is the start date; where weekdays are counted, the first weekday on or
-- after it. src/domain/program-days.ts computes the same.
create function private.date_for_day_index(start date, day integer, counting text) returns date
language sql immutable strict parallel safe set search_path = ''
as $$
  select case counting
    when 'weekdays' then start - weekday + n / 5 * 7 + n % 5
    else start + (day - 1) end
  from (select extract(isodow from start)::integer - 1 as weekday) w
  -- A weekend counts as the Monday after it.
  cross join lateral (select least(weekday, 5) + day - 1 as n) d
$$;

-- The day on which a template's task is due: its own, or the first of its week, or of the program.
create function private.due_day(level text, day integer, counting text) returns integer
language sql immutable strict parallel safe set search_path = ''
as $$
  select case level
    when 'program' then 1
    when 'program_week' then day - (day - 1) % case counting when 'weekdays' then 5 else 7 end
    else day end
$$;

-- The date that `instant` falls on in a time zone. An unknown zone counts as UTC, as in src/domain/calendar.ts.
create function private.date_in(zone text, instant timestamptz) returns date
language plpgsql stable strict set search_path = ''
as $$
begin
  return (instant at time zone zone)::date;
exception when invalid_parameter_value then
  return (instant at time zone 'UTC')::date;
end
$$;

create function private.today_of(person uuid) returns date
language sql stable strict set search_path = ''
as $$ select private.date_in(p.time_zone, now()) from public.profiles p where p.id = person $$;

-- A text with each `{key}` that the parameters name replaced, once: what a parameter says is not read again.
create function private.fill_in(template text, parameters jsonb) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select coalesce(string_agg(case when piece[1] like '{%}'
    then coalesce(parameters ->> substr(piece[1], 2, char_length(piece[1]) - 2), piece[1])
    else piece[1] end, '' order by n), '')
  from regexp_matches(template, '(\{[^{}]*\}|[^{]+|\{)', 'g') with ordinality m (piece, n)
$$;

-- What is cleared is kept for 30 days, so that it can be put back.
create table public.task_clears (
  id uuid primary key default gen_random_uuid(),
  program_id uuid not null references public.programs (id) on delete cascade,
  -- Who cleared.
  user_id uuid not null references public.profiles (id) on delete cascade,
  -- One of the two, as it was asked.
  enrollment_id uuid references public.enrollments (id) on delete cascade,
  cohort_id uuid references public.cohorts (id) on delete set null,
  deleted integer not null check (deleted > 0),
  at timestamptz not null default now(),
  undone_at timestamptz
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
  content jsonb not null,
  primary key (clear_id, task_id)
);
create index cleared_tasks_enrollment on private.cleared_tasks (enrollment_id);
alter table private.cleared_tasks enable row level security;

-- A person's delete that reaches the server after a clear finds no row any more; it is a delete all the same.
create function private.note_declined_late() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into private.declined_tasks (task_id, enrollment_id)
  select new.row_id, e.id from public.enrollments e
  where e.id = (new.content ->> 'enrollment_id')::uuid
    and new.content ->> 'template_task_id' is not null and new.user_id = (select auth.uid())
  on conflict (task_id) do nothing;
  return null;
end
$$;
create trigger note_declined_late after update of stamp on private.tombstones
  for each row when (new.table_name = 'tasks') execute function private.note_declined_late();

-- Whatever makes, clears or brings back an enrollment's tasks holds it until it ends, and before that what its person's
-- devices push: an edit or delete of a task that is just coming or going would be decided on what is not so any more.
-- Always in the order of their ids, so that nobody waits in a circle.
create function private.hold_enrollments(chosen uuid[]) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.hold_pushes(p.user_id)
  from (select distinct e.user_id from public.enrollments e where e.id = any (chosen) order by e.user_id) p;
  perform from public.enrollments e where e.id = any (chosen) order by e.id for no key update;
end
$$;

-- Of the active ones among the enrollments: the tasks that their versions say for days `first_day` to `last_day`
-- (null: no bound) and that are neither there nor were deleted by the person; with `from_today`, those dated on the
-- person's today or later. With `also_there`, those that are there as well, as their versions say them.
create function private.missing_tasks(chosen uuid[], first_day integer, last_day integer, from_today boolean,
  also_there boolean default false)
returns table (id uuid, user_id uuid, date date, "position" integer, title text, notes text, minutes integer,
  type varchar, is_required boolean, source_type text, enrollment_id uuid, template_task_id uuid, program_day integer)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, e.user_id, e.version_id, e.start_date, e.parameters, v.length_days, v.day_counting,
      case when from_today then private.today_of(e.user_id) else e.start_date end as earliest
    from public.enrollments e join public.program_versions v on v.id = e.version_id
    where e.id = any (chosen) and e.status = 'active'
  ), days as materialized (
    select s.version_id, s.start_date, n as day, private.date_for_day_index(s.start_date, n, s.day_counting) as date
    from (select distinct version_id, start_date, length_days, day_counting from members) s
    cross join generate_series(greatest(first_day, 1), least(last_day, s.length_days)) n
  ), templates as materialized (
    select t.*, private.due_day(t.level, t.day_index, v.day_counting) as day
    from public.program_version_tasks t join public.program_versions v on v.id = t.version_id
    where t.version_id in (select m.version_id from members m)
  ), planned as materialized (
    select private.derived_id('tasks', m.id::text, t.task_id::text, t.day::text) as id,
      m.user_id, d.date, t."position", t.title, t.notes, t.minutes, t.type, t.is_required, t.level,
      m.id as enrollment_id, t.task_id, t.day, m.parameters
    from members m
    join days d on d.version_id = m.version_id and d.start_date = m.start_date
    join templates t on t.version_id = m.version_id and t.day = d.day
    -- Daily Focus knows no later date.
    where d.date between m.earliest and '2999-12-31'
  )
  select p.id, p.user_id, p.date, p."position",
    case when strpos(p.title, '{') = 0 then p.title
      else coalesce(nullif(left(private.fill_in(p.title, p.parameters), 255), ''), p.title) end,
    case when strpos(p.notes, '{') = 0 then p.notes else left(private.fill_in(p.notes, p.parameters), 20000) end,
    p.minutes, p.type, p.is_required, p.level, p.enrollment_id, p.task_id, p.day
  from (
    select n.* from planned n where not also_there and not exists (select from public.tasks k where k.id = n.id)
    union all
    select n.* from planned n where also_there
  ) p
  where not exists (select from private.declined_tasks x where x.task_id = p.id)
$$;

-- Makes the missing tasks, all in one statement, and tells how many for each active enrollment; a dry run only tells.
-- What a program says yields to whatever a person says: its tasks carry the oldest stamp there is, so that an edit
-- made offline stands even where its task was cleared and made anew in between.
create function private.fill_tasks(
  chosen uuid[], first_day integer, last_day integer, from_today boolean, dry_run boolean)
returns table (enrollment_id uuid, user_id uuid, created integer)
language plpgsql set search_path = ''
as $$
#variable_conflict use_column
begin
  if dry_run is distinct from false then
    return query
      select e.id, e.user_id, count(m.id)::integer
      from public.enrollments e
      left join private.missing_tasks(chosen, first_day, last_day, from_today) m on m.enrollment_id = e.id
      where e.id = any (chosen) and e.status = 'active'
      group by e.id order by e.id;
    return;
  end if;
  perform private.hold_enrollments(chosen);
  perform set_config('cadence.pushing', 'on', true);
  return query
    with made as (
      insert into public.tasks (id, user_id, date, "position", title, notes, minutes, type, is_required, source_type,
        enrollment_id, template_task_id, program_day, field_stamps)
      select m.*, '{"*": "000000000000-0000-00000000"}'
      from private.missing_tasks(chosen, first_day, last_day, from_today) m
      on conflict (id) do nothing
      returning enrollment_id
    ), counts as (select enrollment_id, count(*) as n from made group by enrollment_id)
    select e.id, e.user_id, coalesce(c.n, 0)::integer
    from public.enrollments e left join counts c on c.enrollment_id = e.id
    where e.id = any (chosen) and e.status = 'active' order by e.id;
  perform set_config('cadence.pushing', '', true);
  perform private.note_sync_progress(chosen, first_day, last_day);
end
$$;

-- An enrollment's progress: as many days from its first one on as have been gone through without a gap.
create function private.note_sync_progress(chosen uuid[], first_day integer, last_day integer) returns void
language sql volatile set search_path = ''
as $$
  update public.enrollments e
  set synced_days = p.days, sync_state = case when p.days = p.length_days then 'done' else 'running' end
  from (
    select s.id, v.length_days,
      greatest(least(s.synced_days, v.length_days), least(coalesce(last_day, v.length_days), v.length_days)) as days
    from public.enrollments s join public.program_versions v on v.id = s.version_id
    where s.id = any (chosen) and s.status = 'active' and coalesce(first_day, 1) <= s.synced_days + 1
  ) p
  where e.id = p.id and (e.synced_days <> p.days or e.sync_state = 'failed' or (p.days = p.length_days and e.sync_state <> 'done'))
$$;

-- Whether the caller, nobody for the server, may have an enrollment's tasks made: the person, their coach, or the server itself.
create function private.may_sync(caller uuid, enrollment uuid) returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.enrollments e where e.id = enrollment
      and (e.user_id = caller or current_setting('role', true) = 'service_role'
        or e.id in (select private.coached_enrollments())))
$$;

-- Makes the tasks of an enrollment that are missing; never overwrites, doubles or brings back one. Tells how many were
-- made and how many of the asked days' tasks were not. A dry run tells the same and changes nothing.
create function public.sync_enrollment_tasks(enrollment uuid, first_day integer default null,
  last_day integer default null, from_today boolean default true, dry_run boolean default false) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  made integer;
  asked integer;
begin
  if not private.may_sync(auth.uid(), enrollment) then
    perform private.refuse_unknown();
  end if;
  select f.created into made from private.fill_tasks(array[enrollment], first_day, last_day, from_today, dry_run) f;
  if made is null then
    raise exception 'not_active' using errcode = 'PT409', detail = 'Only active enrollments get tasks.';
  end if;
  select count(*) into asked
  from public.enrollments e
  join public.program_versions v on v.id = e.version_id
  join public.program_version_tasks t on t.version_id = v.id
  where e.id = enrollment and private.due_day(t.level, t.day_index, v.day_counting)
    between greatest(first_day, 1) and least(last_day, v.length_days);
  return json_build_object('created', made, 'skipped', asked - made);
end
$$;

-- The same for all active members of a cohort at once, from each one's own today.
create function public.sync_cohort_tasks(cohort uuid, first_day integer default null, last_day integer default null,
  dry_run boolean default false) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  chosen uuid[];
begin
  select array(select e.id from public.enrollments e where e.cohort_id = c.id) into chosen
  from public.cohorts c
  where c.id = cohort
    and (current_setting('role', true) = 'service_role' or (c.user_id = (select auth.uid()) and private.is_coach()));
  if chosen is null then
    perform private.refuse_unknown();
  end if;
  return (
    select json_build_object('created', coalesce(sum(f.created), 0), 'members', coalesce(json_agg(f), '[]'))
    from private.fill_tasks(chosen, first_day, last_day, true, dry_run) f);
end
$$;

-- Says that the last try to make an enrollment's tasks did not succeed; the next one that does says otherwise.
create function public.note_sync_failed(enrollment uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if not private.may_sync(auth.uid(), enrollment) then
    perform private.refuse_unknown();
  end if;
  update public.enrollments e set sync_state = 'failed' where e.id = enrollment and e.sync_state in ('waiting', 'running');
end
$$;

-- The fallback where an enrollment's sync has not come as far as a day that the caller opens: makes the tasks of that
-- date, from today on. What was cleared after the sync stays so.
create function public.open_day(day date) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  chosen uuid[] := array(
    select e.id from public.enrollments e
    where e.user_id = private.caller() and e.status = 'active' and e.sync_state <> 'done');
  made integer := 0;
  index integer;
  one uuid;
begin
  perform private.hold_enrollments(chosen);
  foreach one in array chosen loop
    select n into index
    from public.enrollments e join public.program_versions v on v.id = e.version_id
    cross join generate_series(e.synced_days + 1, v.length_days) n
    where e.id = one and private.date_for_day_index(e.start_date, n, v.day_counting) = day;
    if index is not null then
      made := made + coalesce((select f.created from private.fill_tasks(array[one], index, index, true, false) f), 0);
    end if;
  end loop;
  return json_build_object('created', made);
end
$$;

-- What a clear takes of the enrollments' tasks: of the program, after the person's today, not done, not locked.
create function private.clearable_tasks(chosen uuid[], first_day integer, last_day integer)
returns table (id uuid, enrollment_id uuid)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, private.today_of(e.user_id) as today from public.enrollments e where e.id = any (chosen)
  )
  select t.id, t.enrollment_id
  from members m join public.tasks t on t.enrollment_id = m.id
  where t.source_type in ('program', 'program_day', 'program_week')
    and t.date > m.today and t.status <> 'done' and not t.client_locked
    and (first_day is null or t.program_day >= first_day) and (last_day is null or t.program_day <= last_day)
$$;

-- Clears the future of one enrollment or of a cohort's, for their coach: exactly private.clearable_tasks. Whoever did something to a
-- task offline and sends it after the clear has it back. A dry run only tells what would be deleted.
create function public.clear_tasks(enrollment uuid default null, cohort uuid default null,
  first_day integer default null, last_day integer default null, dry_run boolean default false) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.caller();
  chosen uuid[];
  program uuid;
  held uuid[];
  the_clear uuid := gen_random_uuid();
  members json;
  total integer;
begin
  if (enrollment is null) = (cohort is null) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Name an enrollment or a cohort, and not both.';
  end if;
  if enrollment is not null then
    select array[e.id], e.program_id into chosen, program from public.enrollments e
    where e.id = enrollment and (e.id in (select private.coached_enrollments()) or (e.user_id = me and e.coach_id = me));
  else
    select array(select e.id from public.enrollments e where e.cohort_id = c.id and e.status <> 'ended'), c.program_id
    into chosen, program
    from public.cohorts c where c.id = cohort and c.user_id = me and private.is_coach();
  end if;
  if chosen is null then
    perform private.refuse_unknown();
  end if;

  if dry_run is distinct from false then
    the_clear := null;
    select json_agg(m) into members from (
      select e.id as enrollment_id, e.user_id, count(c.id) as deleted
      from public.enrollments e left join private.clearable_tasks(chosen, first_day, last_day) c on c.enrollment_id = e.id
      where e.id = any (chosen) group by e.id order by e.id) m;
  else
    perform private.hold_enrollments(chosen);
    held := array(
      select t.id from public.tasks t
      where t.id in (select c.id from private.clearable_tasks(chosen, first_day, last_day) c)
      order by t.id for update);
    -- A tombstone with its row's own stamp yields to every later edit by the person.
    perform set_config('cadence.clearing', 'on', true),
      set_config('cadence.delete_stamps', coalesce((
        select jsonb_object_agg(t.id, (select max(s.value collate "C") from jsonb_each_text(t.field_stamps) s))::text
        from public.tasks t where t.id = any (held)), ''), true);
    with gone as (
      delete from public.tasks t
      where t.id = any (held) and t.id in (select c.id from private.clearable_tasks(chosen, first_day, last_day) c)
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
      where e.id = any (chosen) group by e.id order by e.id) m;
    perform set_config('cadence.clearing', '', true), set_config('cadence.delete_stamps', '', true);
    delete from private.cleared_tasks k using public.task_clears c
    where c.id = k.clear_id and c.at < now() - interval '30 days';
  end if;
  total := (select coalesce(sum((m ->> 'deleted')::integer), 0) from json_array_elements(members) m);
  return json_build_object('deleted', total, 'clear_id', case when total > 0 then the_clear end,
    'members', coalesce(members, '[]'));
end
$$;

-- Puts back what a clear of the caller took, as it was: of enrollments that are still active and theirs to plan, what
-- is not there again, on whatever day, and was not deleted by the person since. Done twice it finds nothing more to do.
create function public.undo_clear(clear_id uuid) returns json
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  me uuid := private.caller();
  the_clear public.task_clears;
  restored integer;
begin
  select * into the_clear from public.task_clears c where c.id = undo_clear.clear_id and c.user_id = me;
  if the_clear.id is null then
    perform private.refuse_unknown();
  end if;
  if the_clear.at < now() - interval '30 days' then
    raise exception 'too_late' using errcode = 'PT409', detail = 'A clear can be undone for 30 days.';
  end if;
  perform private.hold_enrollments(array(
    select distinct k.enrollment_id from private.cleared_tasks k where k.clear_id = the_clear.id));
  -- Each task keeps the stamps it had: edits that were made before the undo count as they would have.
  perform set_config('cadence.pushing', 'on', true);
  with back as (
    insert into public.tasks
    select r.* from private.cleared_tasks k
    join public.enrollments e on e.id = k.enrollment_id
    cross join lateral jsonb_populate_record(null::public.tasks, k.content) r
    where k.clear_id = the_clear.id and e.status = 'active'
      and e.coach_id = me and (e.user_id = me or (select private.is_coach()))
      -- On another day, too: they may have been moved to another version since.
      and not exists (
        select from public.tasks t where t.enrollment_id = k.enrollment_id and t.template_task_id = r.template_task_id)
      and not exists (
        select from private.declined_tasks x
        left join private.tombstones g on g.table_name = 'tasks' and g.row_id = x.task_id
        where x.enrollment_id = k.enrollment_id
          and (x.task_id = k.task_id or g.content ->> 'template_task_id' = r.template_task_id::text))
    on conflict (id) do nothing
    returning id
  ), forgotten as (
    delete from private.cleared_tasks k using back b where k.clear_id = the_clear.id and k.task_id = b.id
  )
  select count(*) into restored from back;
  perform set_config('cadence.pushing', '', true);
  update public.task_clears c set undone_at = coalesce(c.undone_at, now()) where c.id = the_clear.id;
  return json_build_object('restored', restored);
end
$$;

-- A cohort's active members by days: how many of each day's tasks are done, were missed, or lie ahead.
create function public.cohort_board(cohort uuid, first date, last date) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not exists (
    select from public.cohorts c where c.id = cohort
      and (private.is_admin() or (c.user_id = (select auth.uid()) and private.is_coach()))) then
    perform private.refuse_unknown();
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
        count(*) filter (where t.status <> 'done' and t.date < m.today) as missed,
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

grant execute on function
  public.sync_enrollment_tasks(uuid, integer, integer, boolean, boolean),
  public.sync_cohort_tasks(uuid, integer, integer, boolean), public.note_sync_failed(uuid)
  to authenticated, service_role;
grant execute on function
  public.open_day(date), public.clear_tasks(uuid, uuid, integer, integer, boolean), public.undo_clear(uuid),
  public.cohort_board(uuid, date, date)
  to authenticated;
