-- The date of a program's day: of the dates from the start date on that count, the one with that number. With counting by
-- weekdays only Monday to Friday count, and the dates of a pause that shifts count never.
-- src/domain/programs/day-dates.ts computes the same.
create function private.date_for_day_index(start date, day integer, counting text, pauses jsonb default '[]') returns date
language plpgsql immutable strict parallel safe set search_path = ''
as $$
declare
  result date := private.date_without_pauses(start, day, counting);
  pause record;
begin
  if pauses <> '[]' then
    for pause in
      select greatest(p.first_date, start) as first_date, p.last_date from private.read_pauses(pauses) p
      where p.mode = 'shift' and p.last_date >= start
    loop
      exit when result < pause.first_date;
      result := private.date_without_pauses(result,
        private.counting_dates(pause.first_date, pause.last_date, counting) + 1, counting);
    end loop;
  end if;
  return result;
end
$$;

-- Day 1 is the start date, or with counting by weekdays the first weekday on or after it.
create function private.date_without_pauses(start date, day integer, counting text) returns date
language sql immutable strict parallel safe set search_path = ''
as $$
  select case counting
    when 'weekdays' then start - weekday + n / 5 * 7 + n % 5
    else start + (day - 1) end
  from (select extract(isodow from start)::integer - 1 as weekday) w
  -- A start on a weekend counts as the Monday after it.
  cross join lateral (select least(weekday, 5) + day - 1 as n) d
$$;

-- How many dates from `first_date` to `last_date`, both included, count.
create function private.counting_dates(first_date date, last_date date, counting text) returns integer
language sql immutable strict parallel safe set search_path = ''
as $$
  select case counting
    when 'weekdays' then (
      select after.weekdays - before.weekdays
      -- Counted from a Monday.
      from (select n / 7 * 5 + least(n % 7, 5) as weekdays from (select last_date + 1 - date '0001-01-01' as n) d) after
      cross join (select n / 7 * 5 + least(n % 7, 5) as weekdays from (select first_date - date '0001-01-01' as n) d) before)
    else last_date - first_date + 1 end
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

-- Today for the person of each enrollment, computed once for each: as an expression of a join it is computed for every task.
create function private.todays_of(enrollment_ids uuid[]) returns table (enrollment_id uuid, today date)
language sql stable strict rows 100 set search_path = ''
as $$
  select e.id, private.today_of(e.user_id) from public.enrollments e where e.id = any (enrollment_ids)
$$;
