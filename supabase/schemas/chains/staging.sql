-- Staging: a step's rows wait here until it is finished, so that half a walk is never seen. Then they become live in one
-- transaction: only what differs is written, and what a complete walk did not bring is missing, not yet gone.

create table private.staged_rows (
  step_id bigint not null references public.task_chain_steps (id) on delete cascade,
  dataset text not null,
  id text not null,
  -- The columns of the live table.
  content jsonb not null,
  primary key (step_id, dataset, id)
);
alter table private.staged_rows enable row level security;

-- Rows that the API itself says are gone, found on a walk of what belongs to them.
create table private.staged_deletions (
  step_id bigint not null references public.task_chain_steps (id) on delete cascade,
  dataset text not null,
  id text not null,
  primary key (step_id, dataset, id)
);
alter table private.staged_deletions enable row level security;

-- The people whose transcripts a step of enrollments reads; found once, when its walk of the courses is over.
create table private.staged_people (
  step_id bigint not null references public.task_chain_steps (id) on delete cascade,
  id text not null,
  primary key (step_id, id)
);
alter table private.staged_people enable row level security;

-- What was missing from a complete walk, where it is too much to be believed: it waits until an admin has looked at it.
create table public.held_deletions (
  id bigint generated always as identity primary key,
  dataset text not null references public.datasets (name),
  step_id bigint references public.task_chain_steps (id) on delete set null,
  found_at private.instant not null,
  -- Of `row_count` rows, `missing_count` were missing.
  missing_count integer not null,
  row_count integer not null,
  -- Up to 20 of them: [{id, name}].
  sample jsonb not null,
  -- `obsolete`: a later walk came to another result.
  state text not null default 'held' check (state in ('held', 'approved', 'rejected', 'obsolete')),
  decided_at private.instant,
  decided_by uuid references public.profiles (id) on delete set null,
  check ((state = 'held') = (decided_at is null))
);
create unique index held_deletions_open on public.held_deletions (dataset) where state = 'held';
create index held_deletions_step on public.held_deletions (step_id);
create index held_deletions_decided_by on public.held_deletions (decided_by);
alter table public.held_deletions enable row level security;
grant select on public.held_deletions to authenticated, service_role;
create policy "admins read held deletions" on public.held_deletions
  for select to authenticated
  using ((select private.is_admin()));

-- Makes a table the live one of a dataset: its `id` is the key, and these columns say what became of the row. `missing_since`:
-- a complete walk did not bring it. `gone_at`: another one did not either, the API said so, or an admin approved it.
create function private.enable_dataset(target regclass) returns void
language plpgsql set search_path = ''
as $$
declare
  name text := (select relname from pg_catalog.pg_class where oid = target);
begin
  execute format('alter table %s add column hash text not null, add column changed_at private.instant not null,
    add column missing_since private.instant, add column gone_at private.instant, add column gone_run bigint,
    add check (gone_at is null or missing_since is not null)', target);
  execute format('create index %I on %s (id) where missing_since is not null', name || '_missing', target);
  execute format('alter table %s enable row level security', target);
  execute format('grant select on %s to authenticated, service_role', target);
  execute format('create policy "admins read %s" on %s for select to authenticated using ((select private.is_admin()))',
    replace(name, '_', ' '), target);
end
$$;

-- Stages the rows of a page, {dataset: [{id, …}]}, and ids that are gone. A row that comes again replaces itself: pages overlap,
-- and are read again.
create function private.stage_rows(step public.task_chain_steps, rows jsonb, gone jsonb) returns void
language plpgsql set search_path = ''
as $$
begin
  if exists (
    select from jsonb_object_keys(rows) k (dataset)
    where not exists (select from private.jobs j where j.name = step.job and k.dataset = any (j.makes))) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'A job stages rows of its own datasets.';
  end if;
  insert into private.staged_rows (step_id, dataset, id, content)
  select distinct on (d.key, r.value ->> 'id') step.id, d.key, r.value ->> 'id', r.value
  from jsonb_each(rows) d cross join lateral jsonb_array_elements(d.value) with ordinality r (value, place)
  order by d.key, r.value ->> 'id', r.place desc
  on conflict (step_id, dataset, id) do update set content = excluded.content where staged_rows.content <> excluded.content;
  insert into private.staged_deletions (step_id, dataset, id)
  select step.id, d.key, g.id from jsonb_each(gone) d cross join lateral jsonb_array_elements_text(d.value) g (id)
  on conflict do nothing;
end
$$;

create function private.analyze_staged_rows(staged integer) returns void
language plpgsql set search_path = ''
as $$
begin
  if staged > 1000 then
    analyze private.staged_rows;
  end if;
end
$$;

-- Makes a step's staged rows live. Returns what is wrong with the walk as a whole, in which case nothing is changed, or null.
create function private.apply_staged_rows(step public.task_chain_steps, now timestamptz) returns text
language plpgsql set search_path = ''
as $$
declare
  dataset public.datasets;
  counts record;
  staged integer;
begin
  for dataset in
    select d.* from private.jobs j cross join lateral unnest(j.makes) m (name) join public.datasets d on d.name = m.name
    where j.name = step.job and d.swept order by d.name
  loop
    select count(*) into staged from private.staged_rows r where r.step_id = step.id and r.dataset = dataset.name;
    perform private.analyze_staged_rows(staged);
    -- A response without rows is never believed.
    if step.mode = 'full' and staged = 0 and dataset.row_count > 0 then
      return format('A complete walk brought no %s.', dataset.name);
    end if;
  end loop;
  for dataset in
    select d.* from private.jobs j cross join lateral unnest(j.makes) m (name) join public.datasets d on d.name = m.name
    where j.name = step.job order by d.name
  loop
    -- What would be sent has not been.
    continue when dataset.table_name is null and (select l.dry_run from public.task_chain_logs l where l.id = step.run_id);
    if dataset.table_name is not null then
      select * into counts from private.write_changed_rows(step.id, dataset, now);
      -- So that what reads them is planned for as many rows as there are now, at once.
      if counts.created > 1000 then
        execute format('analyze public.%I', dataset.table_name);
      end if;
      update public.task_chain_steps s
      set created_rows = s.created_rows + counts.created, updated_rows = s.updated_rows + counts.updated,
        unchanged_rows = s.unchanged_rows + counts.unchanged
      where s.id = step.id;
      if step.mode = 'full' and dataset.swept then
        execute format('select count(*) from public.%I t where t.gone_at is null', dataset.table_name) into dataset.row_count;
        perform private.sweep(step, dataset, now);
      end if;
      execute format('select count(*) from public.%I t where t.gone_at is null', dataset.table_name) into staged;
    end if;
    update public.datasets d
    set refreshed_at = greatest(d.refreshed_at, step.started_at), refreshed_by = step.run_id,
      row_count = case when d.table_name is null then d.row_count else staged end
    where d.name = dataset.name;
  end loop;
  perform private.apply_staged_deletions(step, now);
  if step.job in ('sync_groups', 'impartner_sync') then
    perform private.link_groups(now);
  end if;
  return null;
end
$$;

-- What the API does not find any more needs no second walk, unless it is more than can be believed.
create function private.apply_staged_deletions(step public.task_chain_steps, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  dataset public.datasets;
  ids text[];
begin
  for dataset in
    select d.* from public.datasets d
    where exists (select from private.staged_deletions g where g.step_id = step.id and g.dataset = d.name) order by d.name
  loop
    execute format($q$
      select array_agg(t.id) from public.%1$I t join private.staged_deletions g on g.id = t.id
      where g.step_id = $1 and g.dataset = $2 and t.gone_at is null
    $q$, dataset.table_name) into ids using step.id, dataset.name;
    if cardinality(ids) > private.most_missing(dataset.row_count) then
      perform private.hold_deletions(step, dataset, ids, now);
    elsif cardinality(ids) > 0 then
      execute format($q$
        update public.%1$I t set missing_since = coalesce(t.missing_since, $2), gone_at = $2, gone_run = $3 where t.id = any ($1)
      $q$, dataset.table_name) using ids, now, step.run_id;
      update public.datasets d set row_count = d.row_count - cardinality(ids) where d.name = dataset.name;
      update public.task_chain_steps s set gone_rows = s.gone_rows + cardinality(ids) where s.id = step.id;
    end if;
  end loop;
end
$$;

-- Holds the deletion of rows: they are missing, and nothing of them is gone until an admin approves it.
create function private.hold_deletions(step public.task_chain_steps, dataset public.datasets, ids text[], now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  sample jsonb;
begin
  execute format('update public.%I t set missing_since = $2 where t.id = any ($1) and t.missing_since is null', dataset.table_name)
    using ids, now;
  execute format($q$
    select jsonb_agg(to_jsonb(x) - '{hash,changed_at,missing_since,gone_at,gone_run}'::text[])
    from (select t.* from public.%I t where t.id = any ($1) order by md5(t.id) limit 20) x
  $q$, dataset.table_name) into sample using ids;
  update public.held_deletions h set state = 'obsolete', decided_at = now where h.dataset = dataset.name and h.state = 'held';
  insert into public.held_deletions (dataset, step_id, found_at, missing_count, row_count, sample)
  values (dataset.name, step.id, now, cardinality(ids), greatest(dataset.row_count, cardinality(ids)), coalesce(sample, '[]'));
  update public.task_chain_steps s set held_rows = s.held_rows + cardinality(ids) where s.id = step.id;
  perform private.log_event(step.id, 'deletions_held',
    format('%s of %s %s were missing.', cardinality(ids), dataset.row_count, dataset.name), now);
end
$$;

-- Writes the staged rows that are new, differ, or were missing.
create function private.write_changed_rows(step bigint, dataset public.datasets, now timestamptz,
  out created integer, out updated integer, out unchanged integer)
language plpgsql set search_path = ''
as $$
declare
  columns text;
  assignments text;
  staged integer;
begin
  select string_agg(format('%I', a.attname), ', '), string_agg(format('%1$I = excluded.%1$I', a.attname), ', ')
  into columns, assignments
  from pg_catalog.pg_attribute a
  where a.attrelid = format('public.%I', dataset.table_name)::regclass and a.attnum > 0 and not a.attisdropped
    and a.attname <> all ('{id,hash,changed_at,missing_since,gone_at,gone_run}');
  select count(*) into staged from private.staged_rows r where r.step_id = step and r.dataset = dataset.name;
  execute format($q$
    with written as (
      insert into public.%1$I as t (id, %2$s, hash, changed_at)
      select s.id, %3$s, md5(s.content::text), $3
      from private.staged_rows s
      left join public.%1$I l on l.id = s.id
      cross join lateral jsonb_populate_record(null::public.%1$I, s.content) r
      where s.step_id = $1 and s.dataset = $2
        and (l.id is null or l.hash <> md5(s.content::text) or l.missing_since is not null)
      on conflict (id) do update set %4$s, hash = excluded.hash, changed_at = excluded.changed_at,
        missing_since = null, gone_at = null, gone_run = null
      returning (t.xmax = 0) as is_new)
    select count(*) filter (where is_new), count(*) filter (where not is_new) from written
  $q$, dataset.table_name, columns, regexp_replace(columns, '("?\w+"?)', 'r.\1', 'g'), assignments)
  into created, updated using step, dataset.name, now;
  unchanged := staged - created - updated;
end
$$;

-- How many rows may be missing from a complete walk before it is held.
create function private.most_missing(row_count integer) returns integer
language sql immutable set search_path = ''
as $$ select greatest(20, row_count / 20) $$;

-- After a complete walk: what it did not bring is missing; what an earlier one did not bring either is gone. Where more is
-- missing than can be believed, nothing is gone until an admin approves it.
create function private.sweep(step public.task_chain_steps, dataset public.datasets, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  ids text[];
  gone integer;
begin
  execute format($q$
    select coalesce(array_agg(t.id), '{}') from public.%1$I t
    where t.gone_at is null
      and not exists (select from private.staged_rows s where s.step_id = $1 and s.dataset = $2 and s.id = t.id)
  $q$, dataset.table_name) into ids using step.id, dataset.name;
  if cardinality(ids) > private.most_missing(dataset.row_count) then
    perform private.hold_deletions(step, dataset, ids, now);
    return;
  end if;
  update public.held_deletions h set state = 'obsolete', decided_at = now where h.dataset = dataset.name and h.state = 'held';
  execute format($q$
    with changed as (
      update public.%1$I t
      set missing_since = coalesce(t.missing_since, $2), gone_at = case when t.missing_since is not null then $2::timestamptz end,
        gone_run = case when t.missing_since is not null then $3::bigint end
      where t.id = any ($1)
      returning t.gone_at)
    select count(gone_at) from changed
  $q$, dataset.table_name) into gone using ids, now, step.run_id;
  update public.task_chain_steps s set gone_rows = s.gone_rows + gone where s.id = step.id;
end
$$;

create function private.delete_staged_rows(step bigint) returns void
language sql volatile set search_path = ''
as $$
  delete from private.staged_rows r where r.step_id = step;
  delete from private.staged_deletions g where g.step_id = step;
  delete from private.staged_people p where p.step_id = step;
$$;
