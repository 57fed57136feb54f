-- The clean-up: what chains keep for a month, and weekly counts of partners for a year more.

-- What a step does that needs no API. Idempotent.
create function private.run_internal_step_at(step bigint, token bigint, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
  oldest timestamptz := now - interval '30 days';
begin
  if leased.job <> 'cleanup' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'This step is not one of the database.';
  end if;
  delete from public.crm_pushes p where p.at < oldest;
  delete from public.alerts a where a.at < oldest;
  delete from public.mail_outbox m where m.created_at < oldest;
  delete from public.partner_weeks w where w.week_start < (oldest - interval '1 year')::date;
  delete from public.held_deletions h where h.decided_at < oldest;
  delete from public.task_chain_logs l where l.completed_at < oldest;
end
$$;

create function public.run_internal_step(step bigint, token bigint) returns void
language sql volatile security definer set search_path = ''
as $$ select private.run_internal_step_at(step, token, clock_timestamp()) $$;
grant execute on function public.run_internal_step(bigint, bigint) to service_role;
