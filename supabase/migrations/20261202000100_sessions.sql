-- Removed accounts: devices are told so, and no change of theirs is decided.

-- Whether an account exists. A device whose session has ended asks without a token, and tells its person whether to sign in
-- again or that the account was removed. Ids are random: that it exists is worth something only to who knows the id already.
create function public.account_exists(account uuid) returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from public.profiles where id = account) $$;
grant execute on function public.account_exists(uuid) to anon, authenticated;

-- Raises a 4xx for what is no request of this protocol, before anything has happened.
create or replace function private.check_request(request jsonb) returns void
language plpgsql stable set search_path = ''
as $$
declare
  device jsonb := request -> 'device';
begin
  if (select auth.uid()) is null then
    raise exception 'unauthorized' using errcode = 'PT401', detail = 'Sign in first.';
  end if;
  if jsonb_typeof(request) is distinct from 'object'
     or jsonb_typeof(request -> 'protocol') is distinct from 'number'
     or jsonb_typeof(device) is distinct from 'object'
     or coalesce(device ->> 'id', '') !~ private.uuid_pattern()
     or coalesce(device ->> 'pending', '0') !~ '^\d{1,9}$'
     or coalesce(device ->> 'rejected', '0') !~ '^\d{1,9}$'
     or coalesce(request ->> 'token', '') !~ '^(|\d{1,18}:[0-9a-f-]{36})$' then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A request is an object with protocol, a token or none, and a device with id, pending and rejected.';
  end if;
  if request ->> 'protocol' <> '1' then
    raise exception 'unsupported_protocol' using errcode = 'PT426', detail = 'This server speaks protocol 1.';
  end if;
  -- An access token outlives its account. Nothing may be decided about the device's changes then.
  if not public.account_exists((select auth.uid())) then
    raise exception 'account_removed' using errcode = 'PT410', detail = 'This account was removed.';
  end if;
end
$$;
