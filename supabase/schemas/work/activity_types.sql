create function private.derive_type_id() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.id := coalesce(new.id, private.derived_id('program_custom_activity_types', new.user_id::text, new.type_name));
  return new;
end
$$;

create table public.program_custom_activity_types (
  id uuid primary key,
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  -- No longer than program_activities.type, which stores the name.
  type_name private.label not null check (char_length(type_name) <= 50),
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  unique (user_id, type_name),
  constraint id_follows_from_name
    check (id = private.derived_id('program_custom_activity_types', user_id::text, type_name::text))
);

create trigger derive_id before insert on public.program_custom_activity_types
  for each row execute function private.derive_type_id();
select private.enable_sync('public.program_custom_activity_types');
select private.enable_history('public.program_custom_activity_types');
alter table public.program_custom_activity_types enable row level security;
grant select, insert, update, delete on public.program_custom_activity_types to authenticated, service_role;
create policy "people read their own types, admins read all" on public.program_custom_activity_types
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "people add their own types" on public.program_custom_activity_types
  for insert to authenticated with check (user_id = (select auth.uid()));
create policy "people edit their own types" on public.program_custom_activity_types
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "people delete their own types" on public.program_custom_activity_types
  for delete to authenticated using (user_id = (select auth.uid()));
