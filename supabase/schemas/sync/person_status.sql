-- The sync status of each person, as admins see it. Only sync_push and sync_pull write it.

create table public.program_sync_status (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  last_sync_at private.instant,
  sync_status text default 'pending' check (sync_status in ('pending', 'synced', 'error')),
  error_message private.long_text check (char_length(error_message) <= 2000),
  activities_synced integer default 0 check (activities_synced >= 0),
  created_at private.instant default now(),
  updated_at private.instant default now(),
  unique (user_id)
);

select private.enable_normal_form('public.program_sync_status');
alter table public.program_sync_status enable row level security;
grant select on public.program_sync_status to authenticated, service_role;
create policy "people read their own sync status, admins read all" on public.program_sync_status
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

-- Records that a device has read the feed to its end, at most twice a minute unless something changed. Returns whether it
-- did.
create function private.record_sync(device jsonb) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  pending_count integer := coalesce(device ->> 'pending', '0')::integer;
  rejected_count integer := coalesce(device ->> 'rejected', '0')::integer;
  new_status text := case when rejected_count > 0 then 'error' when pending_count > 0 then 'pending' else 'synced' end;
  is_new boolean := not exists (
    select from public.sync_devices d
    where d.id = (device ->> 'id')::uuid and d.user_id = auth.uid()
      and d.last_seen_at > now() - interval '30 seconds' and d.pending = pending_count and d.rejected = rejected_count);
begin
  if is_new then
    perform private.lock_device(device);
  end if;
  update public.sync_devices d set pending = pending_count, rejected = rejected_count
  where d.id = (device ->> 'id')::uuid and d.user_id = auth.uid() and (d.pending, d.rejected) <> (pending_count, rejected_count);
  insert into public.program_sync_status as s (user_id, last_sync_at, sync_status, error_message)
  values (auth.uid(), now(), new_status,
    case when rejected_count > 0 then rejected_count || ' changes need attention' end)
  on conflict (user_id) do update set
    last_sync_at = excluded.last_sync_at, sync_status = excluded.sync_status,
    error_message = excluded.error_message, updated_at = now()
  where s.sync_status <> excluded.sync_status or s.last_sync_at is null
     or s.last_sync_at < now() - interval '30 seconds';
  return is_new;
end
$$;
grant execute on function private.record_sync(jsonb) to authenticated;
