-- Sets a user's role, for admins. The last admin cannot be demoted.
create function public.set_role(person uuid, new_role text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  if new_role is null or new_role not in ('rep', 'coach', 'admin') then
    raise exception 'unknown_role' using errcode = 'PT400', detail = 'A role is rep, coach or admin.';
  end if;
  -- One at a time: two admins who demote each other must not leave none.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('cadence.set_role'));
  if new_role <> 'admin'
     and not exists (select from public.profiles where role = 'admin' and id <> person) then
    raise exception 'last_admin' using errcode = 'PT409', detail = 'Somebody has to stay an admin.';
  end if;
  update public.profiles set role = new_role where id = person;
  if not found then
    raise exception 'unknown_person' using errcode = 'PT404', detail = 'There is no such person.';
  end if;
end
$$;
grant execute on function public.set_role(uuid, text) to authenticated;
