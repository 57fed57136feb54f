-- The mail outbox: one row for each kind, period and recipient, so that nothing is mailed twice. A worker takes a mail by a
-- lease, stores what it is about to send, sends it, and stores the outcome.

create table public.mail_outbox (
  -- The provider gets it as the idempotency key: for 24 hours it sends nothing twice for one.
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('pam_weekly_report', 'executive_weekly_report', 'alert', 'preview')),
  -- What two mails of a kind differ by: the ISO week of a report, the newest of the alerts, the minute of a preview and what it is of.
  period text not null check (char_length(period) between 1 and 400),
  recipient text not null check (private.is_email_address(recipient)),
  -- What the mail is made of: {kind, …}, where `kind` names the template.
  data jsonb not null check (jsonb_typeof(data) = 'object' and jsonb_typeof(data -> 'kind') = 'string'),
  -- Stored before the first attempt, so that every attempt sends the same.
  subject private.label check (char_length(subject) <= 200),
  html text check (octet_length(html) <= 500000),
  text private.long_text,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  -- Attempts that failed.
  attempts smallint not null default 0 check (attempts >= 0),
  -- A worker that takes it moves this to the end of its lease.
  next_attempt_at private.instant,
  -- Whoever has an older token stores nothing.
  token bigint not null default 0,
  -- When the last attempt began, and the first one of which the provider may have sent the mail without our knowing.
  begun_at private.instant,
  unknown_since private.instant,
  created_at private.instant not null default now(),
  sent_at private.instant,
  -- The provider's.
  provider_id text,
  error_code text,
  error_message private.long_text,
  unique (kind, period, recipient),
  check ((state = 'queued') = (next_attempt_at is not null)),
  check ((state = 'sent') = (sent_at is not null) and (state = 'sent') = (provider_id is not null)),
  check (state <> 'failed' or error_code is not null),
  check (state <> 'sent' or (error_code is null and unknown_since is null)),
  check ((subject is null) = (begun_at is null) and (html is null) = (begun_at is null) and (text is null) = (begun_at is null)),
  check (begun_at is not null or (unknown_since is null and state <> 'sent')),
  check (unknown_since <= begun_at)
);
create index mail_outbox_due on public.mail_outbox (next_attempt_at) where state = 'queued';
create index mail_outbox_newest on public.mail_outbox (created_at);
select private.enable_normal_form('public.mail_outbox');
alter table public.mail_outbox enable row level security;
grant select on public.mail_outbox to authenticated, service_role;
create policy "admins read the mail outbox" on public.mail_outbox
  for select to authenticated
  using ((select private.is_admin()));

-- How long a worker has a mail, how long its idempotency key protects from sending it twice (an hour less than the provider says),
-- and how long after each failed attempt the next one begins.
create function private.mail_lease_time() returns interval language sql immutable set search_path = '' as $$ select interval '2 minutes' $$;
create function private.mail_key_time() returns interval language sql immutable set search_path = '' as $$ select interval '23 hours' $$;
create function private.mail_attempt_delays() returns interval[]
language sql immutable set search_path = ''
as $$ select '{1 minute,5 minutes,15 minutes,1 hour,3 hours,6 hours,12 hours}'::interval[] $$;

-- Whether a worker can send a mail now.
create function private.has_due_mail(now timestamptz) returns boolean
language sql stable set search_path = ''
as $$
  select exists (select from public.mail_outbox m where m.state = 'queued' and m.next_attempt_at <= has_due_mail.now)
    and not exists (select from private.apis a where a.name = 'resend' and a.blocked_until > has_due_mail.now)
$$;

-- The mail, locked, where `token` is that of its lease. Raises `lease_lost` for a worker that was too slow.
create function private.require_mail(mail uuid, token bigint) returns public.mail_outbox
language plpgsql set search_path = ''
as $$
declare
  leased public.mail_outbox;
begin
  select * into leased from public.mail_outbox m where m.id = mail for update;
  if leased.state is distinct from 'queued' or leased.token <> token then
    raise exception 'lease_lost' using errcode = 'PT409', detail = 'Another worker has this mail, or nobody any more.';
  end if;
  return leased;
end
$$;

-- Gives the next mail that is due to a worker, alerts and previews first: {id, token, recipient, data, delay_ms}, after which delay it may be
-- sent; null where there is none, or the provider pauses. A mail that the provider may have sent, and whose idempotency key
-- it has forgotten, is not sent again: it fails with `outcome_unknown`.
create function private.take_mail_at(now timestamptz) returns json
language plpgsql set search_path = ''
as $$
declare
  api private.apis;
  taken public.mail_outbox;
  starts timestamptz;
begin
  select * into api from private.apis a where a.name = 'resend' for update;
  if api.blocked_until > now then
    return null;
  end if;
  update public.mail_outbox m
  set state = 'failed', next_attempt_at = null, error_code = 'outcome_unknown',
    error_message = 'The provider may have sent it, and it is too late to find out. It is not sent again.'
  where m.state = 'queued' and m.next_attempt_at <= now and m.unknown_since <= now - private.mail_key_time();
  select * into taken from public.mail_outbox m
  where m.state = 'queued' and m.next_attempt_at <= now
  order by m.kind not in ('alert', 'preview'), m.created_at, m.id limit 1 for update;
  if taken.id is null then
    return null;
  end if;
  update public.mail_outbox m
  set token = nextval('private.lease_tokens'), next_attempt_at = now + private.mail_lease_time()
  where m.id = taken.id returning * into taken;
  starts := greatest(now, api.next_at);
  update private.apis a set next_at = starts + interval '1 second' / a.requests_per_second::double precision where a.name = 'resend';
  return json_build_object('id', taken.id, 'token', taken.token, 'recipient', taken.recipient, 'data', taken.data,
    'delay_ms', ceil(extract(epoch from starts - now) * 1000)::integer);
end
$$;

create function public.take_mail() returns json
language sql volatile security definer set search_path = ''
as $$ select private.take_mail_at(clock_timestamp()) $$;
grant execute on function public.take_mail() to service_role;

-- An attempt begins: stores what is sent, and returns it; of a later attempt what the first one has stored: {subject, html, text}.
create function private.begin_mail_at(mail uuid, token bigint, subject text, html text, text text, now timestamptz) returns json
language plpgsql set search_path = ''
as $$
declare
  begun public.mail_outbox := private.require_mail(mail, token);
begin
  update public.mail_outbox m
  set subject = coalesce(m.subject, begin_mail_at.subject), html = coalesce(m.html, begin_mail_at.html), text = coalesce(m.text, begin_mail_at.text),
    begun_at = begin_mail_at.now, unknown_since = coalesce(m.unknown_since, begin_mail_at.now),
    next_attempt_at = begin_mail_at.now + private.mail_lease_time()
  where m.id = mail returning * into begun;
  return json_build_object('subject', begun.subject, 'html', begun.html, 'text', begun.text);
end
$$;

create function public.begin_mail(mail uuid, token bigint, subject text, html text, text text) returns json
language sql volatile security definer set search_path = ''
as $$ select private.begin_mail_at(mail, token, subject, html, text, clock_timestamp()) $$;
grant execute on function public.begin_mail(uuid, bigint, text, text, text) to service_role;

-- The provider has taken a mail. It counts from a worker that was too slow as well.
create function private.mail_sent_at(mail uuid, provider text, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
begin
  update public.mail_outbox m
  set state = 'sent', sent_at = mail_sent_at.now, provider_id = provider, next_attempt_at = null, unknown_since = null, error_code = null, error_message = null
  where m.id = mail and m.begun_at is not null and (m.state = 'queued' or m.error_code = 'outcome_unknown');
  update private.apis a set pauses = 0, blocked_until = null where a.name = 'resend' and a.pauses > 0;
end
$$;

create function public.mail_sent(mail uuid, provider text) returns void
language sql volatile security definer set search_path = ''
as $$ select private.mail_sent_at(mail, provider, clock_timestamp()) $$;
grant execute on function public.mail_sent(uuid, text) to service_role;

-- An attempt failed. Where it may be better later (`retryable`), the mail is tried again, seven times within a day. `may_be_sent`:
-- whether the provider may have sent it all the same.
create function private.mail_failed_at(mail uuid, token bigint, code text, message text, retryable boolean, may_be_sent boolean, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  failed public.mail_outbox := private.require_mail(mail, token);
  delay interval := case when retryable then (private.mail_attempt_delays())[failed.attempts + 1] end;
begin
  update public.mail_outbox m
  set attempts = m.attempts + 1, error_code = code, error_message = private.as_long_text(left(message, 2000)),
    unknown_since = case when may_be_sent then m.unknown_since else nullif(m.unknown_since, m.begun_at) end,
    state = case when delay is null then 'failed' else 'queued' end, next_attempt_at = mail_failed_at.now + delay
  where m.id = failed.id;
end
$$;

create function public.mail_failed(mail uuid, token bigint, code text, message text, retryable boolean, may_be_sent boolean) returns void
language sql volatile security definer set search_path = ''
as $$ select private.mail_failed_at(mail, token, code, message, retryable, may_be_sent, clock_timestamp()) $$;
grant execute on function public.mail_failed(uuid, bigint, text, text, boolean, boolean) to service_role;

-- The provider refused a mail because there were too many requests: nobody sends it any for as long as it says, or for twice as
-- long as the last time, from 5 seconds to 15 minutes. It costs the mail no attempt.
create function private.pause_mails_at(mail uuid, token bigint, seconds numeric, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  refused public.mail_outbox;
  until timestamptz;
begin
  select pause_mails_at.now + least(greatest(coalesce(seconds, 5 * 2 ^ least(a.pauses, 10)), 1), 900) * interval '1 second' into until
  from private.apis a where a.name = 'resend' for update;
  refused := private.require_mail(mail, token);
  update private.apis a set blocked_until = greatest(a.blocked_until, until), pauses = a.pauses + 1 where a.name = 'resend';
  update public.mail_outbox m
  set next_attempt_at = until, unknown_since = nullif(m.unknown_since, m.begun_at), error_code = 'too_many_requests',
    error_message = 'The provider takes no more mails just now.'
  where m.id = refused.id;
end
$$;

create function public.pause_mails(mail uuid, token bigint, seconds numeric default null) returns void
language sql volatile security definer set search_path = ''
as $$ select private.pause_mails_at(mail, token, seconds, clock_timestamp()) $$;
grant execute on function public.pause_mails(uuid, bigint, numeric) to service_role;

-- Nothing can be sent at all, since mail is not set up or the provider does not know us: what is due is due again in an hour, and
-- so is the mail of the lease `token`, which was refused. It costs no attempt. Returns how many mails wait.
create function private.postpone_mails_at(code text, message text, token bigint, now timestamptz) returns integer
language plpgsql set search_path = ''
as $$
declare
  postponed integer;
begin
  update public.mail_outbox m
  set next_attempt_at = postpone_mails_at.now + interval '1 hour', error_code = code, error_message = private.as_long_text(left(message, 2000)),
    unknown_since = case when m.token = postpone_mails_at.token then nullif(m.unknown_since, m.begun_at) else m.unknown_since end
  where m.state = 'queued' and (m.next_attempt_at <= postpone_mails_at.now or m.token = postpone_mails_at.token);
  get diagnostics postponed = row_count;
  return postponed;
end
$$;

create function public.postpone_mails(code text, message text, token bigint default null) returns integer
language sql volatile security definer set search_path = ''
as $$ select private.postpone_mails_at(code, message, token, clock_timestamp()) $$;
grant execute on function public.postpone_mails(text, text, bigint) to service_role;

-- Sends a mail that failed once more, for admins: also one that may have arrived (`outcome_unknown`).
create function public.retry_mail(mail uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  failed public.mail_outbox;
begin
  perform private.require_admin();
  select * into failed from public.mail_outbox m where m.id = mail for update;
  if failed.id is null then
    perform private.raise_not_found();
  elsif failed.state <> 'failed' then
    raise exception 'not_failed' using errcode = 'PT409', detail = 'Only a mail that failed is sent again.';
  end if;
  update public.mail_outbox m
  set state = 'queued', attempts = 0, next_attempt_at = clock_timestamp(), unknown_since = null, error_code = null, error_message = null
  where m.id = failed.id;
  perform private.wake_worker();
end
$$;
grant execute on function public.retry_mail(uuid) to authenticated;

-- The addresses of admins, and the time zone that each reads times in.
create function private.admin_addresses() returns table (address text, time_zone text)
language sql stable set search_path = ''
as $$
  select distinct on (a.address) a.address, p.time_zone
  from public.profiles p cross join lateral private.clean_email(p.email) a (address)
  where p.role = 'admin' and a.address is not null
  order by a.address, p.id
$$;

-- Mails alerts to every admin: those that come together in one mail. They are stored and queued, or neither.
create function private.mail_alerts(alerts bigint[], now timestamptz) returns void
language sql volatile set search_path = ''
as $$
  insert into public.mail_outbox (kind, period, recipient, data, created_at, next_attempt_at)
  select 'alert', x.newest::text, a.address, jsonb_build_object('kind', 'alert', 'time_zone', a.time_zone, 'alerts', x.alerts), now, now
  from private.admin_addresses() a
  cross join (
    select max(l.id) as newest, jsonb_agg(jsonb_build_object(
      'kind', l.kind, 'code', l.code, 'message', l.message, 'at', l.at, 'run', l.run_id,
      'subject', case l.kind when 'no_success' then l.subject else coalesce(t.title, l.subject) end) order by l.id) as alerts
    from public.alerts l left join public.scheduled_tasks t on t.name = split_part(l.subject, ' ', 2)
    where l.id = any (alerts)
  ) x
  where x.newest is not null
  on conflict do nothing
$$;
