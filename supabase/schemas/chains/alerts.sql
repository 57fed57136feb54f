-- Alerts: once for each run, step and code, and once for each dataset that is stale. Each is mailed to the admins.

create table public.alerts (
  id bigint generated always as identity primary key,
  -- What it is about: a repeated one is the same alert.
  kind text not null check (kind in ('step_failed', 'no_success')),
  subject text not null,
  code text not null,
  message private.long_text not null,
  at private.instant not null,
  run_id bigint references public.task_chain_logs (id) on delete set null,
  unique (kind, subject, code)
);
create index alerts_run on public.alerts (run_id);
create index alerts_newest on public.alerts (at);
select private.enable_normal_form('public.alerts');
alter table public.alerts enable row level security;
grant select on public.alerts to authenticated, service_role;
create policy "admins read alerts" on public.alerts
  for select to authenticated
  using ((select private.is_admin()));

create function private.alert_failures(run public.task_chain_logs, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  added bigint[];
begin
  with inserted as (
    insert into public.alerts (kind, subject, code, message, at, run_id)
    select 'step_failed', format('%s %s', run.id, s.task), s.error_code, coalesce(s.error_message, ''), now, run.id
    from public.task_chain_steps s where s.run_id = run.id and s.status = 'failed' order by s.chain_order, s.id
    on conflict do nothing
    returning id
  )
  select array_agg(i.id) into added from inserted i;
  perform private.mail_alerts(added, now);
end
$$;

-- A dataset that was refreshed before, and not for as long as it may be old.
create function private.alert_stale_datasets(now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  added bigint[];
begin
  with inserted as (
    insert into public.alerts (kind, subject, code, message, at)
    select 'no_success', d.name, to_char(d.refreshed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS'),
      format('%s was last refreshed at %s UTC.', d.name, to_char(d.refreshed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')), now
    from public.datasets d
    where d.refreshed_at < now - d.max_age order by d.refreshed_at, d.name
    on conflict do nothing
    returning id
  )
  select array_agg(i.id) into added from inserted i;
  perform private.mail_alerts(added, now);
end
$$;
