-- Parse the API functions' arguments; null is null. `name` is the argument's. Functions call these where they declare
-- their variables, which may shadow the argument.
create function private.read_date(name text, input text) returns private.calendar_date
language plpgsql stable set search_path = ''
as $$
begin
  if input ~ private.time_pattern('date') is not false then
    return input::private.calendar_date;
  end if;
  raise data_exception;
exception when data_exception or check_violation then
  raise exception 'invalid_value' using errcode = 'PT400', column = name,
    detail = format('%s is a date, from 1970-01-01 to 2999-12-31.', name);
end
$$;

create function private.read_instant(name text, input text) returns private.instant
language plpgsql stable set search_path = ''
as $$
begin
  if input ~ private.time_pattern('timestamptz') is not false then
    return input::private.instant;
  end if;
  raise data_exception;
exception when data_exception or check_violation then
  raise exception 'invalid_value' using errcode = 'PT400', column = name,
    detail = format('%s is an instant with its offset, as 2026-01-31T09:30:00Z, from 1970 to 2999.', name);
end
$$;

create function private.read_label(name text, input text) returns private.label
language plpgsql immutable set search_path = ''
as $$
begin
  if private.is_label(input) is not false then
    return private.normal_label(input);
  end if;
  raise exception 'invalid_value' using errcode = 'PT400', column = name,
    detail = format('%s is one line of visible text without spaces at its ends.', name);
end
$$;
grant execute on function private.read_date(text, text), private.read_instant(text, text), private.read_label(text, text)
  to authenticated, service_role;
