create table private.tombstones (
  table_name text not null,
  row_id uuid not null,
  user_id uuid not null,
  timestamp text not null,
  -- The row as it was, so that a later edit by another device can restore it; null where the database has not seen it.
  content jsonb,
  deleted_at private.instant not null default now(),
  -- The delete came for a row that was not there, since an older backup was restored.
  was_absent boolean not null default false,
  -- Of its owner: whoever inserts and deletes a row under a hijacked id leaves the owner's tombstone alone.
  primary key (table_name, row_id, user_id)
);
create index tombstones_owner on private.tombstones (user_id);
create index tombstones_age on private.tombstones (deleted_at);
alter table private.tombstones enable row level security;

-- The changes whose rows are deleted rows of the caller, with their tombstones.
create function private.find_tombstones(target text, changes jsonb)
returns table (seq bigint, "timestamp" text, content jsonb)
language sql stable security definer set search_path = ''
as $$
  select c.seq, t.timestamp, t.content
  from jsonb_to_recordset(changes) as c (seq bigint, "row" uuid)
  join private.tombstones t on t.table_name = target and t.row_id = c."row" and t.user_id = auth.uid()
$$;
grant execute on function private.find_tombstones(text, jsonb) to authenticated;

-- Records deletes of rows that the caller does not have. A later delete of a deleted row advances its tombstone: only an edit
-- that is later than both restores it. A row that the database lacks, since an older backup was restored, gets a tombstone
-- as well: no device that has not heard of the delete brings it back. They enter the feed, since a device may have the row.
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

-- When the caller's deleted ones among the rows `ids` were deleted.
create function private.delete_timestamps(target text, ids uuid[]) returns table (row_id uuid, "timestamp" text)
language sql stable security definer set search_path = ''
as $$
  select t.row_id, t.timestamp from private.tombstones t
  where t.table_name = target and t.row_id = any (ids) and t.user_id = auth.uid()
$$;
grant execute on function private.delete_timestamps(text, uuid[]) to authenticated;

-- Gives tombstones of the caller whose rows the database has not seen the rows that devices offer too late, so that a later
-- edit can restore them, whatever order devices come in.
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
