-- A coach asks the payer about a payment that waits for a decision.

-- Whether the caller, a coach or an admin, decides about a payment to `coach`: that is its coach, or an admin where it has none or
-- none that still is a coach.
create function private.decides_about_payments(coach uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select coalesce(coach = (select auth.uid()), false) or (private.is_admin() and not exists (
    select from public.profiles c where c.id = coach and c.role in ('coach', 'admin')))
$$;

-- The payment, locked, where the caller decides about it. The pushes of its person and the enrollment are locked first.
create or replace function private.require_own_payment(payment uuid) returns public.payments
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
