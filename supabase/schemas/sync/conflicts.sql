-- Conflicts (INV-8): a long text that two devices changed, or a delete and an edit of one row. The later one wins
-- (private.merge_rows in apply.sql decides), the other is kept here until the person has chosen, on any of their devices.

create table public.sync_conflicts (
  -- Derived from what it is about: private.conflict_id.
  id uuid not null,
  user_id uuid not null references public.profiles (id) on delete cascade,
  table_name text not null,
  row_id uuid not null,
  -- `*` for the row as a whole.
  field text not null,
  -- `long_text`: two texts. `lost_edit`: a delete won over an edit. `lost_delete`: an edit won over a delete.
  kind text not null check (kind in ('long_text', 'lost_edit', 'lost_delete')),
  -- What lost: a text, or a whole row; null for a delete.
  lost jsonb,
  lost_device uuid,
  lost_at private.instant not null,
  kept_device uuid,
  kept_at private.instant not null,
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  check ((field = '*') = (kind <> 'long_text')),
  check ((lost is null) = (kind = 'lost_delete')),
  -- Of its owner: ids can be derived by others, who must not take them.
  primary key (user_id, id)
);
create index sync_conflicts_row on public.sync_conflicts (row_id);
select private.enable_sync('public.sync_conflicts');
alter table public.sync_conflicts enable row level security;
grant select, delete on public.sync_conflicts to authenticated;
grant select on public.sync_conflicts to service_role;
create policy "people read their own conflicts" on public.sync_conflicts
  for select to authenticated using (user_id = (select auth.uid()));

-- Deleting a conflict resolves it.
create policy "people resolve their own conflicts" on public.sync_conflicts
  for delete to authenticated using (user_id = (select auth.uid()));

-- One conflict for each text and losing device; for a whole row, for each losing and winning device. So no lost value
-- overwrites another one. `lost_by`: the caller where it is the caller's change that lost, since a caller can claim to be
-- any device; otherwise null.
create function private.conflict_id(
  target text, "row" uuid, field text, lost_timestamp text, kept_timestamp text, lost_by uuid) returns uuid
language sql immutable set search_path = ''
as $$
  select private.derived_id('sync_conflicts', target, "row"::text, field,
    coalesce(lost_by::text, ''), right(lost_timestamp, 8) || case when field = '*' then ' ' || kept_timestamp else '' end)
$$;
grant execute on function private.conflict_id(text, uuid, text, text, text, uuid) to authenticated;

-- Stores conflicts for the owners of the rows: they choose, whoever wrote the texts. `entries`: row, owner, field, kind,
-- lost, lost_timestamp, kept_timestamp, lost_by. Whoever finds a conflict says whose row it is, since somebody else may
-- have inserted one under its id after it was deleted.
create function private.record_conflicts(target text, entries jsonb) returns void
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
grant execute on function private.record_conflicts(text, jsonb) to authenticated;

-- Deletes the conflicts about the texts of a deleted row and about deleting it. Nobody has resolved them: their tombstones are
-- not later than they are, so that the same conflict can be found again. A trigger of every table with long texts
-- (enable_sync).
create function private.delete_row_conflicts() returns trigger
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

-- The updates among `changes` that write a long text which another device has changed since the editor's base.
create function private.find_text_conflicts(target text, long_text text[], changes jsonb)
returns table (
  seq bigint, "row" uuid, owner uuid, field text, kind text, lost jsonb, lost_timestamp text, kept_timestamp text,
  lost_by uuid)
language plpgsql set search_path = ''
as $$
begin
  return query execute format(
    'with found as (
       select c.seq, t.id, t.user_id, c.timestamp, c.base, c.fields, t.field_timestamps, to_jsonb(t) as stored
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid, base jsonb, fields jsonb, timestamp text)
       join public.%1$I t on t.id = c."row"
       for update of t
     ), compared as (
       select f.seq, f.id, f.user_id, k, f.timestamp as mine, f.fields -> k as my_text, f.stored -> k as their_text,
         coalesce(f.field_timestamps ->> k, f.field_timestamps ->> ''*'') as theirs
       from found f cross join unnest($2) k
       where f.fields ? k and f.base ? k
         and f.stored -> k is distinct from f.base -> k and f.stored -> k is distinct from f.fields -> k
     )
     select m.seq, m.id, m.user_id, m.k, ''long_text'',
       case when m.mine collate "C" > m.theirs collate "C" then m.their_text else m.my_text end,
       least(m.mine collate "C", m.theirs collate "C"), greatest(m.mine collate "C", m.theirs collate "C"),
       case when m.mine collate "C" <= m.theirs collate "C" then auth.uid() end
     from compared m
     where right(m.mine, 8) <> right(m.theirs, 8)
       -- An empty text is no loss.
       and coalesce(case when m.mine collate "C" > m.theirs collate "C" then m.their_text else m.my_text end #>> ''{}'', '''') <> ''''',
    target)
  using changes, long_text;
end
$$;
grant execute on function private.find_text_conflicts(text, text[], jsonb) to authenticated;

-- The updates among `changes` of the caller's rows that another device has deleted.
create function private.find_edits_of_deleted_rows(target text, changes jsonb)
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
grant execute on function private.find_edits_of_deleted_rows(text, jsonb) to authenticated;

-- The deletes among `changes` of rows that another device has changed since the base of the delete.
create function private.find_deletes_of_edited_rows(target text, changes jsonb)
returns table (
  seq bigint, "row" uuid, owner uuid, field text, kind text, lost jsonb, lost_timestamp text, kept_timestamp text,
  lost_by uuid)
language plpgsql set search_path = ''
as $$
begin
  return query execute format(
    'with found as (
       select c.seq, t.id, t.user_id, c.timestamp, c.base, t.field_timestamps, to_jsonb(t) as stored
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid, base jsonb, timestamp text)
       join public.%1$I t on t.id = c."row"
       where c.base is not null
       for update of t
     ), compared as (
       select f.seq, f.id, f.user_id, f.timestamp, f.stored, max(s.theirs collate "C") as theirs,
         (select max(v.value collate "C") from jsonb_each_text(f.field_timestamps) v) as latest
       from found f
       cross join lateral jsonb_each(f.base) b
       cross join lateral (select coalesce(f.field_timestamps ->> b.key, f.field_timestamps ->> ''*'') as theirs) s
       where f.stored ? b.key and f.stored -> b.key is distinct from b.value and right(s.theirs, 8) <> right(f.timestamp, 8)
         -- An older version of the app knows the text before it got its normal form.
         and private.normal_label(f.stored ->> b.key) is distinct from private.normal_label(b.value #>> ''{}'')
       group by f.seq, f.id, f.user_id, f.timestamp, f.stored, f.field_timestamps
     )
     select m.seq, m.id, m.user_id, ''*'', case when m.timestamp collate "C" > m.latest then ''lost_edit'' else ''lost_delete'' end,
       case when m.timestamp collate "C" > m.latest then m.stored - array[''field_timestamps'', ''updated_at''] end,
       least(m.timestamp collate "C", m.theirs), greatest(m.timestamp collate "C", m.theirs),
       case when m.timestamp collate "C" <= m.latest then auth.uid() end
     from compared m', target)
  using changes;
end
$$;
grant execute on function private.find_deletes_of_edited_rows(text, jsonb) to authenticated;
