-- Inviting, responding, ending, and the list of the caller's connections.

-- Invites whoever has the address, now or later: the connection, and what became of it: `invited`, `already_invited`,
-- `already_client`, `own_address`, or `invalid` where the text has no address. The same whether or not an account has it.
create function private.invite(coach uuid, given text, out connection uuid, out result text)
language plpgsql set search_path = ''
as $$
#variable_conflict use_column
declare
  address text := private.clean_email(given);
begin
  if address is null then
    result := 'invalid';
  elsif address = (select lower(p.email) from public.profiles p where p.id = coach) then
    result := 'own_address';
  else
    select c.id, 'already_client' into connection, result
    from public.coach_connections c join public.profiles p on p.id = c.client_id
    where c.coach_id = coach and c.state = 'accepted' and lower(p.email) = address;
    if connection is null then
      insert into public.coach_connections as c (coach_id, email) values (coach, address)
      on conflict (coach_id, email) where client_id is null do nothing
      returning c.id, 'invited' into connection, result;
    end if;
    if connection is null then
      select c.id, 'already_invited' into connection, result
      from public.coach_connections c where c.coach_id = coach and c.email = address and c.client_id is null;
    end if;
  end if;
end
$$;

-- Invites one address: the connection. Idempotent. Raises `malformed_request` where the text is no address, and
-- `own_address`.
create function public.invite_client(email text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  invited record;
begin
  select * into invited from private.invite(coach, invite_client.email);
  if invited.result = 'invalid' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'email is a mail address.';
  elsif invited.result = 'own_address' then
    raise exception 'own_address' using errcode = 'PT409', detail = 'Nobody coaches themselves by invitation.';
  end if;
  return invited.connection;
end
$$;
grant execute on function public.invite_client(text) to authenticated;

-- Invites up to 100 addresses, in their order: [{email, result}], with the address as it was cleaned, or as it was
-- given where it is none. `result` as private.invite has it.
create function public.invite_clients(emails text[]) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  given text;
  results jsonb := '[]';
begin
  if cardinality(emails) not between 1 and 100 is not false then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'emails are 1 to 100 mail addresses.';
  end if;
  foreach given in array emails loop
    results := results || jsonb_build_object('email', coalesce(private.clean_email(given), given),
      'result', (private.invite(coach, coalesce(given, ''))).result);
  end loop;
  return results;
end
$$;
grant execute on function public.invite_clients(text[]) to authenticated;

-- The invited person's response, which is final. It replaces an earlier connection between the two, except that
-- declining leaves a connection accepted under another address as it is.
create function public.respond_to_invitation(connection uuid, accept boolean) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  asked public.coach_connections;
begin
  if accept is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'accept is true or false.';
  end if;
  select * into asked from public.coach_connections c
  where c.id = connection and c.coach_id <> me
    and (c.client_id = me or (c.client_id is null and c.email = private.my_email()))
  for update;
  if asked.id is null then
    perform private.raise_not_found();
  elsif asked.state <> 'invited' then
    if (asked.state = 'accepted') <> accept then
      raise exception 'already_answered' using errcode = 'PT409', detail = 'This invitation has been answered.';
    end if;
  elsif not accept and exists (
    select from public.coach_connections c
    where c.coach_id = asked.coach_id and c.client_id = me and c.state = 'accepted') then
    delete from public.coach_connections c where c.id = asked.id;
  else
    delete from public.coach_connections c where c.coach_id = asked.coach_id and c.client_id = me;
    update public.coach_connections c
    set client_id = me, state = case when accept then 'accepted' else 'ended' end, answered_at = now()
    where c.id = asked.id;
  end if;
end
$$;
grant execute on function public.respond_to_invitation(uuid, boolean) to authenticated;

-- Either side ends an accepted connection, and with it the enrollments between the two: from the next request on the
-- coach reads nothing of the client. The client keeps their tasks. An open invitation is withdrawn.
create function public.end_connection(connection uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  found_one public.coach_connections;
begin
  select * into found_one from public.coach_connections c
  where c.id = connection and (c.coach_id = me or c.client_id = me)
  for update;
  if found_one.id is null then
    perform private.raise_not_found();
  elsif found_one.state = 'invited' then
    delete from public.coach_connections c where c.id = found_one.id;
  elsif found_one.state = 'accepted' then
    update public.coach_connections c set state = 'ended' where c.id = found_one.id;
    -- Locked in the order of ids, like everywhere else, to avoid deadlocks.
    perform from public.enrollments e
    where e.coach_id = found_one.coach_id and e.user_id = found_one.client_id order by e.id for no key update;
    update public.enrollments e
    set status = 'ended', ended_by = case when found_one.coach_id = me then 'coach' else 'person' end
    where e.coach_id = found_one.coach_id and e.user_id = found_one.client_id and e.status <> 'ended';
  end if;
end
$$;
grant execute on function public.end_connection(uuid) to authenticated;

-- The caller's connections: [{id, role, state, person, invited_at, answered_at}], where `role` is the caller's own.
-- Before a client accepts, and after the connection has ended, the coach is shown nothing but the address that they
-- invited.
create function public.my_connections() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
        'id', c.id, 'role', 'coach', 'state', c.state, 'invited_at', c.invited_at, 'answered_at', c.answered_at,
        'person', jsonb_build_object('id', p.id, 'display_name', p.display_name, 'email', coalesce(p.email, c.email))
      ) order by c.invited_at, c.id), '[]')
    from public.coach_connections c left join public.profiles p on p.id = c.client_id and c.state = 'accepted'
    where c.coach_id = me and private.is_coach()
  ) || (
    select coalesce(jsonb_agg(jsonb_build_object(
        'id', c.id, 'role', 'client', 'state', c.state, 'invited_at', c.invited_at, 'answered_at', c.answered_at,
        'person', jsonb_build_object('id', c.coach_id, 'display_name', p.display_name, 'email', p.email)
      ) order by c.invited_at, c.id), '[]')
    from public.coach_connections c join public.profiles p on p.id = c.coach_id
    where c.coach_id <> me and (c.client_id = me or (c.client_id is null and c.email = private.my_email()))
  );
end
$$;
grant execute on function public.my_connections() to authenticated;
