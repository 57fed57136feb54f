-- What hostile use of payments, rejoining and pending enrollments brought to light.

-- The caller's enrollments that they may have tasks in: not those that wait for a payment.
create or replace function private.my_enrollments() returns setof uuid
language sql stable security definer set search_path = ''
as $$ select e.id from public.enrollments e where e.user_id = (select auth.uid()) and e.status <> 'pending' $$;

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

-- Deletes a cohort. Its members go on by themselves, or, with `end_members`, their enrollments end. Returns how many tasks
-- were removed.
create or replace function public.delete_cohort(cohort uuid, end_members boolean, remove_tasks boolean default false) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  own public.cohorts := private.require_own_cohort(cohort);
  enrollment_ids uuid[];
  removed integer := 0;
begin
  perform private.require_user();
  if end_members is null or remove_tasks is null or (remove_tasks and not end_members) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Tasks are removed of members whose enrollment ends.';
  end if;
  -- Whoever joins concurrently waits, and finds no cohort.
  perform from public.cohorts c where c.id = own.id for update;
  if end_members then
    enrollment_ids := array(select e.id from public.enrollments e where e.cohort_id = own.id and e.status <> 'ended');
    if remove_tasks then
      removed := private.withdraw_tasks(enrollment_ids);
    end if;
    update public.enrollments e set status = 'ended', ended_by = 'coach'
    where e.id = any (enrollment_ids) and e.status <> 'ended';
  end if;
  delete from public.cohorts c where c.id = own.id;
  return removed;
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

-- Why a payment does not fit its quote; null where it does.
create or replace function private.payment_issue(paid public.payments, quoted public.payment_intents, due public.enrollments)
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
create or replace function public.settle_payment(payment uuid) returns json
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

-- A payment that came after its enrollment had ended pays for it when the person enrolls again, unless it is being refunded.
create or replace function private.apply_late_payment(enrollment uuid) returns void
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

-- The payment, locked, where the caller decides about it: its coach, or an admin where it has none or none that still is a
-- coach. The pushes of its person and the enrollment are locked first.
create or replace function private.require_own_payment(payment uuid) returns public.payments
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
  perform from public.enrollments e where e.id = own.enrollment_id for update;
  select * into own from public.payments y where y.id = payment for update;
  return own;
end
$$;

-- Withdraws a confirmation by hand: an active enrollment that nothing else pays for is pending again, without the
-- upcoming tasks that its person has neither done, locked nor changed. Idempotent. {removed}, which counts tasks.
create or replace function public.undo_confirmation(payment uuid) returns json
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

-- Accepts a payment that does not fit its quote: it pays for its enrollment, or for the one that an admin names. A
-- pending enrollment becomes active, an ended one does when its person enrolls again. Idempotent.
create or replace function public.accept_payment(payment uuid, enrollment uuid default null) returns json
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

-- Records that the caller refunds a payment that the provider reported, all of what is left or `amount` of it, and returns
-- what the provider is asked: {refund_id, state, provider, reference, amount, currency, failure}.
-- Idempotent by `request`.
create or replace function public.begin_refund(payment uuid, request uuid, amount bigint default null, ends_enrollment boolean default false)
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

-- The provider has paid back, or has refused with `failure`. A payment of which nothing is left is refunded; with it ends
-- the enrollment where that was chosen. Idempotent; a refund that was done stays done.
create or replace function public.settle_refund(refund uuid, reference text, failure text default null) returns json
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

create or replace function private.apply_refund(done public.payment_refunds) returns void
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
create or replace function public.record_refund(provider text, payment_reference text, reference text, amount bigint, request text default null)
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

-- Keeps the two texts of a task apart, for what a person writes through the API. The notes of an assigned task stay; what
-- its person made of them becomes their own note, so that nothing is lost. A coach writes neither the person's note nor
-- what they have seen. An offer to a restored database may bring back any text.
create or replace function private.separate_notes() returns trigger
language plpgsql set search_path = ''
as $$
declare
  written text;
begin
  if new.user_id = (select auth.uid()) then
    if tg_op = 'UPDATE' and new.source_type <> 'self' and new.notes is distinct from old.notes
      and private.write_context() -> 'offer' is null then
      written := private.append_client_notes(old.notes, new.notes, new.client_notes);
      if written is distinct from new.client_notes then
        new.field_timestamps := new.field_timestamps || jsonb_build_object('client_notes', greatest(
          coalesce(new.field_timestamps ->> 'client_notes', new.field_timestamps ->> '*') collate "C",
          (new.field_timestamps ->> 'notes') collate "C"));
      end if;
      new.client_notes := written;
      new.notes := old.notes;
      new.field_timestamps := (new.field_timestamps - 'notes')
        || jsonb_strip_nulls(jsonb_build_object('notes', old.field_timestamps -> 'notes'));
    elsif tg_op = 'INSERT' and new.id not in (select private.my_deleted_tasks()) then
      -- Nobody marks a task of their own as their coach's edit.
      new.coach_edited_at := null;
    end if;
    return new;
  end if;
  if tg_op = 'INSERT' then
    if new.client_notes is not null or new.coach_edit_seen_at is not null then
      raise exception 'forbidden' using errcode = '42501', detail = 'Only the person writes their own notes.';
    end if;
    new.coach_edited_at := now();
  elsif (new.client_notes, new.coach_edit_seen_at) is distinct from (old.client_notes, old.coach_edit_seen_at) then
    raise exception 'forbidden' using errcode = '42501', detail = 'Only the person writes their own notes.';
  elsif (new.date, new.title, new.notes, new.minutes, new.type, new.is_required)
    is distinct from (old.date, old.title, old.notes, old.minutes, old.type, old.is_required) then
    new.coach_edited_at := now();
  end if;
  return new;
end
$$;

-- Makes the missing tasks of an enrollment: {created, skipped}. Never overwrites, duplicates or restores a task. A
-- dry run only counts. `request` is as in tool_requests.sql.
create or replace function public.sync_enrollment_tasks(enrollment uuid, first_day integer default null,
  last_day integer default null, from_today boolean default true, dry_run boolean default false,
  request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  known jsonb := private.begin_request(request);
  made integer;
  asked integer;
begin
  if known is not null then
    return known;
  end if;
  if not private.can_sync_tasks(auth.uid(), enrollment) then
    perform private.raise_not_found();
  end if;
  select f.created into made from private.materialize_tasks(array[enrollment], first_day, last_day, from_today, dry_run) f;
  if made is null then
    raise exception 'not_active' using errcode = 'PT409', detail = 'Only active enrollments get tasks.';
  end if;
  select count(*) into asked
  from public.enrollments e
  join public.program_versions v on v.id = e.version_id
  join public.program_version_tasks t on t.version_id = v.id
  where e.id = enrollment and private.due_day(t.level, t.day_index, v.day_counting)
    between greatest(first_day, 1) and least(last_day, v.length_days);
  return private.end_request(case when dry_run is false then request end, jsonb_build_object('created', made, 'skipped', asked - made));
end
$$;

-- The same for all active members of a cohort, each from their own today.
create or replace function public.sync_cohort_tasks(cohort uuid, first_day integer default null, last_day integer default null,
  dry_run boolean default false, request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  known jsonb := private.begin_request(request);
  enrollment_ids uuid[];
begin
  if known is not null then
    return known;
  end if;
  select array(select e.id from public.enrollments e where e.cohort_id = c.id) into enrollment_ids
  from public.cohorts c
  where c.id = cohort
    and (current_setting('role', true) = 'service_role' or (c.user_id = (select auth.uid()) and private.is_coach()));
  if enrollment_ids is null then
    perform private.raise_not_found();
  end if;
  return private.end_request(case when dry_run is false then request end, (
    select jsonb_build_object('created', coalesce(sum(f.created), 0), 'members', coalesce(jsonb_agg(f), '[]'))
    from private.materialize_tasks(enrollment_ids, first_day, last_day, true, dry_run) f));
end
$$;

-- Deletes the upcoming tasks of one enrollment or of a cohort, for their coach: exactly private.clearable_tasks. An
-- edit made offline and pushed after the clear restores its task. A dry run only counts. `request` is as in
-- tool_requests.sql.
create or replace function public.clear_tasks(enrollment uuid default null, cohort uuid default null,
  first_day integer default null, last_day integer default null, dry_run boolean default false,
  request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  enrollment_ids uuid[];
  program uuid;
  held uuid[];
  the_clear uuid := gen_random_uuid();
  members json;
  total integer;
begin
  if known is not null then
    return known;
  end if;
  if (enrollment is null) = (cohort is null) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Name an enrollment or a cohort, and not both.';
  end if;
  if enrollment is not null then
    select array[e.id], e.program_id into enrollment_ids, program from public.enrollments e
    where e.id = enrollment and (e.id in (select private.coached_enrollments()) or (e.user_id = me and e.coach_id = me));
  else
    select array(select e.id from public.enrollments e where e.cohort_id = c.id and e.status <> 'ended'), c.program_id
    into enrollment_ids, program
    from public.cohorts c where c.id = cohort and c.user_id = me and private.is_coach();
  end if;
  if enrollment_ids is null then
    perform private.raise_not_found();
  end if;

  if dry_run is distinct from false then
    the_clear := null;
    select json_agg(m) into members from (
      select e.id as enrollment_id, e.user_id, count(c.id) as deleted
      from public.enrollments e left join private.clearable_tasks(enrollment_ids, first_day, last_day) c on c.enrollment_id = e.id
      where e.id = any (enrollment_ids) group by e.id order by e.id) m;
  else
    perform private.lock_enrollments(enrollment_ids);
    held := array(
      select t.id from public.tasks t
      where t.id in (select c.id from private.clearable_tasks(enrollment_ids, first_day, last_day) c)
      order by t.id for update);
    -- A tombstone with the row's own latest timestamp loses against every later edit by the person.
    perform private.set_write_context(jsonb_build_object('keep_undismissed', true, 'tombstone_timestamps', (
      select jsonb_object_agg(t.id, (select max(s.value collate "C") from jsonb_each_text(t.field_timestamps) s))
      from public.tasks t where t.id = any (held))));
    with gone as (
      delete from public.tasks t
      where t.id = any (held) and t.id in (select c.id from private.clearable_tasks(enrollment_ids, first_day, last_day) c)
      returning t.id, t.enrollment_id, to_jsonb(t) as content
    ), noted as (
      insert into public.task_clears (id, program_id, user_id, enrollment_id, cohort_id, deleted)
      select the_clear, program, me, enrollment, cohort, count(*) from gone having count(*) > 0
    ), kept as (
      insert into private.cleared_tasks (clear_id, task_id, enrollment_id, content)
      select the_clear, g.id, g.enrollment_id, g.content from gone g
    )
    select json_agg(m) into members from (
      select e.id as enrollment_id, e.user_id, count(g.id) as deleted
      from public.enrollments e left join gone g on g.enrollment_id = e.id
      where e.id = any (enrollment_ids) group by e.id order by e.id) m;
    perform private.set_write_context('{"keep_undismissed": null, "tombstone_timestamps": null}');
    delete from private.cleared_tasks k using public.task_clears c
    where c.id = k.clear_id and c.at < now() - private.undo_period();
  end if;
  total := (select coalesce(sum((m ->> 'deleted')::integer), 0) from json_array_elements(members) m);
  return private.end_request(case when dry_run is false then request end, jsonb_build_object('deleted', total,
    'clear_id', case when total > 0 then the_clear end, 'members', coalesce(members, '[]')));
end
$$;

-- Moves one enrollment, a cohort with all members that have not ended, or everybody whom the caller coaches in a program,
-- to another version of it: {added, removed, changed, price}, which count tasks; `price` is a private.price_change, null
-- without one. A dry run only counts. Coaches choose any version; people who enrolled on their own the approved one, if
-- they could enroll in it today. `request` is as in tool_requests.sql.
create or replace function public.move_enrollment(enrollment uuid default null, cohort uuid default null,
  program uuid default null, version uuid default null, dry_run boolean default false, request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  one public.enrollments;
  enrollment_ids uuid[];
  owner_program uuid;
  counts jsonb;
  price json;
begin
  if known is not null then
    return known;
  end if;
  if num_nonnulls(enrollment, cohort, program) <> 1 or version is null or dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'Name one of an enrollment, a cohort and a program, a version, and whether it is a dry run.';
  end if;
  if cohort is not null then
    owner_program := (private.require_own_cohort(cohort)).program_id;
    -- Whoever joins concurrently waits, and gets the new version.
    perform from public.cohorts c where c.id = cohort for no key update;
    enrollment_ids := array(select e.id from public.enrollments e where e.cohort_id = cohort and e.status <> 'ended');
  elsif program is not null then
    select p.id into owner_program from public.programs p where p.id = program and p.user_id = private.require_coach();
    perform from public.cohorts c where c.program_id = owner_program order by c.id for no key update;
    enrollment_ids := array(
      select e.id from public.enrollments e
      where e.program_id = owner_program and e.coach_id = me and e.status <> 'ended');
  else
    select * into one from public.enrollments e
    where e.id = enrollment and e.coach_id = me and (e.user_id = me or private.is_coach());
    if one.id is null then
      perform private.raise_not_found();
    elsif one.status = 'ended' then
      raise exception 'ended' using errcode = 'PT409', detail = 'This enrollment has ended.';
    end if;
    owner_program := one.program_id;
    enrollment_ids := array[one.id];
  end if;
  if not exists (
    select from public.program_versions v join public.programs p on p.id = v.program_id
    where v.id = version and p.id = owner_program
      and (p.user_id = me or (v.number = p.approved_version and p.published_version is not null
        and p.visibility <> 'private' and v.price is null))) then
    perform private.raise_not_found();
  end if;
  price := private.price_change(enrollment_ids, version);
  if dry_run then
    select private.move_counts(array_agg(p.action)) into counts from private.plan_move(enrollment_ids, version) p;
  else
    perform private.lock_enrollments(enrollment_ids);
    counts := private.apply_move(enrollment_ids, version);
    update public.cohorts c set version_id = version
    where c.id = move_enrollment.cohort or c.program_id = move_enrollment.program;
  end if;
  return private.end_request(case when dry_run is false then request end, counts || jsonb_build_object('price', price));
end
$$;

-- Gives one enrollment, or a cohort and those of its members who have not ended and share its start date, another one:
-- {moved, created, members, stayed: {done, locked, edited, past}}, which count tasks. A dry run only counts. `request` is
-- as in tool_requests.sql.
create or replace function public.reschedule(enrollment uuid default null, cohort uuid default null, start_date text default null,
  dry_run boolean default false, request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  new_start private.calendar_date := private.read_date('start_date', start_date);
  own public.cohorts;
  enrollment_ids uuid[];
  reopened uuid[];
  counts jsonb;
  moved integer;
begin
  if known is not null then
    return known;
  end if;
  if (enrollment is null) = (cohort is null) or dry_run is null then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'Name an enrollment or a cohort, and not both, and say whether it is a dry run.';
  end if;
  perform private.require_start_date(new_start);
  if cohort is not null then
    own := private.require_own_cohort(cohort);
    -- Whoever joins concurrently waits, and gets the new start date.
    select * into own from public.cohorts c where c.id = own.id for no key update;
    enrollment_ids := array(
      select e.id from public.enrollments e
      where e.cohort_id = own.id and e.status <> 'ended' and e.start_date = own.start_date);
  else
    enrollment_ids := array(
      select e.id from public.enrollments e
      where e.id = enrollment and e.status <> 'ended' and e.coach_id = me and (e.user_id = me or private.is_coach()));
    if enrollment_ids = '{}' then
      perform private.raise_not_found();
    end if;
  end if;
  if not dry_run then
    perform private.lock_enrollments(enrollment_ids);
  end if;
  select jsonb_build_object(
      'moved', count(*) filter (where p.outcome = 'moves'),
      'members', cardinality(enrollment_ids),
      'stayed', jsonb_build_object(
        'done', count(*) filter (where p.outcome = 'done'), 'locked', count(*) filter (where p.outcome = 'locked'),
        'edited', count(*) filter (where p.outcome = 'edited'), 'past', count(*) filter (where p.outcome = 'past')))
  into counts from private.rescheduled_tasks(enrollment_ids, new_start) p;
  reopened := array(select private.reopened_tasks(enrollment_ids, new_start));
  counts := counts || jsonb_build_object('created', cardinality(reopened));
  if not dry_run then
    perform private.set_write_context('{"keep_timestamps": true}');
    update public.tasks t set date = p.date
    from private.rescheduled_tasks(enrollment_ids, new_start) p
    -- Checked again, for concurrent edits.
    where t.id = p.id and p.outcome = 'moves' and private.is_unedited(t);
    get diagnostics moved = row_count;
    counts := counts || jsonb_build_object('moved', moved);
    insert into public.tasks (id, user_id, date, "position", title, notes, minutes, type, is_required, source_type,
      enrollment_id, template_task_id, program_day, field_timestamps)
    select m.*, private.lowest_timestamps()
    from private.missing_tasks(enrollment_ids, null, null, true, target_start => new_start) m
    where m.id = any (reopened)
    on conflict (id) do nothing;
    perform private.set_write_context('{"keep_timestamps": null}');
    update public.enrollments e set start_date = new_start
    where e.id = any (enrollment_ids) and e.start_date <> new_start;
    update public.cohorts c set start_date = new_start where c.id = own.id;
  end if;
  return private.end_request(case when dry_run is false then request end, counts);
end
$$;
