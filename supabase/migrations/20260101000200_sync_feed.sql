-- The feed: for each person, every row that is or was theirs to see, with the transaction that last
-- changed it. A device reads it below the snapshot horizon (law 5) and asks the tables, under RLS,
-- what has become of each row: a row that the person cannot see any more is gone (law 7).

create table private.sync_state (
  only_row boolean primary key default true check (only_row),
  -- Replace it after restoring a backup: select private.new_incarnation();
  incarnation uuid not null default gen_random_uuid(),
  -- Feed entries of rows that are gone may be missing up to this transaction.
  pruned_to xid8 not null default '0'
);
insert into private.sync_state default values;

create table private.synced_tables (
  table_name text primary key
);

create table private.sync_feed (
  user_id uuid not null,
  table_name text not null,
  row_id uuid not null,
  xid xid8 not null,
  primary key (user_id, table_name, row_id)
);
create index sync_feed_order on private.sync_feed (user_id, xid, table_name, row_id);

create table private.tombstones (
  table_name text not null,
  row_id uuid not null,
  user_id uuid not null,
  stamp text not null,
  -- The row as it was: a later edit by another device brings it back whole.
  content jsonb not null,
  deleted_at timestamptz not null default now(),
  primary key (table_name, row_id)
);
create index tombstones_owner on private.tombstones (user_id);
create index tombstones_age on private.tombstones (deleted_at);

alter table private.sync_state enable row level security;
alter table private.synced_tables enable row level security;
alter table private.sync_feed enable row level security;
alter table private.tombstones enable row level security;

grant select on private.synced_tables, private.sync_feed to authenticated;
create policy "everybody reads which tables are synced" on private.synced_tables
  for select to authenticated using (true);
create policy "people read their own feed" on private.sync_feed
  for select to authenticated using (user_id = (select auth.uid()));

-- Names the database that cursors count in. It changes when an operator says so, when the data moves
-- to another cluster and when the cluster is recovered to a point in time (law 6).
create function private.incarnation() returns text
language sql stable security definer set search_path = ''
as $$
  select s.incarnation || ':' || c.system_identifier || ':' || p.timeline_id
  from private.sync_state s, pg_catalog.pg_control_system() c, pg_catalog.pg_control_checkpoint() p
$$;
grant execute on function private.incarnation() to authenticated;

create function private.new_incarnation() returns void
language sql security definer set search_path = ''
as $$ update private.sync_state set incarnation = gen_random_uuid() where only_row $$;

create function private.now_ms() returns bigint
language sql volatile parallel safe set search_path = ''
as $$ select floor(extract(epoch from clock_timestamp()) * 1000)::bigint $$;

-- A hybrid logical clock stamp; src/domain/stamp.ts has the same form.
create function private.make_stamp(ms bigint, counter int, device text) returns text
language sql immutable parallel safe set search_path = ''
as $$
  select lpad(to_hex(ms), 12, '0') || '-' || lpad(to_hex(counter), 4, '0') || '-' || right(device, 8)
$$;
grant execute on function private.now_ms(), private.make_stamp(bigint, int, text) to authenticated, service_role;

-- Keeps `updated_at`, the stamp of every field, and the row's identity: feeds and tombstones know a row by
-- its id and its owner. Inside sync_push the stamps
-- come with the change; any other writer (an edge function, an operator, the REST API) writes as of now.
create function private.stamp_row() returns trigger
language plpgsql set search_path = ''
as $$
declare
  stamp text;
begin
  if tg_op = 'UPDATE' and (
    new.id <> old.id or to_jsonb(new) -> tg_argv[0] is distinct from to_jsonb(old) -> tg_argv[0]) then
    raise exception 'immutable' using errcode = '42501', detail = 'A row keeps its id and its owner.';
  end if;
  new.updated_at := now();
  if current_setting('cadence.pushing', true) = 'on' then
    return new;
  end if;
  stamp := private.make_stamp(private.now_ms(), 0, '00000000');
  if tg_op = 'INSERT' then
    new.field_stamps := jsonb_build_object('*', stamp);
  else
    new.field_stamps := old.field_stamps || (
      select coalesce(jsonb_object_agg(n.key, stamp), '{}')
      from jsonb_each(to_jsonb(new)) n
      where n.key not in ('updated_at', 'field_stamps') and n.value is distinct from to_jsonb(old) -> n.key
    );
  end if;
  return new;
end
$$;

-- Enters changed rows into their owners' feeds, and deleted ones among the tombstones. One statement a
-- statement, whatever its number of rows. The argument names the column that holds the owner. Rows that
-- go with their owner's account leave nothing: their deletes cascade after the profile is gone.
create function private.feed_rows() returns trigger
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
      'insert into private.tombstones (table_name, row_id, user_id, stamp, content)
       select %1$L, r.id, r.%2$I, coalesce($1 ->> r.id::text, private.make_stamp(private.now_ms(), 0, ''00000000'')), to_jsonb(r)
       from changed_rows r
       where exists (select from public.profiles p where p.id = r.%2$I)
       on conflict (table_name, row_id) do update
       set user_id = excluded.user_id, stamp = excluded.stamp, content = excluded.content, deleted_at = now()',
      tg_table_name, tg_argv[0])
    using nullif(current_setting('cadence.delete_stamps', true), '')::jsonb;
  elsif tg_op = 'INSERT' then
    execute format(
      'delete from private.tombstones t using changed_rows r where t.table_name = %L and t.row_id = r.id', tg_table_name);
  end if;
  -- Law 10: rings where the project has Realtime. It only says "pull now".
  if to_regprocedure('realtime.send(jsonb, text, text, boolean)') is not null then
    execute format(
      'select realtime.send(''{}''::jsonb, ''news'', ''feed:'' || o.owner, true)
       from (select distinct %I as owner from changed_rows) o', tg_argv[0]);
  end if;
  return null;
end
$$;

-- Makes a table synced. It needs `id uuid`, `updated_at timestamptz` and the owner's column; rows never
-- change owner. The rest of what a synced table needs is in docs/architecture.md.
create function private.make_synced(target regclass, owner_column text default 'user_id') returns void
language plpgsql set search_path = ''
as $$
declare
  target_name text := (select relname from pg_catalog.pg_class where oid = target);
begin
  execute format('alter table %s add column field_stamps jsonb not null default ''{}''', target);
  -- Named to fire last, after every other BEFORE trigger has had its say.
  execute format('create trigger zz_stamp_row before insert or update on %s
                  for each row execute function private.stamp_row(%L)', target, owner_column);
  execute format('create trigger zz_feed_inserts after insert on %s referencing new table as changed_rows
                  for each statement execute function private.feed_rows(%L)', target, owner_column);
  execute format('create trigger zz_feed_updates after update on %s referencing new table as changed_rows
                  for each statement execute function private.feed_rows(%L)', target, owner_column);
  execute format('create trigger zz_feed_deletes after delete on %s referencing old table as changed_rows
                  for each statement execute function private.feed_rows(%L)', target, owner_column);
  insert into private.synced_tables (table_name) values (target_name);
  execute format('update %s set updated_at = updated_at', target);
end
$$;

-- Forgets what has been gone for longer than `keep`. A device that has not read that far starts over.
create function private.prune_feed(keep interval) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  pruned integer;
  newest xid8;
begin
  with old as (
    delete from private.tombstones where deleted_at < now() - keep returning table_name, row_id
  ), entries as (
    delete from private.sync_feed f using old
    where f.table_name = old.table_name and f.row_id = old.row_id
    returning f.xid
  )
  select count(*), max(xid) into pruned, newest from entries;
  update private.sync_state set pruned_to = greatest(pruned_to, newest) where newest is not null;
  return pruned;
end
$$;

-- A person's bookkeeping ends with the person.
create function private.forget_people() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from private.sync_feed f using gone_people p where f.user_id = p.id;
  delete from private.tombstones t using gone_people p where t.user_id = p.id;
  return null;
end
$$;

select private.make_synced('public.profiles', 'id');
grant update (field_stamps) on public.profiles to authenticated;
create trigger zzz_forget_people after delete on public.profiles referencing old table as gone_people
  for each statement execute function private.forget_people();

-- Whoever is signed in hears their own bell and nobody else's.
do $$
begin
  if to_regclass('realtime.messages') is not null then
    execute 'create policy "people hear their own feed" on realtime.messages
      for select to authenticated
      using (realtime.topic() = ''feed:'' || (select auth.uid()))';
  end if;
end
$$;
