-- How long the history is kept is the operator's to say: run it now and then, for instance by pg_cron.
create function private.prune_history(keep interval) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  pruned integer;
begin
  delete from public.row_history h where h.at < now() - keep;
  get diagnostics pruned = row_count;
  return pruned;
end
$$;
