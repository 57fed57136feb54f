-- Law 9: every change leaves an entry: who, when, which device, what was there and what came. Nobody changes
-- or removes one through the API; how long they are kept is a setting.

create table public.row_history (
  id bigint generated always as identity primary key,
  -- Whose row it is. No foreign key: entries come by the thousand, and go with their person (forget_history).
  user_id uuid not null,
  table_name text not null,
  row_id uuid not null,
  -- `lost`: an edit that came too late; `before` is what stood and `after` what was not taken.
  op text not null check (op in ('insert', 'update', 'delete', 'lost')),
  -- The fields that the entry is about, as they were and as they came; null where there was no row.
  before jsonb,
  after jsonb,
  -- Who did it; null for an operator.
  actor uuid,
  -- With which device; null outside of sync.
  device_id uuid,
  at timestamptz not null default now()
);
create index row_history_row on public.row_history (row_id, id);
create index row_history_person on public.row_history (user_id, id);
create index row_history_age on public.row_history (at);

alter table public.row_history enable row level security;
grant select on public.row_history to authenticated, service_role;
create policy "people read the history of their own rows, admins of all" on public.row_history
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

-- What no history tells of: the owner, and what the server keeps by itself.
create function private.told_fields(whole jsonb, owner_column text) returns jsonb
language sql immutable set search_path = ''
as $$ select whole - array['id', 'updated_at', 'field_stamps', 'created_at', owner_column] $$;

create function private.record_history() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  device uuid := nullif(current_setting('cadence.device', true), '')::uuid;
begin
  if tg_op = 'INSERT' then
    execute format(
      'insert into public.row_history (user_id, table_name, row_id, op, after, actor, device_id)
       select r.%1$I, %2$L, r.id, ''insert'', jsonb_strip_nulls(private.told_fields(to_jsonb(r), %1$L)), $1, $2
       from new_rows r', tg_argv[0], tg_table_name) using auth.uid(), device;
  elsif tg_op = 'UPDATE' then
    execute format(
      'insert into public.row_history (user_id, table_name, row_id, op, before, after, actor, device_id)
       select n.%1$I, %2$L, n.id, ''update'', d.before, d.after, $1, $2
       from new_rows n join old_rows o on o.id = n.id
       cross join lateral (
         select jsonb_object_agg(b.key, b.value) as before, jsonb_object_agg(a.key, a.value) as after
         from jsonb_each(private.told_fields(to_jsonb(n), %1$L)) a
         join jsonb_each(to_jsonb(o)) b on b.key = a.key
         where a.value is distinct from b.value) d
       where d.after is not null', tg_argv[0], tg_table_name) using auth.uid(), device;
  else
    execute format(
      'insert into public.row_history (user_id, table_name, row_id, op, before, actor, device_id)
       select r.%1$I, %2$L, r.id, ''delete'', jsonb_strip_nulls(private.told_fields(to_jsonb(r), %1$L)), $1, $2
       from old_rows r where exists (select from public.profiles p where p.id = r.%1$I)',
      tg_argv[0], tg_table_name) using auth.uid(), device;
  end if;
  return null;
end
$$;

-- Has every change of a table entered into the history.
create function private.keep_history(target regclass, owner_column text default 'user_id') returns void
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

select private.keep_history('public.profiles', 'id'),
  private.keep_history('public.submissions'),
  private.keep_history('public.program_activities'),
  private.keep_history('public.program_weekly_goals'),
  private.keep_history('public.program_custom_activity_types');

create function private.forget_history() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.row_history h using gone_people p where h.user_id = p.id;
  return null;
end
$$;
create trigger zzz_forget_history after delete on public.profiles referencing old table as gone_people
  for each statement execute function private.forget_history();

-- Edits that came too late, of the caller's device: what stood and what was not taken.
create function private.record_lost(target text, entries jsonb) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.row_history (user_id, table_name, row_id, op, before, after, actor, device_id)
  select auth.uid(), target, e."row", 'lost', e.before, e.after, auth.uid(),
    nullif(current_setting('cadence.device', true), '')::uuid
  from jsonb_to_recordset(entries) as e ("row" uuid, before jsonb, after jsonb)
$$;
grant execute on function private.record_lost(text, jsonb), private.told_fields(jsonb, text) to authenticated;
