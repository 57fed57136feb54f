-- Raises a 4xx for what is no request of this protocol, before anything has happened.
create function private.check_request(request jsonb) returns void
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
grant execute on function private.check_request(jsonb) to authenticated;

-- The cursor of a request; null without one.
create function private.parse_cursor(request jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  since jsonb := nullif(request -> 'cursor', 'null');
begin
  if since is not null and (
       jsonb_typeof(since) <> 'object'
       or coalesce(since ->> 'epoch', '') = ''
       or coalesce(since ->> 'xid', '') !~ '^\d{1,19}$'
       or since ->> 'table' is null
       or coalesce(since ->> 'row', '') !~* private.uuid_pattern()) then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'cursor is null or that of the last response.';
  end if;
  return since;
end
$$;
grant execute on function private.parse_cursor(jsonb) to authenticated;
