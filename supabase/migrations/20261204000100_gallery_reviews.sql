-- Coaches who may publish to the gallery, and each version that appears there, are approved by an admin. Of a paid program
-- nothing is shown before paying but the preview that its coach chose. Links show what they invite to before the sign-in,
-- addresses of invitations are cleaned, and coaches and admins see what becomes of a program.

alter table public.programs
  add column preview_days integer check (preview_days between 1 and 366),
  add column approved_version integer;
grant insert (preview_days), update (preview_days) on public.programs to authenticated;
alter table public.program_versions add column preview_days integer;

-- What an admin decides about the gallery: which coaches may publish to it, and which versions appear in it. Each
-- version is reviewed by itself. A program's link obeys the second as well.

-- Whether a coach may publish to the gallery. Without a row nobody has asked. Admins need no permission.
create table public.gallery_permissions (
  user_id uuid primary key references public.profiles (id) on delete cascade,
  state text not null check (state in ('requested', 'granted', 'declined')),
  -- Why it was declined or revoked, for the coach.
  reason private.long_text,
  requested_at private.instant not null default now(),
  decided_at private.instant,
  decided_by uuid references public.profiles (id) on delete set null,
  check ((state = 'requested') = (decided_at is null)),
  check ((state = 'declined') = (reason is not null))
);
create index gallery_permissions_admin on public.gallery_permissions (decided_by);
select private.enable_normal_form('public.gallery_permissions');
alter table public.gallery_permissions enable row level security;
grant select on public.gallery_permissions to authenticated, service_role;
create policy "coaches read their own permission, admins all" on public.gallery_permissions
  for select to authenticated using (user_id = (select auth.uid()) or (select private.is_admin()));

-- The coaches who may publish to the gallery.
create function private.gallery_coaches() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select p.id from public.profiles p
  where p.role = 'admin'
    or (p.role = 'coach' and exists (
      select from public.gallery_permissions g where g.user_id = p.id and g.state = 'granted'))
$$;

-- An admin's decision about one version.
create table public.version_reviews (
  version_id uuid primary key references public.program_versions (id) on delete cascade,
  is_approved boolean not null,
  -- Why it was declined, for the coach.
  reason private.long_text,
  reviewed_at private.instant not null default now(),
  reviewed_by uuid references public.profiles (id) on delete set null,
  check (is_approved = (reason is null))
);
create index version_reviews_admin on public.version_reviews (reviewed_by);
select private.enable_normal_form('public.version_reviews');
alter table public.version_reviews enable row level security;
grant select on public.version_reviews to authenticated, service_role;
create policy "coaches read reviews of their own versions, admins all" on public.version_reviews
  for select to authenticated
  using ((select private.is_admin()) or exists (
    select from public.program_versions v where v.id = version_id and v.user_id = (select auth.uid())));

create function private.is_approved_version(version uuid) returns boolean
language sql stable set search_path = ''
as $$ select exists (select from public.version_reviews r where r.version_id = version and r.is_approved) $$;

-- Brings a program's `approved_version` and `approved_at` in line with the reviews of its versions.
create function private.follow_reviews(program uuid) returns void
language sql volatile set search_path = ''
as $$
  update public.programs p set approved_version = f.approved_version, approved_at = f.approved_at
  from (
    select g.id, max(v.number) as approved_version,
      max(r.reviewed_at) filter (where v.number = g.published_version) as approved_at
    from public.programs g
    left join (public.program_versions v join public.version_reviews r on r.version_id = v.id and r.is_approved)
      on v.program_id = g.id
    where g.id = program group by g.id
  ) f
  where p.id = f.id
    and (p.approved_version, p.approved_at) is distinct from (f.approved_version, f.approved_at::private.instant)
$$;

-- A reason as it is stored; null where nothing of it is visible.
create function private.read_reason(reason text) returns private.long_text
language plpgsql immutable set search_path = ''
as $$
begin
  if private.is_long_text(reason) is false then
    raise exception 'invalid_value' using errcode = 'PT400', column = 'reason',
      detail = 'reason is a text of at most 20,000 characters.';
  end if;
  return case when private.as_label(reason, 20000) <> '' then reason end;
end
$$;

-- A coach asks to publish to the gallery; again, after it was declined. Idempotent.
create function public.request_gallery_permission() returns void
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
begin
  insert into public.gallery_permissions as g (user_id, state) values (coach, 'requested')
  on conflict (user_id) do update
  set state = 'requested', reason = null, requested_at = now(), decided_at = null, decided_by = null
  where g.state = 'declined';
end
$$;
grant execute on function public.request_gallery_permission() to authenticated;

-- An admin lets a coach publish to the gallery, or declines or revokes that, with a reason. What is revoked leaves the
-- gallery at once.
create function public.set_gallery_permission(person uuid, granted boolean, reason text default null) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  admin uuid := private.require_admin();
  why private.long_text := private.read_reason(reason);
begin
  if granted is null or (not granted and why is null) then
    raise exception 'missing_reason' using errcode = 'PT400', detail = 'granted is true, or false with a reason.';
  end if;
  if not exists (select from public.profiles p where p.id = person and p.role in ('coach', 'admin')) then
    perform private.raise_not_found();
  end if;
  insert into public.gallery_permissions (user_id, state, reason, decided_at, decided_by)
  values (person, case when granted then 'granted' else 'declined' end, case when not granted then why end, now(), admin)
  on conflict (user_id) do update
  set state = excluded.state, reason = excluded.reason, decided_at = excluded.decided_at, decided_by = excluded.decided_by;
end
$$;
grant execute on function public.set_gallery_permission(uuid, boolean, text) to authenticated;

-- An admin approves a version, or declines it with a reason. Declining one that was approved withdraws it, and with it
-- the approval of the versions before it, so that nothing older takes its place.
create function public.review_version(version uuid, approved boolean, reason text default null) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  admin uuid := private.require_admin();
  why private.long_text := private.read_reason(reason);
  reviewed public.program_versions;
begin
  if approved is null or (not approved and why is null) then
    raise exception 'missing_reason' using errcode = 'PT400', detail = 'approved is true, or false with a reason.';
  end if;
  select * into reviewed from public.program_versions v where v.id = version;
  if reviewed.id is null then
    perform private.raise_not_found();
  end if;
  -- Serializes reviews of the program and publishing it.
  perform from public.programs p where p.id = reviewed.program_id for update;
  if not approved and private.is_approved_version(reviewed.id) then
    update public.version_reviews r
    set is_approved = false, reason = why, reviewed_at = now(), reviewed_by = admin
    from public.program_versions v
    where v.id = r.version_id and v.program_id = reviewed.program_id and v.number < reviewed.number and r.is_approved;
  end if;
  insert into public.version_reviews (version_id, is_approved, reason, reviewed_by)
  values (reviewed.id, approved, case when not approved then why end, admin)
  on conflict (version_id) do update
  set is_approved = excluded.is_approved, reason = excluded.reason, reviewed_at = now(), reviewed_by = excluded.reviewed_by;
  perform private.follow_reviews(reviewed.program_id);
end
$$;
grant execute on function public.review_version(uuid, boolean, text) to authenticated;

-- For admins: the published versions of programs that others can find or open by a link, those without a decision
-- first: [{version_id, program_id, number, title, coach_id, coach, visibility, published_at, has_permission,
-- approved_version, is_approved, reason, reviewed_at}]. `has_permission` is of the coach, `approved_version` the id of
-- the version that people can start now; the last three are null without a decision.
create function public.gallery_queue() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (
    select coalesce(json_agg(json_build_object(
        'version_id', v.id, 'program_id', p.id, 'number', v.number, 'title', v.title, 'coach_id', coach.id,
        'coach', coach.display_name, 'visibility', p.visibility, 'published_at', v.published_at,
        'has_permission', coach.id in (select private.gallery_coaches()),
        'approved_version', (select a.id from public.program_versions a
          where a.program_id = p.id and a.number = p.approved_version),
        'is_approved', r.is_approved, 'reason', r.reason, 'reviewed_at', r.reviewed_at
      ) order by r.version_id is not null, v.published_at, v.id), '[]')
    from public.programs p
    join public.program_versions v on v.program_id = p.id and v.number = p.published_version
    join public.profiles coach on coach.id = p.user_id and coach.role in ('coach', 'admin')
    left join public.version_reviews r on r.version_id = v.id
    where p.visibility in ('link', 'gallery'));
end
$$;
grant execute on function public.gallery_queue() to authenticated;

-- Versions in the gallery: of every published program with that visibility, whose coach has the gallery permission, the
-- newest one that an admin approved.
create or replace function private.gallery_versions() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select v.id from public.programs p
  join public.program_versions v on v.program_id = p.id and v.number = p.approved_version
  where p.visibility = 'gallery' and p.published_version is not null and p.user_id in (select private.gallery_coaches())
$$;

create or replace function private.draft_content(program uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'title', p.title, 'description', p.description, 'kind', p.kind, 'length_days', p.length_days,
    'day_counting', p.day_counting, 'modules', p.modules, 'parameters', p.parameters,
    'price', p.price, 'currency', p.currency, 'preview_days', p.preview_days, 'tasks', (
      select jsonb_agg(to_jsonb(t) order by t.task_id) from private.draft_tasks(p.id) t))
  from public.programs p where p.id = program
$$;

-- Publishes the draft as an immutable version: {version, number}. Returns the newest version where its content is the
-- same. The gallery shows it once an admin has approved it, and until then the version that it has shown before.
create or replace function public.publish_program(program uuid) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  draft public.programs;
  newest public.program_versions;
  error text;
begin
  select * into draft from public.programs p where p.id = program and p.user_id = coach for update;
  if draft.id is null then
    perform private.raise_not_found();
  end if;
  error := private.publish_error(draft);
  if error is not null then
    raise exception '%', error using errcode = 'PT409', detail = 'The program cannot be published.';
  end if;
  select * into newest from public.program_versions v where v.program_id = draft.id order by v.number desc limit 1;
  if newest.id is null or private.version_content(newest.id) <> private.draft_content(draft.id) then
    insert into public.program_versions (program_id, user_id, number, title, description, kind, length_days,
      day_counting, modules, parameters, price, currency, preview_days, task_count, minutes)
    select draft.id, coach, coalesce(newest.number, 0) + 1, draft.title, draft.description, draft.kind,
      draft.length_days, draft.day_counting, draft.modules, draft.parameters, draft.price, draft.currency,
      draft.preview_days, count(*), coalesce(sum(t.minutes), 0)
    from public.program_tasks t where t.program_id = draft.id
    returning * into newest;
    insert into public.program_version_tasks (version_id, task_id, day_index, position, title, notes, minutes, type,
      is_required, level)
    select newest.id, t.* from private.draft_tasks(draft.id) t;
  end if;
  if draft.published_version is distinct from newest.number then
    update public.programs p set published_version = newest.number where p.id = draft.id;
    perform private.follow_reviews(draft.id);
    perform private.record_program_event(draft.id, 'published');
  end if;
  return json_build_object('version', newest.id, 'number', newest.number);
end
$$;

-- Removes the program from the gallery and its link. Existing enrollments and cohorts go on.
create or replace function public.unpublish_program(program uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
begin
  if not exists (select from public.programs p where p.id = program and p.user_id = coach) then
    perform private.raise_not_found();
  end if;
  update public.programs p set published_version = null where p.id = program and p.published_version is not null;
  perform private.follow_reviews(program);
end
$$;

drop function public.approve_program(uuid, boolean);

alter table public.program_events drop constraint program_events_kind_check;
alter table public.program_events
  add constraint program_events_kind_check check (kind in ('created', 'updated', 'published', 'imported', 'used', 'viewed'));
drop trigger record_edits on public.programs;
create trigger record_edits after insert or update of title, description, kind, length_days, day_counting, modules,
  parameters, visibility, price, currency, preview_days on public.programs
  for each row execute function private.record_program_edits();

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
      select p.id, p.user_id, 'viewed', today::timestamp at time zone 'UTC' from public.programs p where p.id = program;
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
      where private.date_for_day_index(e.start_date, n, v.day_counting) <= private.today_of(e.user_id)),
    t.last_done_day,
    coalesce(e.sync_state = 'done' and t.last_done_day is not null and not t.has_open, false)
  from public.programs p
  join public.enrollments e on e.program_id = p.id and e.status <> 'pending' and e.user_id <> p.user_id
  join public.program_versions v on v.id = e.version_id
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

-- The offer of a version: {program_id, version_id, number, title, description, coach, kind, length_days,
-- day_counting, task_count, minutes, parameters, price, currency, preview_days, uses, is_approved}.
create or replace function private.program_offer(version uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'program_id', v.program_id, 'version_id', v.id, 'number', v.number, 'title', v.title,
    'description', v.description, 'coach', p.display_name, 'kind', v.kind, 'length_days', v.length_days,
    'day_counting', v.day_counting, 'task_count', v.task_count, 'minutes', v.minutes,
    'parameters', v.parameters, 'price', v.price, 'currency', v.currency, 'preview_days', v.preview_days,
    'uses', private.program_uses(v.program_id), 'is_approved', private.is_approved_version(v.id))
  from public.program_versions v join public.profiles p on p.id = v.user_id
  where v.id = version
$$;

-- The versions behind a program's link: the published one, and the one that people can start until an admin has approved
-- that. Private and unpublished programs have none.
create function private.versions_by_link(token text) returns setof uuid
language sql stable set search_path = ''
as $$
  select v.id
  from public.programs p
  join public.program_versions v on v.program_id = p.id and v.number in (p.published_version, p.approved_version)
  join public.profiles coach on coach.id = p.user_id and coach.role in ('coach', 'admin')
  where p.link_token = token and p.visibility in ('link', 'gallery') and p.published_version is not null
  order by v.number desc
$$;

-- The version that a program's link shows: one that people can start, where there is any.
create or replace function private.version_by_link(token text) returns uuid
language sql stable set search_path = ''
as $$
  select v.id from private.versions_by_link(token) v (id)
  order by private.is_approved_version(v.id) desc limit 1
$$;

-- Whether the caller may read a version: their own, one they are or were enrolled in, one in the gallery, or one
-- whose link they have, of a program or of an open cohort.
create or replace function private.can_read_version(version uuid, token text) returns boolean
language sql stable security definer set search_path = ''
as $$
  select private.is_admin() or version in (select private.my_versions())
    or version in (select private.gallery_versions())
    or version in (select private.versions_by_link(token))
    or exists (select from public.cohorts c where c.join_token = token and c.is_open and c.version_id = version)
$$;

-- The days of a version up to one of them (null: the last): {modules, days: [{day_index, tasks}], hidden_tasks}, where
-- the tasks of later days are only counted.
create function private.version_days(version uuid, last_day integer, with_notes boolean) returns jsonb
language sql stable set search_path = ''
as $$
  with shown as (
    select t.day_index, count(*) as tasks, jsonb_agg(jsonb_build_object(
        'title', t.title, 'notes', case when with_notes then t.notes end, 'minutes', t.minutes, 'type', t.type,
        'is_required', t.is_required, 'level', t.level) order by t.position) as content
    from public.program_version_tasks t
    where t.version_id = version and (last_day is null or t.day_index <= last_day)
    group by t.day_index
  )
  select jsonb_build_object('modules', v.modules,
    'days', (select coalesce(jsonb_agg(jsonb_build_object('day_index', s.day_index, 'tasks', s.content) order by s.day_index), '[]')
      from shown s),
    'hidden_tasks', v.task_count - (select coalesce(sum(s.tasks), 0) from shown s))
  from public.program_versions v where v.id = version
$$;

-- An offer with modules and days: {…offer, modules, days: [{day_index, tasks}], hidden_tasks}. Of a program with a
-- price, who has no access to it is shown the days of the preview that its coach chose, and of the others only how many
-- tasks they have.
create or replace function public.preview_version(version uuid, token text) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  shown public.program_versions;
  is_open boolean;
begin
  perform private.require_user();
  select * into shown from public.program_versions v where v.id = version and private.can_read_version(v.id, token);
  if shown.id is null then
    perform private.raise_not_found();
  end if;
  is_open := shown.price is null or private.is_admin() or shown.id in (select private.open_versions());
  perform private.record_view(shown.program_id);
  return private.program_offer(shown.id)
    || private.version_days(shown.id, case when not is_open then coalesce(shown.preview_days, 0) end, true);
end
$$;

-- What a link shows before the sign-in: {offer, modules, days, hidden_tasks}. The offer names nothing but the coach and has
-- no ids. Of a program with a price the days are those of its preview, of another one those of its first week; notes are
-- for people with an account.
create function private.public_preview(version uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object('offer', private.program_offer(v.id) - array['program_id', 'version_id', 'uses'])
    || private.version_days(v.id, case when v.price is null then 7 else coalesce(v.preview_days, 0) end, false)
  from public.program_versions v where v.id = version
$$;

create function private.viewed_before_sign_in(version uuid) returns jsonb
language plpgsql set search_path = ''
as $$
begin
  if version is null then
    perform private.raise_not_found();
  end if;
  perform private.record_view((select v.program_id from public.program_versions v where v.id = version));
  return private.public_preview(version);
end
$$;

-- What a program's link shows before the sign-in. Every other token gets `not_found`.
create function public.linked_program(token text) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  version uuid := case when octet_length(token) = 64 then private.version_by_link(token) end;
begin
  return private.viewed_before_sign_in(version);
end
$$;
grant execute on function public.linked_program(text) to anon, authenticated;

-- What the page of a program in the gallery shows before the sign-in. Other versions get `not_found`.
create function public.gallery_program(version uuid) returns json
language plpgsql security definer set search_path = ''
as $$
begin
  return private.viewed_before_sign_in(
    (select g.id from private.gallery_versions() g (id) where g.id = gallery_program.version));
end
$$;
grant execute on function public.gallery_program(uuid) to anon, authenticated;

-- What an open cohort's link invites to, for whoever is not signed in yet: {cohort, program, coach, start_date, offer,
-- modules, days, hidden_tasks}. The first three are names, the last four as private.public_preview has them: nothing
-- about people but the coach's name. Every other token gets `not_found`, also that of a closed cohort. A token has the
-- randomness of a UUID, so that none is found by trying.
create or replace function public.cohort_invitation(token text) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  cohort public.cohorts;
begin
  -- Texts of another length are looked up nowhere.
  if octet_length(token) = 64 then
    select * into cohort from private.cohort_by_token(token) c where c.is_open;
  end if;
  if cohort.id is null then
    perform private.raise_not_found();
  end if;
  perform private.record_view(cohort.program_id);
  return (
    select jsonb_build_object('cohort', cohort.name, 'program', v.title, 'coach', coach.display_name,
      'start_date', cohort.start_date) || private.public_preview(v.id)
    from public.program_versions v, public.profiles coach
    where v.id = cohort.version_id and coach.id = cohort.user_id);
end
$$;

-- Enrolls the caller on their own: in an approved and free version of the gallery or behind a link they have, or in any version of a program of their own. There is one such enrollment for a version and a start date.
create or replace function public.import_program(version uuid, start_date text, parameters jsonb, token text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  starts_on private.calendar_date := private.read_date('start_date', start_date);
  taken public.program_versions;
begin
  perform private.require_start_date(starts_on);
  select * into taken from public.program_versions v where v.id = version;
  if taken.user_id is distinct from me then
    if (taken.id in (select private.gallery_versions()) or taken.id in (select private.versions_by_link(token))) is not true then
      perform private.raise_not_found();
    end if;
    if not private.is_approved_version(taken.id) then
      raise exception 'not_approved' using errcode = 'PT409', detail = 'An admin has not approved this version yet.';
    end if;
    if taken.price is not null then
      raise exception 'has_a_price' using errcode = 'PT409', detail = 'Its coach enrolls people in this program.';
    end if;
  end if;
  return private.enroll(me, me, taken, null, starts_on,
    private.parse_parameters(taken.parameters, import_program.parameters));
end
$$;

-- An approval of before was of a program: it goes to the version that was published at that time, and to none where there was
-- none yet. Later versions wait for a review. Whose version was approved may publish to the gallery.
insert into public.version_reviews (version_id, is_approved, reviewed_at)
select v.id, true, p.approved_at
from public.programs p
join lateral (
  select w.id from public.program_versions w
  where w.program_id = p.id and w.published_at <= p.approved_at order by w.number desc limit 1
) v on true
where p.approved_at is not null;
insert into public.gallery_permissions (user_id, state, decided_at)
select distinct p.user_id, 'granted', now()
from public.version_reviews r
join public.program_versions v on v.id = r.version_id
join public.programs p on p.id = v.program_id;
-- All programs enter the feed, since devices do not have the new columns.
update public.programs set updated_at = updated_at;
select private.follow_reviews(p.id) from public.programs p;

-- E-mail addresses as invitations have them. src/domain/values/email.ts gives the same verdicts and forms.

-- A plain address in lower case: a local part of at most 64 characters, and a domain of at least two labels.
create function private.is_email_address(value text) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select octet_length(value) <= 254
    and value ~ '^(?=.{1,64}@)[a-z0-9!#$%&''*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&''*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$'
$$;

-- The address in a text that was copied from somewhere, such as `Ben <ben@example.com>;` or `mailto:ben@example.com`;
-- null where the text is no single address.
create function private.clean_email(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select case when private.is_email_address(address) then address end
  from (select private.normal_label(left(value, 1000))) a (plain)
  cross join lateral (
    select coalesce(substring(plain from '^[^<>]*<([^<>]*)>[ ,;.]*$'), plain)) b (enclosed)
  cross join lateral (
    select regexp_replace(enclosed, '^[ <("''[]+|[ >)"''\],;:.!?]+$', '', 'g')) c (bare)
  cross join lateral (
    select case when bare ~* '^mailto:' then regexp_replace(substr(bare, 8), '\?.*$', '') else bare end) d (unlinked)
  cross join lateral (
    select translate(unlinked, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')) e (address)
$$;
grant execute on function private.is_email_address(text), private.clean_email(text) to authenticated, service_role;

-- Invites whoever has the address, now or later: the connection, and what became of it: `invited`, `already_invited`,
-- `already_client`, `own_address`, or `invalid` where the text has no address. The same whether or not an account has it.
create function private.invite(coach uuid, given text, out connection uuid, out result text)
language plpgsql set search_path = ''
as $$
#variable_conflict use_column
declare
  address text := private.clean_email(given);
begin
  if address is null then
    result := 'invalid';
  elsif address = (select lower(p.email) from public.profiles p where p.id = coach) then
    result := 'own_address';
  else
    select c.id, 'already_client' into connection, result
    from public.coach_connections c join public.profiles p on p.id = c.client_id
    where c.coach_id = coach and c.state = 'accepted' and lower(p.email) = address;
    if connection is null then
      insert into public.coach_connections as c (coach_id, email) values (coach, address)
      on conflict (coach_id, email) where client_id is null do nothing
      returning c.id, 'invited' into connection, result;
    end if;
    if connection is null then
      select c.id, 'already_invited' into connection, result
      from public.coach_connections c where c.coach_id = coach and c.email = address and c.client_id is null;
    end if;
  end if;
end
$$;

-- Invites one address: the connection. Idempotent. Raises `malformed_request` where the text is no address, and
-- `own_address`.
create or replace function public.invite_client(email text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  invited record;
begin
  select * into invited from private.invite(coach, invite_client.email);
  if invited.result = 'invalid' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'email is a mail address.';
  elsif invited.result = 'own_address' then
    raise exception 'own_address' using errcode = 'PT409', detail = 'Nobody coaches themselves by invitation.';
  end if;
  return invited.connection;
end
$$;

-- Invites up to 100 addresses, in their order: [{email, result}], with the address as it was cleaned, or as it was
-- given where it is none. `result` as private.invite has it.
create function public.invite_clients(emails text[]) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  given text;
  results jsonb := '[]';
begin
  if cardinality(emails) not between 1 and 100 is not false then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'emails are 1 to 100 mail addresses.';
  end if;
  foreach given in array emails loop
    results := results || jsonb_build_object('email', coalesce(private.clean_email(given), given),
      'result', (private.invite(coach, coalesce(given, ''))).result);
  end loop;
  return results;
end
$$;
grant execute on function public.invite_clients(text[]) to authenticated;

-- Open invitations get the address in them, or are withdrawn where that one is invited or a client already. Those without
-- an address stay, for their coach to withdraw.
delete from public.coach_connections c
using public.coach_connections other
left join public.profiles client on client.id = other.client_id and other.state = 'accepted'
where c.client_id is null and not private.is_email_address(c.email)
  and other.coach_id = c.coach_id and other.id <> c.id
  and private.clean_email(c.email) = coalesce(lower(client.email), case when other.client_id is null then private.clean_email(other.email) end)
  and (other.client_id is not null or private.is_email_address(other.email) or other.id < c.id);
update public.coach_connections c set email = private.clean_email(c.email)
where c.client_id is null and not private.is_email_address(c.email) and private.clean_email(c.email) is not null;
alter table public.coach_connections add constraint invited_address
  check (client_id is not null or private.is_email_address(email)) not valid;
