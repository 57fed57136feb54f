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
