-- sync_check: the digest of what a device at the end of the feed must hold of each table. Runs under the caller's
-- RLS, like sync_pull.

-- The bits of the double that JavaScript keeps of a number, as 16 hexadecimal digits.
create function private.double_bits(number numeric) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  if number = 0 or abs(number) between 1e-300 and 1e300 then
    return encode(float8send(number::float8), 'hex');
  end if;
  begin
    return encode(float8send(number::float8), 'hex');
  exception when numeric_value_out_of_range then
    return encode(float8send(case when abs(number) < 1 then 0.0::float8 when number < 0 then '-Infinity' else 'Infinity' end), 'hex');
  end;
end
$$;
grant execute on function private.double_bits(numeric) to authenticated;

-- The text of a value that digests are computed of: the same as src/domain/sync/digest-text.ts makes of what JavaScript has
-- parsed. Only numbers are written in another way than Postgres does. Without recursion, since values may be nested deeply.
create function private.digest_text(value jsonb) returns text
language sql immutable set search_path = ''
as $$
  select case
    when value is null then 'null'
    when value::text !~ '[0-9]' then value::text
    else (
      select string_agg(case when token[1] ~ '^[-0-9]' then private.double_bits(token[1]::numeric) else token[1] end, '' order by n)
      from regexp_matches(value::text, '"(?:[^"\\]|\\.)*"|[-0-9.]+|[^-0-9."]+', 'g') with ordinality as t (token, n))
  end
$$;
grant execute on function private.digest_text(jsonb) to authenticated;

-- The digest of the caller's rows of a table, except those of `excluded`: SHA-256 of one line for each row, with the values
-- in the order of the column names. With `with_rows`, also the digests of the single rows. src/store/digests.ts computes
-- the same.
create function private.table_digest(target text, excluded uuid[], with_rows boolean) returns json
language plpgsql stable set search_path = ''
as $$
declare
  -- Numbers and JSON may be written in several ways; other types have one text each.
  line text := (
    select string_agg(
      case when y.typcategory in ('S', 'D', 'B') or base.oid = 'uuid'::regtype
        then format('coalesce(to_json(t.%I)::text, ''null'')', a.attname)
        else format('private.digest_text(to_jsonb(t.%I))', a.attname) end,
      ' || '', '' || ' order by a.attname collate "C")
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_type y on y.oid = a.atttypid
    cross join lateral (select coalesce(nullif(y.typbasetype, 0), y.oid) as oid) base
    where a.attrelid = format('public.%I', target)::regclass
      and a.attnum > 0 and not a.attisdropped and a.attname <> 'field_timestamps');
  digest json;
begin
  execute format(
    'select json_build_object(
       ''rows'', count(*),
       ''digest'', encode(sha256(convert_to(coalesce(string_agg(l.line, E''\n'' order by l.id), ''''), ''UTF8'')), ''hex''),
       ''row_digests'', case when $3 then coalesce(
         json_object_agg(l.id, left(encode(sha256(convert_to(l.line, ''UTF8'')), ''hex''), 16)) filter (where l.id is not null), ''{}'') end)
     from (
       select t.id, ''['' || %2$s || '']'' as line
       from private.sync_feed f join public.%1$I t on t.id = f.row_id and t.%3$I = f.user_id
       where f.user_id = $1 and f.table_name = %1$L and t.id <> all ($2)) l',
    target, line, (select s.owner_column from private.synced_tables s where s.table_name = target))
  into digest using (select auth.uid()), excluded, with_rows;
  return digest;
end
$$;
grant execute on function private.table_digest(text, uuid[], boolean) to authenticated;

-- The rows that a device has given up on, of one table.
create function private.parse_excluded(request jsonb, target text) returns uuid[]
language plpgsql immutable set search_path = ''
as $$
begin
  return array(select jsonb_array_elements_text(request -> 'except' -> target)::uuid);
exception when data_exception then
  raise exception 'malformed_request' using errcode = 'PT400', detail = 'except has the ids of rows by table.';
end
$$;
grant execute on function private.parse_excluded(jsonb, text) to authenticated;

-- Request and response: src/contract/protocol.ts. A device that has not read the whole feed is not compared, nor is one
-- that computes digests in another way: a difference must be one of the data.
create function public.sync_check(request jsonb) returns json
language plpgsql stable set search_path = ''
as $$
declare
  since jsonb;
begin
  perform private.check_request(request);
  since := private.parse_cursor(request);
  if since is null or since ->> 'epoch' <> private.epoch() or private.has_lost_history(request)
     or request ->> 'format' is distinct from '2'
     or (since ->> 'xid')::xid8 <= private.feed_pruned_to()
     or exists (
       select from private.sync_feed f
       where f.user_id = (select auth.uid())
         and (f.xid, f.table_name, f.row_id) > ((since ->> 'xid')::xid8, since ->> 'table', (since ->> 'row')::uuid)) then
    return json_build_object('current', false, 'format', 2, 'tables', '{}'::json);
  end if;
  return json_build_object(
    'current', true,
    'format', 2,
    'tables', (
      select json_object_agg(s.table_name, private.table_digest(
        s.table_name, private.parse_excluded(request, s.table_name), coalesce(request -> 'rows' ? s.table_name, false)))
      from private.synced_tables s));
end
$$;
grant execute on function public.sync_check(jsonb) to authenticated;
