-- The id of a person's type of this name, however it is written: two devices that add the same type, one as "Demo" and one as
-- "demo", add one row.
create function private.type_id(owner uuid, name text) returns uuid
language sql immutable strict parallel safe set search_path = ''
as $$ select private.derived_id('program_custom_activity_types', owner::text, private.name_key(name)) $$;
grant execute on function private.type_id(uuid, text) to authenticated, service_role;

-- A type comes under another id from an older version of the app, which derived the id from the name as written: its row gets
-- the right id instead, and the device, for which that other row is deleted, reads it in its feed. A type that was deleted
-- later than the row was made stays deleted.
create function private.derive_type_id() returns trigger
language plpgsql set search_path = ''
as $$
declare
  right_id uuid := private.type_id(new.user_id, new.type_name);
  made_at text := coalesce(new.field_timestamps ->> '*', '');
begin
  -- Without a name there is no id: the column's constraints refuse the row.
  if right_id is null or coalesce(new.id, right_id) = right_id then
    new.id := coalesce(right_id, new.id);
    return new;
  end if;
  insert into public.program_custom_activity_types (id, user_id, type_name, created_at, field_timestamps)
  select right_id, new.user_id, new.type_name, new.created_at, new.field_timestamps
  where not exists (
    select from private.find_tombstones('program_custom_activity_types', jsonb_build_array(jsonb_build_object('seq', 1, 'row', right_id))) g
    where g.timestamp collate "C" > made_at collate "C")
  on conflict (id) do nothing;
  if new.user_id = (select auth.uid()) then
    perform private.record_deletes('program_custom_activity_types', jsonb_build_array(jsonb_build_object(
      -- Later than the insert, which is not to be tried again.
      'row', new.id, 'timestamp', private.hlc_timestamp(private.now_ms() + 1, 0, '00000000'))));
  end if;
  return null;
end
$$;

-- An activity has the name of its type as the type has it.
create function private.use_type_name() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.type := coalesce(
    (select t.type_name from public.program_custom_activity_types t where t.id = private.type_id(new.user_id, new.type)), new.type);
  return new;
end
$$;

-- Activities follow the name of their type.
create function private.rename_type_of_activities() returns trigger
language plpgsql set search_path = ''
as $$
begin
  update public.program_activities a set type = new.type_name
  where a.user_id = new.user_id and a.type <> new.type_name and a.type in (
    select o.type from (select distinct o.type from public.program_activities o where o.user_id = new.user_id) o
    where private.name_key(o.type) = private.name_key(new.type_name)
      and o.type not in (select g.type from private.goal_types g));
  return null;
end
$$;

create table public.program_custom_activity_types (
  id uuid primary key,
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  -- No longer than program_activities.type, which stores the name.
  type_name private.label not null check (char_length(type_name) <= 100),
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  unique (user_id, type_name),
  constraint id_follows_from_name
    check (id = private.type_id(user_id, type_name))
);

create trigger derive_id before insert on public.program_custom_activity_types
  for each row execute function private.derive_type_id();
create trigger rename_activities after insert or update of type_name on public.program_custom_activity_types
  for each row execute function private.rename_type_of_activities();
create trigger use_type_name before insert or update of type on public.program_activities
  for each row when (new.type not in ('call', 'meeting', 'proposal', 'follow_up', 'new_contact'))
  execute function private.use_type_name();
select private.enable_normal_form('public.program_custom_activity_types');
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
