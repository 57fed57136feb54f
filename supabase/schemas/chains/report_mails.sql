-- Who gets the weekly reports, how they come into the mail outbox, and their previews.

-- Who gets the report for executives. Without any, all admins.
create table public.report_recipients (
  kind text not null check (kind in ('executive_weekly_report')),
  email text not null check (private.is_email_address(email)),
  added_at private.instant not null default now(),
  added_by uuid references public.profiles (id) on delete set null,
  primary key (kind, email)
);
create index report_recipients_added_by on public.report_recipients (added_by);
alter table public.report_recipients enable row level security;
grant select on public.report_recipients to authenticated, service_role;
create policy "admins read recipients of reports" on public.report_recipients
  for select to authenticated
  using ((select private.is_admin()));

-- The addresses that get a report. Partner managers are those of active partners, and whatever is no address of them is left out.
create function private.report_addresses(kind text) returns table (address text)
language sql stable set search_path = ''
as $$
  select distinct a.address
  from public.crm_partners p cross join lateral private.clean_email(p.manager_email) a (address)
  where report_addresses.kind = 'pam_weekly_report' and p.gone_at is null and p.active and a.address is not null
  union
  select r.email from public.report_recipients r where r.kind = report_addresses.kind
  union
  select a.address from private.admin_addresses() a
  where report_addresses.kind = 'executive_weekly_report' and not exists (select from public.report_recipients r where r.kind = report_addresses.kind)
$$;

-- What active partners have as their manager's address, and is none.
create function private.invalid_manager_addresses() returns table (manager_email text, partners bigint)
language sql stable set search_path = ''
as $$
  select p.manager_email, count(*)
  from public.crm_partners p
  where p.gone_at is null and p.active and p.manager_email ~ '\S' and private.clean_email(p.manager_email) is null
  group by p.manager_email
$$;

-- The Monday of the week that an instant falls in, by the clock of the report's schedule.
create function private.report_week(kind text, now timestamptz) returns date
language sql stable set search_path = ''
as $$ select date_trunc('week', now at time zone t.time_zone)::date from public.scheduled_tasks t where t.name = kind $$;

-- Queues the reports of a step for the recipients after `after`, at most `most` of them: {last, queued, repeated, invalid}. `last` is where the
-- next page begins; null: there is none. `repeated` had the report of that week before, and get no second one. `invalid`:
-- how many addresses of managers are none. A dry run queues nothing.
create function private.queue_reports_at(step bigint, token bigint, after text, most integer, now timestamptz) returns json
language plpgsql set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
  run public.task_chain_logs;
  week date;
  addresses text[];
  queued integer := 0;
begin
  if leased.job not in ('pam_weekly_report', 'executive_weekly_report') then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'This step makes no reports.';
  end if;
  select * into run from public.task_chain_logs l where l.id = leased.run_id;
  week := coalesce(date_trunc('week', run.slot)::date, private.report_week(leased.job, run.started_at));
  addresses := array(
    select a.address from private.report_addresses(leased.job) a
    where a.address > coalesce(after, '') order by a.address limit least(greatest(most, 1), 100));
  if not run.dry_run and cardinality(addresses) > 0 then
    insert into public.mail_outbox (kind, period, recipient, data, created_at, next_attempt_at)
    select leased.job, r.data ->> 'week', a.address, r.data, queue_reports_at.now, queue_reports_at.now
    from private.reports(leased.job, case when leased.job = 'pam_weekly_report' then addresses else '{""}'::text[] end, week, queue_reports_at.now) r
    join unnest(addresses) a (address) on r.recipient in ('', a.address)
    on conflict do nothing;
    get diagnostics queued = row_count;
  end if;
  return json_build_object('last', addresses[cardinality(addresses)], 'queued', queued, 'repeated', cardinality(addresses) - queued,
    'invalid', case when after is null and leased.job = 'pam_weekly_report' then (select count(*) from private.invalid_manager_addresses()) else 0 end);
end
$$;

create function public.queue_reports(step bigint, token bigint, after text, most integer) returns json
language sql volatile security definer set search_path = ''
as $$ select private.queue_reports_at(step, token, after, most, clock_timestamp()) $$;
grant execute on function public.queue_reports(bigint, bigint, text, integer) to service_role;

-- Replaces who gets a report; none: all admins. Returns their addresses as they are stored.
create function public.set_report_recipients(kind text, emails text[]) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_admin();
  wrong text;
begin
  if kind is distinct from 'executive_weekly_report' or emails is null or cardinality(emails) > 100 then
    raise exception 'invalid_value' using errcode = 'PT400', detail = 'The report for executives has up to 100 recipients.';
  end if;
  select coalesce(e.email, '') into wrong from unnest(emails) e (email) where private.clean_email(e.email) is null limit 1;
  if wrong is not null then
    raise exception 'invalid_email' using errcode = 'PT400', detail = format('“%s” is no email address.', private.as_label(wrong, 100));
  end if;
  perform private.lock_chains();
  delete from public.report_recipients r where r.kind = set_report_recipients.kind
    and r.email not in (select private.clean_email(e.email) from unnest(emails) e (email));
  insert into public.report_recipients (kind, email, added_by)
  select distinct set_report_recipients.kind, private.clean_email(e.email), me from unnest(emails) e (email)
  on conflict do nothing;
  return (select coalesce(json_agg(r.email order by r.email), '[]') from public.report_recipients r where r.kind = set_report_recipients.kind);
end
$$;
grant execute on function public.set_report_recipients(text, text[]) to authenticated;

-- Who gets mails, for admins: {executives: {emails, are_admins}, managers: [{email, name, partners}], invalid_managers: [{email, partners}],
-- alerts: [email]}. `are_admins`: nobody was chosen.
create function public.mail_recipients() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return json_build_object(
    'executives', json_build_object(
      'emails', (select coalesce(json_agg(a.address order by a.address), '[]') from private.report_addresses('executive_weekly_report') a),
      'are_admins', not exists (select from public.report_recipients r where r.kind = 'executive_weekly_report')),
    'managers', (
      select coalesce(json_agg(json_build_object('email', m.address, 'name', m.name, 'partners', m.partners) order by m.name, m.address), '[]')
      from (
        select a.address, min(p.manager_name) as name, count(*) as partners
        from public.crm_partners p cross join lateral private.clean_email(p.manager_email) a (address)
        where p.gone_at is null and p.active and a.address is not null group by a.address) m),
    'invalid_managers', (
      select coalesce(json_agg(json_build_object('email', i.manager_email, 'partners', i.partners) order by i.manager_email), '[]')
      from private.invalid_manager_addresses() i),
    'alerts', (select coalesce(json_agg(a.address order by a.address), '[]') from private.admin_addresses() a));
end
$$;
grant execute on function public.mail_recipients() to authenticated;

-- What a report would say now, for admins; `manager` is the address of a partner manager, and null for executives. Mails are
-- made of it by src/domain/mail.
create function public.report_data(kind text, manager text default null) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  recipient text := case when kind = 'pam_weekly_report' then private.clean_email(manager) else '' end;
begin
  perform private.require_admin();
  if kind is null or kind not in ('pam_weekly_report', 'executive_weekly_report') or (kind = 'executive_weekly_report' and manager is not null) then
    raise exception 'invalid_value' using errcode = 'PT400', detail = 'A report is for executives, or for one partner manager.';
  elsif kind = 'pam_weekly_report' and not exists (select from private.report_addresses(kind) a where a.address = recipient) then
    perform private.raise_not_found();
  end if;
  return (select r.data from private.reports(kind, array[recipient], private.report_week(kind, clock_timestamp()), clock_timestamp()) r);
end
$$;
grant execute on function public.report_data(text, text) to authenticated;

-- Queues the preview of a report for the caller, an admin, and for nobody else: {recipient, data}. Within a minute it is one mail.
create function public.queue_preview(kind text, manager text default null) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_admin();
  address text := (select private.clean_email(p.email) from public.profiles p where p.id = me);
  data jsonb := public.report_data(kind, manager);
begin
  if address is null then
    raise exception 'no_address' using errcode = 'PT409', detail = 'Your profile has no address that mail can be sent to.';
  end if;
  insert into public.mail_outbox (kind, period, recipient, data, created_at, next_attempt_at)
  values ('preview', concat_ws(' ', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI'), kind, data ->> 'manager'),
    address, data, clock_timestamp(), clock_timestamp())
  on conflict do nothing;
  return json_build_object('recipient', address, 'data', data);
end
$$;
grant execute on function public.queue_preview(text, text) to authenticated;
