-- What becomes of a program: views, enrollments, starts, completions, and how far people get. A number tells its reader
-- nothing about a person whose work they may not read: people who are not the coach's are counted in groups of five and more.

-- Who has viewed a program today and yesterday, so that each person counts once a day. The events themselves name nobody.
create table private.program_views (
  program_id uuid not null references public.programs (id) on delete cascade,
  user_id uuid not null references public.profiles (id) on delete cascade,
  on_day private.calendar_date not null,
  primary key (program_id, user_id, on_day)
);
create index program_views_person on private.program_views (user_id);
alter table private.program_views enable row level security;

-- Views by people who were not signed in, whose number a day is limited: nobody can tell them apart.
create table private.anonymous_views (
  program_id uuid not null references public.programs (id) on delete cascade,
  on_day private.calendar_date not null,
  views integer not null default 1,
  primary key (program_id, on_day)
);
alter table private.anonymous_views enable row level security;

create function private.anonymous_views_a_day() returns integer
language sql immutable parallel safe set search_path = ''
as $$ select 100 $$;

-- Counts a view of a program by the caller, except by its coach and by admins.
create function private.record_view(program uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := (select auth.uid());
  today date := (now() at time zone 'UTC')::date;
begin
  if me is null then
    insert into private.anonymous_views as v (program_id, on_day) values (program, today)
    on conflict (program_id, on_day) do update set views = v.views + 1
    where v.views < private.anonymous_views_a_day();
  elsif not private.is_admin() and not exists (
    select from public.programs p where p.id = program and p.user_id = me) then
    insert into private.program_views (program_id, user_id, on_day) values (program, me, today)
    on conflict do nothing;
    if found then
      -- Without the time of day, by which somebody could be recognised.
      insert into public.program_events (program_id, user_id, kind, at)
      select p.id, p.user_id, 'viewed', today::timestamp at time zone 'UTC'
      from public.programs p where p.id = program for key share;
      delete from private.program_views v where v.program_id = program and v.on_day < today - 1;
    end if;
  end if;
end
$$;

create function private.smallest_group() returns integer
language sql immutable parallel safe set search_path = ''
as $$ select 5 $$;

-- The enrollments of a program, with what their tasks say: whether a task was done, whether all required ones were (all, where
-- none is required), and the last program day with a task that was done. `is_own` are those whose tasks the program's coach reads.
-- Pending ones and the coach's own do not count.
create function private.enrollment_progress(program uuid)
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

-- The totals of a program: {viewed, viewed_anonymously, imported, used, people, withheld, started, completed}. `people` are
-- the enrollments that the last two count; `withheld` are so few that they are not counted, which admins never have.
create function private.program_totals(program uuid, reads_all boolean) returns jsonb
language sql stable set search_path = ''
as $$
  with progress as materialized (
    select g.*, g.is_own or reads_all or count(*) filter (where not g.is_own) over () >= private.smallest_group() as is_counted
    from private.enrollment_progress(program) g
  )
  select jsonb_build_object(
    'viewed', (select count(*) from public.program_events e where e.program_id = program and e.kind = 'viewed'),
    'viewed_anonymously', (select coalesce(sum(a.views), 0) from private.anonymous_views a where a.program_id = program),
    'imported', (select count(*) from public.program_events e where e.program_id = program and e.kind = 'imported'),
    'used', (select count(*) from public.program_events e where e.program_id = program and e.kind = 'used'),
    'people', count(*) filter (where g.is_counted),
    'withheld', count(*) filter (where not g.is_counted),
    'started', count(*) filter (where g.is_counted and g.last_done_day is not null),
    'completed', count(*) filter (where g.is_counted and g.has_completed))
  from progress g
$$;

-- For a program's coach and admins: {title, length_days, totals, days: [{day, reached, active}]}, `totals` as above. `reached` people had
-- come to that program day by their own calendar, and `active` of them did a task of that day or of a later one. On each day,
-- people who are not the coach's count where they are five or more.
create function public.program_statistics(program uuid) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  shown public.programs;
  reads_all boolean := private.is_admin();
begin
  select * into shown from public.programs p
  where p.id = program and (reads_all or (p.user_id = me and private.is_coach()));
  if shown.id is null then
    perform private.raise_not_found();
  end if;
  return (
    with progress as materialized (
      select g.* from private.enrollment_progress(shown.id) g
    ), days as (
      select n as day,
        count(*) filter (where g.is_own or reads_all) as own,
        count(*) filter (where (g.is_own or reads_all) and g.last_done_day >= n) as own_active,
        count(*) filter (where not (g.is_own or reads_all)) as others,
        count(*) filter (where not (g.is_own or reads_all) and g.last_done_day >= n) as others_active
      from progress g cross join lateral generate_series(1, g.reached_day) n
      group by n
    )
    select json_build_object('title', shown.title, 'length_days', shown.length_days,
      'totals', private.program_totals(shown.id, reads_all),
      'days', (select coalesce(json_agg(json_build_object('day', d.day,
          'reached', d.own + case when d.others >= private.smallest_group() then d.others else 0 end,
          'active', d.own_active + case when d.others >= private.smallest_group() then d.others_active else 0 end)
          order by d.day), '[]')
        from days d where d.own > 0 or d.others >= private.smallest_group())));
end
$$;
grant execute on function public.program_statistics(uuid) to authenticated;

-- For admins, the programs that have been published or used, the most used first: [{program_id, title, coach, totals}].
create function public.all_program_statistics() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (
    select coalesce(json_agg(json_build_object('program_id', p.id, 'title', p.title, 'coach', coach.display_name,
      'totals', private.program_totals(p.id, true)) order by private.program_uses(p.id) desc, p.title, p.id), '[]')
    from public.programs p join public.profiles coach on coach.id = p.user_id
    where exists (select from public.program_versions v where v.program_id = p.id));
end
$$;
grant execute on function public.all_program_statistics() to authenticated;
