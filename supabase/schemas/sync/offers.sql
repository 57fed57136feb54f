-- What devices offer to a restored database (INV-6): whole rows and deletes, with the timestamps that they were made with,
-- known as `offer` in the protocol. An ordinary edit carries what its author had seen; an offer does not. What was written
-- after the offered edit was made was written without having seen it, or is known to the device that offers.

-- The columns that a delete of the referenced row clears, where the foreign key `named` has `on delete set null`; null
-- otherwise.
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

-- An offered insert without the reference that violates the foreign key `named`, as the delete of that row would have left
-- it; null where such a delete would not have cleared it.
create function private.clear_reference(target text, named text, change jsonb) returns jsonb
language sql stable set search_path = ''
as $$
  select change || jsonb_build_object('fields', (change -> 'fields') || jsonb_object_agg(k, null))
  from unnest(private.cleared_by_delete(target, named)) k
  where change -> 'fields' ->> k is not null
  having count(*) > 0
$$;
grant execute on function private.clear_reference(text, text, jsonb) to authenticated;

-- The offers among `changes` that conflict with what was written since: of a text, of a row that the offer deletes, and of a
-- row that was deleted.
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

-- Inserts conflicts that the caller's device offers, or replaces older ones, except those that were resolved since.
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
