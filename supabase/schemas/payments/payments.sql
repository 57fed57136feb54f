-- Payments that the provider reported, and confirmations by coaches. A repeated webhook counts once.
-- A price is checked here when a payment comes (record_payment), and by enroll.sql and move.sql before tasks are made.
create table private.payments (
  provider private.label not null check (char_length(provider) <= 200),
  reference private.label not null check (char_length(reference) <= 200),
  -- Null once the enrollment is deleted: the payment itself stays recorded.
  enrollment_id uuid references public.enrollments (id) on delete set null,
  -- Null for a confirmation by the coach.
  amount integer check (amount > 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  at private.instant not null default now(),
  primary key (provider, reference)
);
create index payments_enrollment on private.payments (enrollment_id);
alter table private.payments enable row level security;

-- Makes a pending enrollment active. An ended one stays ended; it is active when the person enrolls again.
create function private.activate_enrollment(enrollment uuid) returns json
language plpgsql set search_path = ''
as $$
begin
  update public.enrollments e set status = 'active' where e.id = enrollment and e.status = 'pending';
  return private.enrollment_response(enrollment);
end
$$;

-- The coach confirms a pending enrollment in one of their programs. Idempotent.
create function public.confirm_enrollment(enrollment uuid) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  confirmed public.enrollments;
begin
  select * into confirmed from public.enrollments e where e.id = enrollment and e.coach_id = coach for update;
  if confirmed.id is null then
    perform private.raise_not_found();
  end if;
  if confirmed.status = 'ended' then
    raise exception 'ended' using errcode = 'PT409', detail = 'This enrollment has ended.';
  end if;
  insert into private.payments (provider, reference, enrollment_id)
  values ('coach', confirmed.id::text, confirmed.id)
  on conflict (provider, reference) do nothing;
  return private.activate_enrollment(confirmed.id);
end
$$;
grant execute on function public.confirm_enrollment(uuid) to authenticated;

-- The server records a payment, whose webhook it has verified, and activates the enrollment. Idempotent: a reference of
-- a provider counts once.
create function public.record_payment(enrollment uuid, provider text, reference text, amount integer, currency text)
returns json
language plpgsql security definer set search_path = ''
as $$
declare
  paid public.enrollments;
  version public.program_versions;
  owner uuid;
  provider private.label := private.read_label('provider', record_payment.provider);
  reference private.label := private.read_label('reference', record_payment.reference);
begin
  select * into paid from public.enrollments e where e.id = enrollment for update;
  if paid.id is null then
    perform private.raise_not_found();
  end if;
  select * into version from public.program_versions v where v.id = paid.version_id;
  if (char_length(provider) <= 200 and char_length(reference) <= 200
      and amount between 1 and 999999999 and currency ~ '^[A-Z]{3}$') is not true then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A payment has provider, reference, amount and currency.';
  end if;
  if amount < version.price or currency <> version.currency then
    raise exception 'wrong_amount' using errcode = 'PT409', detail = 'This is not the price of the program.';
  end if;
  insert into private.payments as y (provider, reference, enrollment_id, amount, currency)
  values (record_payment.provider, record_payment.reference, paid.id, record_payment.amount, record_payment.currency)
  on conflict on constraint payments_pkey do nothing;
  select y.enrollment_id into owner from private.payments y
  where y.provider = record_payment.provider and y.reference = record_payment.reference;
  if owner is distinct from paid.id then
    raise exception 'payment_used' using errcode = 'PT409', detail = 'This payment was for another enrollment.';
  end if;
  return private.activate_enrollment(paid.id);
end
$$;
grant execute on function public.record_payment(uuid, text, text, integer, text) to service_role;
