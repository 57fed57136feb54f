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

-- The targets of a person who has never set any.
create view private.default_targets (calls, meetings, proposals, follow_ups, new_contacts)
  with (security_invoker = true) as
  values (50, 10, 5, 30, 20);
grant select on private.default_targets to authenticated, service_role;

create table public.program_weekly_goals (
  id uuid primary key,
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  week_start private.calendar_date not null check (extract(isodow from week_start) = 1),
  calls integer not null check (calls between 0 and 10000),
  meetings integer not null check (meetings between 0 and 10000),
  proposals integer not null check (proposals between 0 and 10000),
  follow_ups integer not null check (follow_ups between 0 and 10000),
  new_contacts integer not null check (new_contacts between 0 and 10000),
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  unique (user_id, week_start),
  constraint id_follows_from_week
    check (id = private.derived_id('program_weekly_goals', user_id::text, to_char(week_start::timestamp, 'YYYY-MM-DD')))
);
create trigger derive_id before insert on public.program_weekly_goals
  for each row execute function private.derive_goals_id();

-- A target that a new row does not name is the person's last: that of the latest earlier week with a row, else the
-- default. A week without a row has the same targets: see `admin_week`, and targetsOfWeek of
-- src/domain/goals/weekly-goals.ts.
create function private.fill_targets() returns trigger
language plpgsql set search_path = ''
as $$
begin
  select coalesce(new.calls, g.calls, d.calls), coalesce(new.meetings, g.meetings, d.meetings),
    coalesce(new.proposals, g.proposals, d.proposals), coalesce(new.follow_ups, g.follow_ups, d.follow_ups),
    coalesce(new.new_contacts, g.new_contacts, d.new_contacts)
  into new.calls, new.meetings, new.proposals, new.follow_ups, new.new_contacts
  from private.default_targets d
  left join lateral (
    select w.* from public.program_weekly_goals w
    where w.user_id = new.user_id and w.week_start < new.week_start
    order by w.week_start desc limit 1
  ) g on true;
  return new;
end
$$;

create trigger fill_targets before insert on public.program_weekly_goals
  for each row execute function private.fill_targets();
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
