create table public.enrollments (
  id uuid primary key default gen_random_uuid(),
  -- The enrolled person.
  user_id uuid not null references public.profiles (id) on delete cascade,
  program_id uuid not null references public.programs (id) on delete cascade,
  version_id uuid not null references public.program_versions (id),
  -- The program's owner, or the person themselves where they enrolled on their own.
  coach_id uuid not null references public.profiles (id) on delete cascade,
  cohort_id uuid references public.cohorts (id) on delete set null,
  program_title private.label not null,
  start_date private.calendar_date not null,
  -- {key: text} for the version's parameters.
  parameters jsonb not null default '{}' check (jsonb_typeof(parameters) = 'object' and pg_column_size(parameters) <= 65536),
  -- `pending`: waits for payment or confirmation.
  status text not null default 'active' check (status in ('pending', 'active', 'ended')),
  -- A person whom the coach removed cannot join again by the cohort's link.
  ended_by text check (ended_by in ('person', 'coach')),
  -- How far tasks have been materialized, in days; `failed` after an unsuccessful attempt.
  synced_days integer not null default 0 check (synced_days >= 0),
  sync_state text not null default 'waiting' check (sync_state in ('waiting', 'running', 'done', 'failed')),
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  pauses jsonb not null default '[]' check (private.are_pauses(pauses)),
  check ((ended_by is not null) = (status = 'ended'))
);
create index enrollments_person on public.enrollments (user_id);
create index enrollments_coach on public.enrollments (coach_id);
create index enrollments_program on public.enrollments (program_id);
create index enrollments_version on public.enrollments (version_id);
-- The tick looks for them every minute.
create index enrollments_unfinished on public.enrollments (updated_at) where status = 'active' and sync_state <> 'done';
create unique index enrollments_cohort on public.enrollments (cohort_id, user_id) where cohort_id is not null;
select private.enable_sync('public.enrollments');
select private.enable_history('public.enrollments');

-- Enrollments that the caller coaches. An ended one is no longer the coach's.
create function private.coached_enrollments() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select e.id from public.enrollments e
  where e.coach_id = (select auth.uid()) and e.status <> 'ended' and (select private.is_coach())
$$;
grant execute on function private.coached_enrollments() to authenticated;

-- The caller's enrollments that they may have tasks in: not those that wait for a payment.
create function private.my_enrollments() returns setof uuid
language sql stable security definer set search_path = ''
as $$ select e.id from public.enrollments e where e.user_id = (select auth.uid()) and e.status <> 'pending' $$;
grant execute on function private.my_enrollments() to authenticated;

select private.enable_normal_form('public.enrollments', json_columns => '{parameters}');
alter table public.enrollments enable row level security;
grant select on public.enrollments to authenticated, service_role;
create policy "people read own enrollments, coaches of clients, admins all" on public.enrollments
  for select to authenticated
  using ((select private.is_admin()) or user_id = (select auth.uid())
    or (coach_id = (select auth.uid()) and (select private.is_coach())));

-- Whatever makes, clears or restores tasks of enrollments locks them until the end of the transaction, and before
-- that the pushes of their persons: an edit or delete that a device pushes concurrently is decided afterwards, on the
-- result. Always in the order of ids, to avoid deadlocks.
create function private.lock_enrollments(enrollment_ids uuid[]) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.lock_user_pushes(p.user_id)
  from (select distinct e.user_id from public.enrollments e where e.id = any (enrollment_ids) order by e.user_id) p;
  perform from public.enrollments e where e.id = any (enrollment_ids) order by e.id for no key update;
end
$$;

-- Locks enrollments as private.lock_enrollments does, and returns those that have not ended and that `coach` still coaches:
-- while it waited, their person may have left, and a handover may have given them to somebody else.
create function private.lock_coached(enrollment_ids uuid[], coach uuid) returns uuid[]
language plpgsql set search_path = ''
as $$
begin
  perform private.lock_enrollments(enrollment_ids);
  return array(
    select e.id from public.enrollments e
    where e.id = any (enrollment_ids) and e.coach_id = coach and e.status <> 'ended' order by e.id);
end
$$;

-- An enrollment of `me`, or of somebody whom they coach.
create function private.require_own_or_coached(enrollment uuid, me uuid) returns public.enrollments
language plpgsql stable set search_path = ''
as $$
declare
  found public.enrollments;
begin
  select * into found from public.enrollments e
  where e.id = enrollment and (e.user_id = me or (e.coach_id = me and private.is_coach()));
  if found.id is null then
    perform private.raise_not_found();
  end if;
  return found;
end
$$;

create function private.require_start_date(start_date date) returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if start_date is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'The start is a calendar date.';
  end if;
end
$$;

-- Raises where `person`, whose profile is locked, is enrolled in too many programs already.
create function private.require_enrollment_capacity(person uuid) returns void
language plpgsql stable set search_path = ''
as $$
begin
  if (select count(*) from public.enrollments e where e.user_id = person and e.status <> 'ended') >= 100 then
    raise exception 'too_many_programs' using errcode = 'PT409', detail = 'Nobody takes part in more than 100 programs at a time.';
  end if;
end
$$;
