-- Programs: a coach's templates of numbered days. What is here is the draft, which is synced like anything else
-- that a person owns; what others follow are its published versions.

create table public.programs (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  title text not null check (char_length(title) between 1 and 200),
  description text check (char_length(description) <= 20000),
  kind text not null default 'individual' check (kind in ('individual', 'group')),
  length_days integer not null default 7 check (length_days between 1 and 366),
  -- Whether day 6 of a program that starts on a Monday is the Saturday or the Monday after.
  day_counting text not null default 'calendar' check (day_counting in ('calendar', 'weekdays')),
  -- [{title, first_week}], by rising week: a module goes on until the next one begins.
  modules jsonb not null default '[]' check (jsonb_typeof(modules) = 'array' and pg_column_size(modules) <= 65536),
  -- [{key, label, options, required}]: what an enrollment fills in; `{key}` in a task's texts stands for it.
  parameters jsonb not null default '[]' check (jsonb_typeof(parameters) = 'array' and pg_column_size(parameters) <= 65536),
  visibility text not null default 'private' check (visibility in ('private', 'link', 'gallery')),
  -- In the currency's smallest unit; null: it costs nothing.
  price integer check (price between 1 and 100000000),
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  -- Written by the server alone: what is published, whether an admin has approved it, and what its link ends with.
  published_version integer,
  approved_at timestamptz,
  link_token text not null unique default encode(sha256(gen_random_uuid()::text::bytea), 'hex'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Also what the tasks refer to, so that nobody writes into somebody else's program.
  unique (user_id, id)
);
select private.make_synced('public.programs');
select private.keep_history('public.programs');
update private.synced_tables set prose = '{description}' where table_name = 'programs';

create table public.program_tasks (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  program_id uuid not null,
  day_index integer not null check (day_index between 1 and 366),
  -- Order within the day, with room between.
  position integer not null default 0,
  title text not null check (char_length(title) between 1 and 255),
  notes text check (char_length(notes) <= 20000),
  minutes integer check (minutes between 0 and 1440),
  type varchar(50) not null default 'task' check (type <> ''),
  is_required boolean not null default true,
  -- What it belongs to: its day, the whole week of its day, or the whole program.
  level text not null default 'program_day' check (level in ('program', 'program_week', 'program_day')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint program_of_the_same_person
    foreign key (user_id, program_id) references public.programs (user_id, id) on delete cascade
);
create index program_tasks_program on public.program_tasks (program_id, day_index, position);
create index program_tasks_person on public.program_tasks (user_id, program_id);
select private.make_synced('public.program_tasks');
select private.keep_history('public.program_tasks');
update private.synced_tables set prose = '{notes}' where table_name = 'program_tasks';

alter table public.programs enable row level security;
grant select, delete on public.programs to authenticated;
grant select, insert, update, delete on public.programs to service_role;
grant insert (id, user_id, title, description, kind, length_days, day_counting, modules, parameters, visibility, price,
  currency, created_at, field_stamps) on public.programs to authenticated;
grant update (title, description, kind, length_days, day_counting, modules, parameters, visibility, price,
  currency, field_stamps) on public.programs to authenticated;
create policy "coaches read their own programs, admins read all" on public.programs
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "coaches add programs of their own" on public.programs
  for insert to authenticated with check (user_id = (select auth.uid()) and (select private.is_coach()));
create policy "coaches edit their own programs" on public.programs
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()) and (select private.is_coach()));
create policy "coaches delete their own programs" on public.programs
  for delete to authenticated using (user_id = (select auth.uid()));

alter table public.program_tasks enable row level security;
grant select, insert, update, delete on public.program_tasks to authenticated, service_role;
create policy "coaches read the tasks of their own programs, admins read all" on public.program_tasks
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "coaches add tasks to their own programs" on public.program_tasks
  for insert to authenticated with check (user_id = (select auth.uid()) and (select private.is_coach()));
create policy "coaches edit the tasks of their own programs" on public.program_tasks
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()) and (select private.is_coach()));
create policy "coaches delete the tasks of their own programs" on public.program_tasks
  for delete to authenticated using (user_id = (select auth.uid()));

-- A program that an edit brings back after it was deleted has the tasks that went with it.
create function private.revive_template_tasks() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.program_tasks
  select r.*
  from changed_rows n
  join private.tombstones p on p.table_name = 'programs' and p.row_id = n.id and p.user_id = n.user_id
  join private.tombstones g on g.table_name = 'program_tasks' and g.user_id = n.user_id
    and g.deleted_at = p.deleted_at and g.content ->> 'program_id' = n.id::text
  cross join lateral jsonb_populate_record(null::public.program_tasks, g.content) r;
  return null;
end
$$;
-- Named to come before the feed's, which takes the tombstone away.
create trigger revive_tasks after insert on public.programs referencing new table as changed_rows
  for each statement execute function private.revive_template_tasks();

create function private.owns_program(program uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (select from public.programs p where p.id = program and p.user_id = (select auth.uid()))
    and (select private.is_coach())
$$;
grant execute on function private.owns_program(uuid) to authenticated;
