-- The history (INV-9): an entry for every change of a row, with who, when, which device, the values before and after.
-- Nobody changes or deletes entries through the API.

create table public.row_history (
  id bigint generated always as identity primary key,
  -- The row's owner. Without a foreign key, since entries are inserted by the thousand; delete_user_history cascades.
  user_id uuid not null,
  table_name text not null,
  row_id uuid not null,
  -- `lost`: an edit that lost to a later one; `before` is the value that stayed and `after` the value that was lost.
  op text not null check (op in ('insert', 'update', 'delete', 'lost')),
  -- The values of the changed fields before and after; null where the row did not exist.
  before jsonb,
  after jsonb,
  -- Null for changes outside of the API.
  actor uuid,
  -- Null for changes outside of sync.
  device_id uuid,
  at private.instant not null default now(),
  -- A device offered it to a restored database: it was made before `at`.
  is_offer boolean not null default false
);
create index row_history_row on public.row_history (row_id, id);
create index row_history_person on public.row_history (user_id, id);
create index row_history_age on public.row_history (at);
alter table public.row_history enable row level security;
grant select on public.row_history to authenticated, service_role;
create policy "people read the history of their own rows, admins of all" on public.row_history
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

-- The fields that the history records: not the owner, nor what the server maintains.
create function private.history_fields(whole jsonb, owner_column text) returns jsonb
language sql immutable set search_path = ''
as $$ select whole - array['id', 'updated_at', 'field_timestamps', 'created_at', owner_column] $$;
grant execute on function private.history_fields(jsonb, text) to authenticated;

create function private.record_history() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  device uuid := (private.write_context() ->> 'device')::uuid;
  is_offer boolean := coalesce((private.write_context() ->> 'offer')::boolean, false);
begin
  if tg_op = 'INSERT' then
    execute format(
      'insert into public.row_history (user_id, table_name, row_id, op, after, actor, device_id, is_offer)
       select r.%1$I, %2$L, r.id, ''insert'', jsonb_strip_nulls(private.history_fields(to_jsonb(r), %1$L)), $1, $2, $3
       from new_rows r', tg_argv[0], tg_table_name) using auth.uid(), device, is_offer;
  elsif tg_op = 'UPDATE' then
    execute format(
      'insert into public.row_history (user_id, table_name, row_id, op, before, after, actor, device_id, is_offer)
       select n.%1$I, %2$L, n.id, ''update'', d.before, d.after, $1, $2, $3
       from new_rows n join old_rows o on o.id = n.id
       cross join lateral (
         select jsonb_object_agg(b.key, b.value) as before, jsonb_object_agg(a.key, a.value) as after
         from jsonb_each(private.history_fields(to_jsonb(n), %1$L)) a
         join jsonb_each(to_jsonb(o)) b on b.key = a.key
         where a.value is distinct from b.value) d
       where d.after is not null', tg_argv[0], tg_table_name) using auth.uid(), device, is_offer;
  else
    execute format(
      'insert into public.row_history (user_id, table_name, row_id, op, before, actor, device_id, is_offer)
       select r.%1$I, %2$L, r.id, ''delete'', jsonb_strip_nulls(private.history_fields(to_jsonb(r), %1$L)), $1, $2, $3
       from old_rows r where exists (select from public.profiles p where p.id = r.%1$I)',
      tg_argv[0], tg_table_name) using auth.uid(), device, is_offer;
  end if;
  return null;
end
$$;

-- Records every change of a table in the history.
create function private.enable_history(target regclass, owner_column text default 'user_id') returns void
language plpgsql set search_path = ''
as $$
begin
  execute format('create trigger zz_history_inserts after insert on %s referencing new table as new_rows
                  for each statement execute function private.record_history(%L)', target, owner_column);
  execute format('create trigger zz_history_updates after update on %s referencing old table as old_rows new table as new_rows
                  for each statement execute function private.record_history(%L)', target, owner_column);
  execute format('create trigger zz_history_deletes after delete on %s referencing old table as old_rows
                  for each statement execute function private.record_history(%L)', target, owner_column);
end
$$;

create function private.delete_user_history() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.row_history h using deleted_users p where h.user_id = p.id;
  return null;
end
$$;

-- Inserts entries for edits of the caller's device that lost to later ones.
create function private.insert_lost_edits(target text, entries jsonb) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.row_history (user_id, table_name, row_id, op, before, after, actor, device_id)
  select auth.uid(), target, e."row", 'lost', e.before, e.after, auth.uid(),
    (private.write_context() ->> 'device')::uuid
  from jsonb_to_recordset(entries) as e ("row" uuid, before jsonb, after jsonb)
$$;
grant execute on function private.insert_lost_edits(text, jsonb) to authenticated;

-- Whether somebody wrote the field of a row of the caller (`*`: any field) after another device had made an edit with this
-- HLC timestamp, and so without having seen it. Offers do not count: they were made before.
create function private.has_later_write(target text, "row" uuid, field text, "timestamp" text) returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.row_history h
    where h.row_id = has_later_write."row" and h.table_name = target and not h.is_offer and h.op <> 'lost'
      and h.at > private.hlc_instant(has_later_write."timestamp")
      and right(h.device_id::text, 8) is distinct from right(has_later_write."timestamp", 8)
      and (field = '*' or coalesce(h.after, h.before) ? field))
$$;
grant execute on function private.has_later_write(text, uuid, text, text) to authenticated;

-- Whether the field of a row of the caller ever had this value.
create function private.has_had_value(target text, "row" uuid, field text, value jsonb) returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.row_history h
    where h.row_id = has_had_value."row" and h.table_name = target and h.op <> 'lost'
      and (h.after -> field = value or h.before -> field = value))
$$;
grant execute on function private.has_had_value(text, uuid, text, jsonb) to authenticated;
