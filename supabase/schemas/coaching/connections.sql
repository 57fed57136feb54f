-- Connections between coaches and clients. A coach invites an e-mail address, and does not learn whether an account
-- has it, or whose it is, before that person has accepted. Either side can end a connection; that takes effect with
-- the next request.

create table public.coach_connections (
  id uuid primary key default gen_random_uuid(),
  coach_id uuid not null references public.profiles (id) on delete cascade,
  -- The invitation is for whoever has this address when responding to it.
  email private.label not null check (email = lower(email) and email ~ '^[^\s@]+@[^\s@]+$' and char_length(email) <= 320),
  client_id uuid references public.profiles (id) on delete cascade,
  state text not null default 'invited' check (state in ('invited', 'accepted', 'ended')),
  invited_at private.instant not null default now(),
  answered_at private.instant,
  check (coach_id <> client_id),
  check ((client_id is null) = (state = 'invited')),
  check ((answered_at is null) = (state = 'invited'))
);
create unique index coach_connections_pair on public.coach_connections (coach_id, client_id) where client_id is not null;
create unique index coach_connections_invitation on public.coach_connections (coach_id, email) where client_id is null;
-- Invitations of before this rule stay, for their coach to withdraw.
alter table public.coach_connections add constraint invited_address
  check (client_id is not null or private.is_email_address(email)) not valid;
create index coach_connections_coach on public.coach_connections (coach_id);
create index coach_connections_client on public.coach_connections (client_id);
create index coach_connections_email on public.coach_connections (email);
select private.enable_normal_form('public.coach_connections');
alter table public.coach_connections enable row level security;
grant select on public.coach_connections to authenticated, service_role;
create policy "both sides read their connections, admins read all" on public.coach_connections
  for select to authenticated
  using (coach_id = (select auth.uid()) or client_id = (select auth.uid())
    or (client_id is null and email = (select private.my_email())) or (select private.is_admin()));

-- The users who have accepted the caller as their coach.
create function private.my_clients() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select c.client_id from public.coach_connections c
  where c.coach_id = (select auth.uid()) and c.state = 'accepted' and (select private.is_coach())
$$;
grant execute on function private.my_clients() to authenticated;
