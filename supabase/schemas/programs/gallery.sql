create function private.program_uses(program uuid) returns bigint
language sql stable set search_path = ''
as $$ select count(*) from public.program_events e where e.program_id = program and e.kind in ('imported', 'used') $$;

-- The offer of a version: {program_id, version_id, number, title, description, coach, kind, length_days,
-- day_counting, task_count, minutes, parameters, price, currency, preview_days, uses, is_approved}.
create function private.program_offer(version uuid) returns jsonb
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

-- A page of 20 offers of the gallery (the first page is 0), the most used first: {items, more}. Every word of the
-- query must occur in title, description or the coach's name, however it is written; `kind` restricts the result to programs of that kind.
create function public.search_gallery(query text, page integer, kind text default null) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  terms text[] := private.search_terms(coalesce(query, ''));
begin
  perform private.require_user();
  if page is null or page not between 0 and 100000 or char_length(query) > 200 then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'page is a whole number from 0, and query at most 200 characters.';
  end if;
  return (
    with found as (
      select v.id, v.title, private.program_uses(v.program_id) as uses
      from public.program_versions v join public.profiles p on p.id = v.user_id
      where v.id in (select private.gallery_versions()) and v.kind = coalesce(search_gallery.kind, v.kind)
      and not exists (
        select from unnest(terms) t
        where strpos(private.fold_text(concat_ws(E'\n', v.title, v.description, p.display_name)), t) = 0)
      order by uses desc, v.title, v.id
      limit 21 offset page * 20
    ), numbered as (
      select f.*, row_number() over (order by f.uses desc, f.title, f.id) as place from found f
    )
    select json_build_object(
      'items', coalesce(json_agg(private.program_offer(n.id) order by n.place) filter (where n.place <= 20), '[]'),
      'more', count(*) > 20)
    from numbered n);
end
$$;
grant execute on function public.search_gallery(text, integer, text) to authenticated;

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
create function private.version_by_link(token text) returns uuid
language sql stable set search_path = ''
as $$
  select v.id from private.versions_by_link(token) v (id)
  order by private.is_approved_version(v.id) desc limit 1
$$;

create function public.program_by_link(token text) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_user();
  return private.program_offer(private.version_by_link(token));
end
$$;
grant execute on function public.program_by_link(text) to authenticated;

-- Whether the caller may read a version: their own, one they are or were enrolled in, one in the gallery, or one
-- whose link they have, of a program or of an open cohort.
create function private.can_read_version(version uuid, token text) returns boolean
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
create function public.preview_version(version uuid, token text) returns json
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
grant execute on function public.preview_version(uuid, text) to authenticated;

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
