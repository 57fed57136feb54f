-- Retention. Each function deletes what is older than `keep` and returns how many rows that were. pg_cron runs them,
-- where it is installed; elsewhere an operator does.

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

-- Schedules the pruning with pg_cron, where it is installed, and returns whether it is. An operator who installs it later
-- calls this again. Scheduling twice changes nothing: the jobs have names.
create function private.schedule_pruning() returns boolean
language plpgsql volatile security invoker set search_path = ''
as $$
begin
  if to_regprocedure('cron.schedule(text, text, text)') is null then
    return false;
  end if;
  execute 'select cron.schedule($1, $2, $3)'
    using 'cadence-prune-feed', '11 3 * * *', $job$select private.prune_feed('180 days')$job$;
  execute 'select cron.schedule($1, $2, $3)'
    using 'cadence-prune-sync-reports', '21 3 * * *', $job$select private.prune_sync_reports('93 days')$job$;
  execute 'select cron.schedule($1, $2, $3)'
    using 'cadence-prune-history', '31 3 * * *', $job$select private.prune_history('2 years')$job$;
  return true;
end
$$;

select private.schedule_pruning();
