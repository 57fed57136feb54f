-- Weekly goals. The id is derived from user and week, so that two devices that set the same week's goals offline
-- write the same row. Custom activity types do the same.
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
  week_start private.calendar_date not null check (extract(isodow from week_start) = 1),
  calls integer not null default 50 check (calls between 0 and 10000),
  meetings integer not null default 10 check (meetings between 0 and 10000),
  proposals integer not null default 5 check (proposals between 0 and 10000),
  follow_ups integer not null default 30 check (follow_ups between 0 and 10000),
  new_contacts integer not null default 20 check (new_contacts between 0 and 10000),
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  unique (user_id, week_start),
  constraint id_follows_from_week
    check (id = private.derived_id('program_weekly_goals', user_id::text, to_char(week_start::timestamp, 'YYYY-MM-DD')))
);
create trigger derive_id before insert on public.program_weekly_goals
  for each row execute function private.derive_goals_id();
select private.enable_sync('public.program_weekly_goals');
select private.enable_history('public.program_weekly_goals');
alter table public.program_weekly_goals enable row level security;
grant select, insert, update, delete on public.program_weekly_goals to authenticated, service_role;
create policy "people read own goals, coaches of clients, admins all" on public.program_weekly_goals
  for select to authenticated
  using ((select private.is_admin()) or user_id = (select auth.uid()) or user_id in (select private.my_clients()));
create policy "people add their own goals" on public.program_weekly_goals
  for insert to authenticated with check (user_id = (select auth.uid()));
create policy "people edit their own goals" on public.program_weekly_goals
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "people delete their own goals" on public.program_weekly_goals
  for delete to authenticated using (user_id = (select auth.uid()));
