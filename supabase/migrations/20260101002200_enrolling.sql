-- Who takes a program: by a cohort's link, or enrolled by a coach whom they have accepted. What costs something waits
-- until it is paid for.

-- Payments as the provider tells of them, and a coach's confirmations by hand. A webhook that comes twice counts once.
create table private.payments (
  provider text not null check (char_length(provider) between 1 and 200),
  reference text not null check (char_length(reference) between 1 and 200),
  -- Null once the enrollment is deleted: that money was taken stays known.
  enrollment_id uuid references public.enrollments (id) on delete set null,
  -- Null where a coach confirmed.
  amount integer check (amount > 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  at timestamptz not null default now(),
  primary key (provider, reference)
);
create index payments_enrollment on private.payments (enrollment_id);
alter table private.payments enable row level security;

create function private.is_id(text) returns boolean
language sql immutable parallel safe set search_path = ''
as $$ select coalesce($1 ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', false) $$;

-- The caller's cohort. Refuses where it is nobody's or somebody else's.
create function private.own_cohort(cohort uuid) returns public.cohorts
language plpgsql stable security definer set search_path = ''
as $$
declare
  coach uuid := private.calling_coach();
  own public.cohorts;
begin
  select * into own from public.cohorts c where c.id = cohort and c.user_id = coach;
  if own.id is null then
    perform private.refuse_unknown();
  end if;
  return own;
end
$$;

-- What a cohort's link ends with: whoever holds it may join while the cohort is open.
create function public.cohort_link(cohort uuid) returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.caller();
  return (private.own_cohort(cohort)).join_token;
end
$$;

-- Makes a new link; the old one lets nobody in any more.
create function public.renew_cohort_link(cohort uuid) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  own public.cohorts := private.own_cohort(cohort);
  renewed text;
begin
  perform private.caller();
  update public.cohorts c set join_token = encode(sha256(gen_random_uuid()::text::bytea), 'hex')
  where c.id = own.id returning c.join_token into renewed;
  return renewed;
end
$$;

-- The cohort that a link opens; none where its coach is a coach no more.
create function private.linked_cohort(token text) returns public.cohorts
language sql stable set search_path = ''
as $$
  select c.* from public.cohorts c
  join public.profiles coach on coach.id = c.user_id and coach.role in ('coach', 'admin')
  where c.join_token = token
$$;

-- What a link invites to: {cohort_id, name, start_date, is_open, program: a version's item}, or null.
create function public.cohort_by_link(token text) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.caller();
  return (
    select json_build_object('cohort_id', c.id, 'name', c.name, 'start_date', c.start_date, 'is_open', c.is_open,
      'program', private.version_item(c.version_id))
    from private.linked_cohort(token) c where c.id is not null);
end
$$;

-- A cohort's members, also those who have ended, for its coach: [{enrollment_id, user_id, display_name, email, status,
-- ended_by, start_date, synced_days, sync_state, length_days}].
create function public.cohort_members(cohort uuid) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  own public.cohorts := private.own_cohort(cohort);
begin
  perform private.caller();
  return (
    select coalesce(json_agg(json_build_object(
        'enrollment_id', e.id, 'user_id', e.user_id, 'display_name', p.display_name, 'email', p.email,
        'status', e.status, 'ended_by', e.ended_by, 'start_date', e.start_date, 'synced_days', e.synced_days,
        'sync_state', e.sync_state, 'length_days', v.length_days
      ) order by p.display_name, e.id), '[]')
    from public.enrollments e
    join public.profiles p on p.id = e.user_id
    join public.program_versions v on v.id = e.version_id
    where e.cohort_id = own.id);
end
$$;

create function private.enrollment_answer(enrollment uuid) returns json
language sql stable set search_path = ''
as $$
  select json_build_object('enrollment_id', e.id, 'user_id', e.user_id, 'status', e.status,
    'length_days', v.length_days, 'price', v.price, 'currency', v.currency)
  from public.enrollments e join public.program_versions v on v.id = e.version_id
  where e.id = enrollment
$$;

-- Enrolls `person`, once: who is enrolled stays so, and an enrollment that has ended is opened again. With a cohort
-- there is one enrollment a person; without, one for a version from a date. Where there is a price to be paid by
-- somebody else than the coach, it is pending until it has been paid.
create function private.enroll(person uuid, version public.program_versions, cohort uuid, start_date date, filled jsonb)
returns uuid
language plpgsql set search_path = ''
as $$
declare
  known public.enrollments;
  first_status text := case when version.price is null or person = version.user_id then 'active' else 'pending' end;
begin
  -- Two calls at once are one enrollment.
  perform from public.profiles p where p.id = person for no key update;
  select * into known from public.enrollments e
  where e.user_id = person and case
    when cohort is not null then e.cohort_id = cohort
    else e.cohort_id is null and e.coach_id = version.user_id and e.version_id = version.id
      and e.start_date = enroll.start_date end
  order by e.status = 'ended', e.created_at
  limit 1 for update;
  if known.status in ('pending', 'active') then
    return known.id;
  end if;
  perform private.check_room(person);
  if known.id is null then
    insert into public.enrollments as e (user_id, coach_id, program_id, version_id, cohort_id, program_title, start_date,
      parameters, status)
    values (person, version.user_id, version.program_id, version.id, cohort, version.title, enroll.start_date,
      filled, first_status)
    returning * into known;
    perform private.note_program_event(version.program_id, 'used');
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

-- Whom, in what, from when: {token, parameters?} joins the cohort of a link oneself; {cohort_id | version_id, user_id,
-- start_date?, parameters?} is a coach who enrolls somebody that has accepted them, or themselves.
create function public.enroll_person(request jsonb) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.caller();
  person uuid := me;
  cohort public.cohorts;
  version public.program_versions;
  start_date date;
  enrollment uuid;
begin
  if jsonb_typeof(request) is distinct from 'object'
     or num_nonnulls(request ->> 'token', request ->> 'cohort_id', request ->> 'version_id') <> 1
     or (request ->> 'token' is null) <> (request ->> 'user_id' is not null)
     or not (request ->> 'cohort_id' is null or private.is_id(request ->> 'cohort_id'))
     or not (request ->> 'version_id' is null or private.is_id(request ->> 'version_id'))
     or not (request ->> 'user_id' is null or private.is_id(request ->> 'user_id'))
     or coalesce(request ->> 'start_date', '2000-01-01') !~ '^\d{4}-\d{2}-\d{2}$' then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A token; or a cohort_id or version_id with a user_id.';
  end if;
  if request ->> 'token' is not null then
    select * into cohort from private.linked_cohort(request ->> 'token');
    if cohort.id is null then
      perform private.refuse_unknown();
    end if;
    if exists (select from public.enrollments e
               where e.cohort_id = cohort.id and e.user_id = me and e.ended_by = 'coach') then
      raise exception 'removed' using errcode = 'PT403', detail = 'The coach has taken you out of this cohort.';
    end if;
    if not cohort.is_open and not exists (
      select from public.enrollments e where e.cohort_id = cohort.id and e.user_id = me and e.status <> 'ended') then
      raise exception 'cohort_closed' using errcode = 'PT409', detail = 'This cohort takes nobody more.';
    end if;
  else
    person := (request ->> 'user_id')::uuid;
    perform private.calling_coach();
    if request ->> 'cohort_id' is not null then
      cohort := private.own_cohort((request ->> 'cohort_id')::uuid);
    else
      start_date := (request ->> 'start_date')::date;
      perform private.check_start(start_date);
    end if;
  end if;
  if cohort.id is not null then
    -- Its date and version as they are when whoever changes them is done.
    select * into cohort from public.cohorts c where c.id = cohort.id for share;
    start_date := cohort.start_date;
  end if;
  select * into version from public.program_versions v
  where v.id = coalesce(cohort.version_id, (request ->> 'version_id')::uuid)
    and (cohort.id is not null or v.user_id = me);
  if version.id is null then
    perform private.refuse_unknown();
  end if;
  if cohort.id is null and not exists (
    select from public.programs p where p.id = version.program_id and p.published_version = version.number) then
    raise exception 'not_published' using errcode = 'PT409', detail = 'People are enrolled in the published version.';
  end if;
  -- Held, so that an enrollment is made before the connection ends, and ends with it, or is not made.
  perform from public.coach_connections c
  where c.coach_id = me and c.client_id = person and c.state = 'accepted' for share;
  if person <> me and not found then
    raise exception 'not_connected' using errcode = 'PT403', detail = 'This person has not accepted you as their coach.';
  end if;
  enrollment := private.enroll(person, version, cohort.id, start_date,
    private.checked_parameters(version.parameters, request -> 'parameters'));
  return private.enrollment_answer(enrollment);
end
$$;

-- A pending enrollment becomes active: for the server itself, which has checked the webhook's signature, by a
-- `payment` {provider, reference, amount, currency}; for the coach by their word. Twice is once.
create function public.complete_enrollment(enrollment uuid, payment jsonb) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  is_server boolean := current_setting('role', true) = 'service_role';
  paid public.enrollments;
  version public.program_versions;
  owner uuid;
begin
  if not is_server then
    perform private.calling_coach();
  end if;
  select * into paid from public.enrollments e
  where e.id = enrollment and (is_server or e.coach_id = (select auth.uid()))
  for update;
  if paid.id is null then
    perform private.refuse_unknown();
  end if;
  select * into version from public.program_versions v where v.id = paid.version_id;
  if is_server then
    if (char_length(payment ->> 'provider') between 1 and 200 and char_length(payment ->> 'reference') between 1 and 200
        and payment ->> 'amount' ~ '^[1-9]\d{0,8}$' and payment ->> 'currency' ~ '^[A-Z]{3}$') is not true then
      raise exception 'malformed_request' using errcode = 'PT400',
        detail = 'payment has provider, reference, amount and currency.';
    end if;
    if (payment ->> 'amount')::integer < version.price or payment ->> 'currency' <> version.currency then
      raise exception 'wrong_amount' using errcode = 'PT409', detail = 'This is not what the program costs.';
    end if;
    insert into private.payments (provider, reference, enrollment_id, amount, currency)
    values (payment ->> 'provider', payment ->> 'reference', paid.id, (payment ->> 'amount')::integer, payment ->> 'currency')
    on conflict (provider, reference) do nothing;
    select y.enrollment_id into owner from private.payments y
    where y.provider = payment ->> 'provider' and y.reference = payment ->> 'reference';
    if owner is distinct from paid.id then
      raise exception 'payment_used' using errcode = 'PT409', detail = 'This payment was for another enrollment.';
    end if;
  elsif paid.status = 'ended' then
    raise exception 'ended' using errcode = 'PT409', detail = 'This enrollment has ended.';
  else
    insert into private.payments (provider, reference, enrollment_id) values ('coach', paid.id::text, paid.id)
    on conflict (provider, reference) do nothing;
  end if;
  -- Who has ended stays so, and has paid when they come again.
  update public.enrollments e set status = 'active' where e.id = paid.id and e.status = 'pending';
  return private.enrollment_answer(paid.id);
end
$$;

-- The person leaves, or the coach takes them out; whom the coach took out does not come back by a link. Open tasks
-- stay unless they are cleared. Twice is once.
create function public.end_enrollment(enrollment uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.caller();
  ending public.enrollments;
begin
  select * into ending from public.enrollments e
  where e.id = enrollment and (e.user_id = me or (e.coach_id = me and private.is_coach()))
  for update;
  if ending.id is null then
    perform private.refuse_unknown();
  end if;
  update public.enrollments e
  set status = 'ended', ended_by = case when e.user_id = me then 'person' else 'coach' end
  where e.id = ending.id and (e.status <> 'ended' or e.user_id <> me);
end
$$;

grant execute on function public.cohort_link(uuid), public.renew_cohort_link(uuid), public.cohort_by_link(text),
  public.cohort_members(uuid), public.enroll_person(jsonb), public.complete_enrollment(uuid, jsonb),
  public.end_enrollment(uuid) to authenticated;
grant execute on function public.complete_enrollment(uuid, jsonb) to service_role;
