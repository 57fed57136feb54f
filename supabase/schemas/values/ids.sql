-- The canonical form of a UUID, for texts that become one.
create function private.uuid_pattern() returns text
language sql immutable parallel safe set search_path = ''
as $$ select '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' $$;
grant execute on function private.uuid_pattern() to authenticated, service_role;

-- An id derived from a row's natural key (UUID version 3), so that two devices that create the same row offline use
-- the same id. src/domain/sync/derived-id.ts computes the same.
create function private.derived_id(variadic parts text[]) returns uuid
language sql immutable strict parallel safe set search_path = ''
as $$
  select (
    substr(h, 1, 12) || '3' || substr(h, 14, 3)
    || substr('89ab', (('x' || substr(h, 17, 1))::bit(4)::int & 3) + 1, 1) || substr(h, 18)
  )::uuid
  from md5(decode('c9ade9ce0b5b4a6e8f0e3d2f6a1b7c54', 'hex') || convert_to(array_to_string(parts, ':'), 'UTF8')) as h
$$;
grant execute on function private.derived_id(text[]) to authenticated, service_role;
