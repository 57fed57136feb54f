-- Devices, what they were told about their changes, and what their people's sync looks like to an admin.

create table public.sync_devices (
  id uuid primary key,
  user_id uuid not null references public.profiles (id) on delete cascade,
  name text not null default '' check (char_length(name) <= 200),
  app_version text not null default '' check (char_length(app_version) <= 50),
  -- The number of the newest change that this database has decided.
  last_seq bigint not null default 0,
  pending integer not null default 0 check (pending >= 0),
  rejected integer not null default 0 check (rejected >= 0),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now()
);
create index sync_devices_user on public.sync_devices (user_id);

alter table public.sync_devices enable row level security;
grant select on public.sync_devices to authenticated, service_role;
create policy "people read their own devices, admins read all" on public.sync_devices
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

-- Verdicts other than `applied`, kept until the device sends a later change: a repeated push is answered
-- from here.
create table private.sync_verdicts (
  device_id uuid not null references public.sync_devices (id) on delete cascade,
  seq bigint not null,
  verdict jsonb not null,
  primary key (device_id, seq)
);
alter table private.sync_verdicts enable row level security;

create table public.program_sync_status (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  last_sync_at timestamptz,
  sync_status varchar(20) default 'pending' check (sync_status in ('pending', 'synced', 'error')),
  error_message text check (char_length(error_message) <= 2000),
  activities_synced integer default 0 check (activities_synced >= 0),
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  unique (user_id)
);

alter table public.program_sync_status enable row level security;
grant select, insert, update on public.program_sync_status to authenticated;
grant select on public.program_sync_status to service_role;
create policy "people read their own sync status, admins read all" on public.program_sync_status
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "people add their own sync status" on public.program_sync_status
  for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy "people edit their own sync status" on public.program_sync_status
  for update to authenticated
  using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid()));

-- Refuses what is not a request of this protocol. 4xx, and nothing has happened yet.
create function private.check_request(request jsonb) returns void
language plpgsql stable set search_path = ''
as $$
declare
  device jsonb := request -> 'device';
begin
  if (select auth.uid()) is null then
    raise exception 'unauthorized' using errcode = 'PT401', detail = 'Sign in first.';
  end if;
  if jsonb_typeof(request) is distinct from 'object'
     or jsonb_typeof(request -> 'protocol') is distinct from 'number'
     or jsonb_typeof(device) is distinct from 'object'
     or coalesce(device ->> 'id', '') !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
     or coalesce(device ->> 'pending', '0') !~ '^\d{1,9}$'
     or coalesce(device ->> 'rejected', '0') !~ '^\d{1,9}$' then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A request is an object with protocol, and a device with id, pending and rejected.';
  end if;
  if request ->> 'protocol' <> '1' then
    raise exception 'unsupported_protocol' using errcode = 'PT426', detail = 'This server speaks protocol 1.';
  end if;
end
$$;

-- Takes the device's row, so that two drains of one device go one after the other, and tells the number
-- of its newest decided change.
create function private.open_device(device jsonb) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  known bigint;
begin
  insert into public.sync_devices as d (id, user_id, name, app_version)
  values (
    (device ->> 'id')::uuid, auth.uid(),
    left(coalesce(device ->> 'name', ''), 200), left(coalesce(device ->> 'app_version', ''), 50)
  )
  on conflict (id) do update set
    name = excluded.name, app_version = excluded.app_version, last_seen_at = now()
  where d.user_id = excluded.user_id
  returning last_seq into known;
  if known is null then
    raise exception 'foreign_device' using errcode = 'PT403', detail = 'This device belongs to somebody else.';
  end if;
  -- For the history.
  perform set_config('cadence.device', device ->> 'id', true);
  return known;
end
$$;

-- Keeps what was decided, in the same transaction as its effect (law 3).
create function private.close_device(device jsonb, newest bigint, oldest bigint, verdicts jsonb, activities integer)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  this_device uuid := (device ->> 'id')::uuid;
begin
  delete from private.sync_verdicts v where v.device_id = this_device and v.seq < oldest;
  insert into private.sync_verdicts (device_id, seq, verdict)
  select this_device, (v ->> 'seq')::bigint, v
  from jsonb_array_elements(verdicts) v
  where v ->> 'verdict' <> 'applied';
  update public.sync_devices d set last_seq = newest where d.id = this_device;
  insert into public.program_sync_status as s (user_id, activities_synced)
  values (auth.uid(), activities)
  on conflict (user_id) do update set
    activities_synced = s.activities_synced + excluded.activities_synced, updated_at = now()
  where excluded.activities_synced > 0;
end
$$;

create function private.stored_verdict(device uuid, number bigint) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(
    (select v.verdict
     from private.sync_verdicts v join public.sync_devices d on d.id = v.device_id
     where v.device_id = device and v.seq = number and d.user_id = auth.uid()),
    jsonb_build_object('seq', number, 'verdict', 'applied'))
$$;

-- A device has read the feed to its end. Written at most twice a minute unless something changed.
create function private.mark_synced(device jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  waiting integer := coalesce(device ->> 'pending', '0')::integer;
  refused integer := coalesce(device ->> 'rejected', '0')::integer;
  state text := case when refused > 0 then 'error' when waiting > 0 then 'pending' else 'synced' end;
begin
  perform private.open_device(device)
  where not exists (
    select from public.sync_devices d
    where d.id = (device ->> 'id')::uuid and d.user_id = auth.uid()
      and d.last_seen_at > now() - interval '30 seconds' and d.pending = waiting and d.rejected = refused);
  update public.sync_devices d set pending = waiting, rejected = refused
  where d.id = (device ->> 'id')::uuid and d.user_id = auth.uid() and (d.pending, d.rejected) <> (waiting, refused);
  insert into public.program_sync_status as s (user_id, last_sync_at, sync_status, error_message)
  values (auth.uid(), now(), state,
    case when refused > 0 then refused || ' changes need attention' end)
  on conflict (user_id) do update set
    last_sync_at = excluded.last_sync_at, sync_status = excluded.sync_status,
    error_message = excluded.error_message, updated_at = now()
  where s.sync_status <> excluded.sync_status or s.last_sync_at is null
     or s.last_sync_at < now() - interval '30 seconds';
end
$$;

grant execute on function
  private.check_request(jsonb), private.open_device(jsonb),
  private.close_device(jsonb, bigint, bigint, jsonb, integer),
  private.stored_verdict(uuid, bigint), private.mark_synced(jsonb)
  to authenticated;
