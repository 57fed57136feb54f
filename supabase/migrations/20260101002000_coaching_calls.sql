-- How people become coach and client of each other, and stop being so. Each call asks who calls; what is not the
-- caller's is `not_found`, whether it exists or not.

-- The caller. Refuses whoever is not signed in.
create function private.caller() returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  if (select auth.uid()) is null then
    raise exception 'unauthorized' using errcode = 'PT401', detail = 'Sign in first.';
  end if;
  return (select auth.uid());
end
$$;
grant execute on function private.caller() to authenticated;

-- The caller, who is a coach. Refuses everybody else.
create function private.calling_coach() returns uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.caller();
  if not private.is_coach() then
    raise exception 'forbidden' using errcode = 'PT403', detail = 'Only coaches do this.';
  end if;
  return (select auth.uid());
end
$$;

create function private.refuse_unknown() returns void
language plpgsql immutable set search_path = ''
as $$
begin
  raise exception 'not_found' using errcode = 'PT404', detail = 'There is nothing of this kind that you may see.';
end
$$;

-- Invites whoever has the address, now or later; twice is once. The answer is the same whether anybody has it.
create function public.invite_client(email text) returns uuid
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  coach uuid := private.calling_coach();
  address text := lower(trim(invite_client.email));
  connection uuid;
begin
  if address is null or address !~ '^[^\s@]+@[^\s@]+$' or char_length(address) > 320 then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'email is a mail address.';
  end if;
  if address = private.my_email() then
    raise exception 'own_address' using errcode = 'PT409', detail = 'Nobody coaches themselves by invitation.';
  end if;
  select c.id into connection
  from public.coach_connections c join public.profiles p on p.id = c.client_id
  where c.coach_id = coach and c.state = 'accepted' and lower(p.email) = address;
  if connection is null then
    insert into public.coach_connections as c (coach_id, email) values (coach, address)
    on conflict (coach_id, email) where client_id is null do update set email = excluded.email
    returning c.id into connection;
  end if;
  return connection;
end
$$;

-- The invited person's answer, once. It takes the place of what was between the two before, but to decline leaves a
-- connection that they have by another address as it is.
create function public.answer_coach(connection uuid, accept boolean) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.caller();
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
    perform private.refuse_unknown();
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

-- Either side ends an accepted connection, and with it the enrollments between the two: from the next request on the
-- coach sees nothing of the person. Tasks that are there stay the person's. A coach's open invitation is withdrawn.
create function public.end_connection(connection uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.caller();
  found_one public.coach_connections;
begin
  select * into found_one from public.coach_connections c
  where c.id = connection and (c.coach_id = me or c.client_id = me)
  for update;
  if found_one.id is null then
    perform private.refuse_unknown();
  elsif found_one.state = 'invited' then
    delete from public.coach_connections c where c.id = found_one.id;
  elsif found_one.state = 'accepted' then
    update public.coach_connections c set state = 'ended' where c.id = found_one.id;
    -- In the order of their ids, as whatever makes or clears tasks holds them, so that nobody waits in a circle.
    perform from public.enrollments e
    where e.coach_id = found_one.coach_id and e.user_id = found_one.client_id order by e.id for no key update;
    update public.enrollments e
    set status = 'ended', ended_by = case when found_one.coach_id = me then 'coach' else 'person' end
    where e.coach_id = found_one.coach_id and e.user_id = found_one.client_id and e.status <> 'ended';
  end if;
end
$$;

-- The caller's connections: [{id, role, state, person, invited_at, answered_at}], where `role` is the caller's own
-- part. Of whom they have invited a coach is told the address they wrote and nothing else, and again from the end on.
create function public.my_connections() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.caller();
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

grant execute on function public.invite_client(text), public.answer_coach(uuid, boolean), public.end_connection(uuid),
  public.my_connections() to authenticated;
