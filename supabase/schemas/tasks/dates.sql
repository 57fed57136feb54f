-- The date of a program's day. Day 1 is the start date; with counting by weekdays, the first weekday on or after it.
-- src/domain/programs/day-dates.ts computes the same.
create function private.date_for_day_index(start date, day integer, counting text) returns date
language sql immutable strict parallel safe set search_path = ''
as $$
  select case counting
    when 'weekdays' then start - weekday + n / 5 * 7 + n % 5
    else start + (day - 1) end
  from (select extract(isodow from start)::integer - 1 as weekday) w
  -- A start on a weekend counts as the Monday after it.
  cross join lateral (select least(weekday, 5) + day - 1 as n) d
$$;

-- The day on which a template task is due: its own, the first of its week, or the first of the program.
create function private.due_day(level text, day integer, counting text) returns integer
language sql immutable strict parallel safe set search_path = ''
as $$
  select case level
    when 'program' then 1
    when 'program_week' then day - (day - 1) % case counting when 'weekdays' then 5 else 7 end
    else day end
$$;

-- The last day on which a template task can be done: its own, the last of its week, or the last of the program. `day` is its
-- due day.
create function private.last_day_of(level text, day integer, length_days integer, counting text) returns integer
language sql immutable strict parallel safe set search_path = ''
as $$
  select case level
    when 'program' then length_days
    when 'program_week' then least(length_days, day + case counting when 'weekdays' then 4 else 6 end)
    else day end
$$;

-- The date of an instant in a time zone. An unknown zone counts as UTC, as in src/domain/calendar/calendar-date.ts.
create function private.date_in(zone text, instant timestamptz) returns date
language sql stable strict set search_path = ''
as $$ select (instant at time zone case when private.is_time_zone(zone) then zone else 'UTC' end)::date $$;

create function private.today_of(person uuid) returns date
language sql stable strict set search_path = ''
as $$ select private.date_in(p.time_zone, now()) from public.profiles p where p.id = person $$;
