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
    if ends_enrollment then
      perform private.require_enrollment_coach(own.enrollment_id);
    end if;
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
