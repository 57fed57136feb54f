-- A demoted or leaving coach hands over: an admin chooses who takes over their programs, with everything that belongs to
-- them and to the people in them. docs/architecture.md says what goes along and what stays.

-- Whether somebody has to decide what becomes of a payment, or settling it does. `needsDecision` of
-- src/domain/money/payment.ts is the same for settled ones.
create function private.is_undecided(paid public.payments) returns boolean
language sql immutable parallel safe set search_path = ''
as $$ select paid.state = 'received' or (paid.issue is not null and paid.decided_at is null) $$;

-- What `coach` has to hand over: {programs, cohorts, people, payments}. `people` are those whom they coach, in programs or as
-- clients; `payments` are quotes that are open and payments that wait for a decision.
create function private.handover_counts(coach uuid) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'programs', (select count(*) from public.programs p where p.user_id = coach),
    'cohorts', (select count(*) from public.cohorts c where c.user_id = coach),
    'people', (
      select count(*) from (
        select e.user_id from public.enrollments e
        where e.coach_id = coach and e.user_id <> coach and e.status <> 'ended'
        union
        select c.client_id from public.coach_connections c where c.coach_id = coach and c.state = 'accepted') x),
    'payments', (select count(*) from public.payment_intents i where i.coach_id = coach and i.state = 'open')
      + (select count(*) from public.payments y where y.coach_id = coach and private.is_undecided(y)))
$$;

-- The clients and open invitations of `coach` become those of `successor`; the connections of the clients to `coach` end, but
-- no enrollment does.
create function private.hand_over_clients(coach uuid, successor uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  with ended as (
    update public.coach_connections c set state = 'ended' where c.coach_id = coach and c.state = 'accepted'
    returning c.client_id, c.email
  )
  insert into public.coach_connections (coach_id, email, client_id, state, answered_at)
  select successor, e.email, e.client_id, 'accepted', now() from ended e where e.client_id <> successor
  -- A connection that one of the two has ended stays ended.
  on conflict (coach_id, client_id) where client_id is not null do nothing;
  -- Nobody is invited twice, nor who is a client already.
  delete from public.coach_connections i
  where i.client_id is null and i.coach_id in (coach, successor) and (
    exists (
      select from public.coach_connections c join public.profiles p on p.id = c.client_id
      where c.coach_id = successor and c.state = 'accepted' and i.email in (c.email, lower(p.email)))
    or (i.coach_id = coach and (
      i.email = (select lower(p.email) from public.profiles p where p.id = successor)
      or exists (
        select from public.coach_connections c
        where c.coach_id = successor and c.client_id is null and c.email = i.email))));
  update public.coach_connections c set coach_id = successor
  where c.coach_id = coach and c.client_id is null;
end
$$;

-- Gives the drafts of `coach`, which are locked, to `successor`, with what refers to them by their owner: template tasks, versions, cohorts and
-- events follow by their foreign keys, and conflicts about them are the new owner's to resolve.
create function private.hand_over_drafts(coach uuid, successor uuid) returns void
language plpgsql set search_path = ''
as $$
declare
  program_ids uuid[] := array(select p.id from public.programs p where p.user_id = coach);
begin
  -- The history has no owners; it tells both of them, and admins, who handed over what to whom.
  insert into public.row_history (user_id, table_name, row_id, op, before, after, actor)
  select o.id, 'programs', p.id, 'update', jsonb_build_object('user_id', a.id, 'coach', a.display_name),
    jsonb_build_object('user_id', b.id, 'coach', b.display_name), auth.uid()
  from unnest(program_ids) p (id)
  cross join unnest(array[coach, successor]) o (id)
  join public.profiles a on a.id = coach
  join public.profiles b on b.id = successor;
  -- What the new owner's devices know as deleted is there again.
  delete from private.tombstones t
  where t.user_id = successor and (
    (t.table_name = 'programs' and t.row_id = any (program_ids))
    or (t.table_name = 'program_tasks' and t.row_id in (
      select k.id from public.program_tasks k where k.program_id = any (program_ids))));
  perform private.set_write_context(jsonb_build_object('former_owner', coach, 'keep_timestamps', true));
  update public.programs p set user_id = successor where p.id = any (program_ids);
  update public.sync_conflicts k set user_id = successor
  where k.user_id = coach and (
      (k.table_name = 'programs' and k.row_id = any (program_ids))
      or (k.table_name = 'program_tasks' and (k.lost ->> 'program_id' = any (program_ids::text[])
        or k.row_id in (select t.id from public.program_tasks t where t.program_id = any (program_ids)))))
    and not exists (select from public.sync_conflicts o where o.user_id = successor and o.id = k.id);
  perform private.set_write_context('{"former_owner": null, "keep_timestamps": null}');
end
$$;

-- An admin hands over everything that `coach` coaches to `successor`, who is a coach: {programs, cohorts, people, payments},
-- as private.handover_counts has them. A dry run only counts, and needs no successor. `request` is as in tool_requests.sql.
create function public.hand_over_programs(coach uuid, successor uuid default null, dry_run boolean default false,
  request uuid default null) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  admin uuid := private.require_admin();
  known jsonb := private.begin_request(request);
  counts jsonb;
begin
  if known is not null then
    return known;
  end if;
  if coach is null or dry_run is null or coach = successor or (successor is null and not dry_run) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Name a coach, and somebody else who takes over.';
  end if;
  if not exists (select from public.profiles p where p.id = coach) then
    raise exception 'unknown_person' using errcode = 'PT404', detail = 'There is no such person.';
  end if;
  if not dry_run then
    -- One at a time, and in the order of whatever writes several of these rows. The programs are locked as publishing does
    -- it, so that whoever joins, and holds a cohort, does not wait for them.
    perform pg_advisory_xact_lock(hashtextextended('cadence.hand_over', 0));
    perform private.lock_user_pushes(coach);
    perform from public.programs p where p.user_id = coach order by p.id for no key update;
    perform from public.coach_connections c where c.coach_id = coach order by c.id for update;
    perform from public.cohorts c where c.user_id = coach order by c.id for update;
    perform private.lock_enrollments(array(select e.id from public.enrollments e where e.coach_id = coach));
  end if;
  -- Nobody demotes the successor before this has ended.
  perform from public.profiles p where p.id = successor and p.role in ('coach', 'admin') for share;
  if not found and successor is not null then
    raise exception 'not_a_coach' using errcode = 'PT409', detail = 'Only a coach or an admin takes over.';
  end if;
  if dry_run then
    return private.handover_counts(coach);
  end if;

  -- From here on whoever enrolls or makes a cohort waits, and finds the new owner.
  perform from public.programs p where p.user_id = coach order by p.id for update;
  counts := private.handover_counts(coach);
  perform private.hand_over_drafts(coach, successor);
  -- Nobody becomes their successor's client by a handover: they go on by themselves.
  update public.enrollments e set cohort_id = null
  where e.user_id = coach and e.coach_id = coach and e.cohort_id is not null;
  -- Nobody pays for a program of their own.
  update public.enrollments e
  set coach_id = successor, status = case when e.user_id = successor and e.status = 'pending' then 'active' else e.status end
  where e.coach_id = coach and e.user_id <> coach;
  update public.task_clears c set user_id = successor
  where c.user_id = coach and (
    c.cohort_id in (select h.id from public.cohorts h where h.user_id = successor)
    or c.enrollment_id in (select e.id from public.enrollments e where e.coach_id = successor));
  -- Quotes of all states: a payment that is still to come is decided by the new coach.
  update public.payment_intents i set coach_id = successor where i.coach_id = coach;
  with handed as (
    update public.payments y set coach_id = successor where y.coach_id = coach and private.is_undecided(y) returning y.id
  )
  update public.payment_refunds r set coach_id = successor from handed h where r.payment_id = h.id;
  perform private.hand_over_clients(coach, successor);
  return private.end_request(request, counts);
end
$$;
grant execute on function public.hand_over_programs(uuid, uuid, boolean, uuid) to authenticated;

-- The coaches of the caller's enrollments that have not ended: [{enrollment_id, coach, former_coach, since}], where the last
-- two are null where nobody has handed it over.
create function public.my_coaches() returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
begin
  return (
    select coalesce(json_agg(json_build_object('enrollment_id', e.id, 'coach', p.display_name,
      'former_coach', h.coach, 'since', h.at) order by e.id), '[]')
    from public.enrollments e
    join public.profiles p on p.id = e.coach_id
    left join lateral (
      select coalesce(f.display_name, '') as coach, r.at
      from public.row_history r left join public.profiles f on f.id::text = r.before ->> 'coach_id'
      where r.row_id = e.id and r.table_name = 'enrollments' and r.op = 'update' and r.after ? 'coach_id'
      order by r.id desc limit 1
    ) h on true
    where e.user_id = me and e.coach_id <> me and e.status <> 'ended');
end
$$;
grant execute on function public.my_coaches() to authenticated;
