create table private.sync_epoch (
  only_row boolean primary key default true check (only_row),
  -- Replaced after restoring a backup: select private.new_epoch();
  epoch uuid not null default gen_random_uuid(),
  -- The newest transaction whose feed entries may have been pruned.
  pruned_to xid8 not null default '0',
  -- What devices do with what a restored database lacks: offer it again, or drop it, since the backup is right.
  recovery text not null default 'recover' check (recovery in ('recover', 'discard'))
);

insert into private.sync_epoch default values;
alter table private.sync_epoch enable row level security;

-- The epoch that cursors are valid in (INV-6). It changes when an operator calls new_epoch, when the data moves to
-- another cluster, and when the cluster is recovered to a point in time.
create function private.epoch() returns text
language sql stable security definer set search_path = ''
as $$
  select s.epoch || ':' || c.system_identifier || ':' || p.timeline_id
  from private.sync_epoch s, pg_catalog.pg_control_system() c, pg_catalog.pg_control_checkpoint() p
$$;
grant execute on function private.epoch() to authenticated;

create function private.new_epoch() returns void
language sql security definer set search_path = ''
as $$ update private.sync_epoch set epoch = gen_random_uuid() where only_row $$;

-- Says what devices do that are ahead of this database: `recover` (the default) or `discard`. An operator calls it after
-- restoring a backup, before devices reach the database.
create function private.set_recovery(recovery text) returns void
language sql security definer set search_path = ''
as $$ update private.sync_epoch s set recovery = set_recovery.recovery where only_row $$;

create function private.recovery() returns text
language sql stable security definer set search_path = ''
as $$ select recovery from private.sync_epoch $$;
grant execute on function private.recovery() to authenticated;

create function private.feed_pruned_to() returns xid8
language sql stable security definer set search_path = ''
as $$ select pruned_to from private.sync_epoch $$;
grant execute on function private.feed_pruned_to() to authenticated;
