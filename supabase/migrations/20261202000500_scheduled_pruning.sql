-- Pruning runs by itself where pg_cron is installed.

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
