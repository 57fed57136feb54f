-- sync_push: applies a device's changes exactly once (INV-3). Runs as the caller, so that RLS, column grants and
-- constraints decide; a rejected change gets a verdict and the others go on (INV-4).

-- Whether these are HLC timestamps of fields, none later than `latest`, and not more than a table can have.
create function private.are_field_timestamps(timestamps jsonb, latest text) returns boolean
language sql immutable set search_path = ''
as $$
  select jsonb_typeof(timestamps) = 'object' and not exists (
    select from jsonb_each_text(case when jsonb_typeof(timestamps) = 'object' then timestamps else '{}' end)
      with ordinality t (key, value, n)
    where n > 100 or char_length(t.key) > 63 or t.value is null or t.value !~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{8}$' or t.value collate "C" > latest collate "C")
$$;
grant execute on function private.are_field_timestamps(jsonb, text) to authenticated;

-- The change with `latest` in place of its timestamp, and of those of its fields that are later.
create function private.clamp_timestamps(change jsonb, latest text) returns jsonb
language sql immutable set search_path = ''
as $$
  select change || jsonb_build_object('timestamp', latest) || case when change ? 'timestamps'
    then jsonb_build_object('timestamps', (
      select coalesce(jsonb_object_agg(t.key, least(t.value collate "C", latest collate "C")), '{}')
      from jsonb_each_text(change -> 'timestamps') t))
    else '{}' end
$$;
grant execute on function private.clamp_timestamps(jsonb, text) to authenticated;

-- Splits the batch, in its order, into groups that can be applied as sets. A row that occurs again starts a new
-- group. Timestamps from the future are set to now, in their order, and never rejected (INV-8). The changes
-- themselves are joined last, since sorting them along would dominate the cost.
create function private.split_into_groups(changes jsonb, decided bigint, now_ms bigint)
returns table (target text, op text, field_names text[], group_changes jsonb, fault text)
language sql stable set search_path = ''
as $$
  with listed as materialized (
    select n, c, c ->> 'table' as target, c ->> 'op' as op, c ->> 'row' as row_id, c ->> 'timestamp' as timestamp,
      c -> 'fields' as fields
    from jsonb_array_elements(changes) with ordinality x (c, n)
    where (c ->> 'seq')::bigint > decided
  ), validated as (
    select *,
      case
        when coalesce(target, '') not in (select table_name from private.synced_tables) then 'unknown_table'
        when coalesce(op, '') not in ('insert', 'update', 'delete')
          or coalesce(row_id, '') !~* private.uuid_pattern()
          or coalesce(timestamp, '') !~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{8}$'
          or jsonb_typeof(fields) is distinct from 'object'
          or (op = 'update' and fields = '{}')
          or (c ? 'offer' and c -> 'offer' <> 'true')
          or (c ? 'timestamps' and not (c ? 'offer' and private.are_field_timestamps(c -> 'timestamps', timestamp)))
          then 'malformed'
        when fields ?| array['id', 'field_timestamps', 'updated_at'] then 'unknown_field'
      end as fault
    from listed
  ), shaped as materialized (
    -- jsonb orders keys: equal sets of field names are equal arrays.
    select n, target, op, row_id, fault, c ? 'offer' as is_offer,
      case when fault is null then array(select jsonb_object_keys(fields)) else '{}' end as field_names
    from validated
  ), keyed as (
    select n, row(target, op, field_names, is_offer, fault, row_number() over (partition by target, lower(row_id) order by n)) as kind
    from shaped
  ), starts as (
    select n, (lag(kind) over (order by n)) is distinct from kind as starts_group from keyed
  ), groups as (
    select n, count(*) filter (where starts_group) over (order by n) as group_number from starts
  )
  select min(s.target), min(s.op), min(s.field_names),
    jsonb_agg(case
      when s.fault is null and ('x' || left(l.timestamp, 12))::bit(48)::bigint > now_ms
        then private.clamp_timestamps(l.c, private.hlc_timestamp(now_ms, l.n::integer, l.timestamp))
      else l.c end order by l.n),
    min(s.fault)
  from groups r join shaped s on s.n = r.n join listed l on l.n = r.n
  group by r.group_number order by r.group_number
$$;
grant execute on function private.split_into_groups(jsonb, bigint, bigint) to authenticated;

-- Whether the device that sent this is to correct its timestamps first (INV-8): its estimate of the server's time is more
-- than a minute ahead or, since a slow line delays requests, more than five behind; or an edit is from the future.
create function private.has_wrong_clock(request jsonb, now_ms bigint) returns boolean
language sql stable set search_path = ''
as $$
  select request ? 'clock' and (
    (request ->> 'clock')::numeric not between now_ms - 300000 and now_ms + 60000
    or exists (
      select from jsonb_array_elements(request -> 'changes') c
      where not c ? 'offer' and c ->> 'timestamp' collate "C" > private.hlc_timestamp(now_ms + 60000, 0, '')))
$$;
grant execute on function private.has_wrong_clock(jsonb, bigint) to authenticated;

-- Serializes the pushes of one person, since a change of a row that a concurrent push deletes would be decided on a
-- stale state. Other functions that make or delete many rows of a person take the same lock.
create function private.lock_user_pushes(person uuid) returns void
language sql volatile set search_path = ''
as $$ select pg_advisory_xact_lock(hashtextextended('cadence.push:' || person, 0)) $$;
grant execute on function private.lock_user_pushes(uuid) to authenticated;

-- Request and response: src/contract/protocol.ts. At most 1,000 changes and 8 MB. What is no request of the protocol
-- fails as a whole with 4xx; otherwise the response has a verdict for each change.
create function public.sync_push(request jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  changes jsonb := request -> 'changes';
  epoch text := private.epoch();
  clock bigint := private.now_ms();
  decided bigint;
  change_group record;
  outcome jsonb;
  faults jsonb := '[]';
  activities integer := 0;
  newest bigint;
  oldest bigint;
  verdicts jsonb;
begin
  perform private.check_request(request);
  if request ? 'clock' and jsonb_typeof(request -> 'clock') <> 'number' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'clock is a number of milliseconds.';
  end if;
  if jsonb_typeof(changes) is distinct from 'array'
     or exists (
       select from jsonb_array_elements(changes) c
       where jsonb_typeof(c -> 'seq') is distinct from 'number' or c ->> 'seq' !~ '^[1-9]\d{0,14}$') then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'changes is an array, and each change has a seq, a whole number from 1.';
  end if;
  if jsonb_array_length(changes) > 1000 or pg_column_size(request) > 8000000 then
    raise exception 'batch_too_large' using errcode = 'PT413', detail = 'At most 1000 changes and 8 MB a push.';
  end if;
  if exists (
    select from (
      select (c ->> 'seq')::bigint <= lag((c ->> 'seq')::bigint) over (order by n) as falls
      from jsonb_array_elements(changes) with ordinality x (c, n)) s
    where falls) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'The seq of the changes must rise.';
  end if;

  -- What the device has read, or sent earlier, may be lost: it has to offer that first (INV-6).
  if request ->> 'epoch' <> epoch or private.has_lost_history(request) then
    return jsonb_build_object(
      'epoch', epoch, 'xid', '0', 'restored', true, 'token', null, 'server_time', clock, 'verdicts', '[]'::jsonb);
  end if;
  if private.has_wrong_clock(request, clock) then
    return jsonb_build_object('epoch', epoch, 'xid', '0', 'restored', false, 'wrong_clock', true, 'token', null,
      'server_time', clock, 'verdicts', '[]'::jsonb);
  end if;

  -- Devices with an older version of the app send texts, and the bases of edits, as they were typed. Stored texts are composed
  -- (values/texts.sql): compared otherwise, equal ones would be a conflict.
  if changes::text is not nfc normalized then
    changes := normalize(changes::text, NFC)::jsonb;
  end if;
  perform private.lock_user_pushes((select auth.uid()));
  decided := private.lock_device(request -> 'device');
  perform private.set_write_context('{"keep_timestamps": true}');
  for change_group in select * from private.split_into_groups(changes, decided, clock) loop
    if change_group.fault is not null then
      select faults || jsonb_agg(private.rejected_verdict((c ->> 'seq')::bigint, change_group.fault)) into faults
      from jsonb_array_elements(change_group.group_changes) c;
    else
      outcome := private.apply_or_split(change_group.target, change_group.op, change_group.field_names, change_group.group_changes);
      faults := faults || outcome;
      if change_group.target = 'program_activities' then
        activities := activities + jsonb_array_length(change_group.group_changes)
          - (select count(*) from jsonb_array_elements(outcome) v where v ->> 'verdict' = 'rejected');
      end if;
    end if;
  end loop;
  perform private.set_write_context('{"keep_timestamps": null}');

  select jsonb_agg(coalesce(
      f.verdict,
      case when (c ->> 'seq')::bigint > decided
        then jsonb_build_object('seq', c -> 'seq', 'verdict', 'applied')
        else private.stored_verdict((request -> 'device' ->> 'id')::uuid, (c ->> 'seq')::bigint) end) order by n),
    max((c ->> 'seq')::bigint), min((c ->> 'seq')::bigint)
  into verdicts, newest, oldest
  from jsonb_array_elements(changes) with ordinality x (c, n)
  left join lateral (
    select v as verdict from jsonb_array_elements(faults) v where v -> 'seq' = c -> 'seq'
  ) f on faults <> '[]';

  if newest is not null then
    perform private.record_push(request -> 'device', greatest(newest, decided), oldest, faults, activities);
  end if;
  return jsonb_build_object(
    'epoch', epoch,
    'xid', pg_current_xact_id()::text,
    'restored', false,
    'token', private.issue_history_token(request -> 'device', request ->> 'token'),
    'server_time', clock,
    'verdicts', coalesce(verdicts, '[]'));
end
$$;
grant execute on function public.sync_push(jsonb) to authenticated;
