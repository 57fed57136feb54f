-- Nothing is accessible without an explicit grant.

alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;
alter default privileges revoke execute on functions from public;

-- Predicates and internal tables. The API does not expose this schema; policies and functions with invoker rights
-- need the usage.
create schema private;
revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;
