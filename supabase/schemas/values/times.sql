-- Domains for the kinds of values: a column of such a kind gets its rules with its type. Texts are in texts.sql, JSON is
-- in json.sql. src/domain/calendar/calendar-date.ts gives the same verdicts.
--
-- A domain sees a value only after Postgres has parsed it, and Postgres parses `tomorrow`, `J2451187` and `12/01/2026`
-- as dates. Where JSON becomes a row, check_json (json.sql) therefore validates the JSON itself; functions of the API
-- take dates and instants as text and parse them with the functions of arguments.sql.

create domain private.calendar_date as date check (value between '1970-01-01' and '2999-12-31');

create domain private.wall_time as time(0) check (value < '24:00');

create domain private.instant as timestamptz
  check (value >= '1970-01-01 00:00:00+00' and value < '3000-01-01 00:00:00+00');

-- A day and a time of it, without a zone.
create domain private.wall_date_time as timestamp(0) check (value >= '1970-01-01' and value < '3000-01-01');

create domain private.minutes as integer check (value between 0 and 1440);

-- True for `UTC` and for an area and a place that Postgres knows. Names without a slash are abbreviations or old
-- aliases, and names with digits may be POSIX rules (`Mars/Phobos5` is five hours west of Greenwich).
create function private.is_time_zone(name text) returns boolean
language plpgsql stable strict set search_path = ''
as $$
begin
  if name !~ '^(UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z_-]+){1,2}|Etc/GMT(0|[+-]\d|[+-]1[0-2]|-1[34]))$' then
    return false;
  end if;
  return (timestamp '2000-01-01' at time zone name) is not null;
exception when invalid_parameter_value then
  return false;
end
$$;
create domain private.time_zone as text check (private.is_time_zone(value));
grant execute on function private.is_time_zone(text) to authenticated, service_role;
