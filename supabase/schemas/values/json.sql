-- Validation of the JSON that becomes rows, by the types of the columns.

-- The form that dates, times and instants have in JSON and in arguments; null for other types.
create function private.time_pattern(base regtype) returns text
language sql immutable strict parallel safe set search_path = ''
as $$
  select case base
    when 'date'::regtype then '^\d{4}-\d\d-\d\d$'
    when 'time'::regtype then '^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$'
    when 'timestamp'::regtype then '^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$'
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
