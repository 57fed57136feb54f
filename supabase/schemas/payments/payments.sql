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
  -- Read again: a handover that was waited for has given the quote to another coach.
  select * into quoted from public.payment_intents i where i.id = quoted.id;
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
create function private.activate_enrollment(enrollment uuid) returns json
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
