-- Law 8's conflicts: prose that two devices wrote differently, and a delete that met an edit. The later one
-- stands, the other is kept here until the person has chosen, on whichever device.

alter table private.synced_tables add column prose text[] not null default '{}';
update private.synced_tables set prose = '{description,notes,outcome}' where table_name = 'program_activities';
update private.synced_tables set prose = '{notes}' where table_name = 'submissions';

create table public.sync_conflicts (
  -- Follows from what it is about: see private.conflict_id.
  id uuid primary key,
  user_id uuid not null references public.profiles (id) on delete cascade,
  table_name text not null,
  row_id uuid not null,
  -- `*` where the row as a whole is in question.
  field text not null,
  -- `prose`: two texts. `lost_edit`: the row was deleted over an edit. `lost_delete`: an edit stands over a delete.
  kind text not null check (kind in ('prose', 'lost_edit', 'lost_delete')),
  -- What does not stand: a text, or a whole row; null for a delete.
  lost jsonb,
  lost_device uuid,
  lost_at timestamptz not null,
  kept_device uuid,
  kept_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((field = '*') = (kind <> 'prose')),
  check ((lost is null) = (kind = 'lost_delete'))
);
create index sync_conflicts_person on public.sync_conflicts (user_id);
create index sync_conflicts_row on public.sync_conflicts (row_id);
select private.make_synced('public.sync_conflicts');

alter table public.sync_conflicts enable row level security;
grant select, delete on public.sync_conflicts to authenticated;
grant select on public.sync_conflicts to service_role;
create policy "people read their own conflicts, admins read all" on public.sync_conflicts
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));
-- To have chosen is to delete the conflict.
create policy "people settle their own conflicts" on public.sync_conflicts
  for delete to authenticated using (user_id = (select auth.uid()));

create function private.stamp_instant(stamp text) returns timestamptz
language sql immutable set search_path = ''
as $$ select to_timestamp(('x' || left(stamp, 12))::bit(48)::bigint / 1000.0) $$;

-- A row has one conflict for each text and device that lost, and one for each device that lost against a delete or a
-- deletion that lost against an edit: what was lost to one of them is not written over by what is lost to the next.
create function private.conflict_id(target text, "row" uuid, field text, lost_stamp text, kept_stamp text) returns uuid
language sql immutable set search_path = ''
as $$
  select private.derived_id('sync_conflicts', target, "row"::text, field,
    right(lost_stamp, 8) || case when field = '*' then ' ' || kept_stamp else '' end)
$$;

-- Keeps what did not stand, in its owner's conflicts. `entries`: row, field, kind, lost, lost_stamp, kept_stamp.
create function private.note_conflicts(target text, entries jsonb) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.sync_conflicts as k (
    id, user_id, table_name, row_id, field, kind, lost, lost_device, lost_at, kept_device, kept_at, field_stamps)
  select private.conflict_id(target, e."row", e.field, e.lost_stamp, e.kept_stamp), auth.uid(), target, e."row",
    e.field, e.kind, nullif(e.lost, 'null'),
    (select d.id from public.sync_devices d where d.user_id = auth.uid() and right(d.id::text, 8) = right(e.lost_stamp, 8)),
    private.stamp_instant(e.lost_stamp),
    (select d.id from public.sync_devices d where d.user_id = auth.uid() and right(d.id::text, 8) = right(e.kept_stamp, 8)),
    private.stamp_instant(e.kept_stamp),
    jsonb_build_object('*', greatest(e.lost_stamp collate "C", e.kept_stamp collate "C"))
  from jsonb_to_recordset(entries)
    as e ("row" uuid, field text, kind text, lost jsonb, lost_stamp text, kept_stamp text)
  on conflict (id) do update set
    kind = excluded.kind, lost = excluded.lost, lost_device = excluded.lost_device, lost_at = excluded.lost_at,
    kept_device = excluded.kept_device, kept_at = excluded.kept_at, field_stamps = excluded.field_stamps
$$;

-- With a row go the conflicts about its texts, and the question whether it should be deleted.
create function private.forget_conflicts() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.sync_conflicts k using old_rows r
  where k.table_name = tg_table_name and k.row_id = r.id and k.kind <> 'lost_edit';
  return null;
end
$$;
create trigger zz_forget_conflicts after delete on public.program_activities referencing old table as old_rows
  for each statement execute function private.forget_conflicts();
create trigger zz_forget_conflicts after delete on public.submissions referencing old table as old_rows
  for each statement execute function private.forget_conflicts();

-- Of edits, those that write prose which another device has written differently since what the editor saw.
create function private.prose_clashes(target text, prose text[], changes jsonb)
returns table (seq bigint, "row" uuid, field text, kind text, lost jsonb, lost_stamp text, kept_stamp text)
language plpgsql set search_path = ''
as $$
begin
  return query execute format(
    'with found as (
       select c.seq, t.id, c.stamp, c.base, c.fields, t.field_stamps, to_jsonb(t) as stored
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid, base jsonb, fields jsonb, stamp text)
       join public.%1$I t on t.id = c."row"
       for update of t
     ), met as (
       select f.seq, f.id, k, f.stamp as mine, f.fields -> k as my_text, f.stored -> k as their_text,
         coalesce(f.field_stamps ->> k, f.field_stamps ->> ''*'') as theirs
       from found f cross join unnest($2) k
       where f.fields ? k and f.base ? k
         and f.stored -> k is distinct from f.base -> k and f.stored -> k is distinct from f.fields -> k
     )
     select m.seq, m.id, m.k, ''prose'',
       case when m.mine collate "C" > m.theirs collate "C" then m.their_text else m.my_text end,
       least(m.mine collate "C", m.theirs collate "C"), greatest(m.mine collate "C", m.theirs collate "C")
     from met m
     where right(m.mine, 8) <> right(m.theirs, 8)
       -- Nothing is lost with an empty text.
       and coalesce(case when m.mine collate "C" > m.theirs collate "C" then m.their_text else m.my_text end #>> ''{}'', '''') <> ''''',
    target)
  using changes, prose;
end
$$;

-- Of edits, those of rows that another device has deleted.
create function private.edits_of_deleted(target text, changes jsonb)
returns table (seq bigint, "row" uuid, field text, kind text, lost jsonb, lost_stamp text, kept_stamp text)
language sql stable set search_path = ''
as $$
  select c.seq, c."row", '*',
    case when g.stamp collate "C" > c.stamp collate "C" then 'lost_edit' else 'lost_delete' end,
    -- With what the same device has lost to the same delete already: one conflict holds it all.
    case when g.stamp collate "C" > c.stamp collate "C" then coalesce(k.lost, g.content - array['field_stamps', 'updated_at']) || c.fields end,
    least(c.stamp collate "C", g.stamp collate "C"), greatest(c.stamp collate "C", g.stamp collate "C")
  from jsonb_to_recordset(changes) as c (seq bigint, "row" uuid, base jsonb, fields jsonb, stamp text)
  join private.graves(target, changes) g on g.seq = c.seq
  left join public.sync_conflicts k
    on k.id = private.conflict_id(target, c."row", '*', c.stamp, g.stamp) and k.kind = 'lost_edit'
  -- A client that says nothing of what it saw is of a version that knows of no conflicts.
  where c.base is not null and right(c.stamp, 8) <> right(g.stamp, 8)
$$;

-- Of deletes, those of rows that another device has changed since what the deleter saw.
create function private.deletes_of_edited(target text, changes jsonb)
returns table (seq bigint, "row" uuid, field text, kind text, lost jsonb, lost_stamp text, kept_stamp text)
language plpgsql set search_path = ''
as $$
begin
  return query execute format(
    'with found as (
       select c.seq, t.id, c.stamp, c.base, t.field_stamps, to_jsonb(t) as stored
       from jsonb_to_recordset($1) as c (seq bigint, "row" uuid, base jsonb, stamp text)
       join public.%1$I t on t.id = c."row"
       where c.base is not null
       for update of t
     ), met as (
       select f.seq, f.id, f.stamp, f.stored, max(s.theirs collate "C") as theirs,
         (select max(v.value collate "C") from jsonb_each_text(f.field_stamps) v) as latest
       from found f
       cross join lateral jsonb_each(f.base) b
       cross join lateral (select coalesce(f.field_stamps ->> b.key, f.field_stamps ->> ''*'') as theirs) s
       where f.stored ? b.key and f.stored -> b.key is distinct from b.value and right(s.theirs, 8) <> right(f.stamp, 8)
       group by f.seq, f.id, f.stamp, f.stored, f.field_stamps
     )
     select m.seq, m.id, ''*'', case when m.stamp collate "C" > m.latest then ''lost_edit'' else ''lost_delete'' end,
       case when m.stamp collate "C" > m.latest then m.stored - array[''field_stamps'', ''updated_at''] end,
       least(m.stamp collate "C", m.theirs), greatest(m.stamp collate "C", m.theirs)
     from met m', target)
  using changes;
end
$$;

-- What stood against edits of the caller that came too late, for the history.
create function private.record_lost_of(target text, merged jsonb, changes jsonb) returns void
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
    perform private.record_lost(target, entries);
  end if;
end
$$;

alter function private.apply_run(text, text, text[], jsonb) rename to write_run;

-- As write_run, and what did not stand is kept: in the history, and where the person has to choose as a conflict.
create function private.apply_run(target text, op text, keys text[], changes jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  prose text[] := (select s.prose from private.synced_tables s where s.table_name = target);
  clashes jsonb;
  verdicts jsonb;
begin
  -- Tables without prose have no conflicts: the later write of each field is all there is to say.
  if op = 'delete' and prose <> '{}' then
    select jsonb_agg(c) into clashes from private.deletes_of_edited(target, changes) c;
  elsif op = 'update' and prose <> '{}' then
    select jsonb_agg(c) into clashes from (
      select * from private.edits_of_deleted(target, changes)
      union all
      select * from private.prose_clashes(target, prose, changes)
      where keys && prose) c;
  end if;
  verdicts := private.write_run(target, op, keys, changes);
  if verdicts <> '[]' then
    perform private.record_lost_of(target, verdicts, changes);
  end if;
  if clashes is null then
    return verdicts;
  end if;
  perform private.note_conflicts(target, clashes);
  -- The verdict says so, beside what it says anyway.
  return (
    select jsonb_agg(jsonb_build_object('seq', coalesce(v.seq, c.seq), 'verdict',
        case when c.seq is null then v.verdict else 'conflict' end)
      || case when v.lost is null then '{}' else jsonb_build_object('lost', v.lost) end
      || case when v.code is null then '{}' else jsonb_build_object('code', v.code, 'detail', v.detail) end)
    from jsonb_to_recordset(verdicts) as v (seq bigint, verdict text, lost jsonb, code text, detail text)
    full join (select distinct k.seq from jsonb_to_recordset(clashes) as k (seq bigint)) c on c.seq = v.seq);
end
$$;

grant execute on function
  private.stamp_instant(text), private.conflict_id(text, uuid, text, text, text), private.note_conflicts(text, jsonb), private.prose_clashes(text, text[], jsonb),
  private.edits_of_deleted(text, jsonb), private.deletes_of_edited(text, jsonb),
  private.record_lost_of(text, jsonb, jsonb), private.apply_run(text, text, text[], jsonb)
  to authenticated;
