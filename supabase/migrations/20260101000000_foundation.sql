-- What every later migration stands on: nothing is reachable unless it is granted by name.

alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;
alter default privileges revoke execute on functions from public;

-- Predicates and bookkeeping. It is not among the API's schemas, so nobody can call into it from
-- outside; policies and invoker functions need the usage.
create schema private;
revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

-- An id that follows from a row's natural key (UUID version 3), so that two devices which make "the
-- same" row offline make the same row. src/domain/derived-id.ts computes the same value.
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

-- True for an IANA zone name that Postgres knows.
create function private.is_time_zone(name text) returns boolean
language sql stable strict set search_path = ''
as $$ select exists (select from pg_catalog.pg_timezone_names z where z.name = is_time_zone.name) $$;
