-- Functions may refer to objects that a later file creates, as in a dump. `npm run check:schema` validates every
-- body.
set check_function_bodies = off;

-- Nothing is accessible without an explicit grant.

alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;
alter default privileges revoke execute on functions from public;

-- Predicates and internal tables. The API does not expose this schema; policies and functions with invoker rights
-- need the usage.
create schema private;
revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

-- Checks of the caller, and what they raise. A row that the caller may not see gets the same response as one that does
-- not exist: `not_found`.

create function private.is_admin() returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from public.profiles where id = (select auth.uid()) and role = 'admin') $$;
grant execute on function private.is_admin() to authenticated;

create function private.is_coach() returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from public.profiles where id = (select auth.uid()) and role in ('coach', 'admin')) $$;
grant execute on function private.is_coach() to authenticated;

create function private.my_email() returns text
language sql stable security definer set search_path = ''
as $$ select lower(email) from public.profiles where id = (select auth.uid()) and email <> '' $$;
grant execute on function private.my_email() to authenticated;

-- The caller's id. Raises `unauthorized` where nobody is signed in.
create function private.require_user() returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  if (select auth.uid()) is null then
    raise exception 'unauthorized' using errcode = 'PT401', detail = 'Sign in first.';
  end if;
  return (select auth.uid());
end
$$;
grant execute on function private.require_user() to authenticated;

-- The id of the caller, who is a coach or an admin. Raises `forbidden` for everybody else.
create function private.require_coach() returns uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_user();
  if not private.is_coach() then
    raise exception 'forbidden' using errcode = 'PT403', detail = 'Only coaches do this.';
  end if;
  return (select auth.uid());
end
$$;

-- The id of the caller, who is an admin. Raises `forbidden` for everybody else.
create function private.require_admin() returns uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_user();
  if not private.is_admin() then
    raise exception 'forbidden' using errcode = 'PT403', detail = 'Only admins may do this.';
  end if;
  return (select auth.uid());
end
$$;
grant execute on function private.require_admin() to authenticated;

create function private.raise_not_found() returns void
language plpgsql immutable set search_path = ''
as $$
begin
  raise exception 'not_found' using errcode = 'PT404', detail = 'There is nothing of this kind that you may see.';
end
$$;
grant execute on function private.raise_not_found() to authenticated;

-- Domains for the kinds of values: a column of such a kind gets its rules with its type. Texts are in texts.sql, JSON is
-- in json.sql. src/domain/calendar/calendar-date.ts gives the same verdicts.
--
-- A domain sees a value only after Postgres has parsed it, and Postgres parses `tomorrow`, `J2451187` and `12/01/2026`
-- as dates. Where JSON becomes a row, check_json (json.sql) therefore validates the JSON itself; functions of the API
-- take dates and instants as text and parse them with the functions of read.sql.

create domain private.calendar_date as date check (value between '1970-01-01' and '2999-12-31');

create domain private.wall_time as time(0) check (value < '24:00');

create domain private.instant as timestamptz
  check (value >= '1970-01-01 00:00:00+00' and value < '3000-01-01 00:00:00+00');

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

-- Domains for texts. src/domain/values/text.ts gives the same verdicts.

-- A name or title: one line with visible text, without white space at its ends, control characters, and characters
-- that change the direction of the text around it.
create function private.is_label(value text) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select value ~ '[^\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]'
    and value !~ '[\u0001-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]|^[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\uFEFF]|[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\uFEFF]$'
$$;

-- Makes a label of a text, of at most `size` characters; empty where nothing of it is visible. For names that the
-- server derives from other texts.
create function private.as_label(value text, size integer) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select case when private.is_label(cut) then cut else '' end
  from (select regexp_replace(value, '[\t\n\r\u0085\u2028\u2029]+', ' ', 'g')) a (one_line)
  cross join lateral (
    select regexp_replace(one_line, '[\u0001-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]', '', 'g')) b (plain)
  cross join lateral (
    select regexp_replace(plain, '^[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\uFEFF]+', '')) c (begun)
  cross join lateral (
    select regexp_replace(left(begun, size), '[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\uFEFF]+$', '')) d (cut)
$$;

create domain private.label as text check (private.is_label(value));

-- A label, or empty.
create domain private.optional_label as text check (value = '' or private.is_label(value));

-- A text of several lines, without control characters (except line breaks and tabs) and direction overrides.
create function private.is_long_text(value text) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select char_length(value) <= 20000 and value !~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F\u202D\u202E]'
$$;
create domain private.long_text as text check (private.is_long_text(value));

-- Makes a long text of a text: without the characters that it may not have, and cut to its limit.
create function private.as_long_text(value text) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select left(regexp_replace(value, '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F\u202D\u202E]', '', 'g'), 20000)
$$;

grant execute on function private.is_label(text), private.as_label(text, integer), private.is_long_text(text),
  private.as_long_text(text)
  to authenticated, service_role;

-- The canonical form of a UUID, for texts that become one.
create function private.uuid_pattern() returns text
language sql immutable parallel safe set search_path = ''
as $$ select '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' $$;
grant execute on function private.uuid_pattern() to authenticated, service_role;

-- An id derived from a row's natural key (UUID version 3), so that two devices that create the same row offline use
-- the same id. src/domain/sync/derived-id.ts computes the same.
create function private.derived_id(variadic parts text[]) returns uuid
language sql immutable strict parallel safe set search_path = ''
as $$
  select (
    substr(h, 1, 12) || '3' || substr(h, 14, 3)
    || substr('89ab', (('x' || substr(h, 17, 1))::bit(4)::int & 3) + 1, 1) || substr(h, 18)
  )::uuid
  from md5(decode('c9ade9ce0b5b4a6e8f0e3d2f6a1b7c54', 'hex') || convert_to(array_to_string(parts, ':'), 'UTF8')) as h
$$;
grant execute on function private.derived_id(text[]) to authenticated, service_role;

-- Validation of the JSON that becomes rows, by the types of the columns.

-- The form that dates, times and instants have in JSON and in arguments; null for other types.
create function private.time_pattern(base regtype) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select case base
    when 'date'::regtype then '^\d{4}-\d\d-\d\d$'
    when 'time'::regtype then '^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$'
    when 'timestamptz'::regtype then
      '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$'
  end
$$;
grant execute on function private.time_pattern(regtype) to authenticated, service_role;

-- The condition on `c.fields`, for the field %1$L, by which JSON is not a value of a type, though Postgres may accept
-- it: a text for a number, or a word for a date. Null where the field has no value; `true` for a type without a rule.
create function private.not_json_of(base regtype) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select case
    when base in ('text'::regtype, 'varchar'::regtype) then
      $c$jsonb_typeof(c.fields -> %1$L) not in ('string', 'null')$c$
    when base in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then
      $c$jsonb_typeof(c.fields -> %1$L) not in ('number', 'null')$c$
    when base = 'boolean'::regtype then
      $c$jsonb_typeof(c.fields -> %1$L) not in ('boolean', 'null')$c$
    when base = 'uuid'::regtype then
      $c$c.fields ->> %1$L !~* private.uuid_pattern()$c$
    when private.time_pattern(base) is not null then
      'c.fields ->> %1$L !~ ' || quote_literal(private.time_pattern(base))
    when base = 'jsonb'::regtype then 'false'
    else 'true' end
$$;

-- The conditions of not_json_of for those among `keys` that are columns of a table.
create function private.not_json_of_columns(target text, keys text[]) returns table (key text, condition text)
language sql stable set search_path = ''
as $$
  select a.attname::text,
    format(private.not_json_of(coalesce(nullif(t.typbasetype, 0), t.oid)::regtype), a.attname)
  from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
  where a.attrelid = format('public.%I', target)::regclass and a.attnum > 0 and not a.attisdropped
    and a.attname = any (keys)
$$;

-- Rejects changes with a field that is not JSON of its column's type. `changes`: [{fields}], all with the fields
-- `keys`; those that are no columns are ignored here.
create function private.check_json(target text, keys text[], changes jsonb) returns void
language plpgsql stable set search_path = ''
as $$
declare
  conditions text := (select string_agg(c.condition, ' or ') from private.not_json_of_columns(target, keys) c);
  is_wrong boolean;
begin
  execute format('select exists (select from jsonb_to_recordset($1) as c (fields jsonb) where %s)',
    coalesce(conditions, 'false')) into is_wrong using changes;
  if is_wrong then
    raise exception 'invalid_value' using errcode = 'invalid_parameter_value';
  end if;
end
$$;

-- The first of the fields, by name, whose value its column does not accept; null where each is valid by itself.
create function private.invalid_field(target text, fields jsonb) returns text
language plpgsql stable set search_path = ''
as $$
declare
  name text;
begin
  for name in
    select c.key from private.not_json_of_columns(target, array(select jsonb_object_keys(fields))) c order by c.key
  loop
    begin
      perform private.check_json(target, array[name], jsonb_build_array(jsonb_build_object('fields', fields)));
      execute format('select jsonb_populate_record(null::public.%I, $1)', target)
        using jsonb_build_object(name, fields -> name);
    exception when data_exception or integrity_constraint_violation then
      return name;
    end;
  end loop;
  return null;
end
$$;

-- The only column of a table's CHECK constraint; null where there are several.
create function private.constrained_column(target text, constraint_name text) returns text
language sql stable set search_path = ''
as $$
  select a.attname
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
  where k.conrelid = format('public.%I', target)::regclass and k.conname = constraint_name and k.contype = 'c'
    and cardinality(k.conkey) = 1
$$;
grant execute on function private.not_json_of(regtype), private.not_json_of_columns(text, text[]),
  private.check_json(text, text[], jsonb), private.invalid_field(text, jsonb), private.constrained_column(text, text)
  to authenticated;

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
    return input;
  end if;
  raise exception 'invalid_value' using errcode = 'PT400', column = name,
    detail = format('%s is one line of visible text without spaces at its ends.', name);
end
$$;
grant execute on function private.read_date(text, text), private.read_instant(text, text), private.read_label(text, text)
  to authenticated, service_role;

create function private.now_ms() returns bigint
language sql volatile parallel safe set search_path = ''
as $$ select floor(extract(epoch from clock_timestamp()) * 1000)::bigint $$;
grant execute on function private.now_ms() to authenticated, service_role;

-- A timestamp of a hybrid logical clock: milliseconds, counter and device in fixed-width hexadecimal.
-- src/domain/sync/hlc.ts has the same form. Compared as text with collation "C".
create function private.hlc_timestamp(ms bigint, counter int, device text) returns text
language sql immutable parallel safe set search_path = ''
as $$
  select lpad(to_hex(ms), 12, '0') || '-' || lpad(to_hex(counter), 4, '0') || '-' || right(device, 8)
$$;
grant execute on function private.hlc_timestamp(bigint, int, text) to authenticated, service_role;

create function private.hlc_instant(hlc text) returns timestamptz
language sql immutable set search_path = ''
as $$ select to_timestamp(('x' || left(hlc, 12))::bit(48)::bigint / 1000.0) $$;
grant execute on function private.hlc_instant(text) to authenticated;

-- The `field_timestamps` of a row that the server made and nobody has edited: any edit of a device is later.
create function private.lowest_timestamps() returns jsonb
language sql immutable parallel safe set search_path = ''
as $$ select jsonb_build_object('*', private.hlc_timestamp(0, 0, '00000000')) $$;
grant execute on function private.lowest_timestamps() to authenticated;

create table private.sync_epoch (
  only_row boolean primary key default true check (only_row),
  -- Replaced after restoring a backup: select private.new_epoch();
  epoch uuid not null default gen_random_uuid(),
  -- The newest transaction whose feed entries may have been pruned.
  pruned_to xid8 not null default '0'
);

insert into private.sync_epoch default values;
alter table private.sync_epoch enable row level security;

-- The epoch that cursors are valid in (INV-6). It changes when an operator calls new_epoch, when the data moves to
-- another cluster, and when the cluster is recovered to a point in time.
create function private.epoch() returns text
language sql stable security definer set search_path = ''
as $$
  select s.epoch || ':' || c.system_identifier || ':' || p.timeline_id
  from private.sync_epoch s, pg_catalog.pg_control_system() c, pg_catalog.pg_control_checkpoint() p
$$;
grant execute on function private.epoch() to authenticated;

create function private.new_epoch() returns void
language sql security definer set search_path = ''
as $$ update private.sync_epoch set epoch = gen_random_uuid() where only_row $$;

create function private.feed_pruned_to() returns xid8
language sql stable security definer set search_path = ''
as $$ select pruned_to from private.sync_epoch $$;
grant execute on function private.feed_pruned_to() to authenticated;

-- Parameters that a function passes to the triggers of the tables that it writes, since triggers take no arguments. They
-- hold until the function resets them or the transaction ends; the API offers no way to set them. Members:
--   device: the device that pushes, for the history
--   keep_timestamps: true where the rows are written with their field_timestamps
--   tombstone_timestamps: HLC timestamps of tombstones by row id, `*` for all other rows; otherwise they get the current one
--   keep_undismissed: true where deleting a person's program tasks does not dismiss them

create function private.write_context() returns jsonb
language sql stable set search_path = ''
as $$ select coalesce(nullif(current_setting('cadence.write_context', true), ''), '{}')::jsonb $$;

-- Sets the given members, or removes those that are null.
create function private.set_write_context(members jsonb) returns void
language sql volatile set search_path = ''
as $$
  select set_config('cadence.write_context', jsonb_strip_nulls(private.write_context() || members)::text, true)
$$;
grant execute on function private.write_context(), private.set_write_context(jsonb) to authenticated, service_role;

-- The sync feed: for each person, every row that is or was visible to them, with the transaction that last changed
-- it. A device reads it below the snapshot horizon (INV-5) and reads the rows under RLS: one that the person cannot
-- see any more is gone (INV-7).

create table private.synced_tables (
  table_name text primary key,
  -- The columns with long text: see sync/conflicts.sql.
  long_text text[] not null default '{}'
);

alter table private.synced_tables enable row level security;
grant select on private.synced_tables to authenticated;
create policy "everybody reads which tables are synced" on private.synced_tables
  for select to authenticated using (true);

create table private.sync_feed (
  user_id uuid not null,
  table_name text not null,
  row_id uuid not null,
  xid xid8 not null,
  primary key (user_id, table_name, row_id)
);
create index sync_feed_order on private.sync_feed (user_id, xid, table_name, row_id);
alter table private.sync_feed enable row level security;
grant select on private.sync_feed to authenticated;
create policy "people read their own feed" on private.sync_feed
  for select to authenticated using (user_id = (select auth.uid()));

-- Maintains `updated_at` and the timestamp of every field, and keeps id and owner immutable, since feeds and
-- tombstones identify rows by them. sync_push writes the timestamps of the changes; any other writer (an edge
-- function, an operator, the REST API) gets the current time.
create function private.set_field_timestamps() returns trigger
language plpgsql set search_path = ''
as $$
declare
  hlc text;
begin
  if tg_op = 'UPDATE' and (
    new.id <> old.id or to_jsonb(new) -> tg_argv[0] is distinct from to_jsonb(old) -> tg_argv[0]) then
    raise exception 'immutable' using errcode = '42501', detail = 'A row keeps its id and its owner.';
  end if;
  new.updated_at := now();
  if (private.write_context() -> 'keep_timestamps')::boolean then
    return new;
  end if;
  hlc := private.hlc_timestamp(private.now_ms(), 0, '00000000');
  if tg_op = 'INSERT' then
    new.field_timestamps := jsonb_build_object('*', hlc);
  else
    new.field_timestamps := old.field_timestamps || (
      select coalesce(jsonb_object_agg(n.key, hlc), '{}')
      from jsonb_each(to_jsonb(new)) n
      where n.key not in ('updated_at', 'field_timestamps') and n.value is distinct from to_jsonb(old) -> n.key
    );
  end if;
  return new;
end
$$;

-- Enters changed rows into the feeds of their owners and deleted ones into the tombstones, set by set. The argument
-- names the owner's column. Rows that are deleted with their owner's account leave nothing: they cascade after the
-- profile is gone.
create function private.update_sync_feed() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  execute format(
    'insert into private.sync_feed (user_id, table_name, row_id, xid)
     select r.%1$I, %2$L, r.id, pg_current_xact_id() from changed_rows r
     where exists (select from public.profiles p where p.id = r.%1$I)
     on conflict (user_id, table_name, row_id) do update set xid = excluded.xid',
    tg_argv[0], tg_table_name);
  if tg_op = 'DELETE' then
    execute format(
      'insert into private.tombstones (table_name, row_id, user_id, timestamp, content)
       select %1$L, r.id, r.%2$I, coalesce($1 ->> r.id::text, $1 ->> ''*'', private.hlc_timestamp(private.now_ms(), 0, ''00000000'')), to_jsonb(r)
       from changed_rows r
       where exists (select from public.profiles p where p.id = r.%2$I)
       on conflict (table_name, row_id, user_id) do update
       set timestamp = excluded.timestamp, content = excluded.content, deleted_at = now()',
      tg_table_name, tg_argv[0])
    using private.write_context() -> 'tombstone_timestamps';
  elsif tg_op = 'INSERT' then
    execute format(
      'delete from private.tombstones t using changed_rows r
       where t.table_name = %L and t.row_id = r.id and t.user_id = r.%I', tg_table_name, tg_argv[0]);
  end if;
  -- A realtime notification, where the project has Realtime. It only says "pull now" (INV-10).
  if to_regprocedure('realtime.send(jsonb, text, text, boolean)') is not null then
    execute format(
      'select realtime.send(''{}''::jsonb, ''feed_changed'', ''feed:'' || o.owner, true)
       from (select distinct %I as owner from changed_rows) o', tg_argv[0]);
  end if;
  return null;
end
$$;

-- Makes a table synced. It needs `id uuid`, `updated_at timestamptz`, `field_timestamps jsonb` and an owner's column,
-- which never changes. docs/architecture.md has the other steps.
create function private.enable_sync(target regclass, owner_column text default 'user_id', long_text text[] default '{}')
returns void
language plpgsql set search_path = ''
as $$
declare
  target_name text := (select relname from pg_catalog.pg_class where oid = target);
begin
  -- BEFORE triggers fire in the order of their names: this one comes last.
  execute format('create trigger zz_set_field_timestamps before insert or update on %s
                  for each row execute function private.set_field_timestamps(%L)', target, owner_column);
  execute format('create trigger zz_feed_inserts after insert on %s referencing new table as changed_rows
                  for each statement execute function private.update_sync_feed(%L)', target, owner_column);
  execute format('create trigger zz_feed_updates after update on %s referencing new table as changed_rows
                  for each statement execute function private.update_sync_feed(%L)', target, owner_column);
  execute format('create trigger zz_feed_deletes after delete on %s referencing old table as changed_rows
                  for each statement execute function private.update_sync_feed(%L)', target, owner_column);
  if long_text <> '{}' then
    execute format('create trigger zz_delete_row_conflicts after delete on %s referencing old table as old_rows
                    for each statement execute function private.delete_row_conflicts()', target);
  end if;
  insert into private.synced_tables (table_name, long_text) values (target_name, long_text);
  execute format('update %s set updated_at = updated_at', target);
end
$$;

-- Deletes the feed and the tombstones of deleted users.
create function private.delete_user_bookkeeping() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from private.sync_feed f using deleted_users p where f.user_id = p.id;
  delete from private.tombstones t using deleted_users p where t.user_id = p.id;
  return null;
end
$$;

-- Users receive the realtime notifications of their own feed only.
do $$
begin
  if to_regclass('realtime.messages') is not null then
    execute 'create policy "users receive notifications of their own feed" on realtime.messages
      for select to authenticated
      using (realtime.topic() = ''feed:'' || (select auth.uid()))';
  end if;
end
$$;

create table private.tombstones (
  table_name text not null,
  row_id uuid not null,
  user_id uuid not null,
  timestamp text not null,
  -- The row as it was, so that a later edit by another device can restore it.
  content jsonb not null,
  deleted_at private.instant not null default now(),
  -- Of its owner: whoever inserts and deletes a row under a hijacked id leaves the owner's tombstone alone.
  primary key (table_name, row_id, user_id)
);
create index tombstones_owner on private.tombstones (user_id);
create index tombstones_age on private.tombstones (deleted_at);
alter table private.tombstones enable row level security;

-- The changes whose rows are deleted rows of the caller, with their tombstones.
create function private.find_tombstones(target text, changes jsonb)
returns table (seq bigint, "timestamp" text, content jsonb)
language sql stable security definer set search_path = ''
as $$
  select c.seq, t.timestamp, t.content
  from jsonb_to_recordset(changes) as c (seq bigint, "row" uuid)
  join private.tombstones t on t.table_name = target and t.row_id = c."row" and t.user_id = auth.uid()
$$;
grant execute on function private.find_tombstones(text, jsonb) to authenticated;

-- A later delete of a deleted row advances its tombstone: only an edit that is later than both restores it.
create function private.advance_tombstones(target text, changes jsonb) returns void
language sql volatile security definer set search_path = ''
as $$
  update private.tombstones t set timestamp = c.timestamp
  from jsonb_to_recordset(changes) as c ("row" uuid, timestamp text)
  where t.table_name = target and t.row_id = c."row" and t.user_id = auth.uid()
    and t.timestamp collate "C" < c.timestamp collate "C"
$$;
grant execute on function private.advance_tombstones(text, jsonb) to authenticated;

-- The history (INV-9): an entry for every change of a row, with who, when, which device, the values before and after.
-- Nobody changes or deletes entries through the API.

create table public.row_history (
  id bigint generated always as identity primary key,
  -- The row's owner. Without a foreign key, since entries are inserted by the thousand; delete_user_history cascades.
  user_id uuid not null,
  table_name text not null,
  row_id uuid not null,
  -- `lost`: an edit that lost to a later one; `before` is the value that stayed and `after` the value that was lost.
  op text not null check (op in ('insert', 'update', 'delete', 'lost')),
  -- The values of the changed fields before and after; null where the row did not exist.
  before jsonb,
  after jsonb,
  -- Null for changes outside of the API.
  actor uuid,
  -- Null for changes outside of sync.
  device_id uuid,
  at private.instant not null default now()
);
create index row_history_row on public.row_history (row_id, id);
create index row_history_person on public.row_history (user_id, id);
create index row_history_age on public.row_history (at);
alter table public.row_history enable row level security;
grant select on public.row_history to authenticated, service_role;
create policy "people read the history of their own rows, admins of all" on public.row_history
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

-- The fields that the history records: not the owner, nor what the server maintains.
create function private.history_fields(whole jsonb, owner_column text) returns jsonb
language sql immutable set search_path = ''
as $$ select whole - array['id', 'updated_at', 'field_timestamps', 'created_at', owner_column] $$;
grant execute on function private.history_fields(jsonb, text) to authenticated;

create function private.record_history() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  device uuid := (private.write_context() ->> 'device')::uuid;
begin
  if tg_op = 'INSERT' then
    execute format(
      'insert into public.row_history (user_id, table_name, row_id, op, after, actor, device_id)
       select r.%1$I, %2$L, r.id, ''insert'', jsonb_strip_nulls(private.history_fields(to_jsonb(r), %1$L)), $1, $2
       from new_rows r', tg_argv[0], tg_table_name) using auth.uid(), device;
  elsif tg_op = 'UPDATE' then
    execute format(
      'insert into public.row_history (user_id, table_name, row_id, op, before, after, actor, device_id)
       select n.%1$I, %2$L, n.id, ''update'', d.before, d.after, $1, $2
       from new_rows n join old_rows o on o.id = n.id
       cross join lateral (
         select jsonb_object_agg(b.key, b.value) as before, jsonb_object_agg(a.key, a.value) as after
         from jsonb_each(private.history_fields(to_jsonb(n), %1$L)) a
         join jsonb_each(to_jsonb(o)) b on b.key = a.key
         where a.value is distinct from b.value) d
       where d.after is not null', tg_argv[0], tg_table_name) using auth.uid(), device;
  else
    execute format(
      'insert into public.row_history (user_id, table_name, row_id, op, before, actor, device_id)
       select r.%1$I, %2$L, r.id, ''delete'', jsonb_strip_nulls(private.history_fields(to_jsonb(r), %1$L)), $1, $2
       from old_rows r where exists (select from public.profiles p where p.id = r.%1$I)',
      tg_argv[0], tg_table_name) using auth.uid(), device;
  end if;
  return null;
end
$$;

-- Records every change of a table in the history.
create function private.enable_history(target regclass, owner_column text default 'user_id') returns void
language plpgsql set search_path = ''
as $$
begin
  execute format('create trigger zz_history_inserts after insert on %s referencing new table as new_rows
                  for each statement execute function private.record_history(%L)', target, owner_column);
  execute format('create trigger zz_history_updates after update on %s referencing old table as old_rows new table as new_rows
                  for each statement execute function private.record_history(%L)', target, owner_column);
  execute format('create trigger zz_history_deletes after delete on %s referencing old table as old_rows
                  for each statement execute function private.record_history(%L)', target, owner_column);
end
$$;

create function private.delete_user_history() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.row_history h using deleted_users p where h.user_id = p.id;
  return null;
end
$$;

-- Inserts entries for edits of the caller's device that lost to later ones.
create function private.insert_lost_edits(target text, entries jsonb) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.row_history (user_id, table_name, row_id, op, before, after, actor, device_id)
  select auth.uid(), target, e."row", 'lost', e.before, e.after, auth.uid(),
    (private.write_context() ->> 'device')::uuid
  from jsonb_to_recordset(entries) as e ("row" uuid, before jsonb, after jsonb)
$$;
grant execute on function private.insert_lost_edits(text, jsonb) to authenticated;

-- Profiles: one per account, created and deleted with it. Only an admin changes a role.

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  email text not null,
  display_name private.optional_label not null default '' check (char_length(display_name) <= 120),
  role text not null default 'rep' check (role in ('rep', 'coach', 'admin')),
  time_zone private.time_zone not null default 'UTC',
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}'
);
create index profiles_role on public.profiles (role);
alter table public.profiles enable row level security;
grant select on public.profiles to authenticated, service_role;
grant update (display_name, time_zone, field_timestamps) on public.profiles to authenticated;
grant update on public.profiles to service_role;
create policy "people read themselves, admins read everybody" on public.profiles
  for select to authenticated
  using (id = (select auth.uid()) or (select private.is_admin()));
create policy "people edit themselves" on public.profiles
  for update to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));
select private.enable_sync('public.profiles', 'id');
select private.enable_history('public.profiles', 'id');
create trigger zzz_delete_user_bookkeeping after delete on public.profiles referencing old table as deleted_users
  for each statement execute function private.delete_user_bookkeeping();
create trigger zzz_delete_user_history after delete on public.profiles referencing old table as deleted_users
  for each statement execute function private.delete_user_history();

-- A new account is a rep or a coach, whatever role the sign-up request asks for.
create function private.create_profile() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  metadata jsonb := coalesce(new.raw_user_meta_data::jsonb, '{}');
begin
  insert into public.profiles (id, email, display_name, role, time_zone)
  values (
    new.id,
    coalesce(new.email, ''),
    private.as_label(coalesce(metadata ->> 'display_name', ''), 120),
    case when metadata ->> 'role' = 'coach' then 'coach' else 'rep' end,
    coalesce((select metadata ->> 'time_zone' where private.is_time_zone(metadata ->> 'time_zone')), 'UTC')
  );
  return new;
end
$$;

create trigger create_profile after insert on auth.users
  for each row execute function private.create_profile();

create function private.sync_profile_email() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.profiles set email = coalesce(new.email, '') where id = new.id;
  return new;
end
$$;

create trigger sync_profile_email after update of email on auth.users
  for each row when (old.email is distinct from new.email)
  execute function private.sync_profile_email();

-- Conflicts (INV-8): a long text that two devices changed, or a delete and an edit of one row. The later one wins,
-- the other is kept here until the person has chosen, on any of their devices.

create table public.sync_conflicts (
  -- Derived from what it is about: private.conflict_id.
  id uuid primary key,
  user_id uuid not null references public.profiles (id) on delete cascade,
  table_name text not null,
  row_id uuid not null,
  -- `*` for the row as a whole.
  field text not null,
  -- `long_text`: two texts. `lost_edit`: a delete won over an edit. `lost_delete`: an edit won over a delete.
  kind text not null check (kind in ('long_text', 'lost_edit', 'lost_delete')),
  -- What lost: a text, or a whole row; null for a delete.
  lost jsonb,
  lost_device uuid,
  lost_at private.instant not null,
  kept_device uuid,
  kept_at private.instant not null,
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  check ((field = '*') = (kind <> 'long_text')),
  check ((lost is null) = (kind = 'lost_delete'))
);
create index sync_conflicts_person on public.sync_conflicts (user_id);
create index sync_conflicts_row on public.sync_conflicts (row_id);
select private.enable_sync('public.sync_conflicts');
alter table public.sync_conflicts enable row level security;
grant select, delete on public.sync_conflicts to authenticated;
grant select on public.sync_conflicts to service_role;
create policy "people read their own conflicts, admins read all" on public.sync_conflicts
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

-- Deleting a conflict resolves it.
create policy "people resolve their own conflicts" on public.sync_conflicts
  for delete to authenticated using (user_id = (select auth.uid()));

-- One conflict for each text and losing device; for a whole row, for each losing and winning device. So no lost value
-- overwrites another one. `lost_by`: the caller where it is the caller's change that lost, since a caller can claim to be
-- any device; otherwise null.
create function private.conflict_id(
  target text, "row" uuid, field text, lost_timestamp text, kept_timestamp text, lost_by uuid) returns uuid
language sql immutable set search_path = ''
as $$
  select private.derived_id('sync_conflicts', target, "row"::text, field,
    coalesce(lost_by::text, ''), right(lost_timestamp, 8) || case when field = '*' then ' ' || kept_timestamp else '' end)
$$;
grant execute on function private.conflict_id(text, uuid, text, text, text, uuid) to authenticated;

-- Stores conflicts for the owners of the rows: they choose, whoever wrote the texts. `entries`: row, owner, field, kind,
-- lost, lost_timestamp, kept_timestamp, lost_by. Whoever finds a conflict says whose row it is, since somebody else may
-- have inserted one under its id after it was deleted.
create function private.record_conflicts(target text, entries jsonb) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.sync_conflicts as k (
    id, user_id, table_name, row_id, field, kind, lost, lost_device, lost_at, kept_device, kept_at, field_timestamps)
  select private.conflict_id(target, e."row", e.field, e.lost_timestamp, e.kept_timestamp, e.lost_by), e.owner, target, e."row",
    e.field, e.kind, nullif(e.lost, 'null'),
    (select d.id from public.sync_devices d where d.user_id = e.owner and right(d.id::text, 8) = right(e.lost_timestamp, 8)),
    private.hlc_instant(e.lost_timestamp),
    (select d.id from public.sync_devices d where d.user_id = e.owner and right(d.id::text, 8) = right(e.kept_timestamp, 8)),
    private.hlc_instant(e.kept_timestamp),
    jsonb_build_object('*', greatest(e.lost_timestamp collate "C", e.kept_timestamp collate "C"))
  from jsonb_to_recordset(entries)
    as e (
      "row" uuid, owner uuid, field text, kind text, lost jsonb, lost_timestamp text, kept_timestamp text, lost_by uuid)
  where (select auth.uid()) is not null
  on conflict (id) do update set
    kind = excluded.kind, lost = excluded.lost, lost_device = excluded.lost_device, lost_at = excluded.lost_at,
    kept_device = excluded.kept_device, kept_at = excluded.kept_at, field_timestamps = excluded.field_timestamps
$$;
grant execute on function private.record_conflicts(text, jsonb) to authenticated;

-- Deletes the conflicts about the texts of a deleted row and about deleting it. A trigger of every table with long
-- texts (enable_sync).
create function private.delete_row_conflicts() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.sync_conflicts k using old_rows r
  where k.table_name = tg_table_name and k.row_id = r.id and k.kind <> 'lost_edit';
  return null;
end
$$;

-- The updates among `changes` that write a long text which another device has changed since the editor's base.
create function private.find_text_conflicts(target text, long_text text[], changes jsonb)
returns table (
  seq bigint, "row" uuid, owner uuid, field text, kind text, lost jsonb, lost_timestamp text, kept_timestamp text,
  lost_by uuid)
language plpgsql set search_path = ''
as $$
begin
  return query execute format(
    'with found as (
       select c.seq, t.id, t.user_id, c.timestamp, c.base, c.fields, t.field_timestamps, to_jsonb(t) as stored
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid, base jsonb, fields jsonb, timestamp text)
       join public.%1$I t on t.id = c."row"
       for update of t
     ), compared as (
       select f.seq, f.id, f.user_id, k, f.timestamp as mine, f.fields -> k as my_text, f.stored -> k as their_text,
         coalesce(f.field_timestamps ->> k, f.field_timestamps ->> ''*'') as theirs
       from found f cross join unnest($2) k
       where f.fields ? k and f.base ? k
         and f.stored -> k is distinct from f.base -> k and f.stored -> k is distinct from f.fields -> k
     )
     select m.seq, m.id, m.user_id, m.k, ''long_text'',
       case when m.mine collate "C" > m.theirs collate "C" then m.their_text else m.my_text end,
       least(m.mine collate "C", m.theirs collate "C"), greatest(m.mine collate "C", m.theirs collate "C"),
       case when m.mine collate "C" <= m.theirs collate "C" then auth.uid() end
     from compared m
     where right(m.mine, 8) <> right(m.theirs, 8)
       -- An empty text is no loss.
       and coalesce(case when m.mine collate "C" > m.theirs collate "C" then m.their_text else m.my_text end #>> ''{}'', '''') <> ''''',
    target)
  using changes, long_text;
end
$$;
grant execute on function private.find_text_conflicts(text, text[], jsonb) to authenticated;

-- The updates among `changes` of the caller's rows that another device has deleted.
create function private.find_edits_of_deleted_rows(target text, changes jsonb)
returns table (
  seq bigint, "row" uuid, owner uuid, field text, kind text, lost jsonb, lost_timestamp text, kept_timestamp text,
  lost_by uuid)
language sql stable set search_path = ''
as $$
  select c.seq, c."row", auth.uid(), '*',
    case when g.timestamp collate "C" > c.timestamp collate "C" then 'lost_edit' else 'lost_delete' end,
    -- Together with what this device has lost to the same delete already: it is one conflict.
    case when g.timestamp collate "C" > c.timestamp collate "C" then coalesce(k.lost, g.content - array['field_timestamps', 'updated_at']) || c.fields end,
    least(c.timestamp collate "C", g.timestamp collate "C"), greatest(c.timestamp collate "C", g.timestamp collate "C"),
    case when g.timestamp collate "C" > c.timestamp collate "C" then auth.uid() end
  from jsonb_to_recordset(changes) as c (seq bigint, "row" uuid, base jsonb, fields jsonb, timestamp text)
  join private.find_tombstones(target, changes) g on g.seq = c.seq
  left join public.sync_conflicts k
    on k.id = private.conflict_id(target, c."row", '*', c.timestamp, g.timestamp, auth.uid()) and k.kind = 'lost_edit'
  -- A change without a base comes from a client that does not know conflicts.
  where c.base is not null and right(c.timestamp, 8) <> right(g.timestamp, 8)
$$;
grant execute on function private.find_edits_of_deleted_rows(text, jsonb) to authenticated;

-- The deletes among `changes` of rows that another device has changed since the base of the delete.
create function private.find_deletes_of_edited_rows(target text, changes jsonb)
returns table (
  seq bigint, "row" uuid, owner uuid, field text, kind text, lost jsonb, lost_timestamp text, kept_timestamp text,
  lost_by uuid)
language plpgsql set search_path = ''
as $$
begin
  return query execute format(
    'with found as (
       select c.seq, t.id, t.user_id, c.timestamp, c.base, t.field_timestamps, to_jsonb(t) as stored
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid, base jsonb, timestamp text)
       join public.%1$I t on t.id = c."row"
       where c.base is not null
       for update of t
     ), compared as (
       select f.seq, f.id, f.user_id, f.timestamp, f.stored, max(s.theirs collate "C") as theirs,
         (select max(v.value collate "C") from jsonb_each_text(f.field_timestamps) v) as latest
       from found f
       cross join lateral jsonb_each(f.base) b
       cross join lateral (select coalesce(f.field_timestamps ->> b.key, f.field_timestamps ->> ''*'') as theirs) s
       where f.stored ? b.key and f.stored -> b.key is distinct from b.value and right(s.theirs, 8) <> right(f.timestamp, 8)
       group by f.seq, f.id, f.user_id, f.timestamp, f.stored, f.field_timestamps
     )
     select m.seq, m.id, m.user_id, ''*'', case when m.timestamp collate "C" > m.latest then ''lost_edit'' else ''lost_delete'' end,
       case when m.timestamp collate "C" > m.latest then m.stored - array[''field_timestamps'', ''updated_at''] end,
       least(m.timestamp collate "C", m.theirs), greatest(m.timestamp collate "C", m.theirs),
       case when m.timestamp collate "C" <= m.latest then auth.uid() end
     from compared m', target)
  using changes;
end
$$;
grant execute on function private.find_deletes_of_edited_rows(text, jsonb) to authenticated;

-- Devices, and the verdicts that are stored for repeated pushes.

create table public.sync_devices (
  id uuid primary key,
  user_id uuid not null references public.profiles (id) on delete cascade,
  name private.optional_label not null default '' check (char_length(name) <= 200),
  app_version private.optional_label not null default '' check (char_length(app_version) <= 50),
  -- The number of the newest change that has a verdict.
  last_seq bigint not null default 0,
  pending integer not null default 0 check (pending >= 0),
  rejected integer not null default 0 check (rejected >= 0),
  created_at private.instant not null default now(),
  last_seen_at private.instant not null default now()
);
create index sync_devices_user on public.sync_devices (user_id);
alter table public.sync_devices enable row level security;
grant select on public.sync_devices to authenticated, service_role;
create policy "people read their own devices, admins read all" on public.sync_devices
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

-- Removes a device of the caller from their list. Should it sync again, it registers itself again, and changes that
-- it sends twice have no effect, by their timestamps.
create function public.remove_device(device uuid) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  if (select auth.uid()) is null then
    raise exception 'unauthorized' using errcode = 'PT401', detail = 'Sign in first.';
  end if;
  delete from public.sync_devices d where d.id = remove_device.device and d.user_id = (select auth.uid());
  return found;
end
$$;
grant execute on function public.remove_device(uuid) to authenticated;

-- Verdicts other than `applied`, kept until the device sends a later change: the response to a repeated push.
create table private.sync_verdicts (
  device_id uuid not null references public.sync_devices (id) on delete cascade,
  seq bigint not null,
  verdict jsonb not null,
  primary key (device_id, seq)
);

alter table private.sync_verdicts enable row level security;

-- Registers or locks the device, so that its pushes are serialized, and returns the number of its newest decided
-- change.
create function private.lock_device(device jsonb) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  known bigint;
begin
  insert into public.sync_devices as d (id, user_id, name, app_version)
  values (
    (device ->> 'id')::uuid, auth.uid(),
    private.as_label(coalesce(device ->> 'name', ''), 200), private.as_label(coalesce(device ->> 'app_version', ''), 50)
  )
  on conflict (id) do update set
    name = excluded.name, app_version = excluded.app_version, last_seen_at = now()
  where d.user_id = excluded.user_id
  returning last_seq into known;
  if known is null then
    raise exception 'foreign_device' using errcode = 'PT403', detail = 'This device belongs to somebody else.';
  end if;
  -- For private.record_history.
  perform private.set_write_context(jsonb_build_object('device', device ->> 'id'));
  return known;
end
$$;
grant execute on function private.lock_device(jsonb) to authenticated;

-- Stores the verdicts of a push, in the transaction that applies it (INV-3).
create function private.record_push(device jsonb, newest bigint, oldest bigint, verdicts jsonb, activities integer)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  this_device uuid := (device ->> 'id')::uuid;
begin
  delete from private.sync_verdicts v where v.device_id = this_device and v.seq < oldest;
  insert into private.sync_verdicts (device_id, seq, verdict)
  select this_device, (v ->> 'seq')::bigint, v
  from jsonb_array_elements(verdicts) v
  where v ->> 'verdict' <> 'applied';
  update public.sync_devices d set last_seq = newest where d.id = this_device;
  insert into public.program_sync_status as s (user_id, activities_synced)
  values (auth.uid(), activities)
  on conflict (user_id) do update set
    activities_synced = s.activities_synced + excluded.activities_synced, updated_at = now()
  where excluded.activities_synced > 0;
end
$$;
grant execute on function private.record_push(jsonb, bigint, bigint, jsonb, integer) to authenticated;

create function private.stored_verdict(device uuid, number bigint) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(
    (select v.verdict
     from private.sync_verdicts v join public.sync_devices d on d.id = v.device_id
     where v.device_id = device and v.seq = number and d.user_id = auth.uid()),
    jsonb_build_object('seq', number, 'verdict', 'applied'))
$$;
grant execute on function private.stored_verdict(uuid, bigint) to authenticated;

-- The sync status of each person, as admins see it. Only sync_push and sync_pull write it.

create table public.program_sync_status (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  last_sync_at private.instant,
  sync_status text default 'pending' check (sync_status in ('pending', 'synced', 'error')),
  error_message private.long_text check (char_length(error_message) <= 2000),
  activities_synced integer default 0 check (activities_synced >= 0),
  created_at private.instant default now(),
  updated_at private.instant default now(),
  unique (user_id)
);

alter table public.program_sync_status enable row level security;
grant select on public.program_sync_status to authenticated, service_role;
create policy "people read their own sync status, admins read all" on public.program_sync_status
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

-- Records that a device has read the feed to its end. Written at most twice a minute unless something changed.
create function private.record_sync(device jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  pending_count integer := coalesce(device ->> 'pending', '0')::integer;
  rejected_count integer := coalesce(device ->> 'rejected', '0')::integer;
  new_status text := case when rejected_count > 0 then 'error' when pending_count > 0 then 'pending' else 'synced' end;
begin
  perform private.lock_device(device)
  where not exists (
    select from public.sync_devices d
    where d.id = (device ->> 'id')::uuid and d.user_id = auth.uid()
      and d.last_seen_at > now() - interval '30 seconds' and d.pending = pending_count and d.rejected = rejected_count);
  update public.sync_devices d set pending = pending_count, rejected = rejected_count
  where d.id = (device ->> 'id')::uuid and d.user_id = auth.uid() and (d.pending, d.rejected) <> (pending_count, rejected_count);
  insert into public.program_sync_status as s (user_id, last_sync_at, sync_status, error_message)
  values (auth.uid(), now(), new_status,
    case when rejected_count > 0 then rejected_count || ' changes need attention' end)
  on conflict (user_id) do update set
    last_sync_at = excluded.last_sync_at, sync_status = excluded.sync_status,
    error_message = excluded.error_message, updated_at = now()
  where s.sync_status <> excluded.sync_status or s.last_sync_at is null
     or s.last_sync_at < now() - interval '30 seconds';
end
$$;
grant execute on function private.record_sync(jsonb) to authenticated;

-- Raises a 4xx for what is no request of this protocol, before anything has happened.
create function private.check_request(request jsonb) returns void
language plpgsql stable set search_path = ''
as $$
declare
  device jsonb := request -> 'device';
begin
  if (select auth.uid()) is null then
    raise exception 'unauthorized' using errcode = 'PT401', detail = 'Sign in first.';
  end if;
  if jsonb_typeof(request) is distinct from 'object'
     or jsonb_typeof(request -> 'protocol') is distinct from 'number'
     or jsonb_typeof(device) is distinct from 'object'
     or coalesce(device ->> 'id', '') !~ private.uuid_pattern()
     or coalesce(device ->> 'pending', '0') !~ '^\d{1,9}$'
     or coalesce(device ->> 'rejected', '0') !~ '^\d{1,9}$' then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A request is an object with protocol, and a device with id, pending and rejected.';
  end if;
  if request ->> 'protocol' <> '1' then
    raise exception 'unsupported_protocol' using errcode = 'PT426', detail = 'This server speaks protocol 1.';
  end if;
end
$$;
grant execute on function private.check_request(jsonb) to authenticated;

-- The cursor of a request; null without one.
create function private.parse_cursor(request jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  since jsonb := nullif(request -> 'cursor', 'null');
begin
  if since is not null and (
       jsonb_typeof(since) <> 'object'
       or coalesce(since ->> 'epoch', '') = ''
       or coalesce(since ->> 'xid', '') !~ '^\d{1,19}$'
       or since ->> 'table' is null
       or coalesce(since ->> 'row', '') !~* private.uuid_pattern()) then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'cursor is null or that of the last response.';
  end if;
  return since;
end
$$;
grant execute on function private.parse_cursor(jsonb) to authenticated;

-- The rejection code of a failed statement.
create function private.rejection_code(state text, op text) returns text
language sql immutable set search_path = ''
as $$
  select case
    when state = '42501' then 'forbidden'
    -- Unknown columns; a statement that a column's name makes unparsable or ambiguous counts as one.
    when state in ('42601', '42702', '42703', '428C9') then 'unknown_field'
    when state = '23505' then 'duplicate'
    when state = '23503' then case op when 'delete' then 'has_dependents' else 'missing_parent' end
    else 'invalid_value'
  end
$$;
grant execute on function private.rejection_code(text, text) to authenticated;

create function private.rejected_verdict(seq bigint, code text, detail text default null) returns jsonb
language sql immutable set search_path = ''
as $$ select jsonb_build_object('seq', seq, 'verdict', 'rejected', 'code', code, 'detail', detail) $$;
grant execute on function private.rejected_verdict(bigint, text, text) to authenticated;

create function private.exclude_changes(changes jsonb, decided bigint[]) returns jsonb
language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_agg(c), '[]') from jsonb_array_elements(changes) c
  where not (c ->> 'seq')::bigint = any (coalesce(decided, '{}'))
$$;
grant execute on function private.exclude_changes(jsonb, bigint[]) to authenticated;

-- Merges updates into existing rows, field by field: the later timestamp wins (INV-8). The comparison is part of the
-- UPDATE, so that a row that changed while the statement waited for its lock is compared as it is then. Returns (seq,
-- lost): the changes whose row exists, and those of their fields that another device wrote later.
create function private.merge_rows(target text, field_names text[], changes jsonb)
returns table (seq bigint, lost text[])
language plpgsql set search_path = ''
as $$
declare
  newer constant text :=
    'v.timestamp collate "C" > coalesce(t.field_timestamps ->> %1$L, t.field_timestamps ->> ''*'', '''') collate "C"';
begin
  return query execute format(
    'update public.%1$I t set %2$s
       field_timestamps = t.field_timestamps || jsonb_strip_nulls(jsonb_build_object(%3$s))
     from (select c.seq, c."row", c.timestamp %4$s
           from jsonb_to_recordset($1) as c (seq bigint, "row" uuid, fields jsonb, timestamp text)
           cross join lateral jsonb_populate_record(null::public.%1$I, c.fields) r) v
     where t.id = v."row"
     returning v.seq, array(
       select k from unnest($2) k
       where coalesce(t.field_timestamps ->> k, t.field_timestamps ->> ''*'') is distinct from v.timestamp)',
    target,
    (select string_agg(format('%2$I = case when ' || newer || ' then v.%2$I else t.%2$I end,', k, k), ' ') from unnest(field_names) k),
    (select string_agg(format('%1$L, case when ' || newer || ' then v.timestamp end', k), ', ') from unnest(field_names) k),
    (select string_agg(format(', r.%I', k), '') from unnest(field_names) k))
  using changes, field_names;
end
$$;
grant execute on function private.merge_rows(text, text[], jsonb) to authenticated;

-- Inserts a deleted row again. A row that it referenced by a foreign key with `on delete set null` may be gone: then
-- it is restored without that reference, unless the edit that restores it (of the fields `field_names`) sets it.
create function private.restore_row(target text, field_names text[], fields jsonb) returns void
language plpgsql set search_path = ''
as $$
declare
  content jsonb := fields;
  named text;
  lost text[];
begin
  loop
    begin
      execute (
        select format('insert into public.%1$I (%2$s) select %3$s from jsonb_populate_record(null::public.%1$I, $1) r',
          target, string_agg(format('%I', a.attname), ', '), string_agg(format('r.%I', a.attname), ', '))
        from pg_catalog.pg_attribute a
        where a.attrelid = format('public.%I', target)::regclass and a.attnum > 0 and not a.attisdropped
          and has_column_privilege(a.attrelid, a.attnum, 'INSERT')
      ) using content;
      return;
    exception when foreign_key_violation then
      get stacked diagnostics named = constraint_name;
      select array_agg(a.attname) into lost
      from pg_catalog.pg_constraint f
      join pg_catalog.pg_attribute a
        on a.attrelid = f.conrelid and a.attnum = any (coalesce(f.confdelsetcols, f.conkey)) and not a.attnotnull
      where f.conrelid = format('public.%I', target)::regclass and f.conname = named and f.confdeltype = 'n'
        and content ->> a.attname is not null and a.attname <> all (field_names);
      if lost is null then
        raise;
      end if;
      content := content || (select jsonb_object_agg(k, null) from unnest(lost) k);
    end;
  end loop;
end
$$;
grant execute on function private.restore_row(text, text[], jsonb) to authenticated;

-- Updates of deleted rows: the later of delete and update wins.
create function private.resolve_deleted_rows(target text, field_names text[], changes jsonb)
returns table (seq bigint, verdict jsonb)
language plpgsql set search_path = ''
as $$
declare
  change record;
  fields jsonb;
begin
  for change in
    select c.seq, c.fields, c.timestamp, g.timestamp as deleted, g.content
    from jsonb_to_recordset(changes) as c (seq bigint, fields jsonb, timestamp text)
    left join private.find_tombstones(target, changes) g on g.seq = c.seq
    order by c.seq
  loop
    seq := change.seq;
    if change.deleted is null then
      verdict := private.rejected_verdict(change.seq, 'not_found');
    elsif change.deleted collate "C" > change.timestamp collate "C" then
      verdict := jsonb_build_object('seq', change.seq, 'verdict', 'merged', 'lost', to_jsonb(field_names));
    else
      fields := change.content || change.fields || jsonb_build_object(
        'field_timestamps', change.content -> 'field_timestamps'
          || (select coalesce(jsonb_object_agg(k, change.timestamp), '{}') from unnest(field_names) k));
      perform private.restore_row(target, field_names, fields);
      verdict := jsonb_build_object('seq', change.seq, 'verdict', 'applied');
    end if;
    return next;
  end loop;
end
$$;
grant execute on function private.resolve_deleted_rows(text, text[], jsonb) to authenticated;

-- Applies a group: changes of one kind (table, operation, field names) to different rows, in a few statements
-- whatever its size. Returns all verdicts but plain `applied`. An error rolls the whole group back.
create function private.write_group(target text, op text, field_names text[], changes jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  remaining jsonb := changes;
  decided bigint[];
  verdicts jsonb := '[]';
  merged jsonb;
begin
  if op = 'delete' then
    -- The tombstones get the timestamps of the changes.
    perform private.set_write_context(jsonb_build_object('tombstone_timestamps', (
      select jsonb_object_agg(lower(c ->> 'row'), c ->> 'timestamp') from jsonb_array_elements(changes) c)));
    execute format(
      'delete from public.%1$I t
       using jsonb_to_recordset($1) as c ("row" uuid, timestamp text)
       where t.id = c."row"
         and c.timestamp collate "C" > (select max(s.value collate "C") from jsonb_each_text(t.field_timestamps) s)', target)
    using changes;
    perform private.set_write_context('{"tombstone_timestamps": null}');
    perform private.advance_tombstones(target, changes);
    -- A row that still exists was edited later. One that does not is deleted, by whomever: applied.
    execute format(
      'select coalesce(jsonb_agg(jsonb_build_object(''seq'', c.seq, ''verdict'', ''merged'', ''lost'', jsonb_build_array(''*''))), ''[]'')
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid) join public.%1$I t on t.id = c."row"', target)
    into verdicts using changes;
    return verdicts;
  end if;

  if op = 'insert' then
    -- An insert that is older than the row's tombstone does not restore it.
    select array_agg(g.seq),
           coalesce(jsonb_agg(jsonb_build_object('seq', g.seq, 'verdict', 'merged', 'lost', to_jsonb(field_names))), '[]')
    into decided, verdicts
    from private.find_tombstones(target, changes) g
    join jsonb_to_recordset(changes) as c (seq bigint, timestamp text) on c.seq = g.seq
    where g.timestamp collate "C" > c.timestamp collate "C";
    if decided is not null then
      remaining := private.exclude_changes(remaining, decided);
    end if;
    execute format(
      'with made as (
         insert into public.%1$I (id %2$s, field_timestamps)
         select c."row" %3$s, jsonb_build_object(''*'', c.timestamp)
         from jsonb_to_recordset($1) as c ("row" uuid, fields jsonb, timestamp text)
         cross join lateral jsonb_populate_record(null::public.%1$I, c.fields) r
         on conflict (id) do nothing
         returning id)
       select array_agg(c.seq)
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid) join made on made.id = c."row"',
      target,
      (select string_agg(format(', %I', k), '') from unnest(field_names) k),
      (select string_agg(format(', r.%I', k), '') from unnest(field_names) k))
    into decided using remaining;
    if coalesce(array_length(decided, 1), 0) = jsonb_array_length(remaining) then
      return verdicts;
    end if;
    remaining := private.exclude_changes(remaining, decided);
    -- The other rows exist: the fields that the person may update are merged.
    field_names := array(select k from unnest(field_names) k
                  where has_column_privilege(format('public.%I', target)::regclass, k, 'UPDATE'));
  end if;

  select array_agg(m.seq),
         coalesce(jsonb_agg(jsonb_build_object('seq', m.seq, 'verdict', 'merged', 'lost', to_jsonb(m.lost)))
           filter (where m.lost <> '{}'), '[]')
  into decided, merged
  from private.merge_rows(target, field_names, remaining) m;
  verdicts := verdicts || merged;
  if decided is not null then
    remaining := private.exclude_changes(remaining, decided);
  end if;
  if remaining <> '[]' then
    select verdicts || coalesce(jsonb_agg(s.verdict) filter (where s.verdict ->> 'verdict' <> 'applied'), '[]')
    into verdicts
    from private.resolve_deleted_rows(target, field_names, remaining) s;
  end if;
  return verdicts;
end
$$;
grant execute on function private.write_group(text, text, text[], jsonb) to authenticated;

-- Records in the history which fields of the merged changes lost, and the values they lost to.
create function private.record_lost_edits(target text, merged jsonb, changes jsonb) returns void
language plpgsql set search_path = ''
as $$
declare
  entries jsonb;
begin
  execute format(
    'select jsonb_agg(jsonb_build_object(''row'', c."row", ''before'',
         (select jsonb_object_agg(k, to_jsonb(t) -> k) from unnest(v.lost) k where to_jsonb(t) ? k),
       ''after'', (select jsonb_object_agg(k, c.fields -> k) from unnest(v.lost) k where c.fields ? k)))
     from jsonb_to_recordset($1) as v (seq bigint, lost text[])
     join jsonb_to_recordset($2) as c (seq bigint, "row" uuid, fields jsonb) on c.seq = v.seq
     left join public.%1$I t on t.id = c."row"', target)
  into entries using merged, changes;
  if entries is not null then
    perform private.insert_lost_edits(target, entries);
  end if;
end
$$;
grant execute on function private.record_lost_edits(text, jsonb, jsonb) to authenticated;

-- As write_group, and keeps what lost: in the history, and as a conflict where the person has to choose.
create function private.apply_group(target text, op text, field_names text[], changes jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  long_text text[] := (select s.long_text from private.synced_tables s where s.table_name = target);
  conflicts jsonb;
  verdicts jsonb;
begin
  -- A table without long text has no conflicts: its fields are merged by timestamp alone.
  if op = 'delete' and long_text <> '{}' then
    select jsonb_agg(c) into conflicts from private.find_deletes_of_edited_rows(target, changes) c;
  elsif op = 'update' and long_text <> '{}' then
    select jsonb_agg(c) into conflicts from (
      select * from private.find_edits_of_deleted_rows(target, changes)
      union all
      select * from private.find_text_conflicts(target, long_text, changes)
      where field_names && long_text) c;
  end if;
  verdicts := private.write_group(target, op, field_names, changes);
  if verdicts <> '[]' then
    perform private.record_lost_edits(target, verdicts, changes);
  end if;
  if conflicts is null then
    return verdicts;
  end if;
  perform private.record_conflicts(target, conflicts);
  -- `conflict` takes the place of the verdict, with the fields that lost.
  return (
    select jsonb_agg(jsonb_build_object('seq', coalesce(v.seq, c.seq), 'verdict',
        case when c.seq is null then v.verdict else 'conflict' end)
      || case when v.lost is null then '{}' else jsonb_build_object('lost', v.lost) end
      || case when v.code is null then '{}' else jsonb_build_object('code', v.code, 'detail', v.detail) end)
    from jsonb_to_recordset(verdicts) as v (seq bigint, verdict text, lost jsonb, code text, detail text)
    full join (select distinct k.seq from jsonb_to_recordset(conflicts) as k (seq bigint)) c on c.seq = v.seq);
end
$$;
grant execute on function private.apply_group(text, text, text[], jsonb) to authenticated;

-- As apply_group; a group that is rejected as a whole is halved, down to the rejected changes themselves: one in a
-- thousand costs about twenty statements, and the other 999 are applied.
create function private.apply_or_split(target text, op text, field_names text[], changes jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  size integer := jsonb_array_length(changes);
  state text;
  code text;
  at_column text;
  at_constraint text;
begin
  begin
    perform private.check_json(target, field_names, changes);
    return private.apply_group(target, op, field_names, changes);
  exception when others then
    get stacked diagnostics state = returned_sqlstate, at_column = column_name, at_constraint = constraint_name;
    -- Only an error of the change itself rejects it (INV-4). A deadlock, a full disk or a lost connection fails the
    -- whole push, which the device retries.
    if state !~ '^(22|23|42|44|P0)' then
      raise;
    end if;
    if size = 1 then
      code := private.rejection_code(state, op);
      return jsonb_build_array(private.rejected_verdict((changes -> 0 ->> 'seq')::bigint, code, coalesce(
        case when code = 'invalid_value' then private.invalid_field(target, changes -> 0 -> 'fields') end,
        nullif(at_column, ''), private.constrained_column(target, at_constraint), nullif(at_constraint, ''))));
    end if;
  end;
  return private.apply_or_split(target, op, field_names,
           (select jsonb_agg(c order by n) from jsonb_array_elements(changes) with ordinality x (c, n) where n <= size / 2))
      || private.apply_or_split(target, op, field_names,
           (select jsonb_agg(c order by n) from jsonb_array_elements(changes) with ordinality x (c, n) where n > size / 2));
end
$$;
grant execute on function private.apply_or_split(text, text, text[], jsonb) to authenticated;

-- sync_push: applies a device's changes exactly once (INV-3). Runs as the caller, so that RLS, column grants and
-- constraints decide; a rejected change gets a verdict and the others go on (INV-4).

-- Splits the batch, in its order, into groups that can be applied as sets. A row that occurs again starts a new
-- group. Timestamps from the future are set to now, in their order, and never rejected (INV-8). The changes
-- themselves are joined last, since sorting them along would dominate the cost.
create function private.split_into_groups(changes jsonb, decided bigint, now_ms bigint)
returns table (target text, op text, field_names text[], group_changes jsonb, fault text)
language sql stable set search_path = ''
as $$
  with listed as materialized (
    select n, c, c ->> 'table' as target, c ->> 'op' as op, c ->> 'row' as row_id, c ->> 'timestamp' as timestamp,
      c -> 'fields' as fields
    from jsonb_array_elements(changes) with ordinality x (c, n)
    where (c ->> 'seq')::bigint > decided
  ), validated as (
    select *,
      case
        when coalesce(target, '') not in (select table_name from private.synced_tables) then 'unknown_table'
        when coalesce(op, '') not in ('insert', 'update', 'delete')
          or coalesce(row_id, '') !~* private.uuid_pattern()
          or coalesce(timestamp, '') !~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{8}$'
          or jsonb_typeof(fields) is distinct from 'object'
          or (op = 'update' and fields = '{}') then 'malformed'
        when fields ?| array['id', 'field_timestamps', 'updated_at'] then 'unknown_field'
      end as fault
    from listed
  ), shaped as materialized (
    -- jsonb orders keys: equal sets of field names are equal arrays.
    select n, target, op, row_id, fault,
      case when fault is null then array(select jsonb_object_keys(fields)) else '{}' end as field_names
    from validated
  ), keyed as (
    select n, row(target, op, field_names, fault, row_number() over (partition by target, row_id order by n)) as kind
    from shaped
  ), starts as (
    select n, (lag(kind) over (order by n)) is distinct from kind as starts_group from keyed
  ), groups as (
    select n, count(*) filter (where starts_group) over (order by n) as group_number from starts
  )
  select min(s.target), min(s.op), min(s.field_names),
    jsonb_agg(case
      when s.fault is null and ('x' || left(l.timestamp, 12))::bit(48)::bigint > now_ms
        then l.c || jsonb_build_object('timestamp', private.hlc_timestamp(now_ms, l.n::integer, l.timestamp))
      else l.c end order by l.n),
    min(s.fault)
  from groups r join shaped s on s.n = r.n join listed l on l.n = r.n
  group by r.group_number order by r.group_number
$$;
grant execute on function private.split_into_groups(jsonb, bigint, bigint) to authenticated;

-- Serializes the pushes of one person, since a change of a row that a concurrent push deletes would be decided on a
-- stale state. Other functions that make or delete many rows of a person take the same lock.
create function private.lock_user_pushes(person uuid) returns void
language sql volatile set search_path = ''
as $$ select pg_advisory_xact_lock(hashtextextended('cadence.push:' || person, 0)) $$;
grant execute on function private.lock_user_pushes(uuid) to authenticated;

-- Request and response: src/contract/protocol.ts. At most 1,000 changes and 8 MB. What is no request of the protocol
-- fails as a whole with 4xx; otherwise the response has a verdict for each change.
create function public.sync_push(request jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  changes jsonb := request -> 'changes';
  epoch text := private.epoch();
  clock bigint := private.now_ms();
  decided bigint;
  change_group record;
  outcome jsonb;
  faults jsonb := '[]';
  activities integer := 0;
  newest bigint;
  oldest bigint;
  verdicts jsonb;
begin
  perform private.check_request(request);
  if jsonb_typeof(changes) is distinct from 'array'
     or exists (
       select from jsonb_array_elements(changes) c
       where jsonb_typeof(c -> 'seq') is distinct from 'number' or c ->> 'seq' !~ '^[1-9]\d{0,14}$') then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'changes is an array, and each change has a seq, a whole number from 1.';
  end if;
  if jsonb_array_length(changes) > 1000 or pg_column_size(request) > 8000000 then
    raise exception 'batch_too_large' using errcode = 'PT413', detail = 'At most 1000 changes and 8 MB a push.';
  end if;
  if exists (
    select from (
      select (c ->> 'seq')::bigint <= lag((c ->> 'seq')::bigint) over (order by n) as falls
      from jsonb_array_elements(changes) with ordinality x (c, n)) s
    where falls) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'The seq of the changes must rise.';
  end if;

  -- The device's earlier changes were decided in another epoch: it has to send them again first (INV-6).
  if request ->> 'epoch' <> epoch then
    return jsonb_build_object('epoch', epoch, 'xid', '0', 'server_time', clock, 'verdicts', '[]'::jsonb);
  end if;

  perform private.lock_user_pushes((select auth.uid()));
  decided := private.lock_device(request -> 'device');
  perform private.set_write_context('{"keep_timestamps": true}');
  for change_group in select * from private.split_into_groups(changes, decided, clock) loop
    if change_group.fault is not null then
      select faults || jsonb_agg(private.rejected_verdict((c ->> 'seq')::bigint, change_group.fault)) into faults
      from jsonb_array_elements(change_group.group_changes) c;
    else
      outcome := private.apply_or_split(change_group.target, change_group.op, change_group.field_names, change_group.group_changes);
      faults := faults || outcome;
      if change_group.target = 'program_activities' then
        activities := activities + jsonb_array_length(change_group.group_changes)
          - (select count(*) from jsonb_array_elements(outcome) v where v ->> 'verdict' = 'rejected');
      end if;
    end if;
  end loop;
  perform private.set_write_context('{"keep_timestamps": null}');

  select jsonb_agg(coalesce(
      f.verdict,
      case when (c ->> 'seq')::bigint > decided
        then jsonb_build_object('seq', c -> 'seq', 'verdict', 'applied')
        else private.stored_verdict((request -> 'device' ->> 'id')::uuid, (c ->> 'seq')::bigint) end) order by n),
    max((c ->> 'seq')::bigint), min((c ->> 'seq')::bigint)
  into verdicts, newest, oldest
  from jsonb_array_elements(changes) with ordinality x (c, n)
  left join lateral (
    select v as verdict from jsonb_array_elements(faults) v where v -> 'seq' = c -> 'seq'
  ) f on faults <> '[]';

  if newest is not null then
    perform private.record_push(request -> 'device', greatest(newest, decided), oldest, faults, activities);
  end if;
  return jsonb_build_object(
    'epoch', epoch,
    'xid', pg_current_xact_id()::text,
    'server_time', clock,
    'verdicts', coalesce(verdicts, '[]'));
end
$$;
grant execute on function public.sync_push(jsonb) to authenticated;

-- sync_pull: the rows that changed since a cursor (INV-5, INV-6, INV-7). Runs under the caller's RLS: a row that RLS
-- hides is reported as gone.

-- Rows of one table as arrays of values in the order of `columns`, and those of `ids` that were not found.
create function private.read_rows(target text, ids uuid[]) returns json
language plpgsql stable set search_path = ''
as $$
declare
  names text[] := array(
    select a.attname from pg_catalog.pg_attribute a
    where a.attrelid = format('public.%I', target)::regclass
      and a.attnum > 0 and not a.attisdropped and a.attname <> 'field_timestamps'
    order by a.attnum);
  page json;
begin
  execute format(
    'select json_build_object(
       ''columns'', to_json($2),
       ''rows'', coalesce(json_agg(json_build_array(%2$s)) filter (where t.id is not null), ''[]''),
       ''gone'', coalesce(json_agg(wanted.id) filter (where t.id is null), ''[]''))
     from unnest($1) as wanted (id) left join public.%1$I t on t.id = wanted.id',
    target, (select string_agg(format('t.%I', name), ', ') from unnest(names) name))
  into page using ids, names;
  return page;
end
$$;
grant execute on function private.read_rows(text, uuid[]) to authenticated;

-- Request and response: src/contract/protocol.ts. At most 5,000 feed entries a page. A device that follows its cursor
-- reads every entry exactly once: entries below the snapshot's horizon are final, since no transaction that could
-- still commit has an id below it.
create function public.sync_pull(request jsonb) returns json
language plpgsql set search_path = ''
as $$
declare
  me uuid := auth.uid();
  since jsonb;
  page_size integer;
  epoch text := private.epoch();
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  after_xid xid8 := '0';
  after_table text := '';
  after_row uuid := '00000000-0000-0000-0000-000000000000';
  restart boolean := false;
  entries integer;
  behind integer := 0;
  held_back integer;
  tables json;
begin
  perform private.check_request(request);
  since := private.parse_cursor(request);
  if coalesce(request ->> 'limit', '') !~ '^[1-9]\d{0,8}$' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'limit is a whole number from 1.';
  end if;
  page_size := least((request ->> 'limit')::integer, 5000);

  if since is not null then
    after_xid := (since ->> 'xid')::xid8;
    -- Transaction ids that this cluster has not assigned yet come from another epoch.
    restart := since ->> 'epoch' <> epoch
      or after_xid > horizon or after_xid <= private.feed_pruned_to();
    if restart then
      after_xid := '0';
    else
      after_table := since ->> 'table';
      after_row := (since ->> 'row')::uuid;
    end if;
  end if;

  with page as (
    select f.xid, f.table_name, f.row_id
    from private.sync_feed f
    where f.user_id = me and f.xid < horizon
      and (f.xid, f.table_name, f.row_id) > (after_xid, after_table, after_row)
    order by f.xid, f.table_name, f.row_id
    limit page_size
  ), by_table as (
    select p.table_name, array_agg(p.row_id) as ids from page p group by p.table_name
  ), final as (
    select p.xid, p.table_name, p.row_id from page p order by p.xid desc, p.table_name desc, p.row_id desc limit 1
  )
  select (select count(*) from page),
    (select json_object_agg(b.table_name, private.read_rows(b.table_name, b.ids)) from by_table b),
    final.xid, final.table_name, final.row_id
  into entries, tables, after_xid, after_table, after_row
  from (select 1) one left join final on true;

  if entries = page_size then
    select count(*) into behind from private.sync_feed f
    where f.user_id = me and f.xid < horizon
      and (f.xid, f.table_name, f.row_id) > (after_xid, after_table, after_row);
  end if;
  -- Rows that were changed again above the horizon are not in this page yet.
  select count(*) into held_back from private.sync_feed f where f.user_id = me and f.xid >= horizon;
  if behind = 0 then
    after_xid := horizon;
    after_table := '';
    after_row := '00000000-0000-0000-0000-000000000000';
    perform private.record_sync(request -> 'device');
  end if;
  return json_build_object(
    'reset', restart,
    'cursor', json_build_object('epoch', epoch, 'xid', after_xid::text, 'table', after_table, 'row', after_row),
    'more', behind > 0,
    'remaining', behind + held_back,
    'server_time', private.now_ms(),
    'tables', coalesce(tables, '{}'));
end
$$;
grant execute on function public.sync_pull(jsonb) to authenticated;

-- sync_check: the digest of what a device at the end of the feed must hold of each table. Runs under the caller's
-- RLS, like sync_pull.

-- One line for each row, with the values in the order of the column names; src/store/self-check.ts computes the same.
create function private.table_digest(target text) returns json
language plpgsql stable set search_path = ''
as $$
declare
  digest json;
begin
  execute format(
    'select json_build_object(''rows'', count(*), ''digest'', encode(sha256(convert_to(
       coalesce(string_agg(jsonb_build_array(%2$s)::text, E''\n'' order by t.id), ''''), ''UTF8'')), ''hex''))
     from private.sync_feed f join public.%1$I t on t.id = f.row_id
     where f.user_id = $1 and f.table_name = %1$L',
    target,
    (select string_agg(format('t.%I', a.attname), ', ' order by a.attname collate "C")
     from pg_catalog.pg_attribute a
     where a.attrelid = format('public.%I', target)::regclass
       and a.attnum > 0 and not a.attisdropped and a.attname <> 'field_timestamps'))
  into digest using (select auth.uid());
  return digest;
end
$$;
grant execute on function private.table_digest(text) to authenticated;

-- Request and response: src/contract/protocol.ts. A device that has not read the whole feed is not compared.
create function public.sync_check(request jsonb) returns json
language plpgsql stable set search_path = ''
as $$
declare
  since jsonb;
begin
  perform private.check_request(request);
  since := private.parse_cursor(request);
  if since is null or since ->> 'epoch' <> private.epoch()
     or (since ->> 'xid')::xid8 <= private.feed_pruned_to()
     or exists (
       select from private.sync_feed f
       where f.user_id = (select auth.uid())
         and (f.xid, f.table_name, f.row_id) > ((since ->> 'xid')::xid8, since ->> 'table', (since ->> 'row')::uuid)) then
    return json_build_object('current', false, 'tables', '{}'::json);
  end if;
  return json_build_object(
    'current', true,
    'tables', (select json_object_agg(s.table_name, private.table_digest(s.table_name)) from private.synced_tables s));
end
$$;
grant execute on function public.sync_check(jsonb) to authenticated;

-- Sync reports: what each sync cycle of a device did, as the device reports it.

create table public.sync_reports (
  -- Made on the device, so that a report that is sent twice counts once.
  id uuid primary key,
  user_id uuid not null references public.profiles (id) on delete cascade,
  device_id uuid not null,
  -- When the cycle ended, by the server's clock.
  at private.instant not null,
  -- `ok`, or the reason of the failure: a code of TransportFailure, or `device`.
  outcome text not null check (outcome ~ '^[a-z_]{1,40}$'),
  duration_ms integer not null check (duration_ms >= 0),
  sent integer not null check (sent >= 0),
  received integer not null check (received >= 0),
  -- How long the oldest change had been pending when the cycle began; null without any.
  oldest_pending_ms bigint check (oldest_pending_ms >= 0),
  -- Rejected changes by code: {code: count}.
  rejections jsonb not null default '{}' check (jsonb_typeof(rejections) = 'object'),
  -- Tables in which the device differed from the server until it read them again.
  drift text[] not null default '{}',
  app_version private.optional_label not null default '' check (char_length(app_version) <= 50)
);
create index sync_reports_person on public.sync_reports (user_id);
create index sync_reports_time on public.sync_reports (at);
alter table public.sync_reports enable row level security;
grant select on public.sync_reports to authenticated, service_role;
create policy "people read their own reports, admins read all" on public.sync_reports
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

-- A number of a report, limited to 0 … `maximum`; null where it is none.
create function private.report_number(report jsonb, key text, maximum bigint) returns bigint
language sql immutable set search_path = ''
as $$
  select case when jsonb_typeof(report -> key) = 'number'
    then round(least(greatest((report ->> key)::numeric, 0), maximum))::bigint end
$$;

create function private.is_valid_report(report jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select jsonb_typeof(report) = 'object'
    and coalesce(report ->> 'id', '') ~ private.uuid_pattern()
    and coalesce(report ->> 'outcome', '') ~ '^[a-z_]{1,40}$'
    and private.report_number(report, 'ago_ms', 0) is not null
    and private.report_number(report, 'duration_ms', 0) is not null
    and private.report_number(report, 'sent', 0) is not null
    and private.report_number(report, 'received', 0) is not null
    and jsonb_typeof(report -> 'oldest_pending_ms') in ('number', 'null')
    and jsonb_typeof(report -> 'rejections') = 'object'
    and jsonb_typeof(report -> 'drift') = 'array'
    and jsonb_typeof(report -> 'app_version') = 'string'
$$;

-- Stores reports of one of the caller's devices, at most 100 at once. Their times are relative (`ago_ms`), since a
-- device's clock may be wrong. Numbers out of range are limited to it.
create function public.report_sync(device uuid, reports jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  day_ms constant bigint := 86400000;
begin
  if not exists (select from public.sync_devices d where d.id = device and d.user_id = auth.uid()) then
    raise exception 'foreign_device' using errcode = 'PT403', detail = 'Only a device of one''s own reports.';
  end if;
  if jsonb_typeof(reports) is distinct from 'array' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'reports is an array.';
  end if;
  if jsonb_array_length(reports) > 100 then
    raise exception 'batch_too_large' using errcode = 'PT413', detail = 'At maximum 100 reports at once.';
  end if;
  if exists (select from jsonb_array_elements(reports) r where private.is_valid_report(r) is not true) then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A report has id, outcome, ago_ms, duration_ms, sent, received, oldest_pending_ms, rejections, drift and app_version.';
  end if;
  insert into public.sync_reports (
    id, user_id, device_id, at, outcome, duration_ms, sent, received, oldest_pending_ms, rejections, drift, app_version)
  select (r ->> 'id')::uuid, auth.uid(), device,
    now() - private.report_number(r, 'ago_ms', 30 * day_ms) * interval '1 millisecond',
    r ->> 'outcome',
    private.report_number(r, 'duration_ms', day_ms),
    private.report_number(r, 'sent', 10000000),
    private.report_number(r, 'received', 10000000),
    private.report_number(r, 'oldest_pending_ms', 3650 * day_ms),
    (select coalesce(jsonb_object_agg(e.key, private.report_number(r -> 'rejections', e.key, 10000000)), '{}')
     from (
       select key from jsonb_each(r -> 'rejections')
       where key ~ '^[a-z_]{1,40}$' and jsonb_typeof(value) = 'number'
       order by key limit 20) e),
    array(select s.table_name from private.synced_tables s where r -> 'drift' ? s.table_name),
    private.as_label(r ->> 'app_version', 50)
  from jsonb_array_elements(reports) r
  on conflict (id) do nothing;
end
$$;
grant execute on function public.report_sync(uuid, jsonb) to authenticated;

-- Connections between coaches and clients. A coach invites an e-mail address, and does not learn whether an account
-- has it, or whose it is, before that person has accepted. Either side can end a connection; that takes effect with
-- the next request.

create table public.coach_connections (
  id uuid primary key default gen_random_uuid(),
  coach_id uuid not null references public.profiles (id) on delete cascade,
  -- The invitation is for whoever has this address when responding to it.
  email private.label not null check (email = lower(email) and email ~ '^[^\s@]+@[^\s@]+$' and char_length(email) <= 320),
  client_id uuid references public.profiles (id) on delete cascade,
  state text not null default 'invited' check (state in ('invited', 'accepted', 'ended')),
  invited_at private.instant not null default now(),
  answered_at private.instant,
  check (coach_id <> client_id),
  check ((client_id is null) = (state = 'invited')),
  check ((answered_at is null) = (state = 'invited'))
);
create unique index coach_connections_pair on public.coach_connections (coach_id, client_id) where client_id is not null;
create unique index coach_connections_invitation on public.coach_connections (coach_id, email) where client_id is null;
create index coach_connections_coach on public.coach_connections (coach_id);
create index coach_connections_client on public.coach_connections (client_id);
create index coach_connections_email on public.coach_connections (email);
alter table public.coach_connections enable row level security;
grant select on public.coach_connections to authenticated, service_role;
create policy "both sides read their connections, admins read all" on public.coach_connections
  for select to authenticated
  using (coach_id = (select auth.uid()) or client_id = (select auth.uid())
    or (client_id is null and email = (select private.my_email())) or (select private.is_admin()));

-- The users who have accepted the caller as their coach.
create function private.my_clients() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select c.client_id from public.coach_connections c
  where c.coach_id = (select auth.uid()) and c.state = 'accepted' and (select private.is_coach())
$$;
grant execute on function private.my_clients() to authenticated;

-- Inviting, responding, ending, and the list of the caller's connections.

-- Invites whoever has the address, now or later. Idempotent. The response is the same whether or not an account has
-- it.
create function public.invite_client(email text) returns uuid
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  coach uuid := private.require_coach();
  address private.label := private.read_label('email', lower(trim(invite_client.email)));
  connection uuid;
begin
  if address is null or address !~ '^[^\s@]+@[^\s@]+$' or char_length(address) > 320 then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'email is a mail address.';
  end if;
  if address = private.my_email() then
    raise exception 'own_address' using errcode = 'PT409', detail = 'Nobody coaches themselves by invitation.';
  end if;
  select c.id into connection
  from public.coach_connections c join public.profiles p on p.id = c.client_id
  where c.coach_id = coach and c.state = 'accepted' and lower(p.email) = address;
  if connection is null then
    insert into public.coach_connections as c (coach_id, email) values (coach, address)
    on conflict (coach_id, email) where client_id is null do update set email = excluded.email
    returning c.id into connection;
  end if;
  return connection;
end
$$;
grant execute on function public.invite_client(text) to authenticated;

-- The invited person's response, which is final. It replaces an earlier connection between the two, except that
-- declining leaves a connection accepted under another address as it is.
create function public.respond_to_invitation(connection uuid, accept boolean) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  asked public.coach_connections;
begin
  if accept is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'accept is true or false.';
  end if;
  select * into asked from public.coach_connections c
  where c.id = connection and c.coach_id <> me
    and (c.client_id = me or (c.client_id is null and c.email = private.my_email()))
  for update;
  if asked.id is null then
    perform private.raise_not_found();
  elsif asked.state <> 'invited' then
    if (asked.state = 'accepted') <> accept then
      raise exception 'already_answered' using errcode = 'PT409', detail = 'This invitation has been answered.';
    end if;
  elsif not accept and exists (
    select from public.coach_connections c
    where c.coach_id = asked.coach_id and c.client_id = me and c.state = 'accepted') then
    delete from public.coach_connections c where c.id = asked.id;
  else
    delete from public.coach_connections c where c.coach_id = asked.coach_id and c.client_id = me;
    update public.coach_connections c
    set client_id = me, state = case when accept then 'accepted' else 'ended' end, answered_at = now()
    where c.id = asked.id;
  end if;
end
$$;
grant execute on function public.respond_to_invitation(uuid, boolean) to authenticated;

-- Either side ends an accepted connection, and with it the enrollments between the two: from the next request on the
-- coach reads nothing of the client. The client keeps their tasks. An open invitation is withdrawn.
create function public.end_connection(connection uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  found_one public.coach_connections;
begin
  select * into found_one from public.coach_connections c
  where c.id = connection and (c.coach_id = me or c.client_id = me)
  for update;
  if found_one.id is null then
    perform private.raise_not_found();
  elsif found_one.state = 'invited' then
    delete from public.coach_connections c where c.id = found_one.id;
  elsif found_one.state = 'accepted' then
    update public.coach_connections c set state = 'ended' where c.id = found_one.id;
    -- Locked in the order of ids, like everywhere else, to avoid deadlocks.
    perform from public.enrollments e
    where e.coach_id = found_one.coach_id and e.user_id = found_one.client_id order by e.id for no key update;
    update public.enrollments e
    set status = 'ended', ended_by = case when found_one.coach_id = me then 'coach' else 'person' end
    where e.coach_id = found_one.coach_id and e.user_id = found_one.client_id and e.status <> 'ended';
  end if;
end
$$;
grant execute on function public.end_connection(uuid) to authenticated;

-- The caller's connections: [{id, role, state, person, invited_at, answered_at}], where `role` is the caller's own.
-- Before a client accepts, and after the connection has ended, the coach is shown nothing but the address that they
-- invited.
create function public.my_connections() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
        'id', c.id, 'role', 'coach', 'state', c.state, 'invited_at', c.invited_at, 'answered_at', c.answered_at,
        'person', jsonb_build_object('id', p.id, 'display_name', p.display_name, 'email', coalesce(p.email, c.email))
      ) order by c.invited_at, c.id), '[]')
    from public.coach_connections c left join public.profiles p on p.id = c.client_id and c.state = 'accepted'
    where c.coach_id = me and private.is_coach()
  ) || (
    select coalesce(jsonb_agg(jsonb_build_object(
        'id', c.id, 'role', 'client', 'state', c.state, 'invited_at', c.invited_at, 'answered_at', c.answered_at,
        'person', jsonb_build_object('id', c.coach_id, 'display_name', p.display_name, 'email', p.email)
      ) order by c.invited_at, c.id), '[]')
    from public.coach_connections c join public.profiles p on p.id = c.coach_id
    where c.coach_id <> me and (c.client_id = me or (c.client_id is null and c.email = private.my_email()))
  );
end
$$;
grant execute on function public.my_connections() to authenticated;

-- Leads: whom activities are about.

create table public.submissions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  name private.label not null check (char_length(name) <= 200),
  company private.optional_label check (char_length(company) <= 200),
  email private.optional_label check (char_length(email) <= 320),
  phone private.optional_label check (char_length(phone) <= 50),
  status text not null default 'new' check (status in ('new', 'contacted', 'qualified', 'won', 'lost')),
  notes private.long_text,
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  -- Referenced by activities, so that an activity and its lead have the same owner.
  unique (user_id, id)
);

select private.enable_sync('public.submissions', long_text => '{notes}');
select private.enable_history('public.submissions');
alter table public.submissions enable row level security;
grant select, insert, update, delete on public.submissions to authenticated, service_role;
create policy "people read their own leads, admins read all" on public.submissions
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "people add their own leads" on public.submissions
  for insert to authenticated with check (user_id = (select auth.uid()));
create policy "people edit their own leads" on public.submissions
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "people delete their own leads" on public.submissions
  for delete to authenticated using (user_id = (select auth.uid()));

-- Activities: the logged work of reps and coaches.

create table public.program_activities (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  local_id private.label check (char_length(local_id) <= 255),
  type private.label not null check (char_length(type) <= 50),
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
  -- No longer than program_activities.type, which stores the name.
  type_name private.label not null check (char_length(type_name) <= 50),
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  unique (user_id, type_name),
  constraint id_follows_from_name
    check (id = private.derived_id('program_custom_activity_types', user_id::text, type_name::text))
);

create trigger derive_id before insert on public.program_custom_activity_types
  for each row execute function private.derive_type_id();
select private.enable_sync('public.program_custom_activity_types');
select private.enable_history('public.program_custom_activity_types');
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

-- Metrics of activities. These functions run under the caller's RLS. Each returns one JSON value, which no row limit
-- of the API truncates.

-- The weekly goal that a done activity of a type counts towards; src/domain/activities/activity.ts defines the same. A view,
-- because Postgres inlines it into the query: function calls would triple the time of admin_week.
create view private.goal_types (type, goal) with (security_invoker = true) as
  values ('call', 'calls'), ('meeting', 'meetings'), ('proposal', 'proposals'),
    ('follow_up', 'follow_ups'), ('new_contact', 'new_contacts');

grant select on private.goal_types to authenticated;

-- The share of intended work that was done: 0 to 1, null without any. src/domain/reporting/metrics.ts computes the same.
create function private.completion_rate(done bigint, planned bigint, cancelled bigint) returns double precision
language sql immutable parallel safe set search_path = ''
as $$ select done::double precision / nullif(done + planned + cancelled, 0) $$;
grant execute on function private.completion_rate(bigint, bigint, bigint) to authenticated;

-- Counts of one person's activities from `first` to `last`: ActivitySummary of src/domain/reporting/metrics.ts.
create function private.work_counts(person uuid, first date, last date) returns json
language sql stable set search_path = ''
as $$
  select json_build_object(
    'done', c.done, 'planned', c.planned, 'cancelled', c.cancelled, 'minutes', c.minutes,
    'completion_rate', private.completion_rate(c.done, c.planned, c.cancelled))
  from (
    select count(*) filter (where a.status = 'done') as done,
      count(*) filter (where a.status = 'planned') as planned,
      count(*) filter (where a.status = 'cancelled') as cancelled,
      coalesce(sum(a.duration) filter (where a.status = 'done'), 0) as minutes
    from public.program_activities a
    where a.user_id = person and a.date between first and last
  ) c
$$;
grant execute on function private.work_counts(uuid, date, date) to authenticated;

-- One person's activities from `from_date` to `to_date` (inclusive), and the range of the same length before:
-- ActivityMetrics of src/domain/reporting/metrics.ts. For oneself, and for admins.
create function public.user_activity_metrics(person uuid, from_date text, to_date text) returns json
language plpgsql stable set search_path = ''
as $$
declare
  from_date private.calendar_date := private.read_date('from_date', user_activity_metrics.from_date);
  to_date private.calendar_date := private.read_date('to_date', user_activity_metrics.to_date);
  days integer;
begin
  if person is null or from_date is null or to_date is null
     or from_date > to_date or to_date - from_date >= 731 then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A person and a range of 1 to 731 days, from_date not after to_date.';
  end if;
  if person is distinct from (select auth.uid()) and not private.is_admin() then
    raise exception 'forbidden' using errcode = 'PT403', detail = 'Only an admin sees somebody else''s work.';
  end if;
  if not exists (select from public.profiles p where p.id = person) then
    raise exception 'unknown_person' using errcode = 'PT404', detail = 'There is no such person.';
  end if;
  days := to_date - from_date + 1;
  return json_build_object(
    'user_id', person,
    'from_date', from_date,
    'to_date', to_date,
    'totals', private.work_counts(person, from_date, to_date),
    'previous', private.work_counts(person, from_date - days, from_date - 1),
    'by_type', (
      select coalesce(json_agg(t order by t.done desc, t.type), '[]') from (
        select a.type,
          count(*) filter (where a.status = 'done') as done,
          count(*) filter (where a.status = 'planned') as planned,
          count(*) filter (where a.status = 'cancelled') as cancelled,
          coalesce(sum(a.duration) filter (where a.status = 'done'), 0) as minutes
        from public.program_activities a
        where a.user_id = person and a.date between from_date and to_date
        group by a.type
      ) t),
    'by_day', (
      select json_agg(d order by d.date) from (
        select day.date,
          count(*) filter (where a.status = 'done') as done,
          count(*) filter (where a.status = 'planned') as planned,
          count(*) filter (where a.status = 'cancelled') as cancelled,
          coalesce(sum(a.duration) filter (where a.status = 'done'), 0) as minutes
        from (select from_date + n as date from generate_series(0, days - 1) n) day
        left join public.program_activities a on a.user_id = person and a.date = day.date
        group by day.date
      ) d),
    -- Weeks count from from_date; the last one may be shorter.
    'by_week', (
      select json_agg(w order by w.from_date) from (
        select from_date + first as from_date, least(from_date + first + 6, to_date) as to_date,
          private.work_counts(person, from_date + first, least(from_date + first + 6, to_date)) as this,
          private.work_counts(person, from_date + first - days, least(from_date + first + 6, to_date) - days) as before
        from generate_series(0, days - 1, 7) first
      ) w)
  );
end
$$;
grant execute on function public.user_activity_metrics(uuid, text, text) to authenticated;

-- A name in a program's content: a label of at most 200 characters, or empty.
create function private.is_content_label(value text) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$ select char_length(value) <= 200 and (value = '' or private.is_label(value)) $$;
grant execute on function private.is_content_label(text) to authenticated, service_role;

-- The form of a program's modules and parameters, of at most 64 kB each. Other people's devices read them.
-- src/domain/programs/program-json.ts accepts the same forms, but does not limit the size of the whole.

create function private.are_modules(modules jsonb) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select jsonb_typeof(modules) = 'array' and pg_column_size(modules) <= 65536 and not exists (
    select from jsonb_array_elements(case jsonb_typeof(modules) when 'array' then modules else '[]' end) m
    where (jsonb_typeof(m -> 'title') = 'string' and private.is_content_label(m ->> 'title')
      and jsonb_typeof(m -> 'first_week') = 'number' and m ->> 'first_week' ~ '^[1-9]\d?$') is not true)
$$;

create function private.are_parameters(parameters jsonb) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$
  select jsonb_typeof(parameters) = 'array' and pg_column_size(parameters) <= 65536 and not exists (
    select from jsonb_array_elements(case jsonb_typeof(parameters) when 'array' then parameters else '[]' end) p
    where (jsonb_typeof(p -> 'key') = 'string' and private.is_content_label(p ->> 'key')
      and jsonb_typeof(p -> 'label') = 'string' and private.is_content_label(p ->> 'label')
      and jsonb_typeof(p -> 'required') = 'boolean'
      and (jsonb_typeof(p -> 'options') = 'null' or (jsonb_typeof(p -> 'options') = 'array' and not exists (
        select from jsonb_array_elements(case jsonb_typeof(p -> 'options') when 'array' then p -> 'options' else '[]' end) o
        where (jsonb_typeof(o) = 'string' and private.is_content_label(o #>> '{}')) is not true)))) is not true)
$$;

grant execute on function private.are_modules(jsonb), private.are_parameters(jsonb) to authenticated, service_role;

-- What a placeholder can name: a letter, then letters, digits and `_`, at most 50 characters.
create function private.is_parameter_key(value text) returns boolean
language sql immutable strict parallel safe set search_path = ''
as $$ select value ~ '^[A-Za-z][A-Za-z0-9_]{0,49}$' $$;

-- Programs as their coaches edit them. The draft is synced like any other row of a person; enrollments refer to
-- published versions.

create table public.programs (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  title private.label not null check (char_length(title) <= 200),
  description private.long_text,
  kind text not null default 'individual' check (kind in ('individual', 'group')),
  length_days integer not null default 7 check (length_days between 1 and 366),
  -- Whether day 6 of a program that starts on a Monday is the Saturday or the next Monday.
  day_counting text not null default 'calendar' check (day_counting in ('calendar', 'weekdays')),
  -- [{title, first_week}] by ascending week: a module goes on until the next one begins.
  modules jsonb not null default '[]' check (private.are_modules(modules)),
  -- [{key, label, options, required}]: values that an enrollment provides; `{key}` in a task's texts is replaced by
  -- them.
  parameters jsonb not null default '[]' check (private.are_parameters(parameters)),
  visibility text not null default 'private' check (visibility in ('private', 'link', 'gallery')),
  -- In the currency's minor unit; null: free.
  price integer check (price between 1 and 100000000),
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  -- Written by the server only: the published version, an admin's approval, and the token of the program's link.
  published_version integer,
  approved_at private.instant,
  link_token text not null unique default encode(sha256(gen_random_uuid()::text::bytea), 'hex'),
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  -- Referenced by template tasks, so that nobody writes into another person's program.
  unique (user_id, id)
);

select private.enable_sync('public.programs', long_text => '{description}');
select private.enable_history('public.programs');
alter table public.programs enable row level security;
grant select, delete on public.programs to authenticated;
grant select, insert, update, delete on public.programs to service_role;
grant insert (id, user_id, title, description, kind, length_days, day_counting, modules, parameters, visibility, price,
  currency, created_at, field_timestamps) on public.programs to authenticated;
grant update (title, description, kind, length_days, day_counting, modules, parameters, visibility, price,
  currency, field_timestamps) on public.programs to authenticated;
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

create function private.owns_program(program uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (select from public.programs p where p.id = program and p.user_id = (select auth.uid()))
    and (select private.is_coach())
$$;
grant execute on function private.owns_program(uuid) to authenticated;

create table public.program_tasks (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  program_id uuid not null,
  day_index integer not null check (day_index between 1 and 366),
  -- Order within the day, with gaps for tasks in between.
  position integer not null default 0,
  title private.label not null check (char_length(title) <= 255),
  notes private.long_text,
  minutes private.minutes,
  type private.label not null default 'task' check (char_length(type) <= 50),
  is_required boolean not null default true,
  -- What it belongs to: its day, the whole week of its day, or the whole program.
  level text not null default 'program_day' check (level in ('program', 'program_week', 'program_day')),
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  constraint program_of_the_same_person
    foreign key (user_id, program_id) references public.programs (user_id, id) on delete cascade
);
create index program_tasks_program on public.program_tasks (program_id, day_index, position);
create index program_tasks_person on public.program_tasks (user_id, program_id);
select private.enable_sync('public.program_tasks', long_text => '{notes}');
select private.enable_history('public.program_tasks');
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

-- Restoring a deleted program by a later edit also restores the template tasks that were deleted with it.
create function private.restore_template_tasks() returns trigger
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

-- Its name sorts before the feed's trigger, which removes the tombstone.
create trigger restore_tasks after insert on public.programs referencing new table as changed_rows
  for each statement execute function private.restore_template_tasks();

-- Published versions of programs and their tasks. They never change.

create table public.program_versions (
  id uuid primary key default gen_random_uuid(),
  program_id uuid not null references public.programs (id) on delete cascade,
  -- The coach.
  user_id uuid not null references public.profiles (id) on delete cascade,
  number integer not null check (number > 0),
  title private.label not null,
  description private.long_text,
  kind text not null,
  length_days integer not null,
  day_counting text not null,
  modules jsonb not null,
  parameters jsonb not null,
  price integer,
  currency text not null,
  task_count integer not null,
  -- The sum over all tasks.
  minutes integer not null,
  published_at private.instant not null default now(),
  unique (program_id, number)
);
create index program_versions_person on public.program_versions (user_id);

create function private.my_versions() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select e.version_id from public.enrollments e where e.user_id = (select auth.uid())
  union all
  select v.id from public.program_versions v where v.user_id = (select auth.uid())
$$;
grant execute on function private.my_versions() to authenticated;

-- Versions in the gallery: the published one of every approved program with that visibility.
create function private.gallery_versions() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select v.id from public.programs p
  join public.program_versions v on v.program_id = p.id and v.number = p.published_version
  join public.profiles coach on coach.id = p.user_id and coach.role in ('coach', 'admin')
  where p.visibility = 'gallery' and p.approved_at is not null
$$;
grant execute on function private.gallery_versions() to authenticated;

-- Versions whose tasks the caller may read. A program with a price must be paid for first.
create function private.open_versions() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select e.version_id from public.enrollments e where e.user_id = (select auth.uid()) and e.status = 'active'
  union all
  select v.id from public.program_versions v where v.user_id = (select auth.uid())
  union all
  select v.id from public.program_versions v
  where v.price is null and v.id in (select private.gallery_versions())
$$;
grant execute on function private.open_versions() to authenticated;

alter table public.program_versions enable row level security;
grant select on public.program_versions to authenticated, service_role;
create policy "people read versions they can enroll in or own, admins all" on public.program_versions
  for select to authenticated
  using ((select private.is_admin()) or user_id = (select auth.uid())
    or id in (select private.my_versions()) or id in (select private.gallery_versions()));

create table public.program_version_tasks (
  version_id uuid not null references public.program_versions (id) on delete cascade,
  -- The id of the template task, the same in all versions.
  task_id uuid not null,
  day_index integer not null,
  position integer not null,
  title private.label not null,
  notes private.long_text,
  minutes private.minutes,
  type private.label not null,
  is_required boolean not null,
  level text not null,
  primary key (version_id, task_id)
);
create index program_version_tasks_day on public.program_version_tasks (version_id, day_index, position);
alter table public.program_version_tasks enable row level security;
grant select on public.program_version_tasks to authenticated, service_role;
create policy "people read tasks of versions they have access to, admins all" on public.program_version_tasks
  for select to authenticated
  using ((select private.is_admin()) or version_id in (select private.open_versions()));

create table public.cohorts (
  id uuid primary key default gen_random_uuid(),
  -- The coach.
  user_id uuid not null references public.profiles (id) on delete cascade,
  program_id uuid not null references public.programs (id) on delete cascade,
  version_id uuid not null references public.program_versions (id),
  name private.label not null check (char_length(name) <= 200),
  start_date private.calendar_date not null,
  -- Whether people can join by the link.
  is_open boolean not null default true,
  join_token text not null unique default encode(sha256(gen_random_uuid()::text::bytea), 'hex'),
  created_at private.instant not null default now()
);
create index cohorts_person on public.cohorts (user_id);
create index cohorts_program on public.cohorts (program_id);
create index cohorts_version on public.cohorts (version_id);

create function private.my_cohorts() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select e.cohort_id from public.enrollments e
  where e.user_id = (select auth.uid()) and e.cohort_id is not null and e.status <> 'ended'
$$;
grant execute on function private.my_cohorts() to authenticated;

alter table public.cohorts enable row level security;

-- Without join_token, which members would see: the coach reads it by cohort_link.
grant select (id, user_id, program_id, version_id, name, start_date, is_open, created_at) on public.cohorts to authenticated;
grant select on public.cohorts to service_role;
grant delete on public.cohorts to authenticated;
grant insert (id, user_id, program_id, version_id, name, start_date, is_open) on public.cohorts to authenticated;
grant update (name, is_open) on public.cohorts to authenticated;
create policy "coaches read their own cohorts, members theirs, admins all" on public.cohorts
  for select to authenticated
  using (user_id = (select auth.uid()) or id in (select private.my_cohorts()) or (select private.is_admin()));
create policy "coaches make cohorts of their own programs" on public.cohorts
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (select private.owns_program(program_id))
    and exists (select from public.program_versions v where v.id = version_id and v.program_id = cohorts.program_id));
create policy "coaches edit their own cohorts" on public.cohorts
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()) and (select private.is_coach()));
create policy "coaches delete their own cohorts" on public.cohorts
  for delete to authenticated using (user_id = (select auth.uid()));

-- The caller's own cohort. Raises `not_found` for any other.
create function private.require_own_cohort(cohort uuid) returns public.cohorts
language plpgsql stable security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  own public.cohorts;
begin
  select * into own from public.cohorts c where c.id = cohort and c.user_id = coach;
  if own.id is null then
    perform private.raise_not_found();
  end if;
  return own;
end
$$;

-- The token of a cohort's link: whoever has it may join while the cohort is open.
create function public.cohort_link(cohort uuid) returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_user();
  return (private.require_own_cohort(cohort)).join_token;
end
$$;
grant execute on function public.cohort_link(uuid) to authenticated;

-- Makes a new link and invalidates the old one.
create function public.renew_cohort_link(cohort uuid) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  own public.cohorts := private.require_own_cohort(cohort);
  renewed text;
begin
  perform private.require_user();
  update public.cohorts c set join_token = encode(sha256(gen_random_uuid()::text::bytea), 'hex')
  where c.id = own.id returning c.join_token into renewed;
  return renewed;
end
$$;
grant execute on function public.renew_cohort_link(uuid) to authenticated;

-- The cohort with this token, while its coach is a coach.
create function private.cohort_by_token(token text) returns public.cohorts
language sql stable set search_path = ''
as $$
  select c.* from public.cohorts c
  join public.profiles coach on coach.id = c.user_id and coach.role in ('coach', 'admin')
  where c.join_token = token
$$;

-- What a link invites to: {cohort_id, name, start_date, is_open, program: an offer}, or null.
create function public.cohort_by_link(token text) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_user();
  return (
    select json_build_object('cohort_id', c.id, 'name', c.name, 'start_date', c.start_date, 'is_open', c.is_open,
      'program', private.program_offer(c.version_id))
    from private.cohort_by_token(token) c where c.id is not null);
end
$$;
grant execute on function public.cohort_by_link(text) to authenticated;

-- All members of a cohort, also ended ones, for its coach: [{enrollment_id, user_id, display_name, email, status,
-- ended_by, start_date, synced_days, sync_state, length_days}].
create function public.cohort_members(cohort uuid) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  own public.cohorts := private.require_own_cohort(cohort);
begin
  perform private.require_user();
  return (
    select coalesce(json_agg(json_build_object(
        'enrollment_id', e.id, 'user_id', e.user_id, 'display_name', p.display_name, 'email', p.email,
        'status', e.status, 'ended_by', e.ended_by, 'start_date', e.start_date, 'synced_days', e.synced_days,
        'sync_state', e.sync_state, 'length_days', v.length_days
      ) order by p.display_name, e.id), '[]')
    from public.enrollments e
    join public.profiles p on p.id = e.user_id
    join public.program_versions v on v.id = e.version_id
    where e.cohort_id = own.id);
end
$$;
grant execute on function public.cohort_members(uuid) to authenticated;

create table public.enrollments (
  id uuid primary key default gen_random_uuid(),
  -- The enrolled person.
  user_id uuid not null references public.profiles (id) on delete cascade,
  program_id uuid not null references public.programs (id) on delete cascade,
  version_id uuid not null references public.program_versions (id),
  -- The program's owner, or the person themselves where they enrolled on their own.
  coach_id uuid not null references public.profiles (id) on delete cascade,
  cohort_id uuid references public.cohorts (id) on delete set null,
  program_title private.label not null,
  start_date private.calendar_date not null,
  -- {key: text} for the version's parameters.
  parameters jsonb not null default '{}' check (jsonb_typeof(parameters) = 'object' and pg_column_size(parameters) <= 65536),
  -- `pending`: waits for payment or confirmation.
  status text not null default 'active' check (status in ('pending', 'active', 'ended')),
  -- A person whom the coach removed cannot join again by the cohort's link.
  ended_by text check (ended_by in ('person', 'coach')),
  -- How far tasks have been materialized, in days; `failed` after an unsuccessful attempt.
  synced_days integer not null default 0 check (synced_days >= 0),
  sync_state text not null default 'waiting' check (sync_state in ('waiting', 'running', 'done', 'failed')),
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  check ((ended_by is not null) = (status = 'ended'))
);
create index enrollments_person on public.enrollments (user_id);
create index enrollments_coach on public.enrollments (coach_id);
create index enrollments_program on public.enrollments (program_id);
create index enrollments_version on public.enrollments (version_id);
create unique index enrollments_cohort on public.enrollments (cohort_id, user_id) where cohort_id is not null;
select private.enable_sync('public.enrollments');
select private.enable_history('public.enrollments');

-- Enrollments that the caller coaches. An ended one is no longer the coach's.
create function private.coached_enrollments() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select e.id from public.enrollments e
  where e.coach_id = (select auth.uid()) and e.status <> 'ended' and (select private.is_coach())
$$;
grant execute on function private.coached_enrollments() to authenticated;

create function private.my_enrollments() returns setof uuid
language sql stable security definer set search_path = ''
as $$ select e.id from public.enrollments e where e.user_id = (select auth.uid()) $$;
grant execute on function private.my_enrollments() to authenticated;

alter table public.enrollments enable row level security;
grant select on public.enrollments to authenticated, service_role;
create policy "people read own enrollments, coaches of clients, admins all" on public.enrollments
  for select to authenticated
  using ((select private.is_admin()) or user_id = (select auth.uid())
    or (coach_id = (select auth.uid()) and (select private.is_coach())));

-- Whatever makes, clears or restores tasks of enrollments locks them until the end of the transaction, and before
-- that the pushes of their persons: an edit or delete that a device pushes concurrently is decided afterwards, on the
-- result. Always in the order of ids, to avoid deadlocks.
create function private.lock_enrollments(enrollment_ids uuid[]) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.lock_user_pushes(p.user_id)
  from (select distinct e.user_id from public.enrollments e where e.id = any (enrollment_ids) order by e.user_id) p;
  perform from public.enrollments e where e.id = any (enrollment_ids) order by e.id for no key update;
end
$$;

create function private.require_start_date(start_date date) returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if start_date is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'The start is a calendar date.';
  end if;
end
$$;

-- Raises where `person`, whose profile is locked, is enrolled in too many programs already.
create function private.require_enrollment_capacity(person uuid) returns void
language plpgsql stable set search_path = ''
as $$
begin
  if (select count(*) from public.enrollments e where e.user_id = person and e.status <> 'ended') >= 100 then
    raise exception 'too_many_programs' using errcode = 'PT409', detail = 'Nobody takes part in more than 100 programs at a time.';
  end if;
end
$$;

-- The person leaves, or the coach removes them; whom the coach removed cannot join again by a link. Existing tasks
-- stay. Idempotent.
create function public.end_enrollment(enrollment uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  ending public.enrollments;
begin
  select * into ending from public.enrollments e
  where e.id = enrollment and (e.user_id = me or (e.coach_id = me and private.is_coach()))
  for update;
  if ending.id is null then
    perform private.raise_not_found();
  end if;
  update public.enrollments e
  set status = 'ended', ended_by = case when e.user_id = me then 'person' else 'coach' end
  where e.id = ending.id and (e.status <> 'ended' or e.user_id <> me);
end
$$;
grant execute on function public.end_enrollment(uuid) to authenticated;

-- Events of a program, which its owner sees as counts.
create table public.program_events (
  id bigint generated always as identity primary key,
  program_id uuid not null references public.programs (id) on delete cascade,
  -- The program's owner.
  user_id uuid not null references public.profiles (id) on delete cascade,
  -- `imported`: a person enrolled themselves. `used`: a person was enrolled by the coach or joined by a link.
  kind text not null check (kind in ('created', 'updated', 'published', 'imported', 'used')),
  at private.instant not null default now(),
  on_day private.calendar_date not null default (now() at time zone 'UTC')::date
);
create index program_events_program on public.program_events (program_id, kind);
create index program_events_person on public.program_events (user_id);

-- Edits count once a day.
create unique index program_events_updated on public.program_events (program_id, on_day) where kind = 'updated';
alter table public.program_events enable row level security;
grant select on public.program_events to authenticated, service_role;
create policy "coaches read the events of their own programs, admins all" on public.program_events
  for select to authenticated using (user_id = (select auth.uid()) or (select private.is_admin()));

create function private.record_program_event(program uuid, what text) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.program_events (program_id, user_id, kind)
  select p.id, p.user_id, what from public.programs p where p.id = program
  on conflict do nothing
$$;

create function private.record_program_edits() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_table_name = 'programs' then
    perform private.record_program_event(new.id, case tg_op when 'INSERT' then 'created' else 'updated' end);
  else
    perform private.record_program_event(r.program_id, 'updated') from (select distinct program_id from changed_rows) r;
  end if;
  return null;
end
$$;

-- Columns that only the server writes are not listed: changing them is no edit.
create trigger record_edits after insert or update of title, description, kind, length_days, day_counting, modules,
  parameters, visibility, price, currency on public.programs
  for each row execute function private.record_program_edits();
create trigger record_inserts after insert on public.program_tasks referencing new table as changed_rows
  for each statement execute function private.record_program_edits();
create trigger record_updates after update on public.program_tasks referencing new table as changed_rows
  for each statement execute function private.record_program_edits();
create trigger record_deletes after delete on public.program_tasks referencing old table as changed_rows
  for each statement execute function private.record_program_edits();

-- Event counts for the owner and admins: {created, updated, published, imported, used}.
create function public.program_counts(program uuid) returns json
language plpgsql stable set search_path = ''
as $$
begin
  perform private.require_user();
  if not exists (select from public.programs p where p.id = program) then
    perform private.raise_not_found();
  end if;
  return (
    select json_object_agg(k.kind, (
      select count(*) from public.program_events e where e.program_id = program and e.kind = k.kind))
    from (values ('created'), ('updated'), ('published'), ('imported'), ('used')) k (kind));
end
$$;
grant execute on function public.program_counts(uuid) to authenticated;

-- The content of a version and of a draft in the same form: equal where there is nothing new to publish.
create function private.version_content(version uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select to_jsonb(v) - array['id', 'program_id', 'user_id', 'number', 'task_count', 'minutes', 'published_at']
    || jsonb_build_object('tasks', (
      select jsonb_agg(to_jsonb(t) - 'version_id' order by t.task_id)
      from public.program_version_tasks t where t.version_id = v.id))
  from public.program_versions v where v.id = version
$$;

-- A draft's tasks as its version gets them. Their positions count on from 1 over all tasks that are due on one day, as
-- the coach's device orders them (`compareByPosition` of src/domain/ordering/position.ts): no two are equal, so that
-- the order is the same on every screen.
create function private.draft_tasks(program uuid)
returns table (task_id uuid, day_index integer, "position" integer, title text, notes text, minutes integer,
  type text, is_required boolean, level text)
language sql stable set search_path = ''
as $$
  select t.id, t.day_index,
    row_number() over (partition by private.due_day(t.level, t.day_index, p.day_counting)
      order by t.day_index, t."position", t.created_at, t.id)::integer,
    t.title, t.notes, t.minutes, t.type, t.is_required, t.level
  from public.program_tasks t join public.programs p on p.id = t.program_id
  where t.program_id = program
$$;

create function private.draft_content(program uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'title', p.title, 'description', p.description, 'kind', p.kind, 'length_days', p.length_days,
    'day_counting', p.day_counting, 'modules', p.modules, 'parameters', p.parameters,
    'price', p.price, 'currency', p.currency, 'tasks', (
      select jsonb_agg(to_jsonb(t) order by t.task_id) from private.draft_tasks(p.id) t))
  from public.programs p where p.id = program
$$;

-- Why a draft cannot be published, null where it can: the first of the errors that `validateForPublishing` of
-- src/domain/programs/draft.ts finds. Only the device checks that every placeholder is declared.
create function private.publish_error(draft public.programs) returns text
language sql stable set search_path = ''
as $$
  select case
    when t.count = 0 then 'no_tasks'
    -- All of them are stored on the device of everybody who enrolls.
    when t.count > 5000 then 'too_many_tasks'
    when t.last_day > draft.length_days then 'day_out_of_range'
    when k.invalid then 'invalid_key'
    when k.count <> k.distinct_count then 'duplicate_key'
  end
  from (select count(*), max(t.day_index) as last_day from public.program_tasks t where t.program_id = draft.id) t
  cross join (
    select count(*), count(distinct p ->> 'key') as distinct_count, bool_or(not private.is_parameter_key(p ->> 'key')) as invalid
    from jsonb_array_elements(draft.parameters) p) k
$$;

-- Publishes the draft as an immutable version: {version, number}. Returns the newest version where its content is the
-- same. An admin's approval holds for all later versions of the program.
create function public.publish_program(program uuid) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  draft public.programs;
  newest public.program_versions;
  error text;
begin
  select * into draft from public.programs p where p.id = program and p.user_id = coach for update;
  if draft.id is null then
    perform private.raise_not_found();
  end if;
  error := private.publish_error(draft);
  if error is not null then
    raise exception '%', error using errcode = 'PT409', detail = 'The program cannot be published.';
  end if;
  select * into newest from public.program_versions v where v.program_id = draft.id order by v.number desc limit 1;
  if newest.id is null or private.version_content(newest.id) <> private.draft_content(draft.id) then
    insert into public.program_versions (program_id, user_id, number, title, description, kind, length_days,
      day_counting, modules, parameters, price, currency, task_count, minutes)
    select draft.id, coach, coalesce(newest.number, 0) + 1, draft.title, draft.description, draft.kind,
      draft.length_days, draft.day_counting, draft.modules, draft.parameters, draft.price, draft.currency,
      count(*), coalesce(sum(t.minutes), 0)
    from public.program_tasks t where t.program_id = draft.id
    returning * into newest;
    insert into public.program_version_tasks (version_id, task_id, day_index, position, title, notes, minutes, type,
      is_required, level)
    select newest.id, t.* from private.draft_tasks(draft.id) t;
  end if;
  if draft.published_version is distinct from newest.number then
    update public.programs p set published_version = newest.number where p.id = draft.id;
    perform private.record_program_event(draft.id, 'published');
  end if;
  return json_build_object('version', newest.id, 'number', newest.number);
end
$$;
grant execute on function public.publish_program(uuid) to authenticated;

-- Removes the program from the gallery and its link. Existing enrollments and cohorts go on.
create function public.unpublish_program(program uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
begin
  if not exists (select from public.programs p where p.id = program and p.user_id = coach) then
    perform private.raise_not_found();
  end if;
  update public.programs p set published_version = null where p.id = program and p.published_version is not null;
end
$$;
grant execute on function public.unpublish_program(uuid) to authenticated;

-- An admin approves a program for the gallery, or revokes that.
create function public.approve_program(program uuid, approved boolean) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  if approved is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'approved is true or false.';
  end if;
  if not exists (select from public.programs p where p.id = program) then
    perform private.raise_not_found();
  end if;
  update public.programs p set approved_at = case when approved then now() end
  where p.id = program and (p.approved_at is not null) <> approved;
end
$$;
grant execute on function public.approve_program(uuid, boolean) to authenticated;

create function private.program_uses(program uuid) returns bigint
language sql stable set search_path = ''
as $$ select count(*) from public.program_events e where e.program_id = program and e.kind in ('imported', 'used') $$;

-- The offer of a version: {program_id, version_id, number, title, description, coach, kind, length_days,
-- day_counting, task_count, minutes, parameters, price, currency, uses, is_approved}.
create function private.program_offer(version uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'program_id', v.program_id, 'version_id', v.id, 'number', v.number, 'title', v.title,
    'description', v.description, 'coach', p.display_name, 'kind', v.kind, 'length_days', v.length_days,
    'day_counting', v.day_counting, 'task_count', v.task_count, 'minutes', v.minutes,
    'parameters', v.parameters, 'price', v.price, 'currency', v.currency, 'uses', private.program_uses(v.program_id),
    'is_approved', exists (select from public.programs o where o.id = v.program_id and o.approved_at is not null))
  from public.program_versions v join public.profiles p on p.id = v.user_id
  where v.id = version
$$;

-- A page of 20 offers of the gallery (the first page is 0), the most used first: {items, more}. Every word of the
-- query must occur in title, description or the coach's name; `kind` restricts the result to programs of that kind.
create function public.search_gallery(query text, page integer, kind text default null) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  words text[] := regexp_split_to_array(lower(trim(coalesce(query, ''))), '\s+');
begin
  perform private.require_user();
  if page is null or page not between 0 and 100000 or char_length(query) > 200 then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'page is a whole number from 0, and query at most 200 characters.';
  end if;
  return (
    with found as (
      select v.id, v.title, private.program_uses(v.program_id) as uses
      from public.program_versions v join public.profiles p on p.id = v.user_id
      where v.id in (select private.gallery_versions()) and v.kind = coalesce(search_gallery.kind, v.kind)
      and not exists (
        select from unnest(words) w
        where strpos(lower(concat_ws(E'\n', v.title, v.description, p.display_name)), w) = 0)
      order by uses desc, v.title, v.id
      limit 21 offset page * 20
    ), numbered as (
      select f.*, row_number() over (order by f.uses desc, f.title, f.id) as place from found f
    )
    select json_build_object(
      'items', coalesce(json_agg(private.program_offer(n.id) order by n.place) filter (where n.place <= 20), '[]'),
      'more', count(*) > 20)
    from numbered n);
end
$$;
grant execute on function public.search_gallery(text, integer, text) to authenticated;

-- The published version behind a program's link. Private programs have none.
create function private.version_by_link(token text) returns uuid
language sql stable set search_path = ''
as $$
  select v.id
  from public.programs p
  join public.program_versions v on v.program_id = p.id and v.number = p.published_version
  join public.profiles coach on coach.id = p.user_id and coach.role in ('coach', 'admin')
  where p.link_token = token and p.visibility in ('link', 'gallery')
$$;

create function public.program_by_link(token text) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_user();
  return private.program_offer(private.version_by_link(token));
end
$$;
grant execute on function public.program_by_link(text) to authenticated;

-- Whether the caller may read a version: their own, one they are or were enrolled in, one in the gallery, or one
-- whose link they have, of a program or of an open cohort.
create function private.can_read_version(version uuid, token text) returns boolean
language sql stable security definer set search_path = ''
as $$
  select private.is_admin() or version in (select private.my_versions())
    or version in (select private.gallery_versions())
    or coalesce(version = private.version_by_link(token), false)
    or exists (select from public.cohorts c where c.join_token = token and c.is_open and c.version_id = version)
$$;

-- An offer with modules and days: {…offer, modules, days: [{day_index, tasks}]}. The notes of a program with a price
-- are only for those who have access to it.
create function public.preview_version(version uuid, token text) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  shown public.program_versions;
  is_open boolean;
begin
  perform private.require_user();
  select * into shown from public.program_versions v where v.id = version and private.can_read_version(v.id, token);
  if shown.id is null then
    perform private.raise_not_found();
  end if;
  is_open := shown.price is null or private.is_admin() or shown.id in (select private.open_versions());
  return private.program_offer(shown.id) || jsonb_build_object('modules', shown.modules, 'days', (
    select jsonb_agg(jsonb_build_object('day_index', d.day_index, 'tasks', d.tasks) order by d.day_index)
    from (
      select t.day_index, jsonb_agg(jsonb_build_object(
          'title', t.title, 'notes', case when is_open then t.notes end, 'minutes', t.minutes, 'type', t.type,
          'is_required', t.is_required, 'level', t.level) order by t.position) as tasks
      from public.program_version_tasks t where t.version_id = shown.id group by t.day_index
    ) d));
end
$$;
grant execute on function public.preview_version(uuid, text) to authenticated;

-- Enrolling: a person joins a cohort by its link, or a coach enrolls somebody who has accepted them. A program with a
-- price leaves the enrollment pending.

-- The declared parameters that `given` has a visible text for, as labels; src/domain/programs/parameters.ts gives the
-- same. Raises where a required one is missing.
create function private.parse_parameters(declared jsonb, given jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
#variable_conflict use_variable
declare
  parameter record;
  filled jsonb := '{}';
  value text;
begin
  if jsonb_typeof(coalesce(given, '{}')) <> 'object'
     or exists (select from jsonb_each(given) g where jsonb_typeof(g.value) <> 'string' or char_length(g.value #>> '{}') > 2000) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'parameters are texts by their keys.';
  end if;
  if exists (select from jsonb_each_text(given) g where not private.is_long_text(g.value)) then
    raise exception 'invalid_value' using errcode = 'PT400', column = 'parameters',
      detail = 'parameters have no control characters and no direction overrides.';
  end if;
  for parameter in select * from jsonb_to_recordset(declared) as p (key text, options jsonb, required boolean) loop
    value := nullif(private.as_label(given ->> parameter.key, 2000), '');
    if value is null then
      if parameter.required then
        raise exception 'missing_parameter' using errcode = 'PT400', detail = parameter.key;
      end if;
    elsif jsonb_typeof(parameter.options) = 'array' and not parameter.options ? value then
      raise exception 'unknown_option' using errcode = 'PT400', detail = parameter.key;
    else
      filled := filled || jsonb_build_object(parameter.key, value);
    end if;
  end loop;
  return filled;
end
$$;

create function private.enrollment_response(enrollment uuid) returns json
language sql stable set search_path = ''
as $$
  select json_build_object('enrollment_id', e.id, 'user_id', e.user_id, 'status', e.status,
    'length_days', v.length_days, 'price', v.price, 'currency', v.currency)
  from public.enrollments e join public.program_versions v on v.id = e.version_id
  where e.id = enrollment
$$;

-- Enrolls `person` once: an active or pending enrollment is returned, an ended one is reopened. There is one
-- enrollment for a person and a cohort, or, without a cohort, for a person, a version and a start date. With a price
-- to be paid by somebody else than the coach it is pending.
create function private.enroll(person uuid, version public.program_versions, cohort uuid, start_date date, filled jsonb)
returns uuid
language plpgsql set search_path = ''
as $$
declare
  known public.enrollments;
  first_status text := case when version.price is null or person = version.user_id then 'active' else 'pending' end;
begin
  -- Serializes concurrent enrollments of one person.
  perform from public.profiles p where p.id = person for no key update;
  select * into known from public.enrollments e
  where e.user_id = person and case
    when cohort is not null then e.cohort_id = cohort
    else e.cohort_id is null and e.coach_id = version.user_id and e.version_id = version.id
      and e.start_date = enroll.start_date end
  order by e.status = 'ended', e.created_at
  limit 1 for update;
  if known.status in ('pending', 'active') then
    return known.id;
  end if;
  perform private.require_enrollment_capacity(person);
  if known.id is null then
    insert into public.enrollments as e (user_id, coach_id, program_id, version_id, cohort_id, program_title, start_date,
      parameters, status)
    values (person, version.user_id, version.program_id, version.id, cohort, version.title, enroll.start_date,
      filled, first_status)
    returning * into known;
    perform private.record_program_event(version.program_id, 'used');
  else
    update public.enrollments e
    set status = case when exists (select from private.payments y where y.enrollment_id = e.id)
        then 'active' else first_status end,
      ended_by = null, parameters = filled, synced_days = 0, sync_state = 'waiting'
    where e.id = known.id;
  end if;
  return known.id;
end
$$;

-- Raises where `client` has not accepted the caller as their coach; coaches may enroll themselves. Locks the connection,
-- so that one that ends concurrently ends the enrollment as well.
create function private.require_client(client uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
begin
  if client is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'client is the id of a person.';
  end if;
  perform from public.coach_connections c
  where c.coach_id = coach and c.client_id = client and c.state = 'accepted' for share;
  if client <> coach and not found then
    raise exception 'not_connected' using errcode = 'PT403', detail = 'This person has not accepted you as their coach.';
  end if;
end
$$;

-- Enrolls `person` in a cohort, with its start date and version after concurrent changes of them.
create function private.add_to_cohort(cohort uuid, person uuid, parameters jsonb) returns json
language plpgsql set search_path = ''
as $$
declare
  joined public.cohorts;
  version public.program_versions;
  enrollment uuid;
begin
  select * into joined from public.cohorts c where c.id = cohort for share;
  select * into version from public.program_versions v where v.id = joined.version_id;
  enrollment := private.enroll(person, version, joined.id, joined.start_date,
    private.parse_parameters(version.parameters, add_to_cohort.parameters));
  return private.enrollment_response(enrollment);
end
$$;

-- Joins the cohort of a link: {enrollment_id, user_id, status, length_days, price, currency}, as the other two return.
create function public.join_cohort(token text, parameters jsonb default '{}') returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  cohort public.cohorts;
begin
  select * into cohort from private.cohort_by_token(token);
  if cohort.id is null then
    perform private.raise_not_found();
  end if;
  if exists (select from public.enrollments e
             where e.cohort_id = cohort.id and e.user_id = me and e.ended_by = 'coach') then
    raise exception 'removed' using errcode = 'PT403', detail = 'The coach has removed you from this cohort.';
  end if;
  if not cohort.is_open and not exists (
    select from public.enrollments e where e.cohort_id = cohort.id and e.user_id = me and e.status <> 'ended') then
    raise exception 'cohort_closed' using errcode = 'PT409', detail = 'This cohort is closed.';
  end if;
  return private.add_to_cohort(cohort.id, me, parameters);
end
$$;
grant execute on function public.join_cohort(text, jsonb) to authenticated;

-- A coach enrolls a client in one of their cohorts.
create function public.enroll_in_cohort(cohort uuid, client uuid, parameters jsonb default '{}') returns json
language plpgsql security definer set search_path = ''
as $$
declare
  own public.cohorts;
begin
  perform private.require_coach();
  own := private.require_own_cohort(cohort);
  perform private.require_client(client);
  return private.add_to_cohort(own.id, client, parameters);
end
$$;
grant execute on function public.enroll_in_cohort(uuid, uuid, jsonb) to authenticated;

-- A coach enrolls a client in the published version of one of their programs, without a cohort.
create function public.enroll_in_version(version uuid, client uuid, start_date text, parameters jsonb default '{}')
returns json
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  starts_on private.calendar_date := private.read_date('start_date', start_date);
  target public.program_versions;
  enrollment uuid;
begin
  perform private.require_start_date(starts_on);
  select * into target from public.program_versions v where v.id = version and v.user_id = coach;
  if target.id is null then
    perform private.raise_not_found();
  end if;
  if not exists (
    select from public.programs p where p.id = target.program_id and p.published_version = target.number) then
    raise exception 'not_published' using errcode = 'PT409', detail = 'People are enrolled in the published version.';
  end if;
  perform private.require_client(client);
  enrollment := private.enroll(client, target, null, starts_on,
    private.parse_parameters(target.parameters, enroll_in_version.parameters));
  return private.enrollment_response(enrollment);
end
$$;
grant execute on function public.enroll_in_version(uuid, uuid, text, jsonb) to authenticated;

-- Enrolls the caller on their own: in a published, approved and free version of the gallery or behind a link they
-- have, or in any version of a program of their own. There is one such enrollment for a version and a start date; an
-- ended one is reopened, with the tasks that were done and without those that were dismissed.
create function public.import_program(version uuid, start_date text, parameters jsonb, token text) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  starts_on private.calendar_date := private.read_date('start_date', start_date);
  taken public.program_versions;
  program public.programs;
  filled jsonb;
  known public.enrollments;
begin
  perform private.require_start_date(starts_on);
  select * into taken from public.program_versions v where v.id = version;
  select * into program from public.programs p where p.id = taken.program_id;
  if taken.user_id is distinct from me then
    if (taken.id in (select private.gallery_versions()) or taken.id = private.version_by_link(token)) is not true then
      perform private.raise_not_found();
    end if;
    if program.approved_at is null then
      raise exception 'not_approved' using errcode = 'PT409', detail = 'An admin has not approved this program yet.';
    end if;
    if taken.price is not null then
      raise exception 'has_a_price' using errcode = 'PT409', detail = 'Its coach enrolls people in this program.';
    end if;
  end if;
  filled := private.parse_parameters(taken.parameters, parameters);
  -- Serializes concurrent calls of one person.
  perform from public.profiles p where p.id = me for no key update;
  select * into known from public.enrollments e
  where e.user_id = me and e.coach_id = me and e.version_id = taken.id and e.cohort_id is null
    and e.start_date = starts_on
  order by e.status = 'ended', e.created_at limit 1 for update;
  if known.status in ('pending', 'active') then
    return known.id;
  end if;
  perform private.require_enrollment_capacity(me);
  if known.id is null then
    insert into public.enrollments as e (user_id, coach_id, program_id, version_id, program_title, start_date, parameters)
    values (me, me, taken.program_id, taken.id, taken.title, starts_on, filled)
    returning * into known;
    -- Coaches do not count as users of their own programs.
    if taken.user_id <> me then
      perform private.record_program_event(taken.program_id, 'imported');
    end if;
  else
    update public.enrollments e
    set status = 'active', ended_by = null, parameters = filled, synced_days = 0, sync_state = 'waiting'
    where e.id = known.id;
  end if;
  return known.id;
end
$$;
grant execute on function public.import_program(uuid, text, jsonb, text) to authenticated;

-- Payments that the provider reported, and confirmations by coaches. A repeated webhook counts once.
create table private.payments (
  provider private.label not null check (char_length(provider) <= 200),
  reference private.label not null check (char_length(reference) <= 200),
  -- Null once the enrollment is deleted: the payment itself stays recorded.
  enrollment_id uuid references public.enrollments (id) on delete set null,
  -- Null for a confirmation by the coach.
  amount integer check (amount > 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  at private.instant not null default now(),
  primary key (provider, reference)
);
create index payments_enrollment on private.payments (enrollment_id);
alter table private.payments enable row level security;

-- Makes a pending enrollment active. An ended one stays ended; it is active when the person enrolls again.
create function private.activate_enrollment(enrollment uuid) returns json
language plpgsql set search_path = ''
as $$
begin
  update public.enrollments e set status = 'active' where e.id = enrollment and e.status = 'pending';
  return private.enrollment_response(enrollment);
end
$$;

-- The coach confirms a pending enrollment in one of their programs. Idempotent.
create function public.confirm_enrollment(enrollment uuid) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  confirmed public.enrollments;
begin
  select * into confirmed from public.enrollments e where e.id = enrollment and e.coach_id = coach for update;
  if confirmed.id is null then
    perform private.raise_not_found();
  end if;
  if confirmed.status = 'ended' then
    raise exception 'ended' using errcode = 'PT409', detail = 'This enrollment has ended.';
  end if;
  insert into private.payments (provider, reference, enrollment_id)
  values ('coach', confirmed.id::text, confirmed.id)
  on conflict (provider, reference) do nothing;
  return private.activate_enrollment(confirmed.id);
end
$$;
grant execute on function public.confirm_enrollment(uuid) to authenticated;

-- The server records a payment, whose webhook it has verified, and activates the enrollment. Idempotent: a reference of
-- a provider counts once.
create function public.record_payment(enrollment uuid, provider text, reference text, amount integer, currency text)
returns json
language plpgsql security definer set search_path = ''
as $$
declare
  paid public.enrollments;
  version public.program_versions;
  owner uuid;
  provider private.label := private.read_label('provider', record_payment.provider);
  reference private.label := private.read_label('reference', record_payment.reference);
begin
  select * into paid from public.enrollments e where e.id = enrollment for update;
  if paid.id is null then
    perform private.raise_not_found();
  end if;
  select * into version from public.program_versions v where v.id = paid.version_id;
  if (char_length(provider) <= 200 and char_length(reference) <= 200
      and amount between 1 and 999999999 and currency ~ '^[A-Z]{3}$') is not true then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A payment has provider, reference, amount and currency.';
  end if;
  if amount < version.price or currency <> version.currency then
    raise exception 'wrong_amount' using errcode = 'PT409', detail = 'This is not the price of the program.';
  end if;
  insert into private.payments as y (provider, reference, enrollment_id, amount, currency)
  values (record_payment.provider, record_payment.reference, paid.id, record_payment.amount, record_payment.currency)
  on conflict on constraint payments_pkey do nothing;
  select y.enrollment_id into owner from private.payments y
  where y.provider = record_payment.provider and y.reference = record_payment.reference;
  if owner is distinct from paid.id then
    raise exception 'payment_used' using errcode = 'PT409', detail = 'This payment was for another enrollment.';
  end if;
  return private.activate_enrollment(paid.id);
end
$$;
grant execute on function public.record_payment(uuid, text, text, integer, text) to service_role;

-- Tasks: a person's Daily Focus, by day. The id of a program's task is derived from enrollment and template task, so
-- that materializing is idempotent.

create table public.tasks (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  date private.calendar_date not null,
  position integer not null default 0,
  title private.label not null check (char_length(title) <= 255),
  notes private.long_text,
  minutes private.minutes,
  type private.label not null default 'task' check (char_length(type) <= 50),
  status text not null default 'open' check (status in ('open', 'done')),
  done_at private.instant,
  is_required boolean not null default false,
  -- Who made it: the person, their coach, or a program (by the level of the template task).
  source_type text not null default 'self' check (source_type in ('self', 'coach', 'program', 'program_week', 'program_day')),
  -- The coach's tools and edits leave a locked task alone.
  client_locked boolean not null default false,
  enrollment_id uuid references public.enrollments (id) on delete set null,
  template_task_id uuid,
  program_day integer,
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  check ((source_type in ('program', 'program_week', 'program_day')) = (template_task_id is not null)),
  check ((template_task_id is null) = (program_day is null)),
  -- A person's own task belongs to no enrollment.
  check (source_type <> 'self' or enrollment_id is null),
  -- Only program tasks have derived ids, so that no task can occupy the id of another enrollment's task.
  check (case
    when template_task_id is null then substr(id::text, 15, 1) <> '3'
    when enrollment_id is null then true
    else id = private.derived_id('tasks', enrollment_id::text, template_task_id::text, program_day::text)
  end)
);
create index tasks_person_day on public.tasks (user_id, date);
create index tasks_enrollment on public.tasks (enrollment_id, date);
select private.enable_sync('public.tasks', long_text => '{notes}');
select private.enable_history('public.tasks');
alter table public.tasks enable row level security;
grant select, insert, delete on public.tasks to authenticated;
grant select, insert, update, delete on public.tasks to service_role;
grant update (date, position, title, notes, minutes, type, status, done_at, is_required, client_locked, field_timestamps)
  on public.tasks to authenticated;
create policy "people read own tasks, coaches program tasks, admins all" on public.tasks
  for select to authenticated
  using ((select private.is_admin()) or user_id = (select auth.uid())
    or enrollment_id in (select private.coached_enrollments()));

-- The caller's deleted tasks.
create function private.my_deleted_tasks() returns setof uuid
language sql stable security definer set search_path = ''
as $$ select t.row_id from private.tombstones t where t.table_name = 'tasks' and t.user_id = (select auth.uid()) $$;
grant execute on function private.my_deleted_tasks() to authenticated;

-- A program task without its enrollment can only be restored: as a new row it could occupy the id of a task that
-- another enrollment has yet to materialize.
-- A coach never writes tasks that are done or locked.
create policy "people add own tasks, coaches tasks of their enrollments" on public.tasks
  for insert to authenticated
  with check (
    (user_id = (select auth.uid()) and case
      when enrollment_id is null then template_task_id is null or id in (select private.my_deleted_tasks())
      else enrollment_id in (select private.my_enrollments()) end)
    or (source_type = 'coach' and status = 'open' and not client_locked
      and exists (
        select from public.enrollments e
        where e.id = enrollment_id and e.user_id = tasks.user_id and e.status = 'active'
          and e.id in (select private.coached_enrollments()))));
create policy "people edit own tasks, coaches open ones of enrollments" on public.tasks
  for update to authenticated
  using (user_id = (select auth.uid())
    or (enrollment_id in (select private.coached_enrollments()) and status = 'open' and not client_locked))
  with check (user_id = (select auth.uid())
    or (enrollment_id in (select private.coached_enrollments()) and status = 'open' and not client_locked));
create policy "people delete own tasks, coaches open ones of enrollments" on public.tasks
  for delete to authenticated
  using (user_id = (select auth.uid())
    or (enrollment_id in (select private.coached_enrollments()) and status = 'open' and not client_locked));

-- Tombstones of tasks lose the reference to a deleted enrollment, as existing tasks do by their foreign key, so that
-- a later edit made offline can restore them.
create function private.detach_deleted_tasks() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update private.tombstones t set content = t.content || '{"enrollment_id": null}'
  from changed_rows r
  where t.table_name = 'tasks' and t.user_id = r.user_id and t.content ->> 'enrollment_id' = r.id::text;
  return null;
end
$$;

create trigger detach_deleted_tasks after delete on public.enrollments referencing old table as changed_rows
  for each statement execute function private.detach_deleted_tasks();

-- Program tasks that their person deleted: they are not materialized again.
create table private.dismissed_tasks (
  task_id uuid primary key,
  enrollment_id uuid not null references public.enrollments (id) on delete cascade,
  dismissed_at private.instant not null default now()
);
create index dismissed_tasks_enrollment on private.dismissed_tasks (enrollment_id);
alter table private.dismissed_tasks enable row level security;

create function private.record_dismissals() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    insert into private.dismissed_tasks (task_id, enrollment_id)
    select r.id, r.enrollment_id from changed_rows r
    join public.enrollments e on e.id = r.enrollment_id
    where r.template_task_id is not null and r.user_id = (select auth.uid())
      -- Clearing deletes tasks without dismissing them, also for one's own program.
      and private.write_context() -> 'keep_undismissed' is null
    on conflict (task_id) do nothing;
  else
    -- Restoring a deleted task revokes its dismissal.
    delete from private.dismissed_tasks d using changed_rows r where d.task_id = r.id;
  end if;
  return null;
end
$$;

create trigger record_dismissals after delete on public.tasks referencing old table as changed_rows
  for each statement execute function private.record_dismissals();
create trigger remove_dismissals after insert on public.tasks referencing new table as changed_rows
  for each statement execute function private.record_dismissals();

-- A person's delete that arrives after a clear finds no row, only the tombstone. It dismisses the task all the same.
create function private.record_late_dismissals() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into private.dismissed_tasks (task_id, enrollment_id)
  select new.row_id, e.id from public.enrollments e
  where e.id = (new.content ->> 'enrollment_id')::uuid
    and new.content ->> 'template_task_id' is not null and new.user_id = (select auth.uid())
  on conflict (task_id) do nothing;
  return null;
end
$$;

create trigger record_late_dismissals after update of timestamp on private.tombstones
  for each row when (new.table_name = 'tasks') execute function private.record_late_dismissals();

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

-- The date of an instant in a time zone. An unknown zone counts as UTC, as in src/domain/calendar/calendar-date.ts.
create function private.date_in(zone text, instant timestamptz) returns date
language sql stable strict set search_path = ''
as $$ select (instant at time zone case when private.is_time_zone(zone) then zone else 'UTC' end)::date $$;

create function private.today_of(person uuid) returns date
language sql stable strict set search_path = ''
as $$ select private.date_in(p.time_zone, now()) from public.profiles p where p.id = person $$;

-- Materializing: makes the tasks of programs in people's Daily Focus. What a person has done, locked, made or
-- dismissed is never changed.

-- Replaces each `{key}` by its parameter, in one pass: a parameter's value is not searched for keys again.
create function private.replace_placeholders(template text, parameters jsonb) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select coalesce(string_agg(case when piece[1] like '{%}'
    then coalesce(parameters ->> substr(piece[1], 2, char_length(piece[1]) - 2), piece[1])
    else piece[1] end, '' order by n), '')
  from regexp_matches(template, '(\{[^{}]*\}|[^{]+|\{)', 'g') with ordinality m (piece, n)
$$;

-- A task's title and notes with their placeholders replaced, as labels and long texts; a title that is nothing then
-- stays as it is. src/domain/programs/parameters.ts does the same.
create function private.fill_title(template text, parameters jsonb) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select coalesce(nullif(private.as_label(private.replace_placeholders(template, parameters), 255), ''), template)
$$;

create function private.fill_notes(template text, parameters jsonb) returns text
language sql immutable strict parallel safe set search_path = ''
as $$ select private.as_long_text(private.replace_placeholders(template, parameters)) $$;

-- For the active enrollments among `enrollment_ids`: the tasks of days `first_day` to `last_day` (null: no bound)
-- that do not exist and are not dismissed; with `from_today`, only those dated today or later for the person. With
-- `include_existing`, existing ones as well, as the version defines them.
create function private.missing_tasks(enrollment_ids uuid[], first_day integer, last_day integer, from_today boolean,
  include_existing boolean default false, target_version uuid default null)
returns table (id uuid, user_id uuid, date date, "position" integer, title text, notes text, minutes integer,
  type text, is_required boolean, source_type text, enrollment_id uuid, template_task_id uuid, program_day integer)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, e.user_id, v.id as version_id, e.start_date, e.parameters, v.length_days, v.day_counting,
      case when from_today then private.today_of(e.user_id) else e.start_date end as earliest
    from public.enrollments e join public.program_versions v on v.id = coalesce(target_version, e.version_id)
    where e.id = any (enrollment_ids) and e.status = 'active'
  ), days as materialized (
    select s.version_id, s.start_date, n as day, private.date_for_day_index(s.start_date, n, s.day_counting) as date
    from (select distinct version_id, start_date, length_days, day_counting from members) s
    cross join generate_series(greatest(first_day, 1), least(last_day, s.length_days)) n
  ), templates as materialized (
    select t.*, private.due_day(t.level, t.day_index, v.day_counting) as day
    from public.program_version_tasks t join public.program_versions v on v.id = t.version_id
    where t.version_id in (select m.version_id from members m)
  ), planned as materialized (
    select private.derived_id('tasks', m.id::text, t.task_id::text, t.day::text) as id,
      m.user_id, d.date, t."position", t.title, t.notes, t.minutes, t.type, t.is_required, t.level,
      m.id as enrollment_id, t.task_id, t.day, m.parameters
    from members m
    join days d on d.version_id = m.version_id and d.start_date = m.start_date
    join templates t on t.version_id = m.version_id and t.day = d.day
    -- Daily Focus has no later dates.
    where d.date between m.earliest and '2999-12-31'
  )
  select p.id, p.user_id, p.date, p."position",
    case when strpos(p.title, '{') = 0 then p.title
      else private.fill_title(p.title, p.parameters) end,
    case when strpos(p.notes, '{') = 0 then p.notes else private.fill_notes(p.notes, p.parameters) end,
    p.minutes, p.type, p.is_required, p.level, p.enrollment_id, p.task_id, p.day
  from (
    select n.* from planned n where not include_existing and not exists (select from public.tasks k where k.id = n.id)
    union all
    select n.* from planned n where include_existing
  ) p
  where not exists (select from private.dismissed_tasks x where x.task_id = p.id)
$$;

-- Makes the missing tasks in one statement and returns how many for each active enrollment; a dry run only counts.
-- They get the lowest possible HLC timestamp: an edit made offline wins, even if its task was cleared and made again
-- in between.
create function private.materialize_tasks(
  enrollment_ids uuid[], first_day integer, last_day integer, from_today boolean, dry_run boolean)
returns table (enrollment_id uuid, user_id uuid, created integer)
language plpgsql set search_path = ''
as $$
#variable_conflict use_column
begin
  if dry_run is distinct from false then
    return query
      select e.id, e.user_id, count(m.id)::integer
      from public.enrollments e
      left join private.missing_tasks(enrollment_ids, first_day, last_day, from_today) m on m.enrollment_id = e.id
      where e.id = any (enrollment_ids) and e.status = 'active'
      group by e.id order by e.id;
    return;
  end if;
  perform private.lock_enrollments(enrollment_ids);
  perform private.set_write_context('{"keep_timestamps": true}');
  return query
    with made as (
      insert into public.tasks (id, user_id, date, "position", title, notes, minutes, type, is_required, source_type,
        enrollment_id, template_task_id, program_day, field_timestamps)
      select m.*, private.lowest_timestamps()
      from private.missing_tasks(enrollment_ids, first_day, last_day, from_today) m
      on conflict (id) do nothing
      returning enrollment_id
    ), counts as (select enrollment_id, count(*) as n from made group by enrollment_id)
    select e.id, e.user_id, coalesce(c.n, 0)::integer
    from public.enrollments e left join counts c on c.enrollment_id = e.id
    where e.id = any (enrollment_ids) and e.status = 'active' order by e.id;
  perform private.set_write_context('{"keep_timestamps": null}');
  perform private.record_sync_progress(enrollment_ids, first_day, last_day);
end
$$;

-- An enrollment's progress: the number of days from the first one on that have been materialized without a gap.
create function private.record_sync_progress(enrollment_ids uuid[], first_day integer, last_day integer) returns void
language sql volatile set search_path = ''
as $$
  update public.enrollments e
  set synced_days = p.days, sync_state = case when p.days = p.length_days then 'done' else 'running' end
  from (
    select s.id, v.length_days,
      greatest(least(s.synced_days, v.length_days), least(coalesce(last_day, v.length_days), v.length_days)) as days
    from public.enrollments s join public.program_versions v on v.id = s.version_id
    where s.id = any (enrollment_ids) and s.status = 'active' and coalesce(first_day, 1) <= s.synced_days + 1
  ) p
  where e.id = p.id and (e.synced_days <> p.days or e.sync_state = 'failed' or (p.days = p.length_days and e.sync_state <> 'done'))
$$;

-- Whether `user_id` may materialize an enrollment's tasks: its person, its coach, or, with null, the server.
create function private.can_sync_tasks(user_id uuid, enrollment uuid) returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.enrollments e where e.id = enrollment
      and (e.user_id = can_sync_tasks.user_id or current_setting('role', true) = 'service_role'
        or e.id in (select private.coached_enrollments())))
$$;

-- Makes the missing tasks of an enrollment: {created, skipped}. Never overwrites, duplicates or restores a task. A
-- dry run only counts.
create function public.sync_enrollment_tasks(enrollment uuid, first_day integer default null,
  last_day integer default null, from_today boolean default true, dry_run boolean default false) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  made integer;
  asked integer;
begin
  if not private.can_sync_tasks(auth.uid(), enrollment) then
    perform private.raise_not_found();
  end if;
  select f.created into made from private.materialize_tasks(array[enrollment], first_day, last_day, from_today, dry_run) f;
  if made is null then
    raise exception 'not_active' using errcode = 'PT409', detail = 'Only active enrollments get tasks.';
  end if;
  select count(*) into asked
  from public.enrollments e
  join public.program_versions v on v.id = e.version_id
  join public.program_version_tasks t on t.version_id = v.id
  where e.id = enrollment and private.due_day(t.level, t.day_index, v.day_counting)
    between greatest(first_day, 1) and least(last_day, v.length_days);
  return json_build_object('created', made, 'skipped', asked - made);
end
$$;
grant execute on function public.sync_enrollment_tasks(uuid, integer, integer, boolean, boolean) to authenticated, service_role;

-- The same for all active members of a cohort, each from their own today.
create function public.sync_cohort_tasks(cohort uuid, first_day integer default null, last_day integer default null,
  dry_run boolean default false) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  enrollment_ids uuid[];
begin
  select array(select e.id from public.enrollments e where e.cohort_id = c.id) into enrollment_ids
  from public.cohorts c
  where c.id = cohort
    and (current_setting('role', true) = 'service_role' or (c.user_id = (select auth.uid()) and private.is_coach()));
  if enrollment_ids is null then
    perform private.raise_not_found();
  end if;
  return (
    select json_build_object('created', coalesce(sum(f.created), 0), 'members', coalesce(json_agg(f), '[]'))
    from private.materialize_tasks(enrollment_ids, first_day, last_day, true, dry_run) f);
end
$$;
grant execute on function public.sync_cohort_tasks(uuid, integer, integer, boolean) to authenticated, service_role;

-- Records that the last attempt to materialize an enrollment's tasks failed; the next successful one resets it.
create function public.record_sync_failure(enrollment uuid) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if not private.can_sync_tasks(auth.uid(), enrollment) then
    perform private.raise_not_found();
  end if;
  update public.enrollments e set sync_state = 'failed' where e.id = enrollment and e.sync_state in ('waiting', 'running');
end
$$;
grant execute on function public.record_sync_failure(uuid) to authenticated, service_role;

-- The fallback for a day that is opened before it has been materialized: makes the caller's tasks of that date, from
-- today on. Tasks that were materialized before and cleared since are not made again.
create function public.ensure_day_tasks(day text) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  day private.calendar_date := private.read_date('day', ensure_day_tasks.day);
  enrollment_ids uuid[] := array(
    select e.id from public.enrollments e
    where e.user_id = private.require_user() and e.status = 'active' and e.sync_state <> 'done');
  made integer := 0;
  index integer;
  one uuid;
begin
  perform private.lock_enrollments(enrollment_ids);
  foreach one in array enrollment_ids loop
    select n into index
    from public.enrollments e join public.program_versions v on v.id = e.version_id
    cross join generate_series(e.synced_days + 1, v.length_days) n
    where e.id = one and private.date_for_day_index(e.start_date, n, v.day_counting) = day;
    if index is not null then
      made := made + coalesce((select f.created from private.materialize_tasks(array[one], index, index, true, false) f), 0);
    end if;
  end loop;
  return json_build_object('created', made);
end
$$;
grant execute on function public.ensure_day_tasks(text) to authenticated;

-- A clear deletes upcoming tasks of a program, which can be undone for `undo_period`.
create table public.task_clears (
  id uuid primary key default gen_random_uuid(),
  program_id uuid not null references public.programs (id) on delete cascade,
  -- Who cleared.
  user_id uuid not null references public.profiles (id) on delete cascade,
  -- One of the two, as requested.
  enrollment_id uuid references public.enrollments (id) on delete cascade,
  cohort_id uuid references public.cohorts (id) on delete set null,
  deleted integer not null check (deleted > 0),
  at private.instant not null default now(),
  undone_at private.instant
);
create index task_clears_program on public.task_clears (program_id);
create index task_clears_person on public.task_clears (user_id);
create index task_clears_enrollment on public.task_clears (enrollment_id);
create index task_clears_cohort on public.task_clears (cohort_id);
create index task_clears_age on public.task_clears (at);
alter table public.task_clears enable row level security;
grant select on public.task_clears to authenticated, service_role;
create policy "people read the clears they made, admins read all" on public.task_clears
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

create table private.cleared_tasks (
  clear_id uuid not null references public.task_clears (id) on delete cascade,
  task_id uuid not null,
  enrollment_id uuid not null references public.enrollments (id) on delete cascade,
  content jsonb not null,
  primary key (clear_id, task_id)
);
create index cleared_tasks_enrollment on private.cleared_tasks (enrollment_id);
alter table private.cleared_tasks enable row level security;

-- How long a clear can be undone. src/domain/tasks/task.ts has the same.
create function private.undo_period() returns interval
language sql immutable parallel safe set search_path = ''
as $$ select interval '30 days' $$;

-- The tasks that a clear deletes: made from the program, dated after the person's today, neither done nor locked.
create function private.clearable_tasks(enrollment_ids uuid[], first_day integer, last_day integer)
returns table (id uuid, enrollment_id uuid)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, private.today_of(e.user_id) as today from public.enrollments e where e.id = any (enrollment_ids)
  )
  select t.id, t.enrollment_id
  from members m join public.tasks t on t.enrollment_id = m.id
  where t.source_type in ('program', 'program_day', 'program_week')
    and t.date > m.today and t.status <> 'done' and not t.client_locked
    and (first_day is null or t.program_day >= first_day) and (last_day is null or t.program_day <= last_day)
$$;

-- Deletes the upcoming tasks of one enrollment or of a cohort, for their coach: exactly private.clearable_tasks. An
-- edit made offline and pushed after the clear restores its task. A dry run only counts.
create function public.clear_tasks(enrollment uuid default null, cohort uuid default null,
  first_day integer default null, last_day integer default null, dry_run boolean default false) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  enrollment_ids uuid[];
  program uuid;
  held uuid[];
  the_clear uuid := gen_random_uuid();
  members json;
  total integer;
begin
  if (enrollment is null) = (cohort is null) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Name an enrollment or a cohort, and not both.';
  end if;
  if enrollment is not null then
    select array[e.id], e.program_id into enrollment_ids, program from public.enrollments e
    where e.id = enrollment and (e.id in (select private.coached_enrollments()) or (e.user_id = me and e.coach_id = me));
  else
    select array(select e.id from public.enrollments e where e.cohort_id = c.id and e.status <> 'ended'), c.program_id
    into enrollment_ids, program
    from public.cohorts c where c.id = cohort and c.user_id = me and private.is_coach();
  end if;
  if enrollment_ids is null then
    perform private.raise_not_found();
  end if;

  if dry_run is distinct from false then
    the_clear := null;
    select json_agg(m) into members from (
      select e.id as enrollment_id, e.user_id, count(c.id) as deleted
      from public.enrollments e left join private.clearable_tasks(enrollment_ids, first_day, last_day) c on c.enrollment_id = e.id
      where e.id = any (enrollment_ids) group by e.id order by e.id) m;
  else
    perform private.lock_enrollments(enrollment_ids);
    held := array(
      select t.id from public.tasks t
      where t.id in (select c.id from private.clearable_tasks(enrollment_ids, first_day, last_day) c)
      order by t.id for update);
    -- A tombstone with the row's own latest timestamp loses against every later edit by the person.
    perform private.set_write_context(jsonb_build_object('keep_undismissed', true, 'tombstone_timestamps', (
      select jsonb_object_agg(t.id, (select max(s.value collate "C") from jsonb_each_text(t.field_timestamps) s))
      from public.tasks t where t.id = any (held))));
    with gone as (
      delete from public.tasks t
      where t.id = any (held) and t.id in (select c.id from private.clearable_tasks(enrollment_ids, first_day, last_day) c)
      returning t.id, t.enrollment_id, to_jsonb(t) as content
    ), noted as (
      insert into public.task_clears (id, program_id, user_id, enrollment_id, cohort_id, deleted)
      select the_clear, program, me, enrollment, cohort, count(*) from gone having count(*) > 0
    ), kept as (
      insert into private.cleared_tasks (clear_id, task_id, enrollment_id, content)
      select the_clear, g.id, g.enrollment_id, g.content from gone g
    )
    select json_agg(m) into members from (
      select e.id as enrollment_id, e.user_id, count(g.id) as deleted
      from public.enrollments e left join gone g on g.enrollment_id = e.id
      where e.id = any (enrollment_ids) group by e.id order by e.id) m;
    perform private.set_write_context('{"keep_undismissed": null, "tombstone_timestamps": null}');
    delete from private.cleared_tasks k using public.task_clears c
    where c.id = k.clear_id and c.at < now() - private.undo_period();
  end if;
  total := (select coalesce(sum((m ->> 'deleted')::integer), 0) from json_array_elements(members) m);
  return json_build_object('deleted', total, 'clear_id', case when total > 0 then the_clear end,
    'members', coalesce(members, '[]'));
end
$$;
grant execute on function public.clear_tasks(uuid, uuid, integer, integer, boolean) to authenticated;

-- Restores what a clear of the caller deleted, as it was: for enrollments that are still active and planned by the
-- caller, and without tasks that exist again on any day or that the person has dismissed since. Idempotent.
create function public.undo_clear(clear_id uuid) returns json
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  me uuid := private.require_user();
  the_clear public.task_clears;
  restored integer;
begin
  select * into the_clear from public.task_clears c where c.id = undo_clear.clear_id and c.user_id = me;
  if the_clear.id is null then
    perform private.raise_not_found();
  end if;
  if the_clear.at < now() - private.undo_period() then
    raise exception 'too_late' using errcode = 'PT409', detail = 'It is too late to undo this clear.';
  end if;
  perform private.lock_enrollments(array(
    select distinct k.enrollment_id from private.cleared_tasks k where k.clear_id = the_clear.id));
  -- The tasks keep their timestamps, so that edits made before the undo merge as they would have.
  perform private.set_write_context('{"keep_timestamps": true}');
  with back as (
    insert into public.tasks
    select r.* from private.cleared_tasks k
    join public.enrollments e on e.id = k.enrollment_id
    cross join lateral jsonb_populate_record(null::public.tasks, k.content) r
    where k.clear_id = the_clear.id and e.status = 'active'
      and e.coach_id = me and (e.user_id = me or (select private.is_coach()))
      -- On any day, since a move to another version may have changed it.
      and not exists (
        select from public.tasks t where t.enrollment_id = k.enrollment_id and t.template_task_id = r.template_task_id)
      and not exists (
        select from private.dismissed_tasks x
        left join private.tombstones g
          on g.table_name = 'tasks' and g.row_id = x.task_id and g.user_id = e.user_id
        where x.enrollment_id = k.enrollment_id
          and (x.task_id = k.task_id or g.content ->> 'template_task_id' = r.template_task_id::text))
    on conflict (id) do nothing
    returning id
  ), removed as (
    delete from private.cleared_tasks k using back b where k.clear_id = the_clear.id and k.task_id = b.id
  )
  select count(*) into restored from back;
  perform private.set_write_context('{"keep_timestamps": null}');
  update public.task_clears c set undone_at = coalesce(c.undone_at, now()) where c.id = the_clear.id;
  return json_build_object('restored', restored);
end
$$;
grant execute on function public.undo_clear(uuid) to authenticated;

-- A cohort's active members by day: how many tasks are done, missed, or in the future.
create function public.cohort_board(cohort uuid, first text, last text) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  first private.calendar_date := private.read_date('first', cohort_board.first);
  last private.calendar_date := private.read_date('last', cohort_board.last);
begin
  if not exists (
    select from public.cohorts c where c.id = cohort
      and (private.is_admin() or (c.user_id = (select auth.uid()) and private.is_coach()))) then
    perform private.raise_not_found();
  end if;
  if first is null or last is null or last - first not between 0 and 61 then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'A board shows 1 to 62 days.';
  end if;
  return (
    with days as (
      select first + n as date from generate_series(0, last - first) n
    ), members as materialized (
      select e.id, e.user_id, p.display_name, private.today_of(e.user_id) as today
      from public.enrollments e join public.profiles p on p.id = e.user_id
      where e.cohort_id = cohort and e.status = 'active'
    ), counts as (
      select t.enrollment_id, t.date,
        count(*) filter (where t.status = 'done') as done,
        count(*) filter (where t.status <> 'done' and t.date < m.today) as missed,
        count(*) filter (where t.status <> 'done' and t.date >= m.today) as future
      from members m join public.tasks t on t.enrollment_id = m.id
      where t.date between first and last
      group by t.enrollment_id, t.date
    )
    select json_build_object(
      'days', (select json_agg(d.date order by d.date) from days d),
      'members', coalesce((
        select json_agg(json_build_object('enrollment_id', m.id, 'user_id', m.user_id, 'display_name', m.display_name, 'days', (
          select json_agg(json_build_object('date', d.date, 'done', coalesce(c.done, 0),
            'missed', coalesce(c.missed, 0), 'future', coalesce(c.future, 0)) order by d.date)
          from days d left join counts c on c.enrollment_id = m.id and c.date = d.date
        )) order by m.display_name, m.id)
        from members m), '[]')));
end
$$;
grant execute on function public.cohort_board(uuid, text, text) to authenticated;

-- Moving enrollments to another version of their program. Only upcoming tasks that nobody has changed follow the new
-- version, and each template task has at most one task in an enrollment.

-- Tasks of the enrollments dated after the person's today that are as the program made them: neither done, locked nor
-- edited.
create function private.movable_tasks(enrollment_ids uuid[]) returns setof public.tasks
language sql stable set search_path = ''
as $$
  select t.*
  from (select e.id, private.today_of(e.user_id) as today from public.enrollments e where e.id = any (enrollment_ids)) m
  join public.tasks t on t.enrollment_id = m.id
  where t.template_task_id is not null and t.date > m.today and t.status = 'open' and not t.client_locked
    and t.field_timestamps = private.lowest_timestamps()
$$;

-- What moving the enrollments to a version does to their tasks: `remove` and `update` movable ones, `insert` new ones, and
-- `dismiss` those that materializing must not make.
create function private.plan_move(enrollment_ids uuid[], target_version uuid)
returns table (action text, id uuid, user_id uuid, date date, "position" integer, title text, notes text, minutes integer,
  type text, is_required boolean, source_type text, enrollment_id uuid, template_task_id uuid, program_day integer)
language sql stable set search_path = ''
as $$
  with movable as materialized (
    select m.* from private.movable_tasks(enrollment_ids) m
  ), target as materialized (
    select p.*, p.date > m.today as is_upcoming
    from private.missing_tasks(enrollment_ids, null, null, false, true, target_version) p
    join (select e.id, private.today_of(e.user_id) as today from public.enrollments e where e.id = any (enrollment_ids)) m
      on m.id = p.enrollment_id
  ), removed as materialized (
    select m.id, m.user_id, m.enrollment_id from movable m
    where not exists (select from target p where p.id = m.id and p.is_upcoming)
  ), remaining as materialized (
    select t.id, t.enrollment_id, t.template_task_id from public.tasks t
    where t.enrollment_id = any (enrollment_ids) and not exists (select from removed r where r.id = t.id)
  ), dismissed as materialized (
    select e.id as enrollment_id, t.task_id as template_task_id
    from public.enrollments e
    join public.program_versions v on v.id = e.version_id
    join public.program_version_tasks t on t.version_id = v.id
    join private.dismissed_tasks d on d.enrollment_id = e.id and d.task_id = private.derived_id('tasks', e.id::text,
      t.task_id::text, private.due_day(t.level, t.day_index, v.day_counting)::text)
    where e.id = any (enrollment_ids)
  ), new as materialized (
    select p.*,
      -- Each template task has one task: what exists or was dismissed on another day is not made on this one.
      exists (select from remaining t
        where t.enrollment_id = p.enrollment_id and t.template_task_id = p.template_task_id)
      or exists (select from dismissed d
        where d.enrollment_id = p.enrollment_id and d.template_task_id = p.template_task_id) as is_known
    from target p where not exists (select from remaining t where t.id = p.id)
  )
  select 'remove', r.id, r.user_id, null, null, null, null, null, null, null, null, r.enrollment_id, null, null
  from removed r
  union all
  select 'update', p.id, p.user_id, p.date, p.position, p.title, p.notes, p.minutes, p.type, p.is_required, p.source_type,
    p.enrollment_id, p.template_task_id, p.program_day
  from target p join movable m on m.id = p.id
  where p.is_upcoming and (m.date, m.position, m.title, m.notes, m.minutes, m.type, m.is_required, m.source_type)
    is distinct from (p.date, p.position, p.title, p.notes, p.minutes, p.type, p.is_required, p.source_type)
  union all
  select case when n.is_known then 'dismiss' else 'insert' end, n.id, n.user_id, n.date, n.position, n.title, n.notes,
    n.minutes, n.type, n.is_required, n.source_type, n.enrollment_id, n.template_task_id, n.program_day
  from new n where n.is_known or n.is_upcoming
$$;

-- Moves locked enrollments to a version, with the same counts as its plan: {added, removed, changed}.
create function private.apply_move(enrollment_ids uuid[], target_version uuid) returns json
language plpgsql set search_path = ''
as $$
declare
  counts json;
begin
  -- Locked before the plan is made, for concurrent edits.
  perform from public.tasks t
  where t.id in (select m.id from private.movable_tasks(enrollment_ids) m) order by t.id for update;
  -- The lowest timestamps, so that edits made offline win.
  perform private.set_write_context(jsonb_build_object(
    'keep_undismissed', true, 'keep_timestamps', true, 'tombstone_timestamps', private.lowest_timestamps()));
  with plan as materialized (
    select p.* from private.plan_move(enrollment_ids, target_version) p
  ), removed as (
    delete from public.tasks t using plan p where p.action = 'remove' and t.id = p.id
  ), updated as (
    update public.tasks t
    set date = p.date, position = p.position, title = p.title, notes = p.notes, minutes = p.minutes, type = p.type,
      is_required = p.is_required, source_type = p.source_type
    from plan p where p.action = 'update' and t.id = p.id
  ), dismissed as (
    insert into private.dismissed_tasks (task_id, enrollment_id)
    select p.id, p.enrollment_id from plan p where p.action = 'dismiss'
    on conflict (task_id) do nothing
  ), inserted as (
    insert into public.tasks (id, user_id, date, position, title, notes, minutes, type, is_required, source_type,
      enrollment_id, template_task_id, program_day, field_timestamps)
    select p.id, p.user_id, p.date, p.position, p.title, p.notes, p.minutes, p.type, p.is_required, p.source_type,
      p.enrollment_id, p.template_task_id, p.program_day, private.lowest_timestamps()
    from plan p where p.action = 'insert'
  )
  select private.move_counts(array_agg(p.action)) into counts from plan p;
  perform private.set_write_context('{"keep_undismissed": null, "keep_timestamps": null, "tombstone_timestamps": null}');
  update public.enrollments e
  set version_id = v.id, program_title = v.title,
    synced_days = case when e.sync_state = 'done' then v.length_days else least(e.synced_days, v.length_days) end
  from public.program_versions v
  where v.id = target_version and e.id = any (enrollment_ids);
  return counts;
end
$$;

create function private.move_counts(actions text[]) returns json
language sql immutable set search_path = ''
as $$
  select json_build_object('added', count(*) filter (where a = 'insert'), 'removed', count(*) filter (where a = 'remove'),
    'changed', count(*) filter (where a = 'update'))
  from unnest(actions) a
$$;

-- Moves one enrollment, or a cohort with all members that have not ended, to another version of their program:
-- {added, removed, changed}, which count tasks. A dry run only counts. Coaches choose any version; people who
-- enrolled on their own the published one, if they could enroll in it today.
create function public.move_enrollment(enrollment uuid default null, cohort uuid default null,
  version uuid default null, dry_run boolean default false) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  one public.enrollments;
  enrollment_ids uuid[];
  program uuid;
  counts json;
begin
  if (enrollment is null) = (cohort is null) or version is null or dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'Name an enrollment or a cohort, and not both, a version, and whether it is a dry run.';
  end if;
  if cohort is not null then
    program := (private.require_own_cohort(cohort)).program_id;
    -- Whoever joins concurrently waits, and gets the new version.
    perform from public.cohorts c where c.id = cohort for no key update;
    enrollment_ids := array(select e.id from public.enrollments e where e.cohort_id = cohort and e.status <> 'ended');
  else
    select * into one from public.enrollments e
    where e.id = enrollment and e.coach_id = me and (e.user_id = me or private.is_coach());
    if one.id is null then
      perform private.raise_not_found();
    elsif one.status = 'ended' then
      raise exception 'ended' using errcode = 'PT409', detail = 'This enrollment has ended.';
    end if;
    program := one.program_id;
    enrollment_ids := array[one.id];
  end if;
  if not exists (
    select from public.program_versions v join public.programs p on p.id = v.program_id
    where v.id = version and p.id = program
      and (p.user_id = me or (v.number = p.published_version and p.approved_at is not null
        and p.visibility <> 'private' and v.price is null))) then
    perform private.raise_not_found();
  end if;
  if dry_run then
    return (
      select private.move_counts(array_agg(p.action)) from private.plan_move(enrollment_ids, version) p);
  end if;
  perform private.lock_enrollments(enrollment_ids);
  counts := private.apply_move(enrollment_ids, version);
  update public.cohorts c set version_id = version where c.id = cohort;
  return counts;
end
$$;
grant execute on function public.move_enrollment(uuid, uuid, uuid, boolean) to authenticated;

-- Giving a cohort another start date. Only upcoming tasks that nobody has changed follow it.

-- The movable tasks whose date changes with the start date. A task whose new date would not be after the person's
-- today, or after the last supported date, does not move: nothing becomes missed without a chance to do it, and
-- setting the old start date again finds every moved task.
create function private.rescheduled_tasks(enrollment_ids uuid[], start_date date)
returns table (id uuid, date date, moves boolean)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, v.day_counting, private.today_of(e.user_id) as today
    from public.enrollments e join public.program_versions v on v.id = e.version_id
    where e.id = any (enrollment_ids)
  )
  select t.id, d.date, d.date > m.today and d.date <= '2999-12-31'
  from private.movable_tasks(enrollment_ids) t
  join members m on m.id = t.enrollment_id
  cross join lateral (select private.date_for_day_index(start_date, t.program_day, m.day_counting) as date) d
  where d.date <> t.date
$$;

-- Gives a cohort and those of its members who have not ended and share its start date another one: {moved, stayed,
-- members}, where the first two count tasks. Makes and deletes no task; materializing does that. A dry run only
-- counts.
create function public.reschedule_cohort(cohort uuid default null, start_date text default null,
  dry_run boolean default false) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  new_start private.calendar_date := private.read_date('start_date', start_date);
  own public.cohorts;
  enrollment_ids uuid[];
  moved integer;
  stayed integer;
begin
  perform private.require_user();
  own := private.require_own_cohort(cohort);
  perform private.require_start_date(new_start);
  if dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Say whether it is a dry run.';
  end if;
  -- Whoever joins concurrently waits, and gets the new start date.
  select * into own from public.cohorts c where c.id = own.id for no key update;
  enrollment_ids := array(
    select e.id from public.enrollments e
    where e.cohort_id = own.id and e.status <> 'ended' and e.start_date = own.start_date);
  perform private.lock_enrollments(enrollment_ids);
  select count(*) filter (where p.moves), count(*) filter (where not p.moves) into moved, stayed
  from private.rescheduled_tasks(enrollment_ids, new_start) p;
  if not dry_run then
    perform private.set_write_context('{"keep_timestamps": true}');
    update public.tasks t set date = p.date
    from private.rescheduled_tasks(enrollment_ids, new_start) p
    -- Checked again, for concurrent edits.
    where t.id = p.id and p.moves and t.field_timestamps = private.lowest_timestamps();
    get diagnostics moved = row_count;
    perform private.set_write_context('{"keep_timestamps": null}');
    update public.enrollments e set start_date = new_start
    where e.id = any (enrollment_ids) and e.start_date <> new_start;
    update public.cohorts c set start_date = new_start where c.id = own.id;
  end if;
  return json_build_object('moved', moved, 'stayed', stayed, 'members', cardinality(enrollment_ids));
end
$$;
grant execute on function public.reschedule_cohort(uuid, text, boolean) to authenticated;

-- Sets a user's role, for admins. The last admin cannot be demoted.
create function public.set_role(person uuid, new_role text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  if new_role is null or new_role not in ('rep', 'coach', 'admin') then
    raise exception 'unknown_role' using errcode = 'PT400', detail = 'A role is rep, coach or admin.';
  end if;
  -- One at a time: two admins who demote each other must not leave none.
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('cadence.set_role'));
  if new_role <> 'admin'
     and not exists (select from public.profiles where role = 'admin' and id <> person) then
    raise exception 'last_admin' using errcode = 'PT409', detail = 'Somebody has to stay an admin.';
  end if;
  update public.profiles set role = new_role where id = person;
  if not found then
    raise exception 'unknown_person' using errcode = 'PT404', detail = 'There is no such person.';
  end if;
end
$$;
grant execute on function public.set_role(uuid, text) to authenticated;

-- Feature flags. Admins read and edit them; everybody else only learns which ones are on for them. A flag is added by
-- a migration, together with the code that uses it.

create table public.feature_flags (
  name text primary key check (name ~ '^[a-z][a-z0-9_]{1,49}$'),
  description private.optional_label not null default '' check (char_length(description) <= 300),
  -- The flag is on for whoever matches any of these.
  everyone boolean not null default false,
  roles text[] not null default '{}' check (roles <@ array['rep', 'coach', 'admin']),
  people uuid[] not null default '{}' check (cardinality(people) <= 1000 and array_position(people, null) is null),
  percentage smallint not null default 0 check (percentage between 0 and 100),
  updated_at private.instant not null default now(),
  -- Null for changes outside of the API.
  updated_by uuid
);

alter table public.feature_flags enable row level security;
grant select, update (description, everyone, roles, people, percentage) on public.feature_flags to authenticated;
grant select, insert, update, delete on public.feature_flags to service_role;
create policy "admins read flags" on public.feature_flags
  for select to authenticated
  using ((select private.is_admin()));
create policy "admins edit flags" on public.feature_flags
  for update to authenticated
  using ((select private.is_admin()))
  with check ((select private.is_admin()));

create function private.set_flag_updated_by() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.updated_at := now();
  new.updated_by := auth.uid();
  return new;
end
$$;

create trigger set_flag_updated_by before update on public.feature_flags
  for each row execute function private.set_flag_updated_by();

-- The bucket of a user for a flag, 0 to 99. It is stable, so that a growing percentage takes the flag from nobody,
-- and differs by flag, so that the first users are not always the same.
create function private.flag_bucket(flag text, person uuid) returns integer
language sql immutable parallel safe set search_path = ''
as $$ select (('x' || left(md5(flag || ':' || person::text), 8))::bit(32)::bigint % 100)::integer $$;

-- The caller's flags: {name: boolean}.
create function public.my_flags() returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(jsonb_object_agg(f.name,
    f.everyone or p.role = any (f.roles) or p.id = any (f.people) or private.flag_bucket(f.name, p.id) < f.percentage), '{}')
  from public.feature_flags f
  join public.profiles p on p.id = (select auth.uid())
$$;
grant execute on function public.my_flags() to authenticated;

insert into public.feature_flags (name, description, everyone) values
  ('cloud_sync', 'Sync between devices and the cloud. When off, devices keep all work until it is on again.', true),
  ('conflict_choice', 'When two devices change the same text, the person chooses which version to keep.', true),
  ('local_import', 'Import from a previous app whose data is still in this browser.', true);

-- One week (from the Monday `week_start`) of every rep and coach: RepWeek[] of src/domain/reporting/rep-week.ts.
create function public.admin_week(week_start text) returns json
language plpgsql stable set search_path = ''
as $$
declare
  monday private.calendar_date := private.read_date('week_start', week_start);
begin
  perform private.require_admin();
  if monday is null or extract(isodow from monday) <> 1 then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'week_start is a Monday.';
  end if;
  return (
    with work as (
      select a.user_id,
        count(*) filter (where a.status = 'done' and t.goal = 'calls') as calls,
        count(*) filter (where a.status = 'done' and t.goal = 'meetings') as meetings,
        count(*) filter (where a.status = 'done' and t.goal = 'proposals') as proposals,
        count(*) filter (where a.status = 'done' and t.goal = 'follow_ups') as follow_ups,
        count(*) filter (where a.status = 'done' and t.goal = 'new_contacts') as new_contacts,
        count(*) filter (where a.status = 'done') as done,
        count(*) filter (where a.status = 'planned') as planned,
        count(*) filter (where a.status = 'cancelled') as cancelled,
        sum(a.duration) filter (where a.status = 'done') as minutes
      from public.program_activities a
      left join private.goal_types t on t.type = a.type
      where a.date between monday and monday + 6
      group by a.user_id
    ), devices as (
      select d.user_id, sum(d.pending) as pending, sum(d.rejected) as rejected
      from public.sync_devices d group by d.user_id
    )
    select coalesce(json_agg(json_build_object(
        'user_id', p.id,
        'email', p.email,
        'display_name', p.display_name,
        'role', p.role,
        'time_zone', p.time_zone,
        'goals', json_build_object(
          'calls', coalesce(g.calls, 50), 'meetings', coalesce(g.meetings, 10), 'proposals', coalesce(g.proposals, 5),
          'follow_ups', coalesce(g.follow_ups, 30), 'new_contacts', coalesce(g.new_contacts, 20)),
        'done', json_build_object(
          'calls', coalesce(w.calls, 0), 'meetings', coalesce(w.meetings, 0), 'proposals', coalesce(w.proposals, 0),
          'follow_ups', coalesce(w.follow_ups, 0), 'new_contacts', coalesce(w.new_contacts, 0)),
        'done_total', coalesce(w.done, 0),
        'planned', coalesce(w.planned, 0),
        'cancelled', coalesce(w.cancelled, 0),
        'minutes', coalesce(w.minutes, 0),
        'last_sync_at', s.last_sync_at,
        'sync_status', coalesce(s.sync_status, 'pending'),
        'pending', coalesce(d.pending, 0),
        'rejected', coalesce(d.rejected, 0),
        'last_activity_on', latest.date
      ) order by p.display_name, p.id), '[]')
    from public.profiles p
    left join work w on w.user_id = p.id
    left join public.program_weekly_goals g on g.user_id = p.id and g.week_start = monday
    left join public.program_sync_status s on s.user_id = p.id
    left join devices d on d.user_id = p.id
    left join lateral (
      select a.date from public.program_activities a
      where a.user_id = p.id and a.status = 'done'
      order by a.date desc limit 1
    ) latest on true
    where p.role in ('rep', 'coach')
  );
end
$$;
grant execute on function public.admin_week(text) to authenticated;

-- For how many seconds the oldest writing transaction has held back the horizon of the sync feed.
create function private.horizon_lag() returns double precision
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (
    select coalesce(extract(epoch from clock_timestamp() - min(a.xact_start)), 0)
    from pg_catalog.pg_stat_activity a
    where a.backend_xid is not null and a.pid <> pg_catalog.pg_backend_pid());
end
$$;
grant execute on function private.horizon_lag() to authenticated;

-- The state of the system for admins: SystemOverview of src/domain/reporting/metrics.ts.
create function public.system_overview() returns json
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select json_build_object(
      'horizon_lag_seconds', private.horizon_lag(),
      'people', (select json_build_object(
          'rep', count(*) filter (where p.role = 'rep'),
          'coach', count(*) filter (where p.role = 'coach'),
          'admin', count(*) filter (where p.role = 'admin'))
        from public.profiles p),
      'devices', count(*),
      'devices_seen_today', count(*) filter (where d.last_seen_at > now() - interval '24 hours'),
      'pending', coalesce(sum(d.pending), 0),
      'rejected', coalesce(sum(d.rejected), 0),
      'never_synced', (select count(*) from public.profiles p
        where p.role <> 'admin' and not exists (
          select from public.program_sync_status s where s.user_id = p.id and s.last_sync_at is not null)),
      'oldest_sync_at', (select min(s.last_sync_at) from public.program_sync_status s),
      'versions', (select coalesce(json_agg(v order by v.devices desc, v.app_version), '[]') from (
        select d.app_version, count(*) as devices, max(d.last_seen_at) as last_seen_at
        from public.sync_devices d group by d.app_version) v))
    from public.sync_devices d);
end
$$;
grant execute on function public.system_overview() to authenticated;

create function private.sync_cycle_figures(
  cycles bigint, succeeded bigint, durations integer[], sent bigint, received bigint, oldest_pending_ms bigint) returns json
language sql immutable set search_path = ''
as $$
  select json_build_object(
    'cycles', cycles, 'succeeded', succeeded, 'p50_ms', durations[1], 'p95_ms', durations[2],
    'sent', coalesce(sent, 0), 'received', coalesce(received, 0), 'oldest_pending_ms', oldest_pending_ms)
$$;
grant execute on function private.sync_cycle_figures(bigint, bigint, integer[], bigint, bigint, bigint) to authenticated;

-- Sync health from `since` (inclusive) to `until`: SyncHealth of src/domain/sync/sync-health.ts, for admins. In hours for up to
-- two days, in days beyond.
create function public.sync_health(since text, until text) returns json
language plpgsql stable set search_path = ''
as $$
declare
  since private.instant := private.read_instant('since', sync_health.since);
  until private.instant := private.read_instant('until', sync_health.until);
  bucket interval;
begin
  perform private.require_admin();
  if (since < until and since >= until - interval '93 days') is not true then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'A range of at most 93 days, since before until.';
  end if;
  bucket := case when since >= until - interval '2 days' then interval '1 hour' else interval '24 hours' end;
  return (
    with reports as (
      select r.*, date_bin(bucket, r.at, since) as bucket_at
      from public.sync_reports r
      where r.at >= since and r.at < until
    )
    select json_build_object(
      'bucket_seconds', extract(epoch from bucket)::integer,
      'devices', (select count(distinct t.device_id) from reports t),
      'totals', (select private.sync_cycle_figures(
          count(*), count(*) filter (where t.outcome = 'ok'),
          percentile_disc(array[0.5, 0.95]) within group (order by t.duration_ms) filter (where t.outcome = 'ok'),
          sum(t.sent), sum(t.received), max(t.oldest_pending_ms)) from reports t),
      'failures', (select coalesce(json_agg(f order by f.count desc, f.code), '[]') from (
        select t.outcome as code, count(*) from reports t where t.outcome <> 'ok' group by t.outcome) f),
      'rejections', (select coalesce(json_agg(f order by f.count desc, f.code), '[]') from (
        select e.key as code, sum(e.value::numeric) as count
        from reports t cross join lateral jsonb_each(t.rejections) e group by e.key) f),
      'drift', (select coalesce(json_agg(d order by d.count desc, d.code), '[]') from (
        select x.code, count(*) from reports t cross join lateral unnest(t.drift) x (code) group by x.code) d),
      'versions', (select coalesce(json_agg(v order by v.devices desc, v.app_version), '[]') from (
        select t.app_version, count(distinct t.device_id) as devices, max(t.at) as last_seen_at
        from reports t group by t.app_version) v),
      'buckets', (
        select json_agg(json_build_object('at', b.at, 'figures', b.figures) order by b.at) from (
          select starts.at, private.sync_cycle_figures(
            count(t.id), count(t.id) filter (where t.outcome = 'ok'),
            percentile_disc(array[0.5, 0.95]) within group (order by t.duration_ms) filter (where t.outcome = 'ok'),
            sum(t.sent), sum(t.received), max(t.oldest_pending_ms)) as figures
          from generate_series(since, until - interval '1 microsecond', bucket) starts (at)
          left join reports t on t.bucket_at = starts.at
          group by starts.at
        ) b))
  );
end
$$;
grant execute on function public.sync_health(text, text) to authenticated;

-- Retention. Each function deletes what is older than `keep` and returns how many rows that were. An operator runs them
-- regularly, for instance by pg_cron.

-- Deleted rows: a device that has not read the feed up to here reads it from the beginning (INV-6).
create function private.prune_feed(keep interval) returns integer
language sql volatile security definer set search_path = ''
as $$
  with pruned as (
    delete from private.tombstones t where t.deleted_at < now() - keep returning t.table_name, t.row_id
  ), entries as (
    delete from private.sync_feed f using pruned p
    where f.table_name = p.table_name and f.row_id = p.row_id
    returning f.xid
  ), newest as (
    update private.sync_epoch s set pruned_to = greatest(s.pruned_to, n.xid)
    from (select max(e.xid) as xid from entries e) n
    where n.xid is not null
  )
  select count(*)::integer from entries
$$;

create function private.prune_sync_reports(keep interval) returns integer
language sql volatile security definer set search_path = ''
as $$
  with pruned as (delete from public.sync_reports r where r.at < now() - keep returning 1)
  select count(*)::integer from pruned
$$;

create function private.prune_history(keep interval) returns integer
language sql volatile security definer set search_path = ''
as $$
  with pruned as (delete from public.row_history h where h.at < now() - keep returning 1)
  select count(*)::integer from pruned
$$;

reset check_function_bodies;
