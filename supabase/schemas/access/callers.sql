-- Checks of the caller, and what they raise. A row that the caller may not see gets the same response as one that does
-- not exist: `not_found`.

create function private.is_admin() returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from public.profiles where id = (select auth.uid()) and role = 'admin') $$;
grant execute on function private.is_admin() to authenticated;

create function private.is_coach() returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from public.profiles where id = (select auth.uid()) and role in ('coach', 'admin')) $$;
grant execute on function private.is_coach() to authenticated;

create function private.my_email() returns text
language sql stable security definer set search_path = ''
as $$ select lower(email) from public.profiles where id = (select auth.uid()) and email <> '' $$;
grant execute on function private.my_email() to authenticated;

-- The caller's id. Raises `unauthorized` where nobody is signed in.
create function private.require_user() returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  if (select auth.uid()) is null then
    raise exception 'unauthorized' using errcode = 'PT401', detail = 'Sign in first.';
  end if;
  return (select auth.uid());
end
$$;
grant execute on function private.require_user() to authenticated;

-- The id of the caller, who is a coach or an admin. Raises `forbidden` for everybody else.
create function private.require_coach() returns uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_user();
  if not private.is_coach() then
    raise exception 'forbidden' using errcode = 'PT403', detail = 'Only coaches do this.';
  end if;
  return (select auth.uid());
end
$$;

-- The id of the caller, who is an admin. Raises `forbidden` for everybody else.
create function private.require_admin() returns uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_user();
  if not private.is_admin() then
    raise exception 'forbidden' using errcode = 'PT403', detail = 'Only admins may do this.';
  end if;
  return (select auth.uid());
end
$$;
grant execute on function private.require_admin() to authenticated;

create function private.raise_not_found() returns void
language plpgsql immutable set search_path = ''
as $$
begin
  raise exception 'not_found' using errcode = 'PT404', detail = 'There is nothing of this kind that you may see.';
end
$$;
grant execute on function private.raise_not_found() to authenticated;
