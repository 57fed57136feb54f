-- Features that are on for some people and not for others. Admins read and edit the flags; everybody else is
-- told only which ones are on for them. A migration makes a flag, so that none is without the code that asks it.

create table public.feature_flags (
  name text primary key check (name ~ '^[a-z][a-z0-9_]{1,49}$'),
  description text not null default '' check (char_length(description) <= 300),
  -- Whoever meets one of these has it.
  everyone boolean not null default false,
  roles text[] not null default '{}' check (roles <@ array['rep', 'coach', 'admin']),
  people uuid[] not null default '{}' check (cardinality(people) <= 1000 and array_position(people, null) is null),
  percentage smallint not null default 0 check (percentage between 0 and 100),
  updated_at timestamptz not null default now(),
  -- Null for an operator.
  updated_by uuid
);

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

create function private.sign_flag() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.updated_at := now();
  new.updated_by := auth.uid();
  return new;
end
$$;
create trigger sign_flag before update on public.feature_flags
  for each row execute function private.sign_flag();

-- Where a person stands for a flag, 0 to 99: always the same, and another place for each flag, so that it is
-- not always the same people who come first. A growing percentage takes nobody's flag away.
create function private.flag_place(flag text, person uuid) returns integer
language sql immutable parallel safe set search_path = ''
as $$ select (('x' || left(md5(flag || ':' || person::text), 8))::bit(32)::bigint % 100)::integer $$;

-- The flags as they are for the caller: {name: boolean}.
create function public.my_flags() returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_object_agg(f.name,
    f.everyone or p.role = any (f.roles) or p.id = any (f.people) or private.flag_place(f.name, p.id) < f.percentage), '{}')
  from public.feature_flags f
  join public.profiles p on p.id = (select auth.uid())
$$;
grant execute on function public.my_flags() to authenticated;

insert into public.feature_flags (name, description, everyone) values
  ('cloud_sync', 'Work on a device is sent to the cloud and read from it. Off: devices keep all work and wait.', true),
  ('conflict_choice', 'Where two devices wrote different texts, the person chooses which one stands.', true),
  ('local_import', 'Work of the older app that is still in this browser can be brought in.', true);
