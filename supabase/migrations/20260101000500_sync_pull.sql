-- sync_pull: what has happened to a person's rows since a cursor (laws 5, 6 and 7). It runs as the
-- caller, so a row is in the answer exactly when RLS shows it; one that RLS hides is told as gone.

create function private.feed_pruned_to() returns xid8
language sql stable security definer set search_path = ''
as $$ select pruned_to from private.sync_state $$;
grant execute on function private.feed_pruned_to() to authenticated;

-- The rows of one table among `ids`, as arrays of values in the order of `columns`, with the ids that
-- were not found.
create function private.page_of(target text, ids uuid[]) returns json
language plpgsql stable set search_path = ''
as $$
declare
  names text[] := array(
    select a.attname from pg_catalog.pg_attribute a
    where a.attrelid = format('public.%I', target)::regclass
      and a.attnum > 0 and not a.attisdropped and a.attname <> 'field_stamps'
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
grant execute on function private.page_of(text, uuid[]) to authenticated;

-- The cursor of a request; null where it names none.
create function private.checked_cursor(request jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  since jsonb := nullif(request -> 'cursor', 'null');
begin
  if since is not null and (
       jsonb_typeof(since) <> 'object'
       or coalesce(since ->> 'incarnation', '') = ''
       or coalesce(since ->> 'xid', '') !~ '^\d{1,19}$'
       or since ->> 'table' is null
       or coalesce(since ->> 'row', '') !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$') then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'cursor is null or what the last answer gave.';
  end if;
  return since;
end
$$;
grant execute on function private.checked_cursor(jsonb) to authenticated;

-- Request and answer: src/contract/protocol.ts. At most 5,000 feed entries a page. Every entry below the
-- snapshot's horizon is read exactly once by a device that follows its cursor: no transaction that could
-- still commit has a stamp below the horizon.
create function public.sync_pull(request jsonb) returns json
language plpgsql set search_path = ''
as $$
declare
  me uuid := auth.uid();
  since jsonb;
  page_size integer;
  incarnation text := private.incarnation();
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
  since := private.checked_cursor(request);
  if coalesce(request ->> 'limit', '') !~ '^[1-9]\d{0,8}$' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'limit is a whole number from 1.';
  end if;
  page_size := least((request ->> 'limit')::integer, 5000);

  if since is not null then
    after_xid := (since ->> 'xid')::xid8;
    -- Stamps that this cluster has not given out yet come from another life of it.
    restart := since ->> 'incarnation' <> incarnation
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
    (select json_object_agg(b.table_name, private.page_of(b.table_name, b.ids)) from by_table b),
    final.xid, final.table_name, final.row_id
  into entries, tables, after_xid, after_table, after_row
  from (select 1) one left join final on true;

  if entries = page_size then
    select count(*) into behind from private.sync_feed f
    where f.user_id = me and f.xid < horizon
      and (f.xid, f.table_name, f.row_id) > (after_xid, after_table, after_row);
  end if;
  -- Of rows that were changed again above the horizon, the page says nothing yet.
  select count(*) into held_back from private.sync_feed f where f.user_id = me and f.xid >= horizon;
  if behind = 0 then
    after_xid := horizon;
    after_table := '';
    after_row := '00000000-0000-0000-0000-000000000000';
    perform private.mark_synced(request -> 'device');
  end if;
  return json_build_object(
    'reset', restart,
    'cursor', json_build_object('incarnation', incarnation, 'xid', after_xid::text, 'table', after_table, 'row', after_row),
    'more', behind > 0,
    'remaining', behind + held_back,
    'server_time', private.now_ms(),
    'tables', coalesce(tables, '{}'));
end
$$;
grant execute on function public.sync_pull(jsonb) to authenticated;
