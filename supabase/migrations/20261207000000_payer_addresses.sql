-- A coach asks the payer about a payment that waits for a decision.

-- Whom the caller can ask about payments that wait for their decision: [{payment_id, email}]. Payers of whom nothing is known
-- are not in it.
create function public.payer_addresses() returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.require_coach();
begin
  return (
    select coalesce(json_agg(json_build_object('payment_id', y.id, 'email', p.email)), '[]')
    from public.payments y join public.profiles p on p.id = y.user_id
    where y.issue is not null and y.decided_at is null and (y.coach_id = me or (private.is_admin() and not exists (
      select from public.profiles c where c.id = y.coach_id and c.role in ('coach', 'admin')))));
end
$$;
grant execute on function public.payer_addresses() to authenticated;
