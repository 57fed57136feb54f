-- Retention. Each function deletes what is older than `keep` and returns how many rows that were. The tick runs them daily.

-- Deleted rows: a device that has not read the feed up to here reads it from the beginning (INV-6).
create function private.prune_feed(keep interval) returns integer
language sql volatile security definer set search_path = ''
as $$
  with pruned as (
    delete from private.tombstones t where t.deleted_at < now() - keep returning t.table_name, t.row_id, t.user_id
  ), entries as (
    delete from private.sync_feed f using pruned p
    where f.table_name = p.table_name and f.row_id = p.row_id and f.user_id = p.user_id
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
