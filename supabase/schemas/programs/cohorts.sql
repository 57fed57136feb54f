create table public.cohorts (
  id uuid primary key default gen_random_uuid(),
  -- The coach, who is the program's owner.
  user_id uuid not null references public.profiles (id) on delete cascade,
  program_id uuid not null,
  version_id uuid not null references public.program_versions (id),
  name private.label not null check (char_length(name) <= 200),
  start_date private.calendar_date not null,
  -- Whether people can join by the link.
  is_open boolean not null default true,
  join_token text not null unique default encode(sha256(gen_random_uuid()::text::bytea), 'hex'),
  created_at private.instant not null default now(),
  constraint cohort_of_the_same_person
    foreign key (user_id, program_id) references public.programs (user_id, id) on update cascade on delete cascade
);
create index cohorts_person on public.cohorts (user_id, program_id);
create index cohorts_program on public.cohorts (program_id);
create index cohorts_version on public.cohorts (version_id);

create function private.my_cohorts() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select e.cohort_id from public.enrollments e
  where e.user_id = (select auth.uid()) and e.cohort_id is not null and e.status <> 'ended'
$$;
grant execute on function private.my_cohorts() to authenticated;

select private.enable_normal_form('public.cohorts');
alter table public.cohorts enable row level security;

-- Without join_token, which members would see: the coach reads it by cohort_link.
grant select (id, user_id, program_id, version_id, name, start_date, is_open, created_at) on public.cohorts to authenticated;
grant select on public.cohorts to service_role;
grant delete on public.cohorts to authenticated;
grant insert (id, user_id, program_id, version_id, name, start_date, is_open) on public.cohorts to authenticated;
grant update (name, is_open) on public.cohorts to authenticated;
create policy "coaches read their own cohorts, members theirs, admins all" on public.cohorts
  for select to authenticated
  using (user_id = (select auth.uid()) or id in (select private.my_cohorts()) or (select private.is_admin()));
create policy "coaches make cohorts of their own programs" on public.cohorts
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (select private.owns_program(program_id))
    and exists (select from public.program_versions v where v.id = version_id and v.program_id = cohorts.program_id));
create policy "coaches edit their own cohorts" on public.cohorts
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()) and (select private.is_coach()));
create policy "coaches delete their own cohorts" on public.cohorts
  for delete to authenticated using (user_id = (select auth.uid()));

-- The caller's own cohort. Raises `not_found` for any other.
create function private.require_own_cohort(cohort uuid) returns public.cohorts
language plpgsql stable security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  own public.cohorts;
begin
  select * into own from public.cohorts c where c.id = cohort and c.user_id = coach;
  if own.id is null then
    perform private.raise_not_found();
  end if;
  return own;
end
$$;

-- The caller's cohort, locked: whoever joins concurrently waits. A handover that was waited for has made it another coach's.
create function private.lock_own_cohort(cohort uuid) returns public.cohorts
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.require_own_cohort(cohort);
  perform from public.cohorts c where c.id = cohort for no key update;
  return private.require_own_cohort(cohort);
end
$$;

-- The token of a cohort's link: whoever has it may join while the cohort is open.
create function public.cohort_link(cohort uuid) returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_user();
  return (private.require_own_cohort(cohort)).join_token;
end
$$;
grant execute on function public.cohort_link(uuid) to authenticated;

-- Makes a new link and invalidates the old one.
create function public.renew_cohort_link(cohort uuid) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  own public.cohorts := private.lock_own_cohort(cohort);
  renewed text;
begin
  perform private.require_user();
  update public.cohorts c set join_token = encode(sha256(gen_random_uuid()::text::bytea), 'hex')
  where c.id = own.id returning c.join_token into renewed;
  return renewed;
end
$$;
grant execute on function public.renew_cohort_link(uuid) to authenticated;

-- The cohort with this token, while its coach is a coach.
create function private.cohort_by_token(token text) returns public.cohorts
language sql stable set search_path = ''
as $$
  select c.* from public.cohorts c
  join public.profiles coach on coach.id = c.user_id and coach.role in ('coach', 'admin')
  where c.join_token = token
$$;

-- What a link invites to: {cohort_id, name, start_date, is_open, program: an offer}, or null.
create function public.cohort_by_link(token text) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_user();
  return (
    select json_build_object('cohort_id', c.id, 'name', c.name, 'start_date', c.start_date, 'is_open', c.is_open,
      'program', private.program_offer(c.version_id))
    from private.cohort_by_token(token) c where c.id is not null);
end
$$;
grant execute on function public.cohort_by_link(text) to authenticated;

-- What an open cohort's link invites to, for whoever is not signed in yet: {cohort, program, coach, start_date, offer,
-- modules, days, hidden_tasks}. The first three are names, the last four as private.public_preview has them: nothing
-- about people but the coach's name. Every other token gets `not_found`, also that of a closed cohort. A token has the
-- randomness of a UUID, so that none is found by trying.
create function public.cohort_invitation(token text) returns json
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
grant execute on function public.cohort_invitation(text) to anon, authenticated;

-- All members of a cohort, also ended ones, for its coach: [{enrollment_id, user_id, display_name, email, status,
-- ended_by, start_date, synced_days, sync_state, length_days, pauses}]. The address of who has left is empty.
create function public.cohort_members(cohort uuid) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  own public.cohorts := private.require_own_cohort(cohort);
begin
  perform private.require_user();
  return (
    select coalesce(json_agg(json_build_object(
        'enrollment_id', e.id, 'user_id', e.user_id, 'display_name', p.display_name,
        'email', case when e.status = 'ended' then '' else p.email end, 'status', e.status, 'ended_by', e.ended_by, 'start_date', e.start_date, 'synced_days', e.synced_days,
        'sync_state', e.sync_state, 'length_days', v.length_days, 'pauses', e.pauses
      ) order by p.display_name, e.id), '[]')
    from public.enrollments e
    join public.profiles p on p.id = e.user_id
    join public.program_versions v on v.id = e.version_id
    where e.cohort_id = own.id);
end
$$;
grant execute on function public.cohort_members(uuid) to authenticated;
