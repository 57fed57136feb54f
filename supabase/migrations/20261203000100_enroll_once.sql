-- Enrolling is written once, for cohorts, clients and a person's own plan.
drop function private.enroll(uuid, public.program_versions, uuid, date, jsonb);

-- Enrolls `person` once, with `coach`, which is the person for their own plan: an active or pending enrollment is
-- returned, an ended one is reopened, with the tasks that were done and without those that were dismissed. There is one
-- enrollment for a person and a cohort, or, without a cohort, for a person, a coach, a version and a start date. With a
-- price to be paid by somebody else than the program's coach it is pending.
create function private.enroll(person uuid, coach uuid, version public.program_versions, cohort uuid, start_date date,
  filled jsonb)
returns uuid
language plpgsql set search_path = ''
as $$
declare
  known public.enrollments;
  first_status text := case when version.price is null or person = version.user_id then 'active' else 'pending' end;
begin
  -- Serializes concurrent enrollments of one person.
  perform from public.profiles p where p.id = person for no key update;
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
    values (person, coach, version.program_id, version.id, cohort, version.title, enroll.start_date, filled,
      first_status)
    returning * into known;
    -- Coaches do not count as users of their own programs.
    if person <> version.user_id then
      perform private.record_program_event(version.program_id, case when person = coach then 'imported' else 'used' end);
    end if;
  else
    update public.enrollments e
    set status = case when exists (select from private.payments y where y.enrollment_id = e.id)
        then 'active' else first_status end,
      ended_by = null, parameters = filled, synced_days = 0, sync_state = 'waiting'
    where e.id = known.id;
  end if;
  return known.id;
end
$$;

create or replace function private.add_to_cohort(cohort uuid, person uuid, parameters jsonb) returns json
language plpgsql set search_path = ''
as $$
declare
  joined public.cohorts;
  version public.program_versions;
  enrollment uuid;
begin
  select * into joined from public.cohorts c where c.id = cohort for share;
  select * into version from public.program_versions v where v.id = joined.version_id;
  enrollment := private.enroll(person, version.user_id, version, joined.id, joined.start_date,
    private.parse_parameters(version.parameters, add_to_cohort.parameters));
  return private.enrollment_response(enrollment);
end
$$;

create or replace function public.enroll_in_version(version uuid, client uuid, start_date text, parameters jsonb default '{}')
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

create or replace function public.import_program(version uuid, start_date text, parameters jsonb, token text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  starts_on private.calendar_date := private.read_date('start_date', start_date);
  taken public.program_versions;
  program public.programs;
begin
  perform private.require_start_date(starts_on);
  select * into taken from public.program_versions v where v.id = version;
  select * into program from public.programs p where p.id = taken.program_id;
  if taken.user_id is distinct from me then
    if (taken.id in (select private.gallery_versions()) or taken.id = private.version_by_link(token)) is not true then
      perform private.raise_not_found();
    end if;
    if program.approved_at is null then
      raise exception 'not_approved' using errcode = 'PT409', detail = 'An admin has not approved this program yet.';
    end if;
    if taken.price is not null then
      raise exception 'has_a_price' using errcode = 'PT409', detail = 'Its coach enrolls people in this program.';
    end if;
  end if;
  return private.enroll(me, me, taken, null, starts_on,
    private.parse_parameters(taken.parameters, import_program.parameters));
end
$$;
