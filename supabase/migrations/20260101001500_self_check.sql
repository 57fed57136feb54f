-- sync_check: what a device that has read the feed up to its cursor must hold of each table. It runs as the
-- caller and sees what sync_pull would show.

-- One line a row, its values in the order of their columns' names, as src/store/self-check.ts writes them too.
create function private.digest_of(target text) returns json
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
       and a.attnum > 0 and not a.attisdropped and a.attname <> 'field_stamps'))
  into digest using (select auth.uid());
  return digest;
end
$$;
grant execute on function private.digest_of(text) to authenticated;

-- Request and answer: src/contract/protocol.ts. Nothing is compared with a device that has not read everything.
create function public.sync_check(request jsonb) returns json
language plpgsql stable set search_path = ''
as $$
declare
  since jsonb;
begin
  perform private.check_request(request);
  since := private.checked_cursor(request);
  if since is null or since ->> 'incarnation' <> private.incarnation()
     or (since ->> 'xid')::xid8 <= private.feed_pruned_to()
     or exists (
       select from private.sync_feed f
       where f.user_id = (select auth.uid())
         and (f.xid, f.table_name, f.row_id) > ((since ->> 'xid')::xid8, since ->> 'table', (since ->> 'row')::uuid)) then
    return json_build_object('current', false, 'tables', '{}'::json);
  end if;
  return json_build_object(
    'current', true,
    'tables', (select json_object_agg(s.table_name, private.digest_of(s.table_name)) from private.synced_tables s));
end
$$;
grant execute on function public.sync_check(jsonb) to authenticated;
