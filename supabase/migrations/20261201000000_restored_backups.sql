-- Restored backups (INV-6): a database that has lost what a device has read or written is noticed by the device's history
-- token, and devices offer what it lacks.

alter table private.sync_epoch add column recovery text not null default 'recover' check (recovery in ('recover', 'discard'));

create table private.history_tokens (
  device_id uuid not null,
  user_id uuid not null,
  number bigint not null,
  tokens text[] not null,
  primary key (device_id, user_id)
);
alter table private.history_tokens enable row level security;

alter table public.row_history add column is_offer boolean not null default false;
alter table private.tombstones alter column content drop not null, add column was_absent boolean not null default false;

alter table public.sync_conflicts drop constraint sync_conflicts_pkey, add primary key (user_id, id);
drop index public.sync_conflicts_person;
drop policy "people read their own conflicts, admins read all" on public.sync_conflicts;
create policy "people read their own conflicts" on public.sync_conflicts
  for select to authenticated using (user_id = (select auth.uid()));

create function private.set_recovery(recovery text) returns void
language sql security definer set search_path = ''
as $$ update private.sync_epoch s set recovery = set_recovery.recovery where only_row $$;

create function private.recovery() returns text
language sql stable security definer set search_path = ''
as $$ select recovery from private.sync_epoch $$;
grant execute on function private.recovery() to authenticated;

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
       from (select distinct %I as owner from changed_rows) o', tg_argv[0]);
  end if;
  return null;
end
$$;

create or replace function private.delete_user_bookkeeping() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from private.sync_feed f using deleted_users p where f.user_id = p.id;
  delete from private.tombstones t using deleted_users p where t.user_id = p.id;
  delete from private.history_tokens h using deleted_users p where h.user_id = p.id;
  return null;
end
$$;

create function private.record_deletes(target text, changes jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  execute format(
    'with recorded as (
       insert into private.tombstones as t (table_name, row_id, user_id, timestamp, was_absent)
       select %1$L, c."row", auth.uid(), max(c.timestamp collate "C"), true
       from jsonb_to_recordset($1) as c ("row" uuid, timestamp text)
       where not exists (select from public.%1$I e where e.id = c."row" and e.user_id = auth.uid())
       group by c."row"
       on conflict (table_name, row_id, user_id) do update set timestamp = excluded.timestamp
       where t.timestamp collate "C" < excluded.timestamp collate "C"
       returning t.row_id)
     insert into private.sync_feed (user_id, table_name, row_id, xid)
     select auth.uid(), %1$L, r.row_id, pg_current_xact_id() from recorded r
     on conflict (user_id, table_name, row_id) do update set xid = excluded.xid', target)
  using changes;
end
$$;
grant execute on function private.record_deletes(text, jsonb) to authenticated;

create function private.delete_timestamps(target text, ids uuid[]) returns table (row_id uuid, "timestamp" text)
language sql stable security definer set search_path = ''
as $$
  select t.row_id, t.timestamp from private.tombstones t
  where t.table_name = target and t.row_id = any (ids) and t.user_id = auth.uid()
$$;
grant execute on function private.delete_timestamps(text, uuid[]) to authenticated;

create function private.complete_tombstones(target text, changes jsonb) returns void
language sql volatile security definer set search_path = ''
as $$
  update private.tombstones t
  set content = c.fields || jsonb_build_object('id', c."row", 'user_id', auth.uid(), 'field_timestamps',
    jsonb_build_object('*', c.timestamp) || coalesce(c.timestamps, '{}'))
  from jsonb_to_recordset(changes) as c ("row" uuid, op text, fields jsonb, timestamp text, timestamps jsonb, offer boolean)
  where t.table_name = target and t.row_id = c."row" and t.user_id = auth.uid() and t.content is null
    and c.op = 'insert' and c.offer and c.timestamp collate "C" < t.timestamp collate "C"
$$;
grant execute on function private.complete_tombstones(text, jsonb) to authenticated;

create or replace function private.record_history() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  device uuid := (private.write_context() ->> 'device')::uuid;
  is_offer boolean := coalesce((private.write_context() ->> 'offer')::boolean, false);
begin
  if tg_op = 'INSERT' then
    execute format(
      'insert into public.row_history (user_id, table_name, row_id, op, after, actor, device_id, is_offer)
       select r.%1$I, %2$L, r.id, ''insert'', jsonb_strip_nulls(private.history_fields(to_jsonb(r), %1$L)), $1, $2, $3
       from new_rows r', tg_argv[0], tg_table_name) using auth.uid(), device, is_offer;
  elsif tg_op = 'UPDATE' then
    execute format(
      'insert into public.row_history (user_id, table_name, row_id, op, before, after, actor, device_id, is_offer)
       select n.%1$I, %2$L, n.id, ''update'', d.before, d.after, $1, $2, $3
       from new_rows n join old_rows o on o.id = n.id
       cross join lateral (
         select jsonb_object_agg(b.key, b.value) as before, jsonb_object_agg(a.key, a.value) as after
         from jsonb_each(private.history_fields(to_jsonb(n), %1$L)) a
         join jsonb_each(to_jsonb(o)) b on b.key = a.key
         where a.value is distinct from b.value) d
       where d.after is not null', tg_argv[0], tg_table_name) using auth.uid(), device, is_offer;
  else
    execute format(
      'insert into public.row_history (user_id, table_name, row_id, op, before, actor, device_id, is_offer)
       select r.%1$I, %2$L, r.id, ''delete'', jsonb_strip_nulls(private.history_fields(to_jsonb(r), %1$L)), $1, $2, $3
       from old_rows r where exists (select from public.profiles p where p.id = r.%1$I)',
      tg_argv[0], tg_table_name) using auth.uid(), device, is_offer;
  end if;
  return null;
end
$$;

create function private.has_later_write(target text, "row" uuid, field text, "timestamp" text) returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.row_history h
    where h.row_id = has_later_write."row" and h.table_name = target and not h.is_offer and h.op <> 'lost'
      and h.at > private.hlc_instant(has_later_write."timestamp")
      and right(h.device_id::text, 8) is distinct from right(has_later_write."timestamp", 8)
      and (field = '*' or coalesce(h.after, h.before) ? field))
$$;
grant execute on function private.has_later_write(text, uuid, text, text) to authenticated;

create function private.has_had_value(target text, "row" uuid, field text, value jsonb) returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.row_history h
    where h.row_id = has_had_value."row" and h.table_name = target and h.op <> 'lost'
      and (h.after -> field = value or h.before -> field = value))
$$;
grant execute on function private.has_had_value(text, uuid, text, jsonb) to authenticated;

create or replace function private.record_conflicts(target text, entries jsonb) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.sync_conflicts as k (
    id, user_id, table_name, row_id, field, kind, lost, lost_device, lost_at, kept_device, kept_at, field_timestamps)
  select private.conflict_id(target, e."row", e.field, e.lost_timestamp, e.kept_timestamp, e.lost_by), e.owner, target, e."row",
    e.field, e.kind, nullif(e.lost, 'null'),
    (select d.id from public.sync_devices d where d.user_id = e.owner and right(d.id::text, 8) = right(e.lost_timestamp, 8)),
    private.hlc_instant(e.lost_timestamp),
    (select d.id from public.sync_devices d where d.user_id = e.owner and right(d.id::text, 8) = right(e.kept_timestamp, 8)),
    private.hlc_instant(e.kept_timestamp),
    jsonb_build_object('*', greatest(e.lost_timestamp collate "C", e.kept_timestamp collate "C"))
  from jsonb_to_recordset(entries)
    as e (
      "row" uuid, owner uuid, field text, kind text, lost jsonb, lost_timestamp text, kept_timestamp text, lost_by uuid)
  where (select auth.uid()) is not null
    -- One that was resolved later than both sides stays so, whatever order a restored database hears of them in.
    and not exists (
      select from private.tombstones g
      where g.table_name = 'sync_conflicts' and g.user_id = e.owner
        and g.row_id = private.conflict_id(target, e."row", e.field, e.lost_timestamp, e.kept_timestamp, e.lost_by)
        and g.timestamp collate "C" > greatest(e.lost_timestamp collate "C", e.kept_timestamp collate "C"))
  on conflict (user_id, id) do update set
    kind = excluded.kind, lost = excluded.lost, lost_device = excluded.lost_device, lost_at = excluded.lost_at,
    kept_device = excluded.kept_device, kept_at = excluded.kept_at, field_timestamps = excluded.field_timestamps
  -- An older text of the same device takes no newer one's place.
  where excluded.lost_at >= k.lost_at
$$;

create or replace function private.delete_row_conflicts() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  timestamps jsonb := private.write_context() -> 'tombstone_timestamps';
  of_conflicts jsonb := (
    select jsonb_object_agg(k.id, k.field_timestamps ->> '*')
    from public.sync_conflicts k join old_rows r on r.id = k.row_id and r.user_id = k.user_id
    where k.table_name = tg_table_name and k.kind <> 'lost_edit');
begin
  if of_conflicts is null then
    return null;
  end if;
  perform private.set_write_context(jsonb_build_object('tombstone_timestamps', of_conflicts));
  delete from public.sync_conflicts k using old_rows r
  where k.table_name = tg_table_name and k.row_id = r.id and k.user_id = r.user_id and k.kind <> 'lost_edit';
  perform private.set_write_context(jsonb_build_object('tombstone_timestamps', timestamps));
  return null;
end
$$;

create or replace function private.find_edits_of_deleted_rows(target text, changes jsonb)
returns table (
  seq bigint, "row" uuid, owner uuid, field text, kind text, lost jsonb, lost_timestamp text, kept_timestamp text,
  lost_by uuid)
language sql stable set search_path = ''
as $$
  select c.seq, c."row", auth.uid(), '*',
    case when g.timestamp collate "C" > c.timestamp collate "C" then 'lost_edit' else 'lost_delete' end,
    -- Together with what this device has lost to the same delete already: it is one conflict.
    case when g.timestamp collate "C" > c.timestamp collate "C" then coalesce(k.lost, g.content - array['field_timestamps', 'updated_at']) || c.fields end,
    least(c.timestamp collate "C", g.timestamp collate "C"), greatest(c.timestamp collate "C", g.timestamp collate "C"),
    case when g.timestamp collate "C" > c.timestamp collate "C" then auth.uid() end
  from jsonb_to_recordset(changes) as c (seq bigint, "row" uuid, base jsonb, fields jsonb, timestamp text)
  join private.find_tombstones(target, changes) g on g.seq = c.seq
  left join public.sync_conflicts k
    on k.user_id = auth.uid()
      and k.id = private.conflict_id(target, c."row", '*', c.timestamp, g.timestamp, auth.uid()) and k.kind = 'lost_edit'
  -- A change without a base comes from a client that does not know conflicts; a tombstone without content, from a delete
  -- of a row that was not there, has nothing to restore.
  where c.base is not null and g.content is not null and right(c.timestamp, 8) <> right(g.timestamp, 8)
$$;

create function private.has_lost_history(request jsonb) returns boolean
language sql stable security definer set search_path = ''
as $$
  select request ->> 'token' is not null and not exists (
    select from private.history_tokens h
    where h.device_id = (request -> 'device' ->> 'id')::uuid and h.user_id = auth.uid() and request ->> 'token' = any (h.tokens))
$$;
grant execute on function private.has_lost_history(jsonb) to authenticated;

create function private.issue_history_token(device jsonb, presented text) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  this_device uuid := (device ->> 'id')::uuid;
  suffix text := ':' || gen_random_uuid();
  issued text;
begin
  perform private.lock_device(device);
  insert into private.history_tokens as h (device_id, user_id, number, tokens)
  values (this_device, (select auth.uid()), 1, array['1' || suffix])
  on conflict (device_id, user_id) do update set
    number = h.number + 1,
    tokens = (array[(h.number + 1) || suffix] || array(select t from unnest(h.tokens) t where t = presented)
      || array(select t from unnest(h.tokens) with ordinality x (t, n) where t is distinct from presented order by n))[1:16]
  returning tokens[1] into issued;
  return issued;
end
$$;
grant execute on function private.issue_history_token(jsonb, text) to authenticated;

drop function private.record_sync;
create function private.record_sync(device jsonb) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  pending_count integer := coalesce(device ->> 'pending', '0')::integer;
  rejected_count integer := coalesce(device ->> 'rejected', '0')::integer;
  new_status text := case when rejected_count > 0 then 'error' when pending_count > 0 then 'pending' else 'synced' end;
  is_new boolean := not exists (
    select from public.sync_devices d
    where d.id = (device ->> 'id')::uuid and d.user_id = auth.uid()
      and d.last_seen_at > now() - interval '30 seconds' and d.pending = pending_count and d.rejected = rejected_count);
begin
  if is_new then
    perform private.lock_device(device);
  end if;
  update public.sync_devices d set pending = pending_count, rejected = rejected_count
  where d.id = (device ->> 'id')::uuid and d.user_id = auth.uid() and (d.pending, d.rejected) <> (pending_count, rejected_count);
  insert into public.program_sync_status as s (user_id, last_sync_at, sync_status, error_message)
  values (auth.uid(), now(), new_status,
    case when rejected_count > 0 then rejected_count || ' changes need attention' end)
  on conflict (user_id) do update set
    last_sync_at = excluded.last_sync_at, sync_status = excluded.sync_status,
    error_message = excluded.error_message, updated_at = now()
  where s.sync_status <> excluded.sync_status or s.last_sync_at is null
     or s.last_sync_at < now() - interval '30 seconds';
  return is_new;
end
$$;
grant execute on function private.record_sync(jsonb) to authenticated;

create or replace function private.check_request(request jsonb) returns void
language plpgsql stable set search_path = ''
as $$
declare
  device jsonb := request -> 'device';
begin
  if (select auth.uid()) is null then
    raise exception 'unauthorized' using errcode = 'PT401', detail = 'Sign in first.';
  end if;
  if jsonb_typeof(request) is distinct from 'object'
     or jsonb_typeof(request -> 'protocol') is distinct from 'number'
     or jsonb_typeof(device) is distinct from 'object'
     or coalesce(device ->> 'id', '') !~ private.uuid_pattern()
     or coalesce(device ->> 'pending', '0') !~ '^\d{1,9}$'
     or coalesce(device ->> 'rejected', '0') !~ '^\d{1,9}$'
     or coalesce(request ->> 'token', '') !~ '^(|\d{1,18}:[0-9a-f-]{36})$' then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A request is an object with protocol, a token or none, and a device with id, pending and rejected.';
  end if;
  if request ->> 'protocol' <> '1' then
    raise exception 'unsupported_protocol' using errcode = 'PT426', detail = 'This server speaks protocol 1.';
  end if;
end
$$;

create function private.cleared_by_delete(target text, named text) returns text[]
language sql stable set search_path = ''
as $$
  select array_agg(a.attname::text)
  from pg_catalog.pg_constraint f
  join pg_catalog.pg_attribute a
    on a.attrelid = f.conrelid and a.attnum = any (coalesce(f.confdelsetcols, f.conkey)) and not a.attnotnull
  where f.conrelid = format('public.%I', target)::regclass and f.conname = named and f.confdeltype = 'n'
$$;
grant execute on function private.cleared_by_delete(text, text) to authenticated;

create function private.clear_reference(target text, named text, change jsonb) returns jsonb
language sql stable set search_path = ''
as $$
  select change || jsonb_build_object('fields', (change -> 'fields') || jsonb_object_agg(k, null))
  from unnest(private.cleared_by_delete(target, named)) k
  where change -> 'fields' ->> k is not null
  having count(*) > 0
$$;
grant execute on function private.clear_reference(text, text, jsonb) to authenticated;

create function private.find_offer_conflicts(target text, op text, long_text text[], changes jsonb)
returns table (
  seq bigint, "row" uuid, owner uuid, field text, kind text, lost jsonb, lost_timestamp text, kept_timestamp text,
  lost_by uuid)
language plpgsql set search_path = ''
as $$
begin
  return query execute format(
    'with stored as (
       select c.seq, c.fields, c.timestamp, c.timestamps, t.id, t.user_id, t.field_timestamps, to_jsonb(t) as content
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid, fields jsonb, timestamp text, timestamps jsonb)
       join public.%1$I t on t.id = c."row"
       for update of t
     ), texts as (
       select s.seq, s.id, s.user_id, k, s.fields -> k as my_text, s.content -> k as their_text,
         coalesce(s.timestamps ->> k, s.timestamps ->> ''*'', s.timestamp) as mine,
         coalesce(s.field_timestamps ->> k, s.field_timestamps ->> ''*'') as theirs
       from stored s cross join unnest($3) k
       where $2 <> ''delete'' and s.fields ? k and s.content -> k is distinct from s.fields -> k
     ), deletes as (
       select s.seq, s.id, s.user_id, s.content, s.timestamp as mine,
         (select max(f.value collate "C") from jsonb_each_text(s.field_timestamps) f) as theirs
       from stored s
       where $2 = ''delete''
     ), found as (
       select seq, id, user_id, k as field, ''long_text'' as kind,
         case when mine collate "C" > theirs collate "C" then their_text else my_text end as lost, mine, theirs
       from texts
       where private.has_later_write(%1$L, id, k, mine) and not private.has_had_value(%1$L, id, k, my_text)
         and coalesce(case when mine collate "C" > theirs collate "C" then their_text else my_text end #>> ''{}'', '''') <> ''''
       union all
       select seq, id, user_id, ''*'',
         case when mine collate "C" > theirs then ''lost_edit'' else ''lost_delete'' end,
         case when mine collate "C" > theirs then content - array[''field_timestamps'', ''updated_at''] end, mine, theirs
       from deletes
       where private.has_later_write(%1$L, id, ''*'', mine)
       union all
       select c.seq, c."row", auth.uid(), ''*'',
         case when g.timestamp collate "C" > c.timestamp collate "C" then ''lost_edit'' else ''lost_delete'' end,
         case when g.timestamp collate "C" > c.timestamp collate "C"
           then (g.content - array[''field_timestamps'', ''updated_at'']) || c.fields end,
         c.timestamp, g.timestamp
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid, fields jsonb, timestamp text, timestamps jsonb)
       join private.find_tombstones(%1$L, $1) g on g.seq = c.seq
       where $2 <> ''delete'' and g.content is not null and private.has_later_write(%1$L, c."row", ''*'', c.timestamp)
         -- The deleted row lacked something of the offer.
         and exists (
           select from jsonb_object_keys(c.fields) k
           where coalesce(c.timestamps ->> k, c.timestamps ->> ''*'', c.timestamp) collate "C"
             > coalesce(g.content -> ''field_timestamps'' ->> k, g.content -> ''field_timestamps'' ->> ''*'', '''') collate "C")
     )
     select f.seq, f.id, f.user_id, f.field, f.kind, f.lost,
       least(f.mine collate "C", f.theirs collate "C"), greatest(f.mine collate "C", f.theirs collate "C"),
       case when f.mine collate "C" <= f.theirs collate "C" then auth.uid() end
     from found f
     where right(f.mine, 8) <> right(f.theirs, 8)', target)
  using changes, op, long_text;
end
$$;
grant execute on function private.find_offer_conflicts(text, text, text[], jsonb) to authenticated;

create function private.insert_offered_conflicts(changes jsonb) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.sync_conflicts as k (
    id, user_id, table_name, row_id, field, kind, lost, lost_device, lost_at, kept_device, kept_at, created_at,
    field_timestamps)
  select c."row", auth.uid(), r.table_name, r.row_id, r.field, r.kind, nullif(r.lost, 'null'), r.lost_device, r.lost_at,
    r.kept_device, r.kept_at, coalesce(r.created_at, now()), c.timestamps || jsonb_build_object('*', c.timestamp)
  from jsonb_to_recordset(changes) as c (seq bigint, "row" uuid, fields jsonb, timestamp text, timestamps jsonb)
  cross join lateral jsonb_populate_record(null::public.sync_conflicts, c.fields) r
  join private.synced_tables s on s.table_name = r.table_name
  where not exists (
    select from private.find_tombstones('sync_conflicts', changes) g
    where g.seq = c.seq and g.timestamp collate "C" > c.timestamp collate "C")
  on conflict (user_id, id) do update set
    kind = excluded.kind, lost = excluded.lost, lost_device = excluded.lost_device, lost_at = excluded.lost_at,
    kept_device = excluded.kept_device, kept_at = excluded.kept_at, field_timestamps = excluded.field_timestamps
  where excluded.field_timestamps ->> '*' collate "C" > k.field_timestamps ->> '*' collate "C"
$$;
grant execute on function private.insert_offered_conflicts(jsonb) to authenticated;

create or replace function private.merge_rows(target text, field_names text[], changes jsonb)
returns table (seq bigint, lost text[])
language plpgsql set search_path = ''
as $$
declare
  newer constant text :=
    'coalesce(v.timestamps ->> %1$L, v.timestamps ->> ''*'', v.timestamp) collate "C"
       > coalesce(t.field_timestamps ->> %1$L, t.field_timestamps ->> ''*'', '''') collate "C"';
begin
  return query execute format(
    'update public.%1$I t set %2$s
       field_timestamps = t.field_timestamps || jsonb_strip_nulls(jsonb_build_object(%3$s))
     from (select c.seq, c."row", c.timestamp, c.timestamps %4$s
           from jsonb_to_recordset($1) as c (seq bigint, "row" uuid, fields jsonb, timestamp text, timestamps jsonb)
           cross join lateral jsonb_populate_record(null::public.%1$I, c.fields) r) v
     where t.id = v."row"
     returning v.seq, array(
       select k from unnest($2) k
       where coalesce(t.field_timestamps ->> k, t.field_timestamps ->> ''*'')
         is distinct from coalesce(v.timestamps ->> k, v.timestamps ->> ''*'', v.timestamp))',
    target,
    (select string_agg(format('%2$I = case when ' || newer || ' then v.%2$I else t.%2$I end,', k, k), ' ') from unnest(field_names) k),
    (select string_agg(format('%1$L, case when ' || newer || ' then coalesce(v.timestamps ->> %1$L, v.timestamps ->> ''*'', v.timestamp) end', k), ', ') from unnest(field_names) k),
    (select string_agg(format(', r.%I', k), '') from unnest(field_names) k))
  using changes, field_names;
end
$$;

create or replace function private.restore_row(target text, field_names text[], fields jsonb) returns void
language plpgsql set search_path = ''
as $$
declare
  content jsonb := fields;
  named text;
  lost text[];
begin
  loop
    begin
      execute (
        select format('insert into public.%1$I (%2$s) select %3$s from jsonb_populate_record(null::public.%1$I, $1) r',
          target, string_agg(format('%I', a.attname), ', '), string_agg(format('r.%I', a.attname), ', '))
        from pg_catalog.pg_attribute a
        where a.attrelid = format('public.%I', target)::regclass and a.attnum > 0 and not a.attisdropped
          and has_column_privilege(a.attrelid, a.attnum, 'INSERT')
      ) using content;
      return;
    exception when foreign_key_violation then
      get stacked diagnostics named = constraint_name;
      select array_agg(k) into lost from unnest(private.cleared_by_delete(target, named)) k
      where content ->> k is not null and k <> all (field_names);
      if lost is null then
        raise;
      end if;
      content := content || (select jsonb_object_agg(k, null) from unnest(lost) k);
    end;
  end loop;
end
$$;

create or replace function private.resolve_deleted_rows(target text, field_names text[], changes jsonb)
returns table (seq bigint, verdict jsonb)
language plpgsql set search_path = ''
as $$
declare
  change record;
  fields jsonb;
begin
  for change in
    select c.seq, c.fields, c.timestamp, c.timestamps, g.timestamp as deleted, g.content
    from jsonb_to_recordset(changes) as c (seq bigint, fields jsonb, timestamp text, timestamps jsonb)
    left join private.find_tombstones(target, changes) g on g.seq = c.seq
    order by c.seq
  loop
    seq := change.seq;
    -- Of a row that the database never had there is nothing to restore.
    if change.deleted is null or change.content is null and change.deleted collate "C" <= change.timestamp collate "C" then
      verdict := private.rejected_verdict(change.seq, 'not_found');
    elsif change.deleted collate "C" > change.timestamp collate "C" then
      verdict := jsonb_build_object('seq', change.seq, 'verdict', 'merged', 'lost', to_jsonb(field_names));
    else
      fields := change.content || change.fields || jsonb_build_object(
        'field_timestamps', change.content -> 'field_timestamps'
          || (select coalesce(jsonb_object_agg(k, coalesce(change.timestamps ->> k, change.timestamp)), '{}') from unnest(field_names) k));
      perform private.restore_row(target, field_names, fields);
      verdict := jsonb_build_object('seq', change.seq, 'verdict', 'applied');
    end if;
    return next;
  end loop;
end
$$;

create or replace function private.write_group(target text, op text, field_names text[], changes jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  remaining jsonb := changes;
  decided bigint[];
  verdicts jsonb := '[]';
  merged jsonb;
begin
  if op = 'delete' then
    -- The tombstones get the timestamps of the changes.
    perform private.set_write_context(jsonb_build_object('tombstone_timestamps', (
      select jsonb_object_agg(lower(c ->> 'row'), c ->> 'timestamp') from jsonb_array_elements(changes) c)));
    execute format(
      'delete from public.%1$I t
       using jsonb_to_recordset($1) as c ("row" uuid, timestamp text)
       where t.id = c."row"
         and c.timestamp collate "C" > (select max(s.value collate "C") from jsonb_each_text(t.field_timestamps) s)', target)
    using changes;
    perform private.set_write_context('{"tombstone_timestamps": null}');
    perform private.record_deletes(target, changes);
    -- A row that still exists was edited later. One that does not is deleted, by whomever: applied.
    execute format(
      'select coalesce(jsonb_agg(jsonb_build_object(''seq'', c.seq, ''verdict'', ''merged'', ''lost'', jsonb_build_array(''*''))), ''[]'')
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid) join public.%1$I t on t.id = c."row"', target)
    into verdicts using changes;
    return verdicts;
  end if;

  if op = 'insert' then
    -- An insert that is older than the row's tombstone does not restore it.
    select array_agg(g.seq),
           coalesce(jsonb_agg(jsonb_build_object('seq', g.seq, 'verdict', 'merged', 'lost', to_jsonb(field_names))), '[]')
    into decided, verdicts
    from private.find_tombstones(target, changes) g
    join jsonb_to_recordset(changes) as c (seq bigint, timestamp text) on c.seq = g.seq
    where g.timestamp collate "C" > c.timestamp collate "C";
    if decided is not null then
      perform private.complete_tombstones(target, changes);
      remaining := private.exclude_changes(remaining, decided);
    end if;
    execute format(
      'with made as (
         insert into public.%1$I (id %2$s, field_timestamps)
         select c."row" %3$s, jsonb_build_object(''*'', c.timestamp) || coalesce(c.timestamps, ''{}'')
         from jsonb_to_recordset($1) as c ("row" uuid, fields jsonb, timestamp text, timestamps jsonb)
         cross join lateral jsonb_populate_record(null::public.%1$I, c.fields) r
         on conflict (id) do nothing
         returning id)
       select array_agg(c.seq)
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid) join made on made.id = c."row"',
      target,
      (select string_agg(format(', %I', k), '') from unnest(field_names) k),
      (select string_agg(format(', r.%I', k), '') from unnest(field_names) k))
    into decided using remaining;
    if coalesce(array_length(decided, 1), 0) = jsonb_array_length(remaining) then
      return verdicts;
    end if;
    remaining := private.exclude_changes(remaining, decided);
    -- The other rows exist: the fields that the person may update are merged.
  end if;
  -- Of an offer as well: the device does not choose what it has newer.
  if op = 'insert' or changes -> 0 ? 'offer' then
    field_names := array(select k from unnest(field_names) k
                  where has_column_privilege(format('public.%I', target)::regclass, k, 'UPDATE'));
    if field_names = '{}' then
      return verdicts;
    end if;
  end if;

  select array_agg(m.seq),
         coalesce(jsonb_agg(jsonb_build_object('seq', m.seq, 'verdict', 'merged', 'lost', to_jsonb(m.lost)))
           filter (where m.lost <> '{}'), '[]')
  into decided, merged
  from private.merge_rows(target, field_names, remaining) m;
  verdicts := verdicts || merged;
  if decided is not null then
    remaining := private.exclude_changes(remaining, decided);
  end if;
  if remaining <> '[]' then
    select verdicts || coalesce(jsonb_agg(s.verdict) filter (where s.verdict ->> 'verdict' <> 'applied'), '[]')
    into verdicts
    from private.resolve_deleted_rows(target, field_names, remaining) s;
  end if;
  return verdicts;
end
$$;

create or replace function private.apply_group(target text, op text, field_names text[], changes jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  long_text text[] := (select s.long_text from private.synced_tables s where s.table_name = target);
  -- A group has offers or none.
  is_offer boolean := changes -> 0 ? 'offer';
  conflicts jsonb;
  verdicts jsonb;
begin
  if op = 'insert' and target = 'sync_conflicts' then
    if not is_offer then
      raise exception 'forbidden' using errcode = '42501';
    end if;
    perform private.insert_offered_conflicts(changes);
    return '[]';
  end if;
  -- A table without long text has no conflicts: its fields are merged by timestamp alone.
  if is_offer and long_text <> '{}' then
    select jsonb_agg(c) into conflicts from private.find_offer_conflicts(target, op, long_text, changes) c;
  elsif op = 'delete' and long_text <> '{}' then
    select jsonb_agg(c) into conflicts from private.find_deletes_of_edited_rows(target, changes) c;
  elsif op = 'update' and long_text <> '{}' then
    select jsonb_agg(c) into conflicts from (
      select * from private.find_edits_of_deleted_rows(target, changes)
      union all
      select * from private.find_text_conflicts(target, long_text, changes)
      where field_names && long_text) c;
  end if;
  perform private.set_write_context(jsonb_build_object('offer', is_offer or null));
  verdicts := private.write_group(target, op, field_names, changes);
  perform private.set_write_context('{"offer": null}');
  if verdicts <> '[]' then
    perform private.record_lost_edits(target, verdicts, changes);
  end if;
  if conflicts is null then
    return verdicts;
  end if;
  perform private.record_conflicts(target, conflicts);
  -- `conflict` takes the place of the verdict, with the fields that lost.
  return (
    select jsonb_agg(jsonb_build_object('seq', coalesce(v.seq, c.seq), 'verdict',
        case when c.seq is null or v.verdict = 'rejected' then v.verdict else 'conflict' end)
      || case when v.lost is null then '{}' else jsonb_build_object('lost', v.lost) end
      || case when v.code is null then '{}' else jsonb_build_object('code', v.code, 'detail', v.detail) end)
    from jsonb_to_recordset(verdicts) as v (seq bigint, verdict text, lost jsonb, code text, detail text)
    full join (select distinct k.seq from jsonb_to_recordset(conflicts) as k (seq bigint)) c on c.seq = v.seq);
end
$$;

create or replace function private.apply_or_split(target text, op text, field_names text[], changes jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  size integer := jsonb_array_length(changes);
  state text;
  code text;
  at_column text;
  at_constraint text;
  cleared jsonb;
begin
  begin
    perform private.check_json(target, field_names, changes);
    return private.apply_group(target, op, field_names, changes);
  exception when others then
    get stacked diagnostics state = returned_sqlstate, at_column = column_name, at_constraint = constraint_name;
    -- Only an error of the change itself rejects it (INV-4). A deadlock, a full disk or a lost connection fails the
    -- whole push, which the device retries.
    if state !~ '^(22|23|42|44|P0)' then
      raise;
    end if;
    if size = 1 and state = '23503' and op = 'insert' and changes -> 0 ? 'offer' then
      cleared := private.clear_reference(target, at_constraint, changes -> 0);
    end if;
    if cleared is not null then
      return private.apply_or_split(target, op, field_names, jsonb_build_array(cleared));
    elsif size = 1 then
      code := private.rejection_code(state, op);
      return jsonb_build_array(private.rejected_verdict((changes -> 0 ->> 'seq')::bigint, code, coalesce(
        case when code = 'invalid_value' then private.invalid_field(target, changes -> 0 -> 'fields') end,
        nullif(at_column, ''), private.constrained_column(target, at_constraint), nullif(at_constraint, ''))));
    end if;
  end;
  return private.apply_or_split(target, op, field_names,
           (select jsonb_agg(c order by n) from jsonb_array_elements(changes) with ordinality x (c, n) where n <= size / 2))
      || private.apply_or_split(target, op, field_names,
           (select jsonb_agg(c order by n) from jsonb_array_elements(changes) with ordinality x (c, n) where n > size / 2));
end
$$;

create function private.are_field_timestamps(timestamps jsonb, latest text) returns boolean
language sql immutable set search_path = ''
as $$
  select jsonb_typeof(timestamps) = 'object' and not exists (
    select from jsonb_each_text(case when jsonb_typeof(timestamps) = 'object' then timestamps else '{}' end)
      with ordinality t (key, value, n)
    where n > 100 or char_length(t.key) > 63 or t.value is null or t.value !~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{8}$' or t.value collate "C" > latest collate "C")
$$;
grant execute on function private.are_field_timestamps(jsonb, text) to authenticated;

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

create or replace function private.split_into_groups(changes jsonb, decided bigint, now_ms bigint)
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
     left join public.%1$I t on t.id = wanted.id
     left join private.delete_timestamps(%1$L, $1) g on g.row_id = wanted.id and t.id is null',
    target, (select string_agg(format('t.%I', name), ', ') from unnest(names) name))
  into page using ids, names;
  return page;
end
$$;

create or replace function public.sync_pull(request jsonb) returns json
language plpgsql set search_path = ''
as $$
declare
  me uuid := auth.uid();
  since jsonb;
  page_size integer;
  epoch text := private.epoch();
  restored boolean;
  token text := request ->> 'token';
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  after_xid xid8 := '0';
  after_table text := '';
  after_row uuid := '00000000-0000-0000-0000-000000000000';
  restart boolean := false;
  entries integer;
  behind integer := 0;
  held_back integer;
  is_recorded boolean := false;
  tables json;
begin
  perform private.check_request(request);
  since := private.parse_cursor(request);
  if coalesce(request ->> 'limit', '') !~ '^[1-9]\d{0,8}$' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'limit is a whole number from 1.';
  end if;
  page_size := least((request ->> 'limit')::integer, 5000);
  restored := private.has_lost_history(request);

  if since is not null then
    after_xid := (since ->> 'xid')::xid8;
    -- Transaction ids that this cluster has not assigned yet come from another epoch.
    restored := restored or since ->> 'epoch' <> epoch or after_xid > horizon;
    restart := restored or after_xid <= private.feed_pruned_to();
    if restart then
      after_xid := '0';
    else
      after_table := since ->> 'table';
      after_row := (since ->> 'row')::uuid;
    end if;
  end if;

  with page as (
    select f.xid, f.table_name, f.row_id
    from private.sync_feed f
    where f.user_id = me and f.xid < horizon
      and (f.xid, f.table_name, f.row_id) > (after_xid, after_table, after_row)
    order by f.xid, f.table_name, f.row_id
    limit page_size
  ), by_table as (
    select p.table_name, array_agg(p.row_id) as ids from page p group by p.table_name
  ), final as (
    select p.xid, p.table_name, p.row_id from page p order by p.xid desc, p.table_name desc, p.row_id desc limit 1
  )
  select (select count(*) from page),
    (select json_object_agg(b.table_name, private.read_rows(b.table_name, b.ids)) from by_table b),
    final.xid, final.table_name, final.row_id
  into entries, tables, after_xid, after_table, after_row
  from (select 1) one left join final on true;

  if entries = page_size then
    select count(*) into behind from private.sync_feed f
    where f.user_id = me and f.xid < horizon
      and (f.xid, f.table_name, f.row_id) > (after_xid, after_table, after_row);
  end if;
  -- Rows that were changed again above the horizon are not in this page yet.
  select count(*) into held_back from private.sync_feed f where f.user_id = me and f.xid >= horizon;
  if behind = 0 then
    is_recorded := private.record_sync(request -> 'device');
  end if;
  -- The cursor moves with a token alone: in a database that knows the token, all transactions before the cursor are those
  -- that the device has read. A device that has learned nothing keeps both, so that its pull writes nothing.
  if entries > 0 or restart or since is null or token is null or is_recorded then
    token := private.issue_history_token(request -> 'device', token);
    if behind = 0 then
      after_xid := horizon;
      after_table := '';
      after_row := '00000000-0000-0000-0000-000000000000';
    end if;
  else
    after_xid := (since ->> 'xid')::xid8;
    after_table := since ->> 'table';
    after_row := (since ->> 'row')::uuid;
  end if;
  return json_build_object(
    'reset', restart,
    'restored', case when restored then private.recovery() end,
    'token', token,
    'cursor', json_build_object('epoch', epoch, 'xid', after_xid::text, 'table', after_table, 'row', after_row),
    'horizon', horizon::text,
    'more', behind > 0,
    'remaining', behind + held_back,
    'server_time', private.now_ms(),
    'tables', coalesce(tables, '{}'));
end
$$;

create or replace function public.sync_check(request jsonb) returns json
language plpgsql stable set search_path = ''
as $$
declare
  since jsonb;
begin
  perform private.check_request(request);
  since := private.parse_cursor(request);
  if since is null or since ->> 'epoch' <> private.epoch() or private.has_lost_history(request)
     or (since ->> 'xid')::xid8 <= private.feed_pruned_to()
     or exists (
       select from private.sync_feed f
       where f.user_id = (select auth.uid())
         and (f.xid, f.table_name, f.row_id) > ((since ->> 'xid')::xid8, since ->> 'table', (since ->> 'row')::uuid)) then
    return json_build_object('current', false, 'tables', '{}'::json);
  end if;
  return json_build_object(
    'current', true,
    'tables', (select json_object_agg(s.table_name, private.table_digest(s.table_name)) from private.synced_tables s));
end
$$;

create or replace function private.my_deleted_tasks() returns setof uuid
language sql stable security definer set search_path = ''
as $$ select t.row_id from private.tombstones t where t.table_name = 'tasks' and t.user_id = (select auth.uid()) and not t.was_absent $$;

create or replace function private.missing_tasks(enrollment_ids uuid[], first_day integer, last_day integer, from_today boolean,
  include_existing boolean default false, target_version uuid default null)
returns table (id uuid, user_id uuid, date date, "position" integer, title text, notes text, minutes integer,
  type text, is_required boolean, source_type text, enrollment_id uuid, template_task_id uuid, program_day integer)
language sql stable set search_path = ''
as $$
  with members as materialized (
    select e.id, e.user_id, v.id as version_id, e.start_date, e.parameters, v.length_days, v.day_counting,
      case when from_today then private.today_of(e.user_id) else e.start_date end as earliest
    from public.enrollments e join public.program_versions v on v.id = coalesce(target_version, e.version_id)
    where e.id = any (enrollment_ids) and e.status = 'active'
  ), days as materialized (
    select s.version_id, s.start_date, n as day, private.date_for_day_index(s.start_date, n, s.day_counting) as date
    from (select distinct version_id, start_date, length_days, day_counting from members) s
    cross join generate_series(greatest(first_day, 1), least(last_day, s.length_days)) n
  ), templates as materialized (
    select t.*, private.due_day(t.level, t.day_index, v.day_counting) as day
    from public.program_version_tasks t join public.program_versions v on v.id = t.version_id
    where t.version_id in (select m.version_id from members m)
  ), planned as materialized (
    select private.derived_id('tasks', m.id::text, t.task_id::text, t.day::text) as id,
      m.user_id, d.date, t."position", t.title, t.notes, t.minutes, t.type, t.is_required, t.level,
      m.id as enrollment_id, t.task_id, t.day, m.parameters
    from members m
    join days d on d.version_id = m.version_id and d.start_date = m.start_date
    join templates t on t.version_id = m.version_id and t.day = d.day
    -- Daily Focus has no later dates.
    where d.date between m.earliest and '2999-12-31'
  )
  select p.id, p.user_id, p.date, p."position",
    case when strpos(p.title, '{') = 0 then p.title
      else private.fill_title(p.title, p.parameters) end,
    case when strpos(p.notes, '{') = 0 then p.notes else private.fill_notes(p.notes, p.parameters) end,
    p.minutes, p.type, p.is_required, p.level, p.enrollment_id, p.task_id, p.day
  from (
    select n.* from planned n where not include_existing and not exists (select from public.tasks k where k.id = n.id)
    union all
    select n.* from planned n where include_existing
  ) p
  where not exists (select from private.dismissed_tasks x where x.task_id = p.id)
    -- Deleted by its person before a backup was restored that does not have it.
    and not exists (
      select from private.tombstones g
      where g.table_name = 'tasks' and g.row_id = p.id and g.user_id = p.user_id and g.was_absent)
$$;

create or replace function private.prune_feed(keep interval) returns integer
language sql volatile security definer set search_path = ''
as $$
  with pruned as (
    delete from private.tombstones t where t.deleted_at < now() - keep returning t.table_name, t.row_id, t.user_id
  ), entries as (
    delete from private.sync_feed f using pruned p
    where f.table_name = p.table_name and f.row_id = p.row_id and f.user_id = p.user_id
    returning f.xid
  ), newest as (
    update private.sync_epoch s set pruned_to = greatest(s.pruned_to, n.xid)
    from (select max(e.xid) as xid from entries e) n
    where n.xid is not null
  )
  select count(*)::integer from entries
$$;

drop function private.advance_tombstones;
