-- Activities: the logged work of reps and coaches.

create table public.program_activities (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  local_id private.label check (char_length(local_id) <= 255),
  type private.label not null check (char_length(type) <= 100),
  title private.label not null check (char_length(title) <= 255),
  description private.long_text,
  date private.calendar_date not null,
  time private.wall_time,
  duration private.minutes,
  status text not null default 'planned' check (status in ('planned', 'done', 'cancelled')),
  notes private.long_text,
  lead_id uuid,
  outcome private.long_text,
  follow_up_required boolean not null default false,
  follow_up_date private.calendar_date,
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  completed_at private.instant,
  cancelled_at private.instant,
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object' and pg_column_size(metadata) <= 65536),
  field_timestamps jsonb not null default '{}',
  unique (user_id, local_id),
  constraint lead_of_the_same_person
    foreign key (user_id, lead_id) references public.submissions (user_id, id) on delete set null (lead_id)
);
create index idx_program_activities_user_date on public.program_activities (user_id, date);
create index idx_program_activities_status on public.program_activities (status);
create index idx_program_activities_date on public.program_activities (date);
create index idx_program_activities_lead on public.program_activities (user_id, lead_id);
select private.enable_normal_form('public.program_activities');
select private.enable_sync('public.program_activities', long_text => '{description,notes,outcome}');
select private.enable_history('public.program_activities');
alter table public.program_activities enable row level security;
grant select, insert, update, delete on public.program_activities to authenticated, service_role;

-- The check for admins comes first: an admin's week is 25,000 rows, which then need no other check.
create policy "people read own activities, coaches of clients, admins all" on public.program_activities
  for select to authenticated
  using ((select private.is_admin()) or user_id = (select auth.uid()) or user_id in (select private.my_clients()));
create policy "people add their own activities" on public.program_activities
  for insert to authenticated with check (user_id = (select auth.uid()));
create policy "people edit their own activities" on public.program_activities
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "people delete their own activities" on public.program_activities
  for delete to authenticated using (user_id = (select auth.uid()));
