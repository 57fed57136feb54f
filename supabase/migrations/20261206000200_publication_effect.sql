-- Publishing says before what it changes for people at once.

drop function private.version_demands(uuid);
drop function private.is_minor_change(uuid, uuid);

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
  enrollment_ids := private.lock_coached(array(
    select e.id from public.enrollments e
    where e.version_id = earlier and e.coach_id = coach and e.status <> 'ended'), coach);
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
  followers uuid[] := '{}';
begin
  select * into draft from public.programs p where p.id = program and p.user_id = coach;
  if draft.id is null then
    perform private.raise_not_found();
  end if;
  select v.id into latest from public.program_versions v where v.program_id = draft.id order by v.number desc limit 1;
  if draft.minor_changes_follow and private.version_content(latest) <> private.draft_content(draft.id)
    and private.is_minor_change(private.version_content(latest), private.draft_content(draft.id)) then
    followers := array(
      select e.id from public.enrollments e where e.version_id = latest and e.coach_id = coach and e.status <> 'ended');
  end if;
  return (
    select json_build_object('people', cardinality(followers), 'tasks', count(*))
    from private.movable_tasks(followers) m
    join public.enrollments e on e.id = m.enrollment_id and e.status = 'active'
    join private.draft_tasks(draft.id) d on d.task_id = m.template_task_id
    where (m.position, m.title, m.notes, m.minutes, m.type) is distinct from (d.position,
      case when strpos(d.title, '{') = 0 then d.title else private.fill_title(d.title, e.parameters) end,
      case when strpos(d.notes, '{') = 0 then d.notes else private.fill_notes(d.notes, e.parameters) end, d.minutes, d.type));
end
$$;
grant execute on function public.publication_effect(uuid) to authenticated;
