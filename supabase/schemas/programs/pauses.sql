-- Pauses of an enrollment, [{first_date, last_date, mode}] by ascending dates, without a date in two of them. The program's
-- days that would fall on them come after them (`shift`), or have no tasks (`skip`).
-- src/domain/enrollments/pauses.ts computes the same.

create function private.read_pauses(pauses jsonb) returns table (first_date date, last_date date, mode text)
language sql immutable strict parallel safe set search_path = ''
as $$ select p.first_date, p.last_date, p.mode from jsonb_to_recordset(pauses) p (first_date date, last_date date, mode text) $$;

create function private.longest_pause_days() returns integer
language sql immutable parallel safe set search_path = ''
as $$ select 366 $$;

create function private.are_pauses(pauses jsonb) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select jsonb_typeof(pauses) = 'array' and jsonb_array_length(pauses) <= 50 and not exists (
    select from (
      select p.*, lag(p.last_date) over () as previous from private.read_pauses(pauses) p) p
    where (p.first_date >= date '1970-01-01' and p.last_date between p.first_date and date '2999-12-31'
      and p.last_date - p.first_date < private.longest_pause_days() and p.mode in ('shift', 'skip')
      and (p.previous is null or p.previous < p.first_date)) is not true)
$$;

-- The first date from `date` on that is in no pause.
create function private.next_date_without_pause(date date, pauses jsonb) returns date
language plpgsql immutable strict parallel safe set search_path = ''
as $$
declare
  pause record;
begin
  for pause in select * from private.read_pauses(pauses) loop
    if date between pause.first_date and pause.last_date then
      date := pause.last_date + 1;
    end if;
  end loop;
  return date;
end
$$;

create function private.sorted_pauses(pauses jsonb) returns jsonb
language sql immutable strict parallel safe set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('first_date', p.first_date, 'last_date', p.last_date, 'mode', p.mode)
    order by p.first_date), '[]')
  from private.read_pauses(pauses) p
$$;

-- The pauses without what is left, from `today` on, of the one that begins on `first_date`; without all of it, where it is over.
create function private.pauses_resumed(pauses jsonb, first_date date, today date) returns jsonb
language sql immutable strict parallel safe set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('first_date', p.first_date, 'mode', p.mode, 'last_date',
    case when p.first_date = pauses_resumed.first_date then today - 1 else p.last_date end)
    order by p.first_date), '[]')
  from private.read_pauses(pauses) p
  where p.first_date <> pauses_resumed.first_date or (p.first_date < today and p.last_date >= today)
$$;
