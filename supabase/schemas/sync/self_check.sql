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
  if since is null or since ->> 'epoch' <> private.epoch() or private.has_lost_history(request)
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
