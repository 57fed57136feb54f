-- The rejection code of a failed statement.
create function private.rejection_code(state text, op text) returns text
language sql immutable set search_path = ''
as $$
  select case
    when state = '42501' then 'forbidden'
    -- Unknown columns; a statement that a column's name makes unparsable or ambiguous counts as one.
    when state in ('42601', '42702', '42703', '428C9') then 'unknown_field'
    when state = '23505' then 'duplicate'
    when state = '23503' then case op when 'delete' then 'has_dependents' else 'missing_parent' end
    else 'invalid_value'
  end
$$;
grant execute on function private.rejection_code(text, text) to authenticated;

create function private.rejected_verdict(seq bigint, code text, detail text default null) returns jsonb
language sql immutable set search_path = ''
as $$ select jsonb_build_object('seq', seq, 'verdict', 'rejected', 'code', code, 'detail', detail) $$;
grant execute on function private.rejected_verdict(bigint, text, text) to authenticated;

create function private.exclude_changes(changes jsonb, decided bigint[]) returns jsonb
language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_agg(c), '[]') from jsonb_array_elements(changes) c
  where not (c ->> 'seq')::bigint = any (coalesce(decided, '{}'))
$$;
grant execute on function private.exclude_changes(jsonb, bigint[]) to authenticated;

-- Merges updates into existing rows, field by field: the later timestamp wins (INV-8). An offer has a timestamp for each
-- field. The comparison is part of the UPDATE, so that a row that changed while the statement waited for its lock is
-- compared as it is then. Returns (seq, lost): the changes whose row exists, and those of their fields that another device
-- wrote later.
create function private.merge_rows(target text, field_names text[], changes jsonb)
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
grant execute on function private.merge_rows(text, text[], jsonb) to authenticated;

-- Inserts a deleted row again. A row that it referenced by a foreign key with `on delete set null` may be gone: then
-- it is restored without that reference, unless the edit that restores it (of the fields `field_names`) sets it.
create function private.restore_row(target text, field_names text[], fields jsonb) returns void
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
grant execute on function private.restore_row(text, text[], jsonb) to authenticated;

-- Updates of deleted rows: the later of delete and update wins.
create function private.resolve_deleted_rows(target text, field_names text[], changes jsonb)
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
grant execute on function private.resolve_deleted_rows(text, text[], jsonb) to authenticated;

-- Applies a group: changes of one kind (table, operation, field names) to different rows, in a few statements
-- whatever its size. Returns all verdicts but plain `applied`. An error rolls the whole group back.
create function private.write_group(target text, op text, field_names text[], changes jsonb) returns jsonb
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
grant execute on function private.write_group(text, text, text[], jsonb) to authenticated;

-- Records in the history which fields of the merged changes lost, and the values they lost to.
create function private.record_lost_edits(target text, merged jsonb, changes jsonb) returns void
language plpgsql set search_path = ''
as $$
declare
  entries jsonb;
begin
  execute format(
    'select jsonb_agg(jsonb_build_object(''row'', c."row", ''before'',
         (select jsonb_object_agg(k, to_jsonb(t) -> k) from unnest(v.lost) k where to_jsonb(t) ? k),
       ''after'', (select jsonb_object_agg(k, c.fields -> k) from unnest(v.lost) k where c.fields ? k)))
     from jsonb_to_recordset($1) as v (seq bigint, lost text[])
     join jsonb_to_recordset($2) as c (seq bigint, "row" uuid, fields jsonb) on c.seq = v.seq
     left join public.%1$I t on t.id = c."row"', target)
  into entries using merged, changes;
  if entries is not null then
    perform private.insert_lost_edits(target, entries);
  end if;
end
$$;
grant execute on function private.record_lost_edits(text, jsonb, jsonb) to authenticated;

-- As write_group, and keeps what lost: in the history, and as a conflict where the person has to choose.
create function private.apply_group(target text, op text, field_names text[], changes jsonb) returns jsonb
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
grant execute on function private.apply_group(text, text, text[], jsonb) to authenticated;

-- As apply_group; a group that is rejected as a whole is halved, down to the rejected changes themselves: one in a
-- thousand costs about twenty statements, and the other 999 are applied.
create function private.apply_or_split(target text, op text, field_names text[], changes jsonb) returns jsonb
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
grant execute on function private.apply_or_split(text, text, text[], jsonb) to authenticated;
