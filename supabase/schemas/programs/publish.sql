-- The content of a version and of a draft in the same form: equal where there is nothing new to publish.
create function private.version_content(version uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select to_jsonb(v) - array['id', 'program_id', 'user_id', 'number', 'task_count', 'minutes', 'published_at']
    || jsonb_build_object('tasks', (
      select jsonb_agg(to_jsonb(t) - 'version_id' order by t.task_id)
      from public.program_version_tasks t where t.version_id = v.id))
  from public.program_versions v where v.id = version
$$;

-- A draft's tasks as its version gets them. Their positions count on from 1 over all tasks that are due on one day, as
-- the coach's device orders them (`compareByPosition` of src/domain/ordering/position.ts): no two are equal, so that
-- the order is the same on every screen.
create function private.draft_tasks(program uuid)
returns table (task_id uuid, day_index integer, "position" integer, title text, notes text, minutes integer,
  type text, is_required boolean, level text)
language sql stable set search_path = ''
as $$
  select t.id, t.day_index,
    row_number() over (partition by private.due_day(t.level, t.day_index, p.day_counting)
      order by t.day_index, t."position", t.created_at, t.id)::integer,
    t.title, t.notes, t.minutes, t.type, t.is_required, t.level
  from public.program_tasks t join public.programs p on p.id = t.program_id
  where t.program_id = program
$$;

create function private.draft_content(program uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'title', p.title, 'description', p.description, 'kind', p.kind, 'length_days', p.length_days,
    'day_counting', p.day_counting, 'modules', p.modules, 'parameters', p.parameters,
    'price', p.price, 'currency', p.currency, 'preview_days', p.preview_days, 'tasks', (
      select jsonb_agg(to_jsonb(t) order by t.task_id) from private.draft_tasks(p.id) t))
  from public.programs p where p.id = program
$$;

-- Why a draft cannot be published, null where it can: the first of the errors that `validateForPublishing` of
-- src/domain/programs/draft.ts finds. Only the device checks that every placeholder is declared.
create function private.publish_error(draft public.programs) returns text
language sql stable set search_path = ''
as $$
  select case
    when t.count = 0 then 'no_tasks'
    -- All of them are stored on the device of everybody who enrolls.
    when t.count > 5000 then 'too_many_tasks'
    when t.last_day > draft.length_days then 'day_out_of_range'
    when k.invalid then 'invalid_key'
    when k.count <> k.distinct_count then 'duplicate_key'
  end
  from (select count(*), max(t.day_index) as last_day from public.program_tasks t where t.program_id = draft.id) t
  cross join (
    select count(*), count(distinct p ->> 'key') as distinct_count, bool_or(not private.is_parameter_key(p ->> 'key')) as invalid
    from jsonb_array_elements(draft.parameters) p) k
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
create function private.follow_minor_changes(earlier uuid, later uuid, coach uuid) returns integer
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

-- Publishes the draft as an immutable version: {version, number, followed}. Returns the newest version where its content is
-- the same. `followed` people were moved to it, because it differs from theirs by minor changes alone and the coach wants
-- them to follow. The gallery shows it once an admin has approved it, and until then the version that it has shown before.
create function public.publish_program(program uuid) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  draft public.programs;
  newest public.program_versions;
  earlier uuid;
  followed integer := 0;
  error text;
begin
  -- The pushes are locked first, as everywhere: the coach may be enrolled in the program.
  perform private.lock_user_pushes(coach);
  -- No stronger lock: whoever joins holds a cohort and waits for what refers to the program.
  select * into draft from public.programs p where p.id = program and p.user_id = coach for no key update;
  if draft.id is null then
    perform private.raise_not_found();
  end if;
  error := private.publish_error(draft);
  if error is not null then
    raise exception '%', error using errcode = 'PT409', detail = 'The program cannot be published.';
  end if;
  select * into newest from public.program_versions v where v.program_id = draft.id order by v.number desc limit 1;
  if newest.id is null or private.version_content(newest.id) <> private.draft_content(draft.id) then
    earlier := newest.id;
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
    if draft.minor_changes_follow then
      followed := private.follow_minor_changes(earlier, newest.id, coach);
    end if;
  end if;
  if draft.published_version is distinct from newest.number then
    update public.programs p set published_version = newest.number where p.id = draft.id;
    perform private.follow_reviews(draft.id);
    perform private.record_program_event(draft.id, 'published');
  end if;
  return json_build_object('version', newest.id, 'number', newest.number, 'followed', followed);
end
$$;
grant execute on function public.publish_program(uuid) to authenticated;

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
create function public.unpublish_program(program uuid) returns void
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
