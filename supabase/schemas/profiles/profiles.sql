-- Profiles: one per account, created and deleted with it. Only an admin changes a role.

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  email text not null,
  display_name private.optional_label not null default '' check (char_length(display_name) <= 120),
  role text not null default 'rep' check (role in ('rep', 'coach', 'admin')),
  time_zone private.time_zone not null default 'UTC',
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}'
);
create index profiles_role on public.profiles (role);
select private.enable_normal_form('public.profiles');
alter table public.profiles enable row level security;
grant select on public.profiles to authenticated, service_role;
grant update (display_name, time_zone, field_timestamps) on public.profiles to authenticated;
grant update on public.profiles to service_role;
create policy "people read themselves, admins read everybody" on public.profiles
  for select to authenticated
  using (id = (select auth.uid()) or (select private.is_admin()));
create policy "people edit themselves" on public.profiles
  for update to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));
select private.enable_sync('public.profiles', 'id');
select private.enable_history('public.profiles', 'id');
create trigger zzz_delete_user_bookkeeping after delete on public.profiles referencing old table as deleted_users
  for each statement execute function private.delete_user_bookkeeping();
create trigger zzz_delete_user_history after delete on public.profiles referencing old table as deleted_users
  for each statement execute function private.delete_user_history();
