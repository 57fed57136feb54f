-- What coaches decide about payments: they confirm what reached them by another way, withdraw that, and accept what does
-- not fit its quote. Admins decide about payments that name no quote.

-- Whether the caller, a coach or an admin, decides about a payment to `coach`: that is its coach, or an admin where it has none or
-- none that still is a coach.
create function private.decides_about_payments(coach uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select coalesce(coach = (select auth.uid()), false) or (private.is_admin() and not exists (
    select from public.profiles c where c.id = coach and c.role in ('coach', 'admin')))
$$;

-- The payment, locked, where the caller decides about it. The pushes of its person and the enrollment are locked first.
create function private.require_own_payment(payment uuid) returns public.payments
language plpgsql volatile security definer set search_path = ''
as $$
declare
  coach uuid;
  own public.payments;
begin
  perform private.require_coach();
  select * into own from public.payments y
  where y.id = payment and private.decides_about_payments(y.coach_id);
  if own.id is null then
    perform private.raise_not_found();
  end if;
  coach := own.coach_id;
  perform private.lock_enrollments(array[own.enrollment_id]);
  select * into own from public.payments y where y.id = payment for update;
  -- A handover that was waited for has given it to another coach.
  if own.coach_id is distinct from coach then
    perform private.raise_not_found();
  end if;
  return own;
end
$$;

-- Raises where somebody else than the caller coaches the enrollment of a payment, as after a handover: whoever was paid pays
-- back, and leaves the enrollment to its coach. Admins decide about any.
create function private.require_enrollment_coach(enrollment uuid) returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not private.is_admin() and exists (
    select from public.enrollments e where e.id = enrollment and e.coach_id <> (select auth.uid())) then
    raise exception 'forbidden' using errcode = '42501', detail = 'Somebody else coaches this enrollment.';
  end if;
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
  perform private.require_enrollment_coach(own.enrollment_id);
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

-- Whom the caller can ask about payments that wait for their decision: [{payment_id, email}]. Payers of whom nothing is known
-- are not in it.
create function public.payer_addresses() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_coach();
  return (
    select coalesce(json_agg(json_build_object('payment_id', y.id, 'email', p.email)), '[]')
    from public.payments y join public.profiles p on p.id = y.user_id
    where y.issue is not null and y.decided_at is null and private.decides_about_payments(y.coach_id));
end
$$;
grant execute on function public.payer_addresses() to authenticated;
