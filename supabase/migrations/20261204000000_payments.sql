-- Money is never lost: quotes that are kept, every signed payment recorded before anything is decided, what does not fit held
-- for a decision, refunds through the provider, and confirmations by hand that say how much and can be undone.

drop function public.record_payment(uuid, text, text, integer, text);
drop function public.confirm_enrollment(uuid);

-- An amount of money in the smallest unit of its currency, and the currency's ISO 4217 code.
create domain private.money as bigint check (value between 0 and 999999999999);
create domain private.currency_code as text check (value ~ '^[A-Z]{3}$');

-- A payment intent is the price that a checkout quotes for an enrollment, and keeps: a payment is compared with its
-- quote, whatever the program costs by then.

create table public.payment_intents (
  id uuid primary key default gen_random_uuid(),
  -- These are null once what they refer to is deleted: the quote stays.
  enrollment_id uuid references public.enrollments (id) on delete set null,
  version_id uuid references public.program_versions (id) on delete set null,
  -- Who is to pay.
  user_id uuid references public.profiles (id) on delete set null,
  coach_id uuid references public.profiles (id) on delete set null,
  payer_name private.optional_label not null,
  program_title private.label not null,
  amount private.money not null check (amount > 0),
  currency private.currency_code not null,
  -- `void`: another quote took its place, or nothing is due any more. A payment for it is compared with it all the same.
  state text not null default 'open' check (state in ('open', 'paid', 'void')),
  created_at private.instant not null default now(),
  -- Until then a higher price does not take its place.
  expires_at private.instant not null
);
create unique index payment_intents_open on public.payment_intents (enrollment_id) where state = 'open';
create index payment_intents_enrollment on public.payment_intents (enrollment_id);
create index payment_intents_version on public.payment_intents (version_id);
create index payment_intents_person on public.payment_intents (user_id);
create index payment_intents_coach on public.payment_intents (coach_id);
select private.enable_normal_form('public.payment_intents');
alter table public.payment_intents enable row level security;
grant select on public.payment_intents to authenticated, service_role;
create policy "payers and coaches read their own quotes, admins all" on public.payment_intents
  for select to authenticated
  using (user_id = (select auth.uid()) or (coach_id = (select auth.uid()) and (select private.is_coach()))
    or (select private.is_admin()));

-- For how long a quote is kept when the price goes up.
create function private.quote_period() returns interval
language sql immutable parallel safe set search_path = ''
as $$ select interval '7 days' $$;

-- Whether a checkout shows an earlier quote again instead of today's price: it has not expired, and is no more than
-- that price.
create function private.keeps_quote(quoted public.payment_intents, version public.program_versions) returns boolean
language sql stable set search_path = ''
as $$
  select case
    when quoted.currency = version.currency and quoted.amount >= version.price then quoted.amount = version.price
    else quoted.expires_at > now() end
$$;

-- What is to be paid for a pending enrollment, for its person or its coach: {intent_id, amount, currency}. Null where
-- nothing is due.
create function public.quote_payment(enrollment uuid) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  due public.enrollments;
  version public.program_versions;
  quoted public.payment_intents;
begin
  select * into due from public.enrollments e
  where e.id = enrollment and (e.user_id = me or (e.coach_id = me and private.is_coach()))
  for update;
  if due.id is null then
    perform private.raise_not_found();
  end if;
  select * into version from public.program_versions v where v.id = due.version_id;
  if due.status <> 'pending' or version.price is null then
    return null;
  end if;
  select * into quoted from public.payment_intents i where i.enrollment_id = due.id and i.state = 'open' for update;
  if quoted.id is null or not private.keeps_quote(quoted, version) then
    update public.payment_intents i set state = 'void' where i.id = quoted.id;
    insert into public.payment_intents (enrollment_id, version_id, user_id, coach_id, payer_name, program_title, amount,
      currency, expires_at)
    select due.id, version.id, due.user_id, due.coach_id, p.display_name, due.program_title, version.price,
      version.currency, now() + private.quote_period()
    from public.profiles p where p.id = due.user_id
    returning * into quoted;
  end if;
  return json_build_object('intent_id', quoted.id, 'amount', quoted.amount, 'currency', quoted.currency);
end
$$;
grant execute on function public.quote_payment(uuid) to authenticated;

-- A quote is open only while its enrollment waits for a payment.
create function private.void_quote() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.payment_intents i set state = 'void' where i.enrollment_id = old.id and i.state = 'open';
  return null;
end
$$;

create trigger void_quote after update of status on public.enrollments
  for each row when (old.status = 'pending' and new.status <> 'pending') execute function private.void_quote();

create function private.void_quote_of_deleted() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.state := 'void';
  return new;
end
$$;

create trigger void_quote_of_deleted before update of enrollment_id on public.payment_intents
  for each row when (new.enrollment_id is null and new.state = 'open') execute function private.void_quote_of_deleted();

-- Payments: what the provider reported, and what coaches confirmed by hand. Every signed payment is recorded before
-- anything is decided about it. What does not fit its quote waits for the coach, or, where it names no quote, an admin.

create table public.payments (
  id uuid primary key default gen_random_uuid(),
  -- `coach` for a confirmation by hand.
  provider private.label not null check (char_length(provider) <= 200),
  -- The provider's own id of the payment.
  reference private.label not null check (char_length(reference) <= 200),
  -- The quote that it is for, as the provider reports it.
  intent_reference private.label check (char_length(intent_reference) <= 200),
  -- These are null where they are unknown, or deleted since: the payment stays recorded.
  intent_id uuid references public.payment_intents (id) on delete set null,
  enrollment_id uuid references public.enrollments (id) on delete set null,
  user_id uuid references public.profiles (id) on delete set null,
  coach_id uuid references public.profiles (id) on delete set null,
  payer_name private.optional_label not null default '',
  program_title private.optional_label not null default '',
  -- Null where the report cannot be read, and for confirmations that are older than amounts are.
  amount private.money,
  currency private.currency_code,
  -- How it was paid, of a confirmation.
  method text check (method in ('cash', 'bank_transfer', 'card', 'waived', 'other')),
  note private.optional_label not null default '' check (char_length(note) <= 500),
  -- `received`: recorded, nothing decided yet. `applied`: it pays for its enrollment. `held`: it pays for nothing until
  -- somebody decides. `refunded`: all of it was paid back. `undone`: the confirmation was withdrawn.
  state text not null default 'received' check (state in ('received', 'applied', 'held', 'refunded', 'undone')),
  -- Why it does not fit its quote.
  issue text check (issue in ('unreadable', 'unknown_quote', 'reused_reference', 'enrollment_deleted', 'enrollment_ended',
    'wrong_currency', 'too_little', 'too_much', 'nothing_due')),
  received_at private.instant not null default now(),
  -- When and by whom the issue was decided.
  decided_at private.instant,
  decided_by uuid references public.profiles (id) on delete set null,
  -- A repeated webhook is one payment. A reference that comes back with another content is another one.
  constraint payments_reported_once unique nulls not distinct (provider, reference, intent_reference, amount, currency),
  check (state <> 'held' or (issue is not null and decided_at is null)),
  check (state not in ('received', 'undone') or issue is null),
  check ((method is not null) <= (provider = 'coach')),
  check (state <> 'undone' or provider = 'coach'),
  check ((amount is null) = (currency is null)),
  check (amount > 0 or method = 'waived')
);
create index payments_intent on public.payments (intent_id);
create index payments_enrollment on public.payments (enrollment_id);
create index payments_person on public.payments (user_id);
create index payments_coach on public.payments (coach_id);
create index payments_decided_by on public.payments (decided_by);
create index payments_unsettled on public.payments (received_at) where state = 'received';
select private.enable_normal_form('public.payments');
alter table public.payments enable row level security;
grant select on public.payments to authenticated, service_role;
create policy "payers and coaches read their own payments, admins all" on public.payments
  for select to authenticated
  using (user_id = (select auth.uid()) or (coach_id = (select auth.uid()) and (select private.is_coach()))
    or (select private.is_admin()));

-- What a signed webhook said that could not be read as a payment.
create table private.unreadable_payments (
  payment_id uuid primary key references public.payments (id) on delete cascade,
  body text not null
);
alter table private.unreadable_payments enable row level security;

-- Whether a payment pays for the enrollment.
create function private.is_paid(enrollment uuid) returns boolean
language sql stable set search_path = ''
as $$ select exists (select from public.payments y where y.enrollment_id = enrollment and y.state = 'applied') $$;

-- Records a payment whose webhook the server has verified, and returns its id. Nothing is decided yet: settle_payment
-- does that. Idempotent. `intent` is what the provider calls the quote.
create function public.record_payment(provider text, reference text, intent text, amount bigint, currency text)
returns uuid
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  recorded uuid;
begin
  insert into public.payments as y (provider, reference, intent_reference, amount, currency)
  values (private.read_label('provider', record_payment.provider), private.read_label('reference', record_payment.reference),
    private.read_label('intent', record_payment.intent), record_payment.amount, record_payment.currency)
  on conflict on constraint payments_reported_once do update set provider = excluded.provider
  returning y.id into recorded;
  return recorded;
end
$$;
grant execute on function public.record_payment(text, text, text, bigint, text) to service_role;

-- Records a signed webhook that cannot be read, for an admin; once for each body.
create function public.record_unreadable_payment(provider text, body text) returns uuid
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  recorded uuid;
begin
  insert into public.payments as y (provider, reference, state, issue)
  values (private.read_label('provider', record_unreadable_payment.provider),
    encode(sha256(convert_to(body, 'UTF8')), 'hex'), 'held', 'unreadable')
  on conflict on constraint payments_reported_once do update set provider = excluded.provider
  returning y.id into recorded;
  insert into private.unreadable_payments (payment_id, body) values (recorded, record_unreadable_payment.body)
  on conflict (payment_id) do nothing;
  return recorded;
end
$$;
grant execute on function public.record_unreadable_payment(text, text) to service_role;

-- Why a payment does not fit its quote; null where it does.
create function private.payment_issue(paid public.payments, quoted public.payment_intents, due public.enrollments)
returns text
language sql stable set search_path = ''
as $$
  select case
    when exists (
      select from public.payments y
      where y.provider = paid.provider and y.reference = paid.reference and y.id <> paid.id and y.state <> 'received')
      then 'reused_reference'
    when quoted.id is null then 'unknown_quote'
    when due.id is null then 'enrollment_deleted'
    when paid.currency <> quoted.currency then 'wrong_currency'
    when paid.amount < quoted.amount then 'too_little'
    when due.status = 'ended' then 'enrollment_ended'
    when due.status = 'active' then 'nothing_due'
    -- An expired quote holds no longer where a later one asks for more.
    when quoted.expires_at < now() and exists (
      select from public.payment_intents i
      where i.enrollment_id = due.id and i.state = 'open' and i.currency = quoted.currency and i.amount > quoted.amount)
      then 'too_little'
    when paid.amount > quoted.amount then 'too_much'
  end
$$;

-- Decides what a recorded payment is: it fits its quote and pays for its enrollment, which becomes active, or it is held.
-- More than the quote pays as well, and waits for a decision about the rest. Idempotent. {payment_id, state, issue,
-- enrollment_id, user_id, status}, where the last three are null without an enrollment.
create function public.settle_payment(payment uuid) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  paid public.payments;
  quoted public.payment_intents;
  due public.enrollments;
  found_issue text;
begin
  select * into paid from public.payments y where y.id = payment;
  -- Reports with one reference are settled one after the other.
  perform pg_advisory_xact_lock(hashtextextended('cadence.payment:' || paid.provider || ' ' || paid.reference, 0));
  select * into quoted from public.payment_intents i where i.id::text = paid.intent_reference;
  -- The enrollment is locked first, as everywhere.
  select * into due from public.enrollments e where e.id = quoted.enrollment_id for update;
  select * into paid from public.payments y where y.id = payment for update;
  if paid.id is null then
    perform private.raise_not_found();
  end if;
  if paid.state = 'received' then
    found_issue := private.payment_issue(paid, quoted, due);
    update public.payments y
    set intent_id = quoted.id, enrollment_id = due.id, user_id = quoted.user_id, coach_id = quoted.coach_id,
      payer_name = coalesce(quoted.payer_name, ''), program_title = coalesce(quoted.program_title, ''),
      issue = found_issue,
      state = case when found_issue is null or found_issue = 'too_much' then 'applied' else 'held' end
    where y.id = paid.id returning * into paid;
    if paid.state = 'applied' then
      perform private.activate_enrollment(due.id);
      update public.payment_intents i set state = 'paid' where i.id = quoted.id;
    end if;
  end if;
  return (
    select json_build_object('payment_id', y.id, 'state', y.state, 'issue', y.issue, 'enrollment_id', e.id,
      'user_id', e.user_id, 'status', e.status)
    from public.payments y left join public.enrollments e on e.id = y.enrollment_id
    where y.id = payment);
end
$$;
grant execute on function public.settle_payment(uuid) to service_role;

-- Makes a pending enrollment active. An ended one stays ended.
create or replace function private.activate_enrollment(enrollment uuid) returns json
language plpgsql set search_path = ''
as $$
begin
  update public.enrollments e set status = 'active' where e.id = enrollment and e.status = 'pending';
  return private.enrollment_response(enrollment);
end
$$;

-- A payment that came after its enrollment had ended pays for it when the person enrolls again, unless it is being refunded.
create function private.apply_late_payment(enrollment uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  update public.payments y set state = 'applied', decided_at = now()
  where y.id = (
    select h.id from public.payments h
    where h.enrollment_id = apply_late_payment.enrollment and h.state = 'held' and h.issue = 'enrollment_ended'
      and private.refundable_amount(h.id) = h.amount and not private.is_paid(apply_late_payment.enrollment)
    order by h.received_at, h.id limit 1);
end
$$;

-- Earlier payments and confirmations, with those of deleted enrollments.
insert into public.payments (provider, reference, enrollment_id, user_id, coach_id, payer_name, program_title, amount, currency,
  state, received_at)
select y.provider, y.reference, e.id, e.user_id, e.coach_id, coalesce(p.display_name, ''), coalesce(e.program_title, ''),
  y.amount, y.currency, 'applied', y.at
from private.payments y
left join public.enrollments e on e.id = y.enrollment_id
left join public.profiles p on p.id = e.user_id;
drop table private.payments;

-- What coaches decide about payments: they confirm what reached them by another way, withdraw that, and accept what does
-- not fit its quote. Admins decide about payments that name no quote.

-- The payment, locked, where the caller decides about it: its coach, or an admin where it has none or none that still is a
-- coach. The pushes of its person and the enrollment are locked first.
create function private.require_own_payment(payment uuid) returns public.payments
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.require_coach();
  own public.payments;
begin
  select * into own from public.payments y
  where y.id = payment and (y.coach_id = me or (private.is_admin() and not exists (
    select from public.profiles c where c.id = y.coach_id and c.role in ('coach', 'admin'))));
  if own.id is null then
    perform private.raise_not_found();
  end if;
  perform private.lock_enrollments(array[own.enrollment_id]);
  select * into own from public.payments y where y.id = payment for update;
  return own;
end
$$;

-- The coach confirms a pending enrollment in one of their programs, with what was paid and how; `waived` is nothing.
-- `request` makes it idempotent: it becomes the payment's id.
create function public.confirm_enrollment(enrollment uuid, amount bigint, method text, request uuid, note text default '')
returns json
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  confirmed public.enrollments;
  due public.payment_intents;
  known public.payments;
begin
  select * into confirmed from public.enrollments e where e.id = enrollment and e.coach_id = coach for update;
  if confirmed.id is null then
    perform private.raise_not_found();
  end if;
  select * into known from public.payments y where y.id = request;
  if known.id is not null then
    if known.enrollment_id is distinct from confirmed.id then
      raise exception 'request_used' using errcode = 'PT409', detail = 'This request was for another enrollment.';
    end if;
    return private.enrollment_response(confirmed.id);
  end if;
  if confirmed.status = 'ended' then
    raise exception 'ended' using errcode = 'PT409', detail = 'This enrollment has ended.';
  elsif confirmed.status = 'active' then
    raise exception 'nothing_due' using errcode = 'PT409', detail = 'Nothing is due for this enrollment.';
  end if;
  if (amount between 0 and 999999999999 and method in ('cash', 'bank_transfer', 'card', 'waived', 'other')
      and (amount = 0) = (method = 'waived') and char_length(note) <= 500) is not true or request is null then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A confirmation has the amount that was paid and how, or is waived, and the id of the request.';
  end if;
  select * into due from public.payment_intents i where i.enrollment_id = confirmed.id and i.state = 'open';
  insert into public.payments (id, provider, reference, intent_id, enrollment_id, user_id, coach_id, payer_name,
    program_title, amount, currency, method, note, state, decided_by)
  select request, 'coach', request::text, due.id, confirmed.id, confirmed.user_id, coach, p.display_name,
    confirmed.program_title, confirm_enrollment.amount, coalesce(due.currency, v.currency), confirm_enrollment.method,
    private.as_label(coalesce(confirm_enrollment.note, ''), 500), 'applied', coach
  from public.profiles p, public.program_versions v
  where p.id = confirmed.user_id and v.id = confirmed.version_id;
  return private.activate_enrollment(confirmed.id);
end
$$;
grant execute on function public.confirm_enrollment(uuid, bigint, text, uuid, text) to authenticated;

-- Withdraws a confirmation by hand: an active enrollment that nothing else pays for is pending again, without the
-- upcoming tasks that its person has neither done, locked nor changed. Idempotent. {removed}, which counts tasks.
create function public.undo_confirmation(payment uuid) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  own public.payments := private.require_own_payment(payment);
  removed integer := 0;
begin
  if own.provider <> 'coach' then
    raise exception 'not_by_hand' using errcode = 'PT409', detail = 'The provider reported this payment: refund it.';
  end if;
  update public.payments y set state = 'undone', decided_at = now(), decided_by = auth.uid()
  where y.id = own.id and y.state = 'applied';
  if not found then
    return json_build_object('removed', 0);
  end if;
  if not private.is_paid(own.enrollment_id)
     and exists (
       select from public.enrollments e join public.program_versions v on v.id = e.version_id
       where e.id = own.enrollment_id and e.status = 'active' and v.price is not null) then
    removed := private.withdraw_tasks(array[own.enrollment_id]);
    update public.enrollments e set status = 'pending', synced_days = 0, sync_state = 'waiting'
    where e.id = own.enrollment_id;
  end if;
  return json_build_object('removed', removed);
end
$$;
grant execute on function public.undo_confirmation(uuid) to authenticated;

-- Accepts a payment that does not fit its quote: it pays for its enrollment, or for the one that an admin names. A
-- pending enrollment becomes active, an ended one does when its person enrolls again. Idempotent.
create function public.accept_payment(payment uuid, enrollment uuid default null) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  own public.payments := private.require_own_payment(payment);
  target public.enrollments;
begin
  if own.issue is null or own.state not in ('held', 'applied') or exists (
    select from public.payment_refunds r where r.payment_id = own.id and r.state = 'pending') then
    raise exception 'nothing_to_decide' using errcode = 'PT409', detail = 'There is nothing to decide about this payment.';
  end if;
  if enrollment is not null and own.enrollment_id is distinct from enrollment then
    if not private.is_admin() or own.coach_id is not null or own.amount is null then
      perform private.raise_not_found();
    end if;
    select * into target from public.enrollments e where e.id = enrollment for update;
    if target.id is null then
      perform private.raise_not_found();
    end if;
  else
    select * into target from public.enrollments e where e.id = own.enrollment_id;
  end if;
  update public.payments y
  set state = 'applied', decided_at = now(), decided_by = auth.uid(), enrollment_id = target.id,
    user_id = coalesce(y.user_id, target.user_id), coach_id = coalesce(y.coach_id, target.coach_id),
    payer_name = coalesce(nullif(y.payer_name, ''), (select p.display_name from public.profiles p where p.id = target.user_id), ''),
    program_title = coalesce(nullif(y.program_title, ''), target.program_title, '')
  where y.id = own.id and y.decided_at is null;
  if found and target.id is not null then
    perform private.activate_enrollment(target.id);
  end if;
  return private.enrollment_response(target.id);
end
$$;
grant execute on function public.accept_payment(uuid, uuid) to authenticated;

-- Refunds through the payment provider. One is recorded before the provider is asked, so that a lost response leaves a
-- pending refund and not a doubt; its id makes repeating the request harmless.

create table public.payment_refunds (
  id uuid primary key,
  payment_id uuid not null references public.payments (id) on delete cascade,
  -- As in the payment, for the policy.
  user_id uuid references public.profiles (id) on delete set null,
  coach_id uuid references public.profiles (id) on delete set null,
  amount private.money not null check (amount > 0),
  -- `pending`: the provider was asked, and has not confirmed it yet.
  state text not null default 'pending' check (state in ('pending', 'done', 'failed')),
  -- Whether the enrollment ends with it.
  ends_enrollment boolean not null,
  -- The provider's own id of the refund, or why it refused.
  reference private.label check (char_length(reference) <= 200),
  failure private.label check (char_length(failure) <= 500),
  -- Null where it was made at the provider.
  requested_by uuid references public.profiles (id) on delete set null,
  requested_at private.instant not null default now(),
  settled_at private.instant,
  check ((settled_at is null) = (state = 'pending')),
  check ((failure is not null) = (state = 'failed'))
);
create unique index payment_refunds_reference on public.payment_refunds (payment_id, reference) where reference is not null;
create index payment_refunds_payment on public.payment_refunds (payment_id);
create index payment_refunds_person on public.payment_refunds (user_id);
create index payment_refunds_coach on public.payment_refunds (coach_id);
create index payment_refunds_requested_by on public.payment_refunds (requested_by);
select private.enable_normal_form('public.payment_refunds');
alter table public.payment_refunds enable row level security;
grant select on public.payment_refunds to authenticated, service_role;
create policy "payers and coaches read their own refunds, admins all" on public.payment_refunds
  for select to authenticated
  using (user_id = (select auth.uid()) or (coach_id = (select auth.uid()) and (select private.is_coach()))
    or (select private.is_admin()));

-- What of a payment is neither refunded nor about to be.
create function private.refundable_amount(payment uuid) returns bigint
language sql stable set search_path = ''
as $$
  select y.amount - coalesce((
    select sum(r.amount) from public.payment_refunds r where r.payment_id = y.id and r.state <> 'failed'), 0)::bigint
  from public.payments y where y.id = payment
$$;

-- Records that the caller refunds a payment that the provider reported, all of what is left or `amount` of it, and returns
-- what the provider is asked: {refund_id, state, provider, reference, amount, currency, failure}.
-- Idempotent by `request`.
create function public.begin_refund(payment uuid, request uuid, amount bigint default null, ends_enrollment boolean default false)
returns json
language plpgsql security definer set search_path = ''
as $$
declare
  own public.payments := private.require_own_payment(payment);
  known public.payment_refunds;
  rest bigint := private.refundable_amount(own.id);
begin
  if request is null or ends_enrollment is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'A refund has the id of its request.';
  end if;
  select * into known from public.payment_refunds r where r.id = request;
  if known.id is null then
    if own.provider = 'coach' or own.amount is null then
      raise exception 'not_refundable' using errcode = 'PT409', detail = 'Only what the provider reported can be refunded.';
    elsif own.state = 'received' or rest <= 0 or amount > rest then
      raise exception 'nothing_left' using errcode = 'PT409', detail = 'This is more than what is left of the payment.';
    elsif amount <= 0 then
      raise exception 'malformed_request' using errcode = 'PT400', detail = 'A refund is above 0.';
    end if;
    insert into public.payment_refunds as r (id, payment_id, user_id, coach_id, amount, ends_enrollment, requested_by)
    values (request, own.id, own.user_id, own.coach_id, coalesce(begin_refund.amount, rest),
      begin_refund.ends_enrollment, auth.uid())
    returning * into known;
  elsif known.payment_id <> own.id then
    raise exception 'request_used' using errcode = 'PT409', detail = 'This request was for another payment.';
  end if;
  return json_build_object('refund_id', known.id, 'state', known.state, 'provider', own.provider,
    'reference', own.reference, 'amount', known.amount, 'currency', own.currency, 'failure', known.failure);
end
$$;
grant execute on function public.begin_refund(uuid, uuid, bigint, boolean) to authenticated;

-- The provider has paid back, or has refused with `failure`. A payment of which nothing is left is refunded; with it ends
-- the enrollment where that was chosen. Idempotent; a refund that was done stays done.
create function public.settle_refund(refund uuid, reference text, failure text default null) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  given private.label := private.read_label('reference', settle_refund.reference);
  asked public.payment_refunds;
  paid public.payments;
begin
  select * into asked from public.payment_refunds r where r.id = refund;
  select * into paid from public.payments y where y.id = asked.payment_id;
  perform from public.enrollments e where e.id = paid.enrollment_id for update;
  perform from public.payments y where y.id = paid.id for update;
  select * into asked from public.payment_refunds r where r.id = refund for update;
  if asked.id is null then
    perform private.raise_not_found();
  end if;
  if asked.state <> 'done' then
    -- The provider may have reported it without our id: it is this one.
    delete from public.payment_refunds r
    where r.payment_id = asked.payment_id and r.id <> asked.id and r.reference = given and settle_refund.failure is null;
    update public.payment_refunds r
    set state = case when settle_refund.failure is null then 'done' else 'failed' end, settled_at = now(),
      reference = case when settle_refund.failure is null then given end,
      failure = nullif(private.as_label(settle_refund.failure, 500), '')
    where r.id = asked.id returning * into asked;
    if asked.state = 'done' then
      perform private.apply_refund(asked);
    end if;
  end if;
  return json_build_object('refund_id', asked.id, 'state', asked.state, 'failure', asked.failure);
end
$$;
grant execute on function public.settle_refund(uuid, text, text) to service_role;

create function private.apply_refund(done public.payment_refunds) returns void
language plpgsql set search_path = ''
as $$
declare
  paid_back bigint := (
    select sum(r.amount) from public.payment_refunds r where r.payment_id = done.payment_id and r.state = 'done');
begin
  update public.payments y
  set state = case when paid_back >= y.amount then 'refunded' else y.state end,
    decided_at = case when y.state = 'held' and paid_back < y.amount then null else coalesce(y.decided_at, now()) end,
    decided_by = coalesce(y.decided_by, done.requested_by)
  where y.id = done.payment_id;
  if done.ends_enrollment then
    update public.enrollments e set status = 'ended', ended_by = 'coach'
    where e.id = (select y.enrollment_id from public.payments y where y.id = done.payment_id) and e.status <> 'ended';
  end if;
end
$$;

-- Records a refund that the provider reports: one that was asked for here, by its id, or one that was made at the provider.
-- Null where the payment is unknown. Idempotent.
create function public.record_refund(provider text, payment_reference text, reference text, amount bigint, request text default null)
returns json
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_variable
declare
  paid public.payments;
  asked uuid;
begin
  perform public.settle_payment(y.id) from public.payments y
  where y.provider = record_refund.provider and y.reference = payment_reference and y.state = 'received';
  select r.id into asked from public.payment_refunds r join public.payments y on y.id = r.payment_id
  where y.provider = record_refund.provider and y.reference = payment_reference
    and (r.id::text = request or r.reference = record_refund.reference)
  order by r.id::text = request desc nulls last limit 1;
  select * into paid from public.payments y
  where y.provider = record_refund.provider and y.reference = payment_reference
  order by y.received_at limit 1;
  if paid.id is null then
    return null;
  end if;
  if asked is null then
    insert into public.payment_refunds as r (id, payment_id, user_id, coach_id, amount, ends_enrollment)
    values (gen_random_uuid(), paid.id, paid.user_id, paid.coach_id, record_refund.amount, false)
    returning r.id into asked;
  end if;
  return public.settle_refund(asked, record_refund.reference);
end
$$;
grant execute on function public.record_refund(text, text, text, bigint, text) to service_role;

-- Deletes the program tasks of the enrollments that are dated from the person's today on and are as the program made them:
-- neither done, locked, changed nor noted. Returns how many. They can be materialized again.
create function private.withdraw_tasks(enrollment_ids uuid[]) returns integer
language plpgsql set search_path = ''
as $$
declare
  removed integer;
begin
  perform private.lock_enrollments(enrollment_ids);
  perform private.set_write_context(jsonb_build_object(
    'keep_undismissed', true, 'tombstone_timestamps', private.lowest_timestamps()));
  delete from public.tasks t
  using (select e.id, private.today_of(e.user_id) as today from public.enrollments e where e.id = any (enrollment_ids)) m
  where t.enrollment_id = m.id and t.template_task_id is not null and t.date >= m.today and t.status = 'open'
    and not t.client_locked and private.is_unedited(t) and t.client_notes is null;
  get diagnostics removed = row_count;
  perform private.set_write_context('{"keep_undismissed": null, "tombstone_timestamps": null}');
  return removed;
end
$$;

-- Enrolls `person` once, with `coach`, which is the person for their own plan: an active or pending enrollment is
-- returned, an ended one is reopened in this version and with this start date, with the tasks that were done and without those
-- that were dismissed. There is one
-- enrollment for a person and a cohort, or, without a cohort, for a person, a coach, a version and a start date. With a
-- price to be paid by somebody else than the program's coach it is pending.
create or replace function private.enroll(person uuid, coach uuid, version public.program_versions, cohort uuid, start_date date,
  filled jsonb)
returns uuid
language plpgsql set search_path = ''
as $$
declare
  known public.enrollments;
  first_status text := case when version.price is null or person = version.user_id then 'active' else 'pending' end;
begin
  -- The pushes of a person are locked before anything else, as everywhere.
  perform private.lock_user_pushes(person);
  -- Serializes concurrent enrollments of one person.
  perform from public.profiles p where p.id = person for no key update;
  select * into known from public.enrollments e
  where e.user_id = person and case
    when cohort is not null then e.cohort_id = cohort
    else e.cohort_id is null and e.coach_id = coach and e.version_id = version.id
      and e.start_date = enroll.start_date end
  order by e.status = 'ended', e.created_at
  limit 1 for update;
  if known.status in ('pending', 'active') then
    return known.id;
  end if;
  perform private.require_enrollment_capacity(person);
  if known.id is null then
    insert into public.enrollments as e (user_id, coach_id, program_id, version_id, cohort_id, program_title, start_date,
      parameters, status)
    values (person, coach, version.program_id, version.id, cohort, version.title, enroll.start_date, filled,
      first_status)
    returning * into known;
    -- Coaches do not count as users of their own programs.
    if person <> version.user_id then
      perform private.record_program_event(version.program_id, case when person = coach then 'imported' else 'used' end);
    end if;
  else
    perform private.apply_late_payment(known.id);
    if known.version_id <> version.id or known.start_date <> enroll.start_date then
      perform private.withdraw_tasks(array[known.id]);
    end if;
    update public.enrollments e
    set status = case when private.is_paid(e.id) then 'active' else first_status end,
      version_id = version.id, program_title = version.title, start_date = enroll.start_date,
      ended_by = null, parameters = filled, synced_days = 0, sync_state = 'waiting'
    where e.id = known.id;
  end if;
  return known.id;
end
$$;

-- Makes those enrollments active that wait for a payment although their version is free, with their tasks from today on.
create or replace function private.activate_free(enrollment_ids uuid[]) returns void
language plpgsql set search_path = ''
as $$
declare
  free uuid[] := array(
    select e.id from public.enrollments e join public.program_versions v on v.id = e.version_id
    where e.id = any (enrollment_ids) and e.status = 'pending' and v.price is null);
begin
  perform private.activate_enrollment(f.id) from unnest(free) f (id);
  perform private.materialize_tasks(free, null, null, true, false);
end
$$;

-- What a version costs for those who would be moved to it: {price, currency, old_price, old_currency, pending, quoted}, where
-- the old price is that of whom it changes for, `pending` counts those who have not paid, and `quoted` those of them who
-- still pay what a checkout has quoted.
create or replace function private.price_change(enrollment_ids uuid[], target_version uuid) returns json
language sql stable set search_path = ''
as $$
  with members as (
    select e.id, e.status, v.price, v.currency
    from public.enrollments e join public.program_versions v on v.id = e.version_id
    where e.id = any (enrollment_ids)
  ), changed as (
    select m.price, m.currency from members m, public.program_versions t
    where t.id = target_version and (m.price is distinct from t.price or (m.price is not null and m.currency <> t.currency))
    limit 1
  )
  select json_build_object('price', t.price, 'currency', t.currency, 'old_price', c.price, 'old_currency', c.currency,
    'pending', (select count(*) from members m where m.status = 'pending'),
    'quoted', (
      select count(*) from members m join public.payment_intents i on i.enrollment_id = m.id and i.state = 'open'
      where m.status = 'pending' and t.price is not null and private.keeps_quote(i, t)))
  from public.program_versions t join changed c on true where t.id = target_version
$$;

-- Moves locked enrollments to a version, with the same counts as its plan: {added, removed, changed}. Where the version is
-- free, those that waited for a payment become active and get their tasks.
create or replace function private.apply_move(enrollment_ids uuid[], target_version uuid) returns json
language plpgsql set search_path = ''
as $$
declare
  counts json;
begin
  -- Locked before the plan is made, for concurrent edits.
  perform from public.tasks t
  where t.id in (select m.id from private.movable_tasks(enrollment_ids) m) order by t.id for update;
  -- The lowest timestamps, so that edits made offline win.
  perform private.set_write_context(jsonb_build_object(
    'keep_undismissed', true, 'keep_timestamps', true, 'tombstone_timestamps', private.lowest_timestamps()));
  with plan as materialized (
    select p.* from private.plan_move(enrollment_ids, target_version) p
  ), removed as (
    delete from public.tasks t using plan p where p.action = 'remove' and t.id = p.id
  ), updated as (
    update public.tasks t
    set date = p.date, position = p.position, title = p.title, notes = p.notes, minutes = p.minutes, type = p.type,
      is_required = p.is_required, source_type = p.source_type
    from plan p where p.action = 'update' and t.id = p.id
  ), dismissed as (
    insert into private.dismissed_tasks (task_id, enrollment_id)
    select p.id, p.enrollment_id from plan p where p.action = 'dismiss'
    on conflict (task_id) do nothing
  ), inserted as (
    insert into public.tasks (id, user_id, date, position, title, notes, minutes, type, is_required, source_type,
      enrollment_id, template_task_id, program_day, field_timestamps)
    select p.id, p.user_id, p.date, p.position, p.title, p.notes, p.minutes, p.type, p.is_required, p.source_type,
      p.enrollment_id, p.template_task_id, p.program_day, private.lowest_timestamps()
    from plan p where p.action = 'insert'
  )
  select private.move_counts(array_agg(p.action)) into counts from plan p;
  perform private.set_write_context('{"keep_undismissed": null, "keep_timestamps": null, "tombstone_timestamps": null}');
  update public.enrollments e
  set version_id = v.id, program_title = v.title,
    synced_days = case when e.sync_state = 'done' then v.length_days else least(e.synced_days, v.length_days) end
  from public.program_versions v
  where v.id = target_version and e.id = any (enrollment_ids);
  perform private.activate_free(enrollment_ids);
  return counts;
end
$$;

-- The caller's enrollments that they may have tasks in: not those that wait for a payment.
create or replace function private.my_enrollments() returns setof uuid
language sql stable security definer set search_path = ''
as $$ select e.id from public.enrollments e where e.user_id = (select auth.uid()) and e.status <> 'pending' $$;

-- Enrolls `person` in a cohort, with its start date and version after concurrent changes of them.
create or replace function private.add_to_cohort(cohort uuid, person uuid, parameters jsonb) returns json
language plpgsql set search_path = ''
as $$
declare
  joined public.cohorts;
  version public.program_versions;
  enrollment uuid;
begin
  select * into joined from public.cohorts c where c.id = cohort for share;
  if joined.id is null then
    perform private.raise_not_found();
  end if;
  select * into version from public.program_versions v where v.id = joined.version_id;
  enrollment := private.enroll(person, version.user_id, version, joined.id, joined.start_date,
    private.parse_parameters(version.parameters, add_to_cohort.parameters));
  return private.enrollment_response(enrollment);
end
$$;

-- All members of a cohort, also ended ones, for its coach: [{enrollment_id, user_id, display_name, email, status,
-- ended_by, start_date, synced_days, sync_state, length_days}]. The address of who has left is empty.
create or replace function public.cohort_members(cohort uuid) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  own public.cohorts := private.require_own_cohort(cohort);
begin
  perform private.require_user();
  return (
    select coalesce(json_agg(json_build_object(
        'enrollment_id', e.id, 'user_id', e.user_id, 'display_name', p.display_name,
        'email', case when e.status = 'ended' then '' else p.email end, 'status', e.status, 'ended_by', e.ended_by, 'start_date', e.start_date, 'synced_days', e.synced_days,
        'sync_state', e.sync_state, 'length_days', v.length_days
      ) order by p.display_name, e.id), '[]')
    from public.enrollments e
    join public.profiles p on p.id = e.user_id
    join public.program_versions v on v.id = e.version_id
    where e.cohort_id = own.id);
end
$$;
