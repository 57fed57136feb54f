-- People. A profile is made with its account and ends with it; only an admin changes a role.

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  email text not null,
  display_name text not null default '' check (char_length(display_name) <= 120),
  role text not null default 'rep' check (role in ('rep', 'coach', 'admin')),
  time_zone text not null default 'UTC' check (char_length(time_zone) between 1 and 64),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index profiles_role on public.profiles (role);

create function private.is_admin() returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from public.profiles where id = (select auth.uid()) and role = 'admin') $$;
grant execute on function private.is_admin() to authenticated;

alter table public.profiles enable row level security;
grant select on public.profiles to authenticated, service_role;
grant update (display_name, time_zone) on public.profiles to authenticated;
grant update on public.profiles to service_role;

create policy "people read themselves, admins read everybody" on public.profiles
  for select to authenticated
  using (id = (select auth.uid()) or (select private.is_admin()));
create policy "people edit themselves" on public.profiles
  for update to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));

-- Signing up makes a rep or a coach, whatever the sign-up form was made to send.
create function private.make_profile() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  wishes jsonb := coalesce(new.raw_user_meta_data::jsonb, '{}');
begin
  insert into public.profiles (id, email, display_name, role, time_zone)
  values (
    new.id,
    coalesce(new.email, ''),
    left(coalesce(wishes ->> 'display_name', ''), 120),
    case when wishes ->> 'role' = 'coach' then 'coach' else 'rep' end,
    coalesce((select wishes ->> 'time_zone' where private.is_time_zone(wishes ->> 'time_zone')), 'UTC')
  );
  return new;
end
$$;
create trigger make_profile after insert on auth.users
  for each row execute function private.make_profile();

create function private.follow_email() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.profiles set email = coalesce(new.email, '') where id = new.id;
  return new;
end
$$;
create trigger follow_email after update of email on auth.users
  for each row when (old.email is distinct from new.email)
  execute function private.follow_email();

-- Sets a person's role. Admins only; the last admin stays one, so that somebody can always do this.
create function public.set_role(person uuid, new_role text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if not private.is_admin() then
    raise exception 'forbidden' using errcode = 'PT403', detail = 'Only an admin sets roles.';
  end if;
  if new_role is null or new_role not in ('rep', 'coach', 'admin') then
    raise exception 'unknown_role' using errcode = 'PT400', detail = 'A role is rep, coach or admin.';
  end if;
  -- One change of role at a time: two admins demoting each other must not leave none.
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
