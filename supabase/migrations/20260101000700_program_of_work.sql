-- The program of work: what was done, what each week asks for, and the types a person added.

create table public.program_activities (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  local_id varchar(255),
  type varchar(50) not null check (type <> ''),
  title varchar(255) not null check (title <> ''),
  description text check (char_length(description) <= 20000),
  date date not null check (date between '1970-01-01' and '2999-12-31'),
  time time,
  duration integer check (duration between 0 and 1440),
  status varchar(20) not null default 'planned' check (status in ('planned', 'done', 'cancelled')),
  notes text check (char_length(notes) <= 20000),
  lead_id uuid,
  outcome text check (char_length(outcome) <= 20000),
  follow_up_required boolean not null default false,
  follow_up_date date check (follow_up_date between '1970-01-01' and '2999-12-31'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  completed_at timestamptz,
  cancelled_at timestamptz,
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object' and pg_column_size(metadata) <= 65536),
  unique (user_id, local_id),
  constraint lead_of_the_same_person
    foreign key (user_id, lead_id) references public.submissions (user_id, id) on delete set null (lead_id)
);
create index idx_program_activities_user_date on public.program_activities (user_id, date);
create index idx_program_activities_status on public.program_activities (status);
create index idx_program_activities_date on public.program_activities (date);
create index idx_program_activities_lead on public.program_activities (user_id, lead_id);
select private.make_synced('public.program_activities');

alter table public.program_activities enable row level security;
grant select, insert, update, delete on public.program_activities to authenticated, service_role;
-- The admin's part comes first: an admin's week is 25,000 rows, and each is then let through unread.
create policy "people read their own activities, admins read all" on public.program_activities
  for select to authenticated
  using ((select private.is_admin()) or user_id = (select auth.uid()));
create policy "people add their own activities" on public.program_activities
  for insert to authenticated with check (user_id = (select auth.uid()));
create policy "people edit their own activities" on public.program_activities
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "people delete their own activities" on public.program_activities
  for delete to authenticated using (user_id = (select auth.uid()));

-- Two devices that set the same week's goals offline make the same row: its id follows from its owner
-- and its week. The same holds for custom types, so that lists merge.
create function private.derive_goals_id() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.id := coalesce(new.id, private.derived_id('program_weekly_goals', new.user_id::text, to_char(new.week_start::timestamp, 'YYYY-MM-DD')));
  return new;
end
$$;

create table public.program_weekly_goals (
  id uuid primary key,
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  week_start date not null check (extract(isodow from week_start) = 1),
  calls integer not null default 50 check (calls between 0 and 10000),
  meetings integer not null default 10 check (meetings between 0 and 10000),
  proposals integer not null default 5 check (proposals between 0 and 10000),
  follow_ups integer not null default 30 check (follow_ups between 0 and 10000),
  new_contacts integer not null default 20 check (new_contacts between 0 and 10000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (user_id, week_start),
  constraint id_follows_from_week
    check (id = private.derived_id('program_weekly_goals', user_id::text, to_char(week_start::timestamp, 'YYYY-MM-DD')))
);
create index idx_program_weekly_goals_user_week on public.program_weekly_goals (user_id, week_start);
create trigger derive_id before insert on public.program_weekly_goals
  for each row execute function private.derive_goals_id();
select private.make_synced('public.program_weekly_goals');

alter table public.program_weekly_goals enable row level security;
grant select, insert, update, delete on public.program_weekly_goals to authenticated, service_role;
create policy "people read their own goals, admins read all" on public.program_weekly_goals
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "people add their own goals" on public.program_weekly_goals
  for insert to authenticated with check (user_id = (select auth.uid()));
create policy "people edit their own goals" on public.program_weekly_goals
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "people delete their own goals" on public.program_weekly_goals
  for delete to authenticated using (user_id = (select auth.uid()));

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
  -- As long as program_activities.type, which holds the name.
  type_name varchar(100) not null check (char_length(type_name) between 1 and 50),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (user_id, type_name),
  constraint id_follows_from_name
    check (id = private.derived_id('program_custom_activity_types', user_id::text, type_name::text))
);
create trigger derive_id before insert on public.program_custom_activity_types
  for each row execute function private.derive_type_id();
select private.make_synced('public.program_custom_activity_types');

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
