create table private.tombstones (
  table_name text not null,
  row_id uuid not null,
  user_id uuid not null,
  timestamp text not null,
  -- The row as it was, so that a later edit by another device can restore it.
  content jsonb not null,
  deleted_at private.instant not null default now(),
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

-- A later delete of a deleted row advances its tombstone: only an edit that is later than both restores it.
create function private.advance_tombstones(target text, changes jsonb) returns void
language sql volatile security definer set search_path = ''
as $$
  update private.tombstones t set timestamp = c.timestamp
  from jsonb_to_recordset(changes) as c ("row" uuid, timestamp text)
  where t.table_name = target and t.row_id = c."row" and t.user_id = auth.uid()
    and t.timestamp collate "C" < c.timestamp collate "C"
$$;
grant execute on function private.advance_tombstones(text, jsonb) to authenticated;
