-- A device whose clock is wrong corrects the timestamps of its edits before the server decides them (INV-8).

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

create or replace function public.sync_push(request jsonb) returns jsonb
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
