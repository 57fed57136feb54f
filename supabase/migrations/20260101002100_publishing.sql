-- Programs in public: publishing, the gallery, taking one into one's own plan, and what of all this is counted.

-- What happens in the life of a program, as its owner sees it counted.
create table public.program_events (
  id bigint generated always as identity primary key,
  program_id uuid not null references public.programs (id) on delete cascade,
  -- The program's owner.
  user_id uuid not null references public.profiles (id) on delete cascade,
  -- `imported`: somebody took it for their own plan. `used`: somebody was enrolled by its coach or by a link.
  kind text not null check (kind in ('created', 'updated', 'published', 'imported', 'used')),
  at timestamptz not null default now(),
  on_day date not null default (now() at time zone 'UTC')::date
);
create index program_events_program on public.program_events (program_id, kind);
create index program_events_person on public.program_events (user_id);
-- A program was edited on a day or it was not.
create unique index program_events_updated on public.program_events (program_id, on_day) where kind = 'updated';

alter table public.program_events enable row level security;
grant select on public.program_events to authenticated, service_role;
create policy "coaches read the events of their own programs, admins all" on public.program_events
  for select to authenticated using (user_id = (select auth.uid()) or (select private.is_admin()));

create function private.note_program_event(program uuid, what text) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.program_events (program_id, user_id, kind)
  select p.id, p.user_id, what from public.programs p where p.id = program
  on conflict do nothing
$$;

create function private.note_program_edits() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_table_name = 'programs' then
    perform private.note_program_event(new.id, case tg_op when 'INSERT' then 'created' else 'updated' end);
  else
    perform private.note_program_event(r.program_id, 'updated') from (select distinct program_id from changed_rows) r;
  end if;
  return null;
end
$$;
-- What only the server writes is no edit.
create trigger note_edits after insert or update of title, description, kind, length_days, day_counting, modules,
  parameters, visibility, price, currency on public.programs
  for each row execute function private.note_program_edits();
create trigger note_inserts after insert on public.program_tasks referencing new table as changed_rows
  for each statement execute function private.note_program_edits();
create trigger note_updates after update on public.program_tasks referencing new table as changed_rows
  for each statement execute function private.note_program_edits();
create trigger note_deletes after delete on public.program_tasks referencing old table as changed_rows
  for each statement execute function private.note_program_edits();

-- How often each kind of event happened, for the owner and admins: {created, updated, published, imported, used}.
create function public.program_counts(program uuid) returns json
language plpgsql stable set search_path = ''
as $$
begin
  perform private.caller();
  if not exists (select from public.programs p where p.id = program) then
    perform private.refuse_unknown();
  end if;
  return (
    select json_object_agg(k.kind, (
      select count(*) from public.program_events e where e.program_id = program and e.kind = k.kind))
    from (values ('created'), ('updated'), ('published'), ('imported'), ('used')) k (kind));
end
$$;

-- What a version says, and what a draft says: equal where there is nothing new to publish.
create function private.content_of(version uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select to_jsonb(v) - array['id', 'program_id', 'user_id', 'number', 'task_count', 'minutes', 'published_at']
    || jsonb_build_object('tasks', (
      select jsonb_agg(to_jsonb(t) - 'version_id' order by t.task_id)
      from public.program_version_tasks t where t.version_id = v.id))
  from public.program_versions v where v.id = version
$$;
create function private.draft_of(program uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'title', p.title, 'description', p.description, 'kind', p.kind, 'length_days', p.length_days,
    'day_counting', p.day_counting, 'modules', p.modules, 'parameters', p.parameters,
    'price', p.price, 'currency', p.currency, 'tasks', (
      select jsonb_agg(jsonb_build_object(
        'task_id', t.id, 'day_index', t.day_index, 'position', t.position, 'title', t.title, 'notes', t.notes,
        'minutes', t.minutes, 'type', t.type, 'is_required', t.is_required, 'level', t.level) order by t.id)
      from public.program_tasks t where t.program_id = p.id))
  from public.programs p where p.id = program
$$;

-- Modules and parameters as src/domain/program.ts has them: others' devices read them.
create function private.is_well_formed(modules jsonb, parameters jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select not exists (
    select from jsonb_array_elements(modules) m
    where (jsonb_typeof(m -> 'title') = 'string' and char_length(m ->> 'title') <= 200
      and jsonb_typeof(m -> 'first_week') = 'number' and m ->> 'first_week' ~ '^[1-9]\d?$') is not true
  ) and not exists (
    select from jsonb_array_elements(parameters) p
    where (p ->> 'key' ~ '^[A-Za-z][A-Za-z0-9_]{0,49}$' and jsonb_typeof(p -> 'required') = 'boolean'
      and jsonb_typeof(p -> 'label') = 'string' and char_length(p ->> 'label') <= 200
      and (jsonb_typeof(p -> 'options') = 'null' or (jsonb_typeof(p -> 'options') = 'array' and not exists (
        select from jsonb_array_elements(case jsonb_typeof(p -> 'options') when 'array' then p -> 'options' else '[]' end) o
        where jsonb_typeof(o) <> 'string')))) is not true
  ) and (select count(*) = count(distinct p ->> 'key') from jsonb_array_elements(parameters) p)
$$;

-- Publishes the draft as a version that never changes, and answers {version, number}. Where the newest version says
-- the same, it is that one. An admin's approval is of the program and its coach: later versions have it too.
create function public.publish_program(program uuid) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.calling_coach();
  draft public.programs;
  newest public.program_versions;
begin
  select * into draft from public.programs p where p.id = program and p.user_id = coach for update;
  if draft.id is null then
    perform private.refuse_unknown();
  end if;
  if not exists (select from public.program_tasks t where t.program_id = draft.id) then
    raise exception 'nothing_to_publish' using errcode = 'PT409', detail = 'The program has no tasks.';
  end if;
  -- Whoever enrolls has them all on their phone.
  if (select count(*) from public.program_tasks t where t.program_id = draft.id) > 5000 then
    raise exception 'too_many_tasks' using errcode = 'PT409', detail = 'A program has at most 5000 tasks.';
  end if;
  if exists (select from public.program_tasks t where t.program_id = draft.id and t.day_index > draft.length_days) then
    raise exception 'day_out_of_range' using errcode = 'PT409', detail = 'A task is on a day after the last.';
  end if;
  if not private.is_well_formed(draft.modules, draft.parameters) then
    raise exception 'malformed_program' using errcode = 'PT409', detail = 'A module or parameter lacks what it needs.';
  end if;
  select * into newest from public.program_versions v where v.program_id = draft.id order by v.number desc limit 1;
  if newest.id is null or private.content_of(newest.id) <> private.draft_of(draft.id) then
    insert into public.program_versions (program_id, user_id, number, title, description, kind, length_days,
      day_counting, modules, parameters, price, currency, task_count, minutes)
    select draft.id, coach, coalesce(newest.number, 0) + 1, draft.title, draft.description, draft.kind,
      draft.length_days, draft.day_counting, draft.modules, draft.parameters, draft.price, draft.currency,
      count(*), coalesce(sum(t.minutes), 0)
    from public.program_tasks t where t.program_id = draft.id
    returning * into newest;
    insert into public.program_version_tasks (version_id, task_id, day_index, position, title, notes, minutes, type,
      is_required, level)
    select newest.id, t.id, t.day_index, t.position, t.title, t.notes, t.minutes, t.type, t.is_required, t.level
    from public.program_tasks t where t.program_id = draft.id;
  end if;
  if draft.published_version is distinct from newest.number then
    update public.programs p set published_version = newest.number where p.id = draft.id;
    perform private.note_program_event(draft.id, 'published');
  end if;
  return json_build_object('version', newest.id, 'number', newest.number);
end
$$;

-- Nobody new finds the program or is enrolled in it; whoever is enrolled, and its cohorts, go on.
create function public.unpublish_program(program uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.calling_coach();
begin
  if not exists (select from public.programs p where p.id = program and p.user_id = coach) then
    perform private.refuse_unknown();
  end if;
  update public.programs p set published_version = null where p.id = program and p.published_version is not null;
end
$$;

-- An admin lets a program into the gallery, or takes it out.
create function public.approve_program(program uuid, approved boolean) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.caller();
  if not private.is_admin() then
    raise exception 'forbidden' using errcode = 'PT403', detail = 'Only an admin approves programs.';
  end if;
  if approved is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'approved is true or false.';
  end if;
  if not exists (select from public.programs p where p.id = program) then
    perform private.refuse_unknown();
  end if;
  update public.programs p set approved_at = case when approved then now() end
  where p.id = program and (p.approved_at is not null) <> approved;
end
$$;

create function private.uses_of(program uuid) returns bigint
language sql stable set search_path = ''
as $$ select count(*) from public.program_events e where e.program_id = program and e.kind in ('imported', 'used') $$;

-- What a visitor is told of a version: {program_id, version_id, number, title, description, coach, kind, length_days,
-- day_counting, task_count, minutes, parameters, price, currency, uses, is_approved}.
create function private.version_item(version uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'program_id', v.program_id, 'version_id', v.id, 'number', v.number, 'title', v.title,
    'description', v.description, 'coach', p.display_name, 'kind', v.kind, 'length_days', v.length_days,
    'day_counting', v.day_counting, 'task_count', v.task_count, 'minutes', v.minutes,
    'parameters', v.parameters, 'price', v.price, 'currency', v.currency, 'uses', private.uses_of(v.program_id),
    'is_approved', exists (select from public.programs o where o.id = v.program_id and o.approved_at is not null))
  from public.program_versions v join public.profiles p on p.id = v.user_id
  where v.id = version
$$;

-- A page of 20 of the gallery (the first is 0), the most used first: {items, more}. Every word of the query occurs in
-- title, description or the coach's name; with a `kind`, only programs of that one.
create function public.search_gallery(query text, page integer, kind text default null) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  words text[] := regexp_split_to_array(lower(trim(coalesce(query, ''))), '\s+');
begin
  perform private.caller();
  if page is null or page not between 0 and 100000 or char_length(query) > 200 then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'page is a whole number from 0, and query at most 200 characters.';
  end if;
  return (
    with found as (
      select v.id, v.title, private.uses_of(v.program_id) as uses
      from public.program_versions v join public.profiles p on p.id = v.user_id
      where v.id in (select private.gallery_versions()) and v.kind = coalesce(search_gallery.kind, v.kind)
      and not exists (
        select from unnest(words) w
        where strpos(lower(concat_ws(E'\n', v.title, v.description, p.display_name)), w) = 0)
      order by uses desc, v.title, v.id
      limit 21 offset page * 20
    ), numbered as (
      select f.*, row_number() over (order by f.uses desc, f.title, f.id) as place from found f
    )
    select json_build_object(
      'items', coalesce(json_agg(private.version_item(n.id) order by n.place) filter (where n.place <= 20), '[]'),
      'more', count(*) > 20)
    from numbered n);
end
$$;

-- The published version that a program's link opens, if any: private programs have no link.
create function private.version_by_link(token text) returns uuid
language sql stable set search_path = ''
as $$
  select v.id
  from public.programs p
  join public.program_versions v on v.program_id = p.id and v.number = p.published_version
  join public.profiles coach on coach.id = p.user_id and coach.role in ('coach', 'admin')
  where p.link_token = token and p.visibility in ('link', 'gallery')
$$;

create function public.program_by_link(token text) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.caller();
  return private.version_item(private.version_by_link(token));
end
$$;

-- Whether the caller may look at a version: their own, one they take or took, the gallery's, or one whose link they
-- hold, a program's or an open cohort's.
create function private.may_see_version(version uuid, token text) returns boolean
language sql stable security definer set search_path = ''
as $$
  select private.is_admin() or version in (select private.my_versions())
    or version in (select private.gallery_versions())
    or coalesce(version = private.version_by_link(token), false)
    or exists (select from public.cohorts c where c.join_token = token and c.is_open and c.version_id = version)
$$;

-- A version's item with its modules and days, for whoever may see it: {…item, modules, days: [{day_index, tasks}]}.
-- The notes of what costs something are for those who have it.
create function public.preview_version(version uuid, token text) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  shown public.program_versions;
  is_open boolean;
begin
  perform private.caller();
  select * into shown from public.program_versions v where v.id = version and private.may_see_version(v.id, token);
  if shown.id is null then
    perform private.refuse_unknown();
  end if;
  is_open := shown.price is null or private.is_admin() or shown.id in (select private.open_versions());
  return private.version_item(shown.id) || jsonb_build_object('modules', shown.modules, 'days', (
    select jsonb_agg(jsonb_build_object('day_index', d.day_index, 'tasks', d.tasks) order by d.day_index)
    from (
      select t.day_index, jsonb_agg(jsonb_build_object(
          'title', t.title, 'notes', case when is_open then t.notes end, 'minutes', t.minutes, 'type', t.type,
          'is_required', t.is_required, 'level', t.level) order by t.position, t.task_id) as tasks
      from public.program_version_tasks t where t.version_id = shown.id group by t.day_index
    ) d));
end
$$;

-- What an enrollment fills in: the declared parameters that were given a text. Refuses where one is missing.
create function private.checked_parameters(declared jsonb, given jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
#variable_conflict use_variable
declare
  parameter record;
  filled jsonb := '{}';
  value text;
begin
  if jsonb_typeof(coalesce(given, '{}')) <> 'object'
     or exists (select from jsonb_each(given) g where jsonb_typeof(g.value) <> 'string' or char_length(g.value #>> '{}') > 2000) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'parameters are texts by their keys.';
  end if;
  for parameter in select * from jsonb_to_recordset(declared) as p (key text, options jsonb, required boolean) loop
    value := nullif(trim(given ->> parameter.key), '');
    if value is null then
      if parameter.required then
        raise exception 'missing_parameter' using errcode = 'PT400', detail = parameter.key;
      end if;
    elsif jsonb_typeof(parameter.options) = 'array' and not parameter.options ? value then
      raise exception 'unknown_option' using errcode = 'PT400', detail = parameter.key;
    else
      filled := filled || jsonb_build_object(parameter.key, value);
    end if;
  end loop;
  return filled;
end
$$;

create function private.check_start(start_date date) returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if start_date is null or start_date not between '1970-01-01' and '2999-12-31' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'The start is a calendar date.';
  end if;
end
$$;

-- Refuses where `person`, who is held, takes part in so many programs that one more is no plan but a flood.
create function private.check_room(person uuid) returns void
language plpgsql stable set search_path = ''
as $$
begin
  if (select count(*) from public.enrollments e where e.user_id = person and e.status <> 'ended') >= 100 then
    raise exception 'too_many_programs' using errcode = 'PT409', detail = 'Nobody takes part in more than 100 programs at a time.';
  end if;
end
$$;

-- Takes a version into the caller's own plan: what is published and approved and in the gallery or behind a link
-- they hold, and free; or any version of a program of their own. The same version from the same date is there once:
-- where it has ended it is opened again, with what was done in it and without what was deleted.
create function public.import_program(version uuid, start_date date, parameters jsonb, token text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.caller();
  taken public.program_versions;
  program public.programs;
  filled jsonb;
  known public.enrollments;
begin
  perform private.check_start(start_date);
  select * into taken from public.program_versions v where v.id = version;
  select * into program from public.programs p where p.id = taken.program_id;
  if taken.user_id is distinct from me then
    if (taken.id in (select private.gallery_versions()) or taken.id = private.version_by_link(token)) is not true then
      perform private.refuse_unknown();
    end if;
    if program.approved_at is null then
      raise exception 'not_approved' using errcode = 'PT409', detail = 'An admin has not approved this program yet.';
    end if;
    if taken.price is not null then
      raise exception 'has_a_price' using errcode = 'PT409', detail = 'Its coach enrolls people in this program.';
    end if;
  end if;
  filled := private.checked_parameters(taken.parameters, parameters);
  -- Two taps at once are one import.
  perform from public.profiles p where p.id = me for no key update;
  select * into known from public.enrollments e
  where e.user_id = me and e.coach_id = me and e.version_id = taken.id and e.cohort_id is null
    and e.start_date = import_program.start_date
  order by e.status = 'ended', e.created_at limit 1 for update;
  if known.status in ('pending', 'active') then
    return known.id;
  end if;
  perform private.check_room(me);
  if known.id is null then
    insert into public.enrollments as e (user_id, coach_id, program_id, version_id, program_title, start_date, parameters)
    values (me, me, taken.program_id, taken.id, taken.title, import_program.start_date, filled)
    returning * into known;
    perform private.note_program_event(taken.program_id, 'imported');
  else
    update public.enrollments e
    set status = 'active', ended_by = null, parameters = filled, synced_days = 0, sync_state = 'waiting'
    where e.id = known.id;
  end if;
  return known.id;
end
$$;

grant execute on function public.publish_program(uuid), public.unpublish_program(uuid),
  public.approve_program(uuid, boolean), public.search_gallery(text, integer, text), public.program_by_link(text),
  public.preview_version(uuid, text), public.import_program(uuid, date, jsonb, text), public.program_counts(uuid)
  to authenticated;
grant execute on function private.refuse_unknown() to authenticated;
