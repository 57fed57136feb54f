-- Who coaches whom. A coach invites a mail address, and learns neither whether anybody has it nor who that is before
-- the person has accepted. Either side can end it at any moment, which counts from the next request on.

create function private.is_coach() returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from public.profiles where id = (select auth.uid()) and role in ('coach', 'admin')) $$;
create function private.my_email() returns text
language sql stable security definer set search_path = ''
as $$ select lower(email) from public.profiles where id = (select auth.uid()) and email <> '' $$;
grant execute on function private.is_coach(), private.my_email() to authenticated;

create table public.coach_connections (
  id uuid primary key default gen_random_uuid(),
  coach_id uuid not null references public.profiles (id) on delete cascade,
  -- Whoever has this address when the invitation is answered.
  email text not null check (email = lower(email) and email ~ '^[^\s@]+@[^\s@]+$' and char_length(email) <= 320),
  client_id uuid references public.profiles (id) on delete cascade,
  state text not null default 'invited' check (state in ('invited', 'accepted', 'ended')),
  invited_at timestamptz not null default now(),
  answered_at timestamptz,
  check (coach_id <> client_id),
  check ((client_id is null) = (state = 'invited')),
  check ((answered_at is null) = (state = 'invited'))
);
create unique index coach_connections_pair on public.coach_connections (coach_id, client_id) where client_id is not null;
create unique index coach_connections_invitation on public.coach_connections (coach_id, email) where client_id is null;
create index coach_connections_coach on public.coach_connections (coach_id);
create index coach_connections_client on public.coach_connections (client_id);
create index coach_connections_email on public.coach_connections (email);

alter table public.coach_connections enable row level security;
grant select on public.coach_connections to authenticated, service_role;
create policy "both sides read their connections, admins read all" on public.coach_connections
  for select to authenticated
  using (coach_id = (select auth.uid()) or client_id = (select auth.uid())
    or (client_id is null and email = (select private.my_email())) or (select private.is_admin()));

-- Those who have accepted the caller as their coach.
create function private.my_clients() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select c.client_id from public.coach_connections c
  where c.coach_id = (select auth.uid()) and c.state = 'accepted' and (select private.is_coach())
$$;
grant execute on function private.my_clients() to authenticated;

alter policy "people read their own activities, admins read all" on public.program_activities
  using ((select private.is_admin()) or user_id = (select auth.uid()) or user_id in (select private.my_clients()));
alter policy "people read their own activities, admins read all" on public.program_activities
  rename to "people read their own activities, coaches their clients', admins all";
alter policy "people read their own goals, admins read all" on public.program_weekly_goals
  using ((select private.is_admin()) or user_id = (select auth.uid()) or user_id in (select private.my_clients()));
alter policy "people read their own goals, admins read all" on public.program_weekly_goals
  rename to "people read their own goals, coaches their clients', admins all";
