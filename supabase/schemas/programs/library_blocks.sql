-- The form of a library block's tasks: [{day, title, notes, minutes, type, is_required, level}], with days from 1 that count
-- from the block's first. src/domain/programs/program-json.ts accepts the same form, but does not limit the size of the whole.
create function private.are_block_tasks(tasks jsonb) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select jsonb_typeof(tasks) = 'array' and pg_column_size(tasks) <= 65536 and not exists (
    select from jsonb_array_elements(case jsonb_typeof(tasks) when 'array' then tasks else '[]' end) t
    where (jsonb_typeof(t -> 'day') = 'number' and t ->> 'day' ~ '^([1-9]\d?|[12]\d\d|3[0-5]\d|36[0-6])$'
      and jsonb_typeof(t -> 'title') = 'string' and char_length(t ->> 'title') <= 255 and private.is_label(t ->> 'title')
      and (jsonb_typeof(t -> 'notes') = 'null'
        or (jsonb_typeof(t -> 'notes') = 'string' and private.is_long_text(t ->> 'notes')))
      and (jsonb_typeof(t -> 'minutes') = 'null'
        or (jsonb_typeof(t -> 'minutes') = 'number' and t ->> 'minutes' ~ '^(\d{1,3}|1[0-3]\d\d|14[0-3]\d|1440)$'))
      and jsonb_typeof(t -> 'type') = 'string' and char_length(t ->> 'type') <= 50 and private.is_label(t ->> 'type')
      and jsonb_typeof(t -> 'is_required') = 'boolean'
      and t ->> 'level' in ('program', 'program_week', 'program_day')) is not true)
$$;
grant execute on function private.are_block_tasks(jsonb) to authenticated, service_role;

-- A coach's library: tasks over relative days, to insert into programs. One saved task is a block of one.
create table public.library_blocks (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  title private.label not null check (char_length(title) <= 200),
  tasks jsonb not null default '[]' check (private.are_block_tasks(tasks)),
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}'
);
create index library_blocks_person on public.library_blocks (user_id);
select private.enable_normal_form('public.library_blocks', json_columns => '{tasks}');
select private.enable_sync('public.library_blocks');
select private.enable_history('public.library_blocks');
alter table public.library_blocks enable row level security;
grant select, insert, update, delete on public.library_blocks to authenticated, service_role;
create policy "coaches read their own library, admins read all" on public.library_blocks
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "coaches add to their own library" on public.library_blocks
  for insert to authenticated with check (user_id = (select auth.uid()) and (select private.is_coach()));
create policy "coaches edit their own library" on public.library_blocks
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()) and (select private.is_coach()));
create policy "coaches delete from their own library" on public.library_blocks
  for delete to authenticated using (user_id = (select auth.uid()));
