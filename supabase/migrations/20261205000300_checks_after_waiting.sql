-- What waits for a lock checks again afterwards who may do it: a person may have left meanwhile, or an admin handed over.

-- The caller's cohort, locked: whoever joins concurrently waits. A handover that was waited for has made it another coach's.
create function private.lock_own_cohort(cohort uuid) returns public.cohorts
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.require_own_cohort(cohort);
  perform from public.cohorts c where c.id = cohort for no key update;
  return private.require_own_cohort(cohort);
end
$$;

-- Adds a task to the days of one client or of all active members of a cohort: {added, past}. `past` counts members for whom
-- the day is over; for one client that is `past_date`. `id` is made by the caller: the same request again changes nothing and
-- gets the same response, whatever became of the task since.
create or replace function public.add_client_task(id uuid, task jsonb, enrollment uuid default null, cohort uuid default null) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
  new_task public.tasks;
  enrollment_ids uuid[];
  is_new boolean;
  is_active boolean;
  added integer;
  past integer := 0;
begin
  if id is null or substr(id::text, 15, 1) = '3' or (enrollment is null) = (cohort is null) then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'Name an id that is not derived, and an enrollment or a cohort, and not both.';
  end if;
  perform private.check_coach_fields(task);
  if not task ?& array['date', 'title'] then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'A task has a date and a title.';
  end if;
  new_task := jsonb_populate_record(null::public.tasks, task);

  if enrollment is not null then
    select e.status = 'active' into is_active from public.enrollments e
    where e.id = enrollment and e.id in (select private.coached_enrollments());
    if is_active is null then
      perform private.raise_not_found();
    elsif not is_active then
      raise exception 'not_active' using errcode = 'PT409', detail = 'Only active enrollments get tasks.';
    end if;
    perform private.lock_enrollments(array[enrollment]);
    if exists (select from public.tasks t where t.id = add_client_task.id and t.enrollment_id = enrollment)
      or exists (
        select from private.tombstones g join public.enrollments e on e.user_id = g.user_id
        where g.table_name = 'tasks' and g.row_id = add_client_task.id and e.id = enrollment) then
      return json_build_object('added', 1, 'past', 0);
    end if;
    if exists (
      select from public.enrollments e where e.id = enrollment and private.today_of(e.user_id) > new_task.date) then
      raise exception 'past_date' using errcode = 'PT409', detail = 'This day is over for the client.';
    end if;
    enrollment_ids := array[enrollment];
  else
    -- Whoever repeats the request concurrently waits, too.
    perform private.lock_own_cohort(cohort);
    select not exists (select from private.cohort_tasks k where k.id = add_client_task.id) into is_new;
    if not is_new then
      return (
        select json_build_object('added', (select count(*) from private.cohort_task_copies y where y.cohort_task_id = k.id),
          'past', k.past)
        from private.cohort_tasks k where k.id = add_client_task.id and k.cohort_id = cohort);
    end if;
    enrollment_ids := array(select e.id from public.enrollments e where e.cohort_id = cohort and e.status = 'active');
    perform private.lock_enrollments(enrollment_ids);
    past := (
      select count(*) from public.enrollments e
      where e.id = any (enrollment_ids) and private.today_of(e.user_id) > new_task.date);
    insert into private.cohort_tasks (id, cohort_id, past) values (add_client_task.id, cohort, past);
  end if;

  with made as (
    insert into public.tasks as t (id, user_id, date, position, title, notes, minutes, is_required, source_type,
      enrollment_id, coach_edited_at)
    select case when cohort is null then add_client_task.id else gen_random_uuid() end, e.user_id, new_task.date,
      private.next_task_position(e.user_id, new_task.date), new_task.title, new_task.notes, new_task.minutes,
      coalesce(new_task.is_required, true), 'coach', e.id, now()
    from public.enrollments e
    where e.id = any (enrollment_ids) and e.status = 'active' and private.today_of(e.user_id) <= new_task.date
    returning t.id
  ), copies as (
    insert into private.cohort_task_copies (task_id, cohort_task_id)
    select m.id, add_client_task.id from made m where cohort is not null
  )
  select count(*) into added from made;
  return json_build_object('added', added, 'past', past);
end
$$;
grant execute on function public.add_client_task(uuid, jsonb, uuid, uuid) to authenticated;

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
  perform private.require_own_cohort(own.id);
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
grant execute on function public.delete_cohort(uuid, boolean, boolean) to authenticated;

-- Locks enrollments as private.lock_enrollments does, and returns those that have not ended and that `coach` still coaches:
-- while it waited, their person may have left, and a handover may have given them to somebody else.
create function private.lock_coached(enrollment_ids uuid[], coach uuid) returns uuid[]
language plpgsql set search_path = ''
as $$
begin
  perform private.lock_enrollments(enrollment_ids);
  return array(
    select e.id from public.enrollments e
    where e.id = any (enrollment_ids) and e.coach_id = coach and e.status <> 'ended' order by e.id);
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
  if not dry_run then
    perform private.lock_user_pushes(me);
  end if;
  if cohort is not null then
    -- Whoever joins concurrently gets the new version.
    owner_program := (private.lock_own_cohort(cohort)).program_id;
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
    enrollment_ids := private.lock_coached(enrollment_ids, me);
    if enrollment is not null and enrollment_ids = '{}' then
      perform private.raise_not_found();
    end if;
    counts := private.apply_move(enrollment_ids, version);
    update public.cohorts c set version_id = version
    where c.user_id = me and (c.id = move_enrollment.cohort or c.program_id = move_enrollment.program);
  end if;
  return private.end_request(case when dry_run is false then request end, counts || jsonb_build_object('price', price));
end
$$;
grant execute on function public.move_enrollment(uuid, uuid, uuid, uuid, boolean, uuid) to authenticated;

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
    -- A handover that was waited for has given them to another coach.
    enrollment_ids := array(select e.id from public.enrollments e where e.id = any (enrollment_ids) and e.coach_id = me);
    if enrollment is not null and enrollment_ids = '{}' then
      perform private.raise_not_found();
    end if;
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
grant execute on function public.clear_tasks(uuid, uuid, integer, integer, boolean, uuid) to authenticated;

-- Restores what a clear of the caller deleted, as it was: for enrollments that are still active and planned by the
-- caller, and without tasks that exist again on any day or that the person has dismissed since. Idempotent.
create or replace function public.undo_clear(clear_id uuid, request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  me uuid := private.require_user();
  known jsonb := private.begin_request(request);
  the_clear public.task_clears;
  restored uuid[];
begin
  if known is not null then
    return known;
  end if;
  select * into the_clear from public.task_clears c where c.id = undo_clear.clear_id and c.user_id = me;
  if the_clear.id is null then
    perform private.raise_not_found();
  end if;
  if the_clear.at < now() - private.undo_period() then
    raise exception 'too_late' using errcode = 'PT409', detail = 'It is too late to undo this clear.';
  end if;
  perform private.lock_enrollments(array(
    select distinct k.enrollment_id from private.cleared_tasks k where k.clear_id = the_clear.id));
  -- The tasks keep their timestamps, so that edits made before the undo merge as they would have.
  perform private.set_write_context(jsonb_build_object(
    'keep_timestamps', true, 'keep_undismissed', true, 'tombstone_timestamps', private.lowest_timestamps()));
  with back as (
    insert into public.tasks
    select r.* from private.cleared_tasks k
    join public.enrollments e on e.id = k.enrollment_id
    cross join lateral jsonb_populate_record(null::public.tasks, k.content) r
    where k.clear_id = the_clear.id and e.status = 'active'
      and e.coach_id = me and (e.user_id = me or (select private.is_coach()))
      -- On any day, since a move to another version may have changed it.
      and not exists (
        select from public.tasks t where t.enrollment_id = k.enrollment_id and t.template_task_id = r.template_task_id)
      and not exists (
        select from private.dismissed_tasks x
        left join private.tombstones g
          on g.table_name = 'tasks' and g.row_id = x.task_id and g.user_id = e.user_id
        where x.enrollment_id = k.enrollment_id
          and (x.task_id = k.task_id or g.content ->> 'template_task_id' = r.template_task_id::text))
    on conflict (id) do nothing
    returning id
  ), removed as (
    delete from private.cleared_tasks k using back b where k.clear_id = the_clear.id and k.task_id = b.id
  )
  select coalesce(array_agg(id), '{}') into restored from back;
  -- Since the clear, their days may have got other dates, or be in a pause that leaves them out.
  with plan as materialized (
    select p.* from private.rescheduled_tasks(
      array(select distinct k.enrollment_id from public.tasks k where k.id = any (restored)), null, null) p
    where p.id = any (restored)
  ), moved as (
    update public.tasks t set date = p.date from plan p where t.id = p.id and p.outcome = 'moves'
  ), removed as (
    delete from public.tasks t using plan p where t.id = p.id and p.outcome = 'removed' returning t.id
  )
  select array(select unnest(restored) except select r.id from removed r) into restored;
  perform private.set_write_context('{"keep_timestamps": null, "keep_undismissed": null, "tombstone_timestamps": null}');
  update public.task_clears c set undone_at = coalesce(c.undone_at, now()) where c.id = the_clear.id;
  return private.end_request(request, jsonb_build_object('restored', cardinality(restored)));
end
$$;
grant execute on function public.undo_clear(uuid, uuid) to authenticated;

-- The payment, locked, where the caller decides about it: its coach, or an admin where it has none or none that still is a
-- coach. The pushes of its person and the enrollment are locked first.
create or replace function private.require_own_payment(payment uuid) returns public.payments
language plpgsql volatile security definer set search_path = ''
as $$
declare
  me uuid := private.require_coach();
  coach uuid;
  own public.payments;
begin
  select * into own from public.payments y
  where y.id = payment and (y.coach_id = me or (private.is_admin() and not exists (
    select from public.profiles c where c.id = y.coach_id and c.role in ('coach', 'admin'))));
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
