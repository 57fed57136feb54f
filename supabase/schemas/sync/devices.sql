-- Devices, and the verdicts that are stored for repeated pushes.

create table public.sync_devices (
  id uuid primary key,
  user_id uuid not null references public.profiles (id) on delete cascade,
  name private.optional_label not null default '' check (char_length(name) <= 200),
  app_version private.optional_label not null default '' check (char_length(app_version) <= 50),
  -- The number of the newest change that has a verdict.
  last_seq bigint not null default 0,
  pending integer not null default 0 check (pending >= 0),
  rejected integer not null default 0 check (rejected >= 0),
  created_at private.instant not null default now(),
  last_seen_at private.instant not null default now()
);
create index sync_devices_user on public.sync_devices (user_id);
select private.enable_normal_form('public.sync_devices');
alter table public.sync_devices enable row level security;
grant select on public.sync_devices to authenticated, service_role;
create policy "people read their own devices, admins read all" on public.sync_devices
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

-- Removes a device of the caller from their list. Should it sync again, it registers itself again, and changes that
-- it sends twice have no effect, by their timestamps.
create function public.remove_device(device uuid) returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  if (select auth.uid()) is null then
    raise exception 'unauthorized' using errcode = 'PT401', detail = 'Sign in first.';
  end if;
  delete from public.sync_devices d where d.id = remove_device.device and d.user_id = (select auth.uid());
  return found;
end
$$;
grant execute on function public.remove_device(uuid) to authenticated;

-- Verdicts other than `applied`, kept until the device sends a later change: the response to a repeated push.
create table private.sync_verdicts (
  device_id uuid not null references public.sync_devices (id) on delete cascade,
  seq bigint not null,
  verdict jsonb not null,
  primary key (device_id, seq)
);

alter table private.sync_verdicts enable row level security;

-- Registers or locks the device, so that its pushes are serialized, and returns the number of its newest decided
-- change.
create function private.lock_device(device jsonb) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  known bigint;
begin
  insert into public.sync_devices as d (id, user_id, name, app_version)
  values (
    (device ->> 'id')::uuid, auth.uid(),
    private.as_label(coalesce(device ->> 'name', ''), 200), private.as_label(coalesce(device ->> 'app_version', ''), 50)
  )
  on conflict (id) do update set
    name = excluded.name, app_version = excluded.app_version, last_seen_at = now()
  where d.user_id = excluded.user_id
  returning last_seq into known;
  if known is null then
    raise exception 'foreign_device' using errcode = 'PT403', detail = 'This device belongs to somebody else.';
  end if;
  -- For private.record_history.
  perform private.set_write_context(jsonb_build_object('device', device ->> 'id'));
  return known;
end
$$;
grant execute on function private.lock_device(jsonb) to authenticated;

-- Stores the verdicts of a push, in the transaction that applies it (INV-3).
create function private.record_push(device jsonb, newest bigint, oldest bigint, verdicts jsonb, activities integer)
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
grant execute on function private.record_push(jsonb, bigint, bigint, jsonb, integer) to authenticated;

create function private.stored_verdict(device uuid, number bigint) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select coalesce(
    (select v.verdict
     from private.sync_verdicts v join public.sync_devices d on d.id = v.device_id
     where v.device_id = device and v.seq = number and d.user_id = auth.uid()),
    jsonb_build_object('seq', number, 'verdict', 'applied'))
$$;
grant execute on function private.stored_verdict(uuid, bigint) to authenticated;

-- The newest history tokens of each device, the newest first. A response that lets a device remember more carries a new
-- one, and the device presents the newest that it has stored. A database that does not know it was restored from an older
-- backup, whatever was written to it since (INV-6). Several are kept, since responses get lost and requests of two tabs
-- overlap.
create table private.history_tokens (
  -- Without a foreign key: a device that its person has removed from their list is no sign of a restored backup.
  device_id uuid not null,
  user_id uuid not null,
  -- Of the newest token. Rises with every one, under the lock of the device: a token covers all responses before it.
  number bigint not null,
  -- `number:uuid`
  tokens text[] not null,
  primary key (device_id, user_id)
);
alter table private.history_tokens enable row level security;

-- Whether the database lacks what the device has read or written: it does not know the token that the device presents.
create function private.has_lost_history(request jsonb) returns boolean
language sql stable security definer set search_path = ''
as $$
  select request ->> 'token' is not null and not exists (
    select from private.history_tokens h
    where h.device_id = (request -> 'device' ->> 'id')::uuid and h.user_id = auth.uid() and request ->> 'token' = any (h.tokens))
$$;
grant execute on function private.has_lost_history(jsonb) to authenticated;

-- A new token for a device of the caller. The one that it presents is kept however many responses get lost.
create function private.issue_history_token(device jsonb, presented text) returns text
language plpgsql security definer set search_path = ''
as $$
declare
  this_device uuid := (device ->> 'id')::uuid;
  suffix text := ':' || gen_random_uuid();
  issued text;
begin
  perform private.lock_device(device);
  insert into private.history_tokens as h (device_id, user_id, number, tokens)
  values (this_device, (select auth.uid()), 1, array['1' || suffix])
  on conflict (device_id, user_id) do update set
    number = h.number + 1,
    tokens = (array[(h.number + 1) || suffix] || array(select t from unnest(h.tokens) t where t = presented)
      || array(select t from unnest(h.tokens) with ordinality x (t, n) where t is distinct from presented order by n))[1:16]
  returning tokens[1] into issued;
  return issued;
end
$$;
grant execute on function private.issue_history_token(jsonb, text) to authenticated;
