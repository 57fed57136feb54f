-- An admin hands over what a coach coaches to another one (private.hand_over_drafts, public.hand_over_programs).

alter table private.synced_tables add column owner_column text not null default 'user_id';
update private.synced_tables set owner_column = 'id' where table_name = 'profiles';

-- Maintains `updated_at` and the timestamp of every field, and keeps id and owner immutable, since feeds and
-- tombstones identify rows by them; only a handover gives the rows of one person to another one. sync_push writes the timestamps of the changes; any other writer (an edge
-- function, an operator, the REST API) gets the current time.
create or replace function private.set_field_timestamps() returns trigger
language plpgsql set search_path = ''
as $$
declare
  hlc text;
begin
  if tg_op = 'UPDATE' and (
    new.id <> old.id or (to_jsonb(new) -> tg_argv[0] is distinct from to_jsonb(old) -> tg_argv[0]
      and to_jsonb(old) -> tg_argv[0] is distinct from private.write_context() -> 'former_owner')) then
    raise exception 'immutable' using errcode = '42501', detail = 'A row keeps its id and its owner.';
  end if;
  new.updated_at := now();
  if (private.write_context() -> 'keep_timestamps')::boolean then
    return new;
  end if;
  hlc := private.hlc_timestamp(private.now_ms(), 0, '00000000');
  if tg_op = 'INSERT' then
    new.field_timestamps := jsonb_build_object('*', hlc);
  else
    new.field_timestamps := old.field_timestamps || (
      select coalesce(jsonb_object_agg(n.key, hlc), '{}')
      from jsonb_each(to_jsonb(new)) n
      where n.key not in ('updated_at', 'field_timestamps') and n.value is distinct from to_jsonb(old) -> n.key
    );
  end if;
  return new;
end
$$;

-- Enters changed rows into the feeds of their owners and deleted ones into the tombstones, set by set. The argument
-- names the owner's column. Rows that get another owner are entered for the former one as well, whose devices read that
-- they are gone. Rows that are deleted with their owner's account leave nothing: they cascade after the
-- profile is gone.
create or replace function private.update_sync_feed() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  execute format(
    'insert into private.sync_feed (user_id, table_name, row_id, xid)
     select r.%1$I, %2$L, r.id, pg_current_xact_id() from changed_rows r
     where exists (select from public.profiles p where p.id = r.%1$I)
     on conflict (user_id, table_name, row_id) do update set xid = excluded.xid',
    tg_argv[0], tg_table_name);
  if tg_op = 'UPDATE' and private.write_context() ? 'former_owner' then
    execute format(
      'insert into private.sync_feed (user_id, table_name, row_id, xid)
       select $1, %L, r.id, pg_current_xact_id() from changed_rows r
       on conflict (user_id, table_name, row_id) do update set xid = excluded.xid', tg_table_name)
    using (private.write_context() ->> 'former_owner')::uuid;
  end if;
  if tg_op = 'DELETE' then
    execute format(
      'insert into private.tombstones (table_name, row_id, user_id, timestamp, content)
       select %1$L, r.id, r.%2$I, coalesce($1 ->> r.id::text, $1 ->> ''*'', private.hlc_timestamp(private.now_ms(), 0, ''00000000'')), to_jsonb(r)
       from changed_rows r
       where exists (select from public.profiles p where p.id = r.%2$I)
       on conflict (table_name, row_id, user_id) do update
       set timestamp = excluded.timestamp, content = excluded.content, deleted_at = now(), was_absent = false',
      tg_table_name, tg_argv[0])
    using private.write_context() -> 'tombstone_timestamps';
  elsif tg_op = 'INSERT' then
    execute format(
      'delete from private.tombstones t using changed_rows r
       where t.table_name = %L and t.row_id = r.id and t.user_id = r.%I', tg_table_name, tg_argv[0]);
  end if;
  -- A realtime notification, where the project has Realtime. It only says "pull now" (INV-10).
  if to_regprocedure('realtime.send(jsonb, text, text, boolean)') is not null then
    execute format(
      'select realtime.send(''{}''::jsonb, ''feed_changed'', ''feed:'' || o.owner, true)
       from (
         select %I as owner from changed_rows union select (private.write_context() ->> ''former_owner'')::uuid) o
       where o.owner is not null', tg_argv[0]);
  end if;
  return null;
end
$$;

-- Makes a table synced. It needs `id uuid`, `updated_at timestamptz`, `field_timestamps jsonb` and an owner's column,
-- which changes by a handover alone. docs/architecture.md has the other steps.
create or replace function private.enable_sync(target regclass, owner_column text default 'user_id', long_text text[] default '{}')
returns void
language plpgsql set search_path = ''
as $$
declare
  target_name text := (select relname from pg_catalog.pg_class where oid = target);
begin
  -- BEFORE triggers fire in the order of their names: this one comes last.
  execute format('create trigger zz_set_field_timestamps before insert or update on %s
                  for each row execute function private.set_field_timestamps(%L)', target, owner_column);
  execute format('create trigger zz_feed_inserts after insert on %s referencing new table as changed_rows
                  for each statement execute function private.update_sync_feed(%L)', target, owner_column);
  execute format('create trigger zz_feed_updates after update on %s referencing new table as changed_rows
                  for each statement execute function private.update_sync_feed(%L)', target, owner_column);
  execute format('create trigger zz_feed_deletes after delete on %s referencing old table as changed_rows
                  for each statement execute function private.update_sync_feed(%L)', target, owner_column);
  if long_text <> '{}' then
    execute format('create trigger zz_delete_row_conflicts after delete on %s referencing old table as old_rows
                    for each statement execute function private.delete_row_conflicts()', target);
  end if;
  insert into private.synced_tables (table_name, long_text, owner_column) values (target_name, long_text, owner_column);
  execute format('update %s set updated_at = updated_at', target);
end
$$;

-- The caller's rows of one table as arrays of values in the order of `columns`, each with the timestamps of its fields, and
-- those of `ids` that were not found, each with the timestamp of its delete, or null where it is hidden or has another owner
-- by now, whose rows an admin may read all the same.
create or replace function private.read_rows(target text, ids uuid[]) returns json
language plpgsql stable set search_path = ''
as $$
declare
  names text[] := array(
    select a.attname from pg_catalog.pg_attribute a
    where a.attrelid = format('public.%I', target)::regclass
      and a.attnum > 0 and not a.attisdropped and a.attname <> 'field_timestamps'
    order by a.attnum);
  page json;
begin
  execute format(
    'select json_build_object(
       ''columns'', to_json($2),
       ''rows'', coalesce(json_agg(json_build_array(%2$s)) filter (where t.id is not null), ''[]''),
       ''timestamps'', coalesce(json_agg(t.field_timestamps) filter (where t.id is not null), ''[]''),
       ''gone'', coalesce(json_agg(wanted.id) filter (where t.id is null), ''[]''),
       ''deleted'', coalesce(json_agg(g.timestamp) filter (where t.id is null), ''[]''))
     from unnest($1) as wanted (id)
     left join public.%1$I t on t.id = wanted.id and t.%3$I = $3
     left join private.delete_timestamps(%1$L, $1) g on g.row_id = wanted.id and t.id is null',
    target, (select string_agg(format('t.%I', name), ', ') from unnest(names) name),
    (select s.owner_column from private.synced_tables s where s.table_name = target))
  into page using ids, names, (select auth.uid());
  return page;
end
$$;

-- The digest of the caller's rows of a table, except those of `excluded`: SHA-256 of one line for each row, with the values
-- in the order of the column names. With `with_rows`, also the digests of the single rows. src/store/digests.ts computes
-- the same.
create or replace function private.table_digest(target text, excluded uuid[], with_rows boolean) returns json
language plpgsql stable set search_path = ''
as $$
declare
  -- Numbers and JSON may be written in several ways; other types have one text each.
  line text := (
    select string_agg(
      case when y.typcategory in ('S', 'D', 'B') or base.oid = 'uuid'::regtype
        then format('coalesce(to_json(t.%I)::text, ''null'')', a.attname)
        else format('private.digest_text(to_jsonb(t.%I))', a.attname) end,
      ' || '', '' || ' order by a.attname collate "C")
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_type y on y.oid = a.atttypid
    cross join lateral (select coalesce(nullif(y.typbasetype, 0), y.oid) as oid) base
    where a.attrelid = format('public.%I', target)::regclass
      and a.attnum > 0 and not a.attisdropped and a.attname <> 'field_timestamps');
  digest json;
begin
  execute format(
    'select json_build_object(
       ''rows'', count(*),
       ''digest'', encode(sha256(convert_to(coalesce(string_agg(l.line, E''\n'' order by l.id), ''''), ''UTF8'')), ''hex''),
       ''row_digests'', case when $3 then coalesce(
         json_object_agg(l.id, left(encode(sha256(convert_to(l.line, ''UTF8'')), ''hex''), 16)) filter (where l.id is not null), ''{}'') end)
     from (
       select t.id, ''['' || %2$s || '']'' as line
       from private.sync_feed f join public.%1$I t on t.id = f.row_id and t.%3$I = f.user_id
       where f.user_id = $1 and f.table_name = %1$L and t.id <> all ($2)) l',
    target, line, (select s.owner_column from private.synced_tables s where s.table_name = target))
  into digest using (select auth.uid()), excluded, with_rows;
  return digest;
end
$$;

-- What belongs to a program is its owner's, and follows a change of owner.
alter table public.program_tasks
  drop constraint program_of_the_same_person,
  add constraint program_of_the_same_person
    foreign key (user_id, program_id) references public.programs (user_id, id) on update cascade on delete cascade;
alter table public.program_versions
  drop constraint program_versions_program_id_fkey,
  add constraint version_of_the_same_person
    foreign key (user_id, program_id) references public.programs (user_id, id) on update cascade on delete cascade;
alter table public.cohorts
  drop constraint cohorts_program_id_fkey,
  add constraint cohort_of_the_same_person
    foreign key (user_id, program_id) references public.programs (user_id, id) on update cascade on delete cascade;
alter table public.program_events
  drop constraint program_events_program_id_fkey,
  add constraint event_of_the_same_person
    foreign key (user_id, program_id) references public.programs (user_id, id) on update cascade on delete cascade;
drop index public.program_versions_person;
create index program_versions_person on public.program_versions (user_id, program_id);
drop index public.cohorts_person;
create index cohorts_person on public.cohorts (user_id, program_id);
drop index public.program_events_person;
create index program_events_person on public.program_events (user_id, program_id);

-- The lock lets a concurrent handover end first: the event is the new owner's.
create or replace function private.record_program_event(program uuid, what text) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.program_events (program_id, user_id, kind)
  select p.id, p.user_id, what from public.programs p where p.id = program for key share
  on conflict do nothing
$$;

create or replace function private.record_program_edits() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if private.write_context() ? 'former_owner' then
    -- A handover is no edit.
    return null;
  elsif tg_table_name = 'programs' then
    perform private.record_program_event(new.id, case tg_op when 'INSERT' then 'created' else 'updated' end);
  else
    perform private.record_program_event(r.program_id, 'updated') from (select distinct program_id from changed_rows) r;
  end if;
  return null;
end
$$;

-- Counts a view of a program by the caller, except by its coach and by admins.
create or replace function private.record_view(program uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := (select auth.uid());
  today date := (now() at time zone 'UTC')::date;
begin
  if me is null then
    insert into private.anonymous_views as v (program_id, on_day) values (program, today)
    on conflict (program_id, on_day) do update set views = v.views + 1
    where v.views < private.anonymous_views_a_day();
  elsif not private.is_admin() and not exists (
    select from public.programs p where p.id = program and p.user_id = me) then
    insert into private.program_views (program_id, user_id, on_day) values (program, me, today)
    on conflict do nothing;
    if found then
      -- Without the time of day, by which somebody could be recognised.
      insert into public.program_events (program_id, user_id, kind, at)
      select p.id, p.user_id, 'viewed', today::timestamp at time zone 'UTC'
      from public.programs p where p.id = program for key share;
      delete from private.program_views v where v.program_id = program and v.on_day < today - 1;
    end if;
  end if;
end
$$;

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
  owner uuid;
  first_status text;
begin
  -- The pushes of a person are locked before anything else, as everywhere.
  perform private.lock_user_pushes(person);
  -- Serializes concurrent enrollments of one person.
  perform from public.profiles p where p.id = person for no key update;
  -- A concurrent handover ends first: a cohort's members are the new coach's, whom the former one no longer enrolls.
  select p.user_id into owner from public.programs p where p.id = version.program_id for key share;
  if owner is null or (cohort is null and coach not in (person, owner)) then
    perform private.raise_not_found();
  end if;
  first_status := case when version.price is null or person = owner then 'active' else 'pending' end;
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
    values (person, case when cohort is null then coach else owner end, version.program_id, version.id, cohort, version.title, enroll.start_date, filled,
      first_status)
    returning * into known;
    -- Coaches do not count as users of their own programs.
    if person <> owner then
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
      -- Another plan, which nobody has paused.
      pauses = case when e.version_id = version.id and e.start_date = enroll.start_date then e.pauses else '[]' end,
      ended_by = null, parameters = filled, synced_days = 0, sync_state = 'waiting'
    where e.id = known.id;
  end if;
  return known.id;
end
$$;

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
