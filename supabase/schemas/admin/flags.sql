-- Feature flags. Admins read and edit them; everybody else only learns which ones are on for them. A flag is added by
-- a migration, together with the code that uses it.

create table public.feature_flags (
  name text primary key check (name ~ '^[a-z][a-z0-9_]{1,49}$'),
  description private.optional_label not null default '' check (char_length(description) <= 300),
  -- The flag is on for whoever matches any of these.
  everyone boolean not null default false,
  roles text[] not null default '{}' check (roles <@ array['rep', 'coach', 'admin']),
  people uuid[] not null default '{}' check (cardinality(people) <= 1000 and array_position(people, null) is null),
  percentage smallint not null default 0 check (percentage between 0 and 100),
  updated_at private.instant not null default now(),
  -- Null for changes outside of the API.
  updated_by uuid
);

select private.enable_normal_form('public.feature_flags');
alter table public.feature_flags enable row level security;
grant select, update (description, everyone, roles, people, percentage) on public.feature_flags to authenticated;
grant select, insert, update, delete on public.feature_flags to service_role;
create policy "admins read flags" on public.feature_flags
  for select to authenticated
  using ((select private.is_admin()));
create policy "admins edit flags" on public.feature_flags
  for update to authenticated
  using ((select private.is_admin()))
  with check ((select private.is_admin()));

create function private.set_flag_updated_by() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.updated_at := now();
  new.updated_by := auth.uid();
  return new;
end
$$;

create trigger set_flag_updated_by before update on public.feature_flags
  for each row execute function private.set_flag_updated_by();

-- The bucket of a user for a flag, 0 to 99. It is stable, so that a growing percentage takes the flag from nobody,
-- and differs by flag, so that the first users are not always the same.
create function private.flag_bucket(flag text, person uuid) returns integer
language sql immutable parallel safe set search_path = ''
as $$ select (('x' || left(md5(flag || ':' || person::text), 8))::bit(32)::bigint % 100)::integer $$;

-- The caller's flags: {name: boolean}.
create function public.my_flags() returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_object_agg(f.name,
    f.everyone or p.role = any (f.roles) or p.id = any (f.people) or private.flag_bucket(f.name, p.id) < f.percentage), '{}')
  from public.feature_flags f
  join public.profiles p on p.id = (select auth.uid())
$$;
grant execute on function public.my_flags() to authenticated;

insert into public.feature_flags (name, description, everyone) values
  ('cloud_sync', 'Sync between devices and the cloud. When off, devices keep all work until it is on again.', true),
  ('conflict_choice', 'When two devices change the same text, the person chooses which version to keep.', true),
  ('local_import', 'Import from a previous app whose data is still in this browser.', true);
