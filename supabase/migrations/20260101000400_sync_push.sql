-- sync_push: takes a device's changes with exactly-once effect (law 3). It runs as the caller, so RLS,
-- column grants and constraints decide; a refused change gets a verdict and the others go on (law 4).

-- What a failed statement means to the person whose change it was.
create function private.rejection_code(state text, op text) returns text
language sql immutable set search_path = ''
as $$
  select case
    when state = '42501' then 'forbidden'
    -- No column's name makes a statement that cannot be parsed, or one that is ambiguous.
    when state in ('42601', '42702', '42703', '428C9') then 'unknown_field'
    when state = '23505' then 'duplicate'
    when state = '23503' then case op when 'delete' then 'has_dependents' else 'missing_parent' end
    else 'invalid_value'
  end
$$;

create function private.rejected(seq bigint, code text, detail text default null) returns jsonb
language sql immutable set search_path = ''
as $$ select jsonb_build_object('seq', seq, 'verdict', 'rejected', 'code', code, 'detail', detail) $$;

-- Of `changes` to rows of `target`, those whose rows are the caller's and were deleted.
create function private.graves(target text, changes jsonb)
returns table (seq bigint, stamp text, content jsonb)
language sql stable security definer set search_path = ''
as $$
  select c.seq, t.stamp, t.content
  from jsonb_to_recordset(changes) as c (seq bigint, "row" uuid)
  join private.tombstones t on t.table_name = target and t.row_id = c."row" and t.user_id = auth.uid()
$$;

-- What was deleted again stays deleted until an edit that is later than both.
create function private.deepen_graves(target text, changes jsonb) returns void
language sql volatile security definer set search_path = ''
as $$
  update private.tombstones t set stamp = c.stamp
  from jsonb_to_recordset(changes) as c ("row" uuid, stamp text)
  where t.table_name = target and t.row_id = c."row" and t.user_id = auth.uid()
    and t.stamp collate "C" < c.stamp collate "C"
$$;

-- Merges edits into rows that exist, field by field: the later stamp stays (law 8). The comparison is
-- inside the UPDATE, so that a row which changed while this statement waited for it is judged as it is.
-- Returns (seq, lost): what was found, and which of its fields another device had written later.
create function private.merge_rows(target text, keys text[], changes jsonb)
returns table (seq bigint, lost text[])
language plpgsql set search_path = ''
as $$
declare
  newer constant text :=
    'v.stamp collate "C" > coalesce(t.field_stamps ->> %1$L, t.field_stamps ->> ''*'', '''') collate "C"';
begin
  return query execute format(
    'update public.%1$I t set %2$s
       field_stamps = t.field_stamps || jsonb_strip_nulls(jsonb_build_object(%3$s))
     from (select c.seq, c."row", c.stamp %4$s
           from jsonb_to_recordset($1) as c (seq bigint, "row" uuid, fields jsonb, stamp text)
           cross join lateral jsonb_populate_record(null::public.%1$I, c.fields) r) v
     where t.id = v."row"
     returning v.seq, array(
       select k from unnest($2) k
       where coalesce(t.field_stamps ->> k, t.field_stamps ->> ''*'') is distinct from v.stamp)',
    target,
    (select string_agg(format('%2$I = case when ' || newer || ' then v.%2$I else t.%2$I end,', k, k), ' ') from unnest(keys) k),
    (select string_agg(format('%1$L, case when ' || newer || ' then v.stamp end', k), ', ') from unnest(keys) k),
    (select string_agg(format(', r.%I', k), '') from unnest(keys) k))
  using changes, keys;
end
$$;

-- Puts a row back as it was. What it pointed to may be gone since, by a foreign key that sets null: then the
-- row comes back without, unless the edit that brings it back (of the fields `keys`) says to point there.
create function private.revive_row(target text, keys text[], fields jsonb) returns void
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
      select array_agg(a.attname) into lost
      from pg_catalog.pg_constraint f
      join pg_catalog.pg_attribute a
        on a.attrelid = f.conrelid and a.attnum = any (coalesce(f.confdelsetcols, f.conkey)) and not a.attnotnull
      where f.conrelid = format('public.%I', target)::regclass and f.conname = named and f.confdeltype = 'n'
        and content ->> a.attname is not null and a.attname <> all (keys);
      if lost is null then
        raise;
      end if;
      content := content || (select jsonb_object_agg(k, null) from unnest(lost) k);
    end;
  end loop;
end
$$;

-- A row that was deleted on one device and edited on another: the later of the two stays.
create function private.settle_graves(target text, keys text[], changes jsonb)
returns table (seq bigint, verdict jsonb)
language plpgsql set search_path = ''
as $$
declare
  change record;
  fields jsonb;
begin
  for change in
    select c.seq, c.fields, c.stamp, g.stamp as deleted, g.content
    from jsonb_to_recordset(changes) as c (seq bigint, fields jsonb, stamp text)
    left join private.graves(target, changes) g on g.seq = c.seq
    order by c.seq
  loop
    seq := change.seq;
    if change.deleted is null then
      verdict := private.rejected(change.seq, 'not_found');
    elsif change.deleted collate "C" > change.stamp collate "C" then
      verdict := jsonb_build_object('seq', change.seq, 'verdict', 'merged', 'lost', to_jsonb(keys));
    else
      fields := change.content || change.fields || jsonb_build_object(
        'field_stamps', change.content -> 'field_stamps'
          || (select coalesce(jsonb_object_agg(k, change.stamp), '{}') from unnest(keys) k));
      perform private.revive_row(target, keys, fields);
      verdict := jsonb_build_object('seq', change.seq, 'verdict', 'applied');
    end if;
    return next;
  end loop;
end
$$;

create function private.without(changes jsonb, settled bigint[]) returns jsonb
language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_agg(c), '[]') from jsonb_array_elements(changes) c
  where not (c ->> 'seq')::bigint = any (coalesce(settled, '{}'))
$$;

-- Applies a run: changes of one kind (table, operation, fields) to different rows, in a few statements
-- whatever its length. Returns the verdicts that are not plainly `applied`; an error undoes the run.
create function private.apply_run(target text, op text, keys text[], changes jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  left_over jsonb := changes;
  settled bigint[];
  verdicts jsonb := '[]';
  merged jsonb;
begin
  if op = 'delete' then
    -- The rows' tombstones take the stamps of the changes that deleted them.
    perform set_config('cadence.delete_stamps', (
      select jsonb_object_agg(lower(c ->> 'row'), c ->> 'stamp')::text from jsonb_array_elements(changes) c), true);
    execute format(
      'delete from public.%1$I t
       using jsonb_to_recordset($1) as c ("row" uuid, stamp text)
       where t.id = c."row"
         and c.stamp collate "C" > (select max(s.value collate "C") from jsonb_each_text(t.field_stamps) s)', target)
    using changes;
    perform set_config('cadence.delete_stamps', '', true);
    perform private.deepen_graves(target, changes);
    -- What is still there was edited later than it was deleted; what is not is deleted, by whomever.
    execute format(
      'select coalesce(jsonb_agg(jsonb_build_object(''seq'', c.seq, ''verdict'', ''merged'', ''lost'', jsonb_build_array(''*''))), ''[]'')
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid) join public.%1$I t on t.id = c."row"', target)
    into verdicts using changes;
    return verdicts;
  end if;

  if op = 'insert' then
    -- A repeated insert of something that was deleted since stays deleted.
    select array_agg(g.seq),
           coalesce(jsonb_agg(jsonb_build_object('seq', g.seq, 'verdict', 'merged', 'lost', to_jsonb(keys))), '[]')
    into settled, verdicts
    from private.graves(target, changes) g
    join jsonb_to_recordset(changes) as c (seq bigint, stamp text) on c.seq = g.seq
    where g.stamp collate "C" > c.stamp collate "C";
    if settled is not null then
      left_over := private.without(left_over, settled);
    end if;
    execute format(
      'with made as (
         insert into public.%1$I (id %2$s, field_stamps)
         select c."row" %3$s, jsonb_build_object(''*'', c.stamp)
         from jsonb_to_recordset($1) as c ("row" uuid, fields jsonb, stamp text)
         cross join lateral jsonb_populate_record(null::public.%1$I, c.fields) r
         on conflict (id) do nothing
         returning id)
       select array_agg(c.seq)
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid) join made on made.id = c."row"',
      target,
      (select string_agg(format(', %I', k), '') from unnest(keys) k),
      (select string_agg(format(', r.%I', k), '') from unnest(keys) k))
    into settled using left_over;
    if coalesce(array_length(settled, 1), 0) = jsonb_array_length(left_over) then
      return verdicts;
    end if;
    left_over := private.without(left_over, settled);
    -- The rest exist already: what the person may edit of them is merged.
    keys := array(select k from unnest(keys) k
                  where has_column_privilege(format('public.%I', target)::regclass, k, 'UPDATE'));
  end if;

  select array_agg(m.seq),
         coalesce(jsonb_agg(jsonb_build_object('seq', m.seq, 'verdict', 'merged', 'lost', to_jsonb(m.lost)))
           filter (where m.lost <> '{}'), '[]')
  into settled, merged
  from private.merge_rows(target, keys, left_over) m;
  verdicts := verdicts || merged;
  if settled is not null then
    left_over := private.without(left_over, settled);
  end if;
  if left_over <> '[]' then
    select verdicts || coalesce(jsonb_agg(s.verdict) filter (where s.verdict ->> 'verdict' <> 'applied'), '[]')
    into verdicts
    from private.settle_graves(target, keys, left_over) s;
  end if;
  return verdicts;
end
$$;

-- As apply_run; where the run as a set is refused, its halves are tried, down to the changes that are at
-- fault: one refused change of a thousand costs some twenty statements and leaves 999 stored.
create function private.apply_or_split(target text, op text, keys text[], changes jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  size integer := jsonb_array_length(changes);
  state text;
  named text;
begin
  begin
    return private.apply_run(target, op, keys, changes);
  exception when others then
    get stacked diagnostics state = returned_sqlstate, named = constraint_name;
    -- Only what is wrong with the change itself decides its fate. A deadlock, a full disk or a lost
    -- connection fails the push as a whole, and the device tries again.
    if state !~ '^(22|23|42|44|P0)' then
      raise;
    end if;
    if size = 1 then
      return jsonb_build_array(private.rejected(
        (changes -> 0 ->> 'seq')::bigint, private.rejection_code(state, op), nullif(named, '')));
    end if;
  end;
  return private.apply_or_split(target, op, keys,
           (select jsonb_agg(c order by n) from jsonb_array_elements(changes) with ordinality x (c, n) where n <= size / 2))
      || private.apply_or_split(target, op, keys,
           (select jsonb_agg(c order by n) from jsonb_array_elements(changes) with ordinality x (c, n) where n > size / 2));
end
$$;

-- The batch in the order it was made, cut into runs that can be applied as sets. A row that occurs again
-- starts a new run. Stamps from the future are moved to now, in their order, and never refused. The changes
-- themselves are joined last: sorting them along would cost more than everything else here.
create function private.runs_of(changes jsonb, decided bigint, now_ms bigint)
returns table (target text, op text, keys text[], run jsonb, fault text)
language sql stable set search_path = ''
as $$
  with listed as materialized (
    select n, c, c ->> 'table' as target, c ->> 'op' as op, c ->> 'row' as row_id, c ->> 'stamp' as stamp,
      c -> 'fields' as fields
    from jsonb_array_elements(changes) with ordinality x (c, n)
    where (c ->> 'seq')::bigint > decided
  ), judged as (
    select *,
      case
        when coalesce(target, '') not in (select table_name from private.synced_tables) then 'unknown_table'
        when coalesce(op, '') not in ('insert', 'update', 'delete')
          or coalesce(row_id, '') !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
          or coalesce(stamp, '') !~ '^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{8}$'
          or jsonb_typeof(fields) is distinct from 'object'
          or (op = 'update' and fields = '{}') then 'malformed'
        when fields ?| array['id', 'field_stamps', 'updated_at'] then 'unknown_field'
      end as fault
    from listed
  ), shaped as materialized (
    -- Equal sets of keys come in equal order out of jsonb.
    select n, target, op, lower(row_id) as row_id, fault,
      case when fault is null then array(select jsonb_object_keys(fields)) else '{}' end as keys
    from judged
  ), kinds as (
    select n, row(target, op, keys, fault, row_number() over (partition by target, row_id order by n)) as kind
    from shaped
  ), starts as (
    select n, (lag(kind) over (order by n)) is distinct from kind as starts_run from kinds
  ), runs as (
    select n, count(*) filter (where starts_run) over (order by n) as run_number from starts
  )
  select min(s.target), min(s.op), min(s.keys),
    jsonb_agg(case
      when s.fault is null and ('x' || left(l.stamp, 12))::bit(48)::bigint > now_ms
        then l.c || jsonb_build_object('stamp', private.make_stamp(now_ms, l.n::integer, l.stamp))
      else l.c end order by l.n),
    min(s.fault)
  from runs r join shaped s on s.n = r.n join listed l on l.n = r.n
  group by r.run_number order by r.run_number
$$;

-- A person's pushes go one after the other: what one decides of a row that another is deleting would be decided
-- on what is not so any more. The same holds for whatever else makes or deletes many of their rows.
create function private.hold_pushes(person uuid) returns void
language sql volatile set search_path = ''
as $$ select pg_advisory_xact_lock(hashtextextended('cadence.push:' || person, 0)) $$;

grant execute on function private.hold_pushes(uuid),
  private.rejection_code(text, text), private.rejected(bigint, text, text), private.graves(text, jsonb),
  private.deepen_graves(text, jsonb),
  private.merge_rows(text, text[], jsonb), private.revive_row(text, text[], jsonb), private.settle_graves(text, text[], jsonb),
  private.without(jsonb, bigint[]), private.apply_run(text, text, text[], jsonb),
  private.apply_or_split(text, text, text[], jsonb), private.runs_of(jsonb, bigint, bigint)
  to authenticated;

-- Request and answer: src/contract/protocol.ts. At most 1,000 changes and 8 MB. A request that is not of
-- the protocol is refused whole with 4xx; everything else is answered with a verdict for each change.
create function public.sync_push(request jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  changes jsonb := request -> 'changes';
  incarnation text := private.incarnation();
  clock bigint := private.now_ms();
  decided bigint;
  run record;
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

  -- A device whose earlier changes another database has decided sends those again first (law 6).
  if request ->> 'incarnation' <> incarnation then
    return jsonb_build_object('incarnation', incarnation, 'xid', '0', 'server_time', clock, 'verdicts', '[]'::jsonb);
  end if;

  perform private.hold_pushes((select auth.uid()));
  decided := private.open_device(request -> 'device');
  perform set_config('cadence.pushing', 'on', true);
  for run in select * from private.runs_of(changes, decided, clock) loop
    if run.fault is not null then
      select faults || jsonb_agg(private.rejected((c ->> 'seq')::bigint, run.fault)) into faults
      from jsonb_array_elements(run.run) c;
    else
      outcome := private.apply_or_split(run.target, run.op, run.keys, run.run);
      faults := faults || outcome;
      if run.target = 'program_activities' then
        activities := activities + jsonb_array_length(run.run)
          - (select count(*) from jsonb_array_elements(outcome) v where v ->> 'verdict' = 'rejected');
      end if;
    end if;
  end loop;
  perform set_config('cadence.pushing', '', true);

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
    perform private.close_device(request -> 'device', greatest(newest, decided), oldest, faults, activities);
  end if;
  return jsonb_build_object(
    'incarnation', incarnation,
    'xid', pg_current_xact_id()::text,
    'server_time', clock,
    'verdicts', coalesce(verdicts, '[]'));
end
$$;
grant execute on function public.sync_push(jsonb) to authenticated;
