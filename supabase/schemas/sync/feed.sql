-- The sync feed: for each person, every row that is or was visible to them, with the transaction that last changed
-- it. A device reads it below the snapshot horizon (INV-5) and reads the rows under RLS: one that the person cannot
-- see any more is gone (INV-7).

create table private.synced_tables (
  table_name text primary key,
  -- The columns with long text: see sync/conflicts.sql.
  long_text text[] not null default '{}',
  owner_column text not null default 'user_id'
);

alter table private.synced_tables enable row level security;
grant select on private.synced_tables to authenticated;
create policy "everybody reads which tables are synced" on private.synced_tables
  for select to authenticated using (true);

create table private.sync_feed (
  user_id uuid not null,
  table_name text not null,
  row_id uuid not null,
  xid xid8 not null,
  primary key (user_id, table_name, row_id)
);
create index sync_feed_order on private.sync_feed (user_id, xid, table_name, row_id);
alter table private.sync_feed enable row level security;
grant select on private.sync_feed to authenticated;
create policy "people read their own feed" on private.sync_feed
  for select to authenticated using (user_id = (select auth.uid()));

-- Maintains `updated_at` and the timestamp of every field, and keeps id and owner immutable, since feeds and
-- tombstones identify rows by them; only a handover gives the rows of one person to another one. sync_push writes the timestamps of the changes; any other writer (an edge
-- function, an operator, the REST API) gets the current time.
create function private.set_field_timestamps() returns trigger
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
create function private.update_sync_feed() returns trigger
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
create function private.enable_sync(target regclass, owner_column text default 'user_id', long_text text[] default '{}')
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

-- Deletes the feed, the tombstones and the history tokens of deleted users.
create function private.delete_user_bookkeeping() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from private.sync_feed f using deleted_users p where f.user_id = p.id;
  delete from private.tombstones t using deleted_users p where t.user_id = p.id;
  delete from private.history_tokens h using deleted_users p where h.user_id = p.id;
  return null;
end
$$;

-- Users receive the realtime notifications of their own feed only.
do $$
begin
  if to_regclass('realtime.messages') is not null then
    execute 'create policy "users receive notifications of their own feed" on realtime.messages
      for select to authenticated
      using (realtime.topic() = ''feed:'' || (select auth.uid()))';
  end if;
end
$$;
