-- sync_pull: the rows that changed since a cursor (INV-5, INV-6, INV-7). Runs under the caller's RLS: a row that RLS
-- hides is reported as gone.

-- The caller's rows of one table as arrays of values in the order of `columns`, each with the timestamps of its fields, and
-- those of `ids` that were not found, each with the timestamp of its delete, or null where it is hidden or has another owner
-- by now, whose rows an admin may read all the same.
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
       ''timestamps'', coalesce(json_agg(t.field_timestamps) filter (where t.id is not null), ''[]''),
       ''gone'', coalesce(json_agg(wanted.id) filter (where t.id is null), ''[]''),
       ''deleted'', coalesce(json_agg(g.timestamp) filter (where t.id is null), ''[]''))
     from unnest($1) as wanted (id)
     left join public.%1$I t on t.id = wanted.id and t.%3$I = $3
     left join private.delete_timestamps(%1$L, $1) g on g.row_id = wanted.id and t.id is null',
    target, (select string_agg(format('t.%I', name), ', ') from unnest(names) name),
    (select s.owner_column from private.synced_tables s where s.table_name = target))
  into page using ids, names, (select auth.uid());
  return page;
end
$$;
grant execute on function private.read_rows(text, uuid[]) to authenticated;

-- Request and response: src/contract/protocol.ts. At most 5,000 feed entries a page, and at most `max_bytes` of JSON where
-- the request has it; a row that is larger comes alone, so that every device gets further. A device that follows its cursor
-- reads every entry exactly once: entries below the snapshot's horizon are final, since no transaction that could
-- still commit has an id below it.
create function public.sync_pull(request jsonb) returns json
language plpgsql set search_path = ''
as $$
declare
  me uuid := auth.uid();
  since jsonb;
  page_size integer;
  max_bytes integer;
  page_bytes integer;
  epoch text := private.epoch();
  restored boolean;
  token text := request ->> 'token';
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  after_xid xid8 := '0';
  after_table text := '';
  after_row uuid := '00000000-0000-0000-0000-000000000000';
  page_end record;
  restart boolean := false;
  entries integer;
  behind integer := 0;
  held_back integer;
  is_recorded boolean := false;
begin
  perform private.check_request(request);
  since := private.parse_cursor(request);
  if coalesce(request ->> 'limit', '') !~ '^[1-9]\d{0,8}$' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'limit is a whole number from 1.';
  end if;
  if coalesce(request ->> 'max_bytes', '1') !~ '^[1-9]\d{0,8}$' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'max_bytes is a whole number from 1.';
  end if;
  page_size := least((request ->> 'limit')::integer, 5000);
  max_bytes := (request ->> 'max_bytes')::integer;
  restored := private.has_lost_history(request);

  if since is not null then
    after_xid := (since ->> 'xid')::xid8;
    -- Transaction ids that this cluster has not assigned yet come from another epoch.
    restored := restored or since ->> 'epoch' <> epoch or after_xid > horizon;
    restart := restored or after_xid <= private.feed_pruned_to();
    if restart then
      after_xid := '0';
    else
      after_table := since ->> 'table';
      after_row := (since ->> 'row')::uuid;
    end if;
  end if;

  loop
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
    select (select count(*) from page) as entries,
      (select json_object_agg(b.table_name, private.read_rows(b.table_name, b.ids)) from by_table b) as tables,
      final.xid, final.table_name, final.row_id
    into page_end
    from (select 1) one left join final on true;
    entries := page_end.entries;
    page_bytes := octet_length(page_end.tables::text);
    exit when entries <= 1 or max_bytes is null or page_bytes <= max_bytes;
    -- As many as would fit if all were of one size, and no fewer than a quarter, since one of them may be very large.
    page_size := greatest(1, entries / 4, least(entries - 1, (entries * 0.9 * max_bytes / page_bytes)::integer));
  end loop;
  after_xid := page_end.xid;
  after_table := page_end.table_name;
  after_row := page_end.row_id;

  if entries = page_size then
    select count(*) into behind from private.sync_feed f
    where f.user_id = me and f.xid < horizon
      and (f.xid, f.table_name, f.row_id) > (after_xid, after_table, after_row);
  end if;
  -- Rows that were changed again above the horizon are not in this page yet.
  select count(*) into held_back from private.sync_feed f where f.user_id = me and f.xid >= horizon;
  if behind = 0 then
    is_recorded := private.record_sync(request -> 'device');
  end if;
  -- The cursor moves with a token alone: in a database that knows the token, all transactions before the cursor are those
  -- that the device has read. A device that has learned nothing keeps both, so that its pull writes nothing.
  if entries > 0 or restart or since is null or token is null or is_recorded then
    token := private.issue_history_token(request -> 'device', token);
    if behind = 0 then
      after_xid := horizon;
      after_table := '';
      after_row := '00000000-0000-0000-0000-000000000000';
    end if;
  else
    after_xid := (since ->> 'xid')::xid8;
    after_table := since ->> 'table';
    after_row := (since ->> 'row')::uuid;
  end if;
  return json_build_object(
    'reset', restart,
    'restored', case when restored then private.recovery() end,
    'token', token,
    'cursor', json_build_object('epoch', epoch, 'xid', after_xid::text, 'table', after_table, 'row', after_row),
    'horizon', horizon::text,
    'more', behind > 0,
    'remaining', behind + held_back,
    'server_time', private.now_ms(),
    'tables', coalesce(page_end.tables, '{}'));
end
$$;
grant execute on function public.sync_pull(jsonb) to authenticated;
