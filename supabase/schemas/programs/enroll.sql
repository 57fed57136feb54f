-- Enrolling: a person joins a cohort by its link, or a coach enrolls somebody who has accepted them. A program with a
-- price leaves the enrollment pending.

-- The declared parameters that `given` has a visible text for, as labels; src/domain/programs/parameters.ts gives the
-- same. Raises where a required one is missing.
create function private.parse_parameters(declared jsonb, given jsonb) returns jsonb
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
  if exists (select from jsonb_each_text(given) g where not private.is_long_text(g.value)) then
    raise exception 'invalid_value' using errcode = 'PT400', column = 'parameters',
      detail = 'parameters have no control characters and no direction overrides.';
  end if;
  for parameter in select * from jsonb_to_recordset(declared) as p (key text, options jsonb, required boolean) loop
    value := nullif(private.as_label(given ->> parameter.key, 2000), '');
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

create function private.enrollment_response(enrollment uuid) returns json
language sql stable set search_path = ''
as $$
  select json_build_object('enrollment_id', e.id, 'user_id', e.user_id, 'status', e.status,
    'length_days', v.length_days, 'price', v.price, 'currency', v.currency)
  from public.enrollments e join public.program_versions v on v.id = e.version_id
  where e.id = enrollment
$$;

-- Enrolls `person` once, with `coach`, which is the person for their own plan: an active or pending enrollment is
-- returned, an ended one is reopened, moved to this version and rescheduled to this start date. There is one enrollment for a
-- person and a cohort, or, without a cohort, for a person, a coach, a version and a start date. With a price to be paid by
-- somebody else than the program's coach it is pending.
create function private.enroll(person uuid, coach uuid, version public.program_versions, cohort uuid, start_date date,
  filled jsonb)
returns uuid
language plpgsql set search_path = ''
as $$
declare
  known public.enrollments;
  owner uuid;
  first_status text;
begin
  -- The pushes of a person are locked before anything else, as everywhere.
  perform private.lock_user_pushes(person);
  -- Serializes concurrent enrollments of one person.
  perform from public.profiles p where p.id = person for no key update;
  -- A concurrent handover ends first: a cohort's members are the new coach's, whom the former one no longer enrolls.
  select p.user_id into owner from public.programs p where p.id = version.program_id for key share;
  if owner is null or (cohort is null and coach not in (person, owner)) then
    perform private.raise_not_found();
  end if;
  first_status := case when version.price is null or person = owner then 'active' else 'pending' end;
  select * into known from public.enrollments e
  where e.user_id = person and case
    when cohort is not null then e.cohort_id = cohort
    else e.cohort_id is null and e.coach_id = coach and e.version_id = version.id
      and e.start_date = enroll.start_date end
  order by e.status = 'ended', e.created_at
  limit 1 for update;
  if known.status in ('pending', 'active') then
    return known.id;
  end if;
  perform private.require_enrollment_capacity(person);
  if known.id is null then
    insert into public.enrollments as e (user_id, coach_id, program_id, version_id, cohort_id, program_title, start_date,
      parameters, status)
    values (person, case when cohort is null then coach else owner end, version.program_id, version.id, cohort, version.title, enroll.start_date, filled,
      first_status)
    returning * into known;
    -- Coaches do not count as users of their own programs.
    if person <> owner then
      perform private.record_program_event(version.program_id, case when person = coach then 'imported' else 'used' end);
    end if;
  else
    perform private.apply_late_payment(known.id);
    update public.enrollments e
    set status = case when private.is_paid(e.id) then 'active' else first_status end,
      ended_by = null, parameters = filled, synced_days = 0, sync_state = 'waiting'
    where e.id = known.id;
    if known.version_id <> version.id or known.start_date <> enroll.start_date then
      -- Another plan, which nobody has paused.
      perform private.apply_schedule(array[known.id], enroll.start_date, '[]', false);
    end if;
    if known.version_id <> version.id or known.parameters <> filled then
      perform private.apply_move(array[known.id], version.id);
    end if;
  end if;
  return known.id;
end
$$;

-- Raises where `client` has not accepted the caller as their coach; coaches may enroll themselves. Locks the connection,
-- so that one that ends concurrently ends the enrollment as well.
create function private.require_client(client uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
begin
  if client is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'client is the id of a person.';
  end if;
  perform from public.coach_connections c
  where c.coach_id = coach and c.client_id = client and c.state = 'accepted' for share;
  if client <> coach and not found then
    raise exception 'not_connected' using errcode = 'PT403', detail = 'This person has not accepted you as their coach.';
  end if;
end
$$;

-- Enrolls `person` in a cohort, with its start date and version after concurrent changes of them.
create function private.add_to_cohort(cohort uuid, person uuid, parameters jsonb) returns json
language plpgsql set search_path = ''
as $$
declare
  joined public.cohorts;
  version public.program_versions;
  enrollment uuid;
begin
  -- The pushes of a person are locked before anything else, as everywhere.
  perform private.lock_user_pushes(person);
  select * into joined from public.cohorts c where c.id = cohort for share;
  if joined.id is null then
    perform private.raise_not_found();
  end if;
  select * into version from public.program_versions v where v.id = joined.version_id;
  enrollment := private.enroll(person, version.user_id, version, joined.id, joined.start_date,
    private.parse_parameters(version.parameters, add_to_cohort.parameters));
  return private.enrollment_response(enrollment);
end
$$;

-- Joins the cohort of a link: {enrollment_id, user_id, status, length_days, price, currency}, as the other two return.
create function public.join_cohort(token text, parameters jsonb default '{}') returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  cohort public.cohorts;
begin
  select * into cohort from private.cohort_by_token(token);
  if cohort.id is null then
    perform private.raise_not_found();
  end if;
  if exists (select from public.enrollments e
             where e.cohort_id = cohort.id and e.user_id = me and e.ended_by = 'coach') then
    raise exception 'removed' using errcode = 'PT403', detail = 'The coach has removed you from this cohort.';
  end if;
  if not cohort.is_open and not exists (
    select from public.enrollments e where e.cohort_id = cohort.id and e.user_id = me and e.status <> 'ended') then
    raise exception 'cohort_closed' using errcode = 'PT409', detail = 'This cohort is closed.';
  end if;
  return private.add_to_cohort(cohort.id, me, parameters);
end
$$;
grant execute on function public.join_cohort(text, jsonb) to authenticated;

-- A coach enrolls a client in one of their cohorts.
create function public.enroll_in_cohort(cohort uuid, client uuid, parameters jsonb default '{}') returns json
language plpgsql security definer set search_path = ''
as $$
declare
  own public.cohorts;
begin
  perform private.require_coach();
  own := private.require_own_cohort(cohort);
  perform private.require_client(client);
  return private.add_to_cohort(own.id, client, parameters);
end
$$;
grant execute on function public.enroll_in_cohort(uuid, uuid, jsonb) to authenticated;

-- A coach enrolls a client in the published version of one of their programs, without a cohort.
create function public.enroll_in_version(version uuid, client uuid, start_date text, parameters jsonb default '{}')
returns json
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  starts_on private.calendar_date := private.read_date('start_date', start_date);
  target public.program_versions;
  enrollment uuid;
begin
  perform private.require_start_date(starts_on);
  select * into target from public.program_versions v where v.id = version and v.user_id = coach;
  if target.id is null then
    perform private.raise_not_found();
  end if;
  if not exists (
    select from public.programs p where p.id = target.program_id and p.published_version = target.number) then
    raise exception 'not_published' using errcode = 'PT409', detail = 'People are enrolled in the published version.';
  end if;
  perform private.require_client(client);
  enrollment := private.enroll(client, coach, target, null, starts_on,
    private.parse_parameters(target.parameters, enroll_in_version.parameters));
  return private.enrollment_response(enrollment);
end
$$;
grant execute on function public.enroll_in_version(uuid, uuid, text, jsonb) to authenticated;

-- Enrolls the caller on their own: in an approved and free version of the gallery or behind a link they have, or in any version of a program of their own. There is one such enrollment for a version and a start date.
create function public.import_program(version uuid, start_date text, parameters jsonb, token text) returns uuid
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
grant execute on function public.import_program(uuid, text, jsonb, text) to authenticated;
