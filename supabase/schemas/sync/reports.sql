-- Sync reports: what each sync cycle of a device did, as the device reports it.

create table public.sync_reports (
  -- Made on the device, so that a report that is sent twice counts once.
  id uuid primary key,
  user_id uuid not null references public.profiles (id) on delete cascade,
  device_id uuid not null,
  -- When the cycle ended, by the server's clock.
  at private.instant not null,
  -- `ok`, or the reason of the failure: a code of TransportFailure, or `device`.
  outcome text not null check (outcome ~ '^[a-z_]{1,40}$'),
  duration_ms integer not null check (duration_ms >= 0),
  sent integer not null check (sent >= 0),
  received integer not null check (received >= 0),
  -- How long the oldest change had been pending when the cycle began; null without any.
  oldest_pending_ms bigint check (oldest_pending_ms >= 0),
  -- Rejected changes by code: {code: count}.
  rejections jsonb not null default '{}' check (jsonb_typeof(rejections) = 'object'),
  -- Tables in which the device differed from the server until it read them again.
  drift text[] not null default '{}',
  app_version private.optional_label not null default '' check (char_length(app_version) <= 50),
  -- Rows by table that differ from the server even after the device has read them again: {table: count}. Each is
  -- reported once.
  unrepaired jsonb not null default '{}' check (jsonb_typeof(unrepaired) = 'object')
);
create index sync_reports_person on public.sync_reports (user_id);
create index sync_reports_time on public.sync_reports (at);
select private.enable_normal_form('public.sync_reports');
alter table public.sync_reports enable row level security;
grant select on public.sync_reports to authenticated, service_role;
create policy "people read their own reports, admins read all" on public.sync_reports
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

-- A number of a report, limited to 0 … `maximum`; null where it is none.
create function private.report_number(report jsonb, key text, maximum bigint) returns bigint
language sql immutable set search_path = ''
as $$
  select case when jsonb_typeof(report -> key) = 'number'
    then round(least(greatest((report ->> key)::numeric, 0), maximum))::bigint end
$$;

create function private.is_valid_report(report jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select jsonb_typeof(report) = 'object'
    and coalesce(report ->> 'id', '') ~ private.uuid_pattern()
    and coalesce(report ->> 'outcome', '') ~ '^[a-z_]{1,40}$'
    and private.report_number(report, 'ago_ms', 0) is not null
    and private.report_number(report, 'duration_ms', 0) is not null
    and private.report_number(report, 'sent', 0) is not null
    and private.report_number(report, 'received', 0) is not null
    and jsonb_typeof(report -> 'oldest_pending_ms') in ('number', 'null')
    and jsonb_typeof(report -> 'rejections') = 'object'
    and jsonb_typeof(report -> 'drift') = 'array'
    and jsonb_typeof(report -> 'app_version') = 'string'
$$;

-- Stores reports of one of the caller's devices, at most 100 at once. Their times are relative (`ago_ms`), since a
-- device's clock may be wrong. Numbers out of range are limited to it.
create function public.report_sync(device uuid, reports jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  day_ms constant bigint := 86400000;
begin
  if not exists (select from public.sync_devices d where d.id = device and d.user_id = auth.uid()) then
    raise exception 'foreign_device' using errcode = 'PT403', detail = 'Only a device of one''s own reports.';
  end if;
  if jsonb_typeof(reports) is distinct from 'array' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'reports is an array.';
  end if;
  if jsonb_array_length(reports) > 100 then
    raise exception 'batch_too_large' using errcode = 'PT413', detail = 'At maximum 100 reports at once.';
  end if;
  if exists (select from jsonb_array_elements(reports) r where private.is_valid_report(r) is not true) then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A report has id, outcome, ago_ms, duration_ms, sent, received, oldest_pending_ms, rejections, drift and app_version.';
  end if;
  insert into public.sync_reports (
    id, user_id, device_id, at, outcome, duration_ms, sent, received, oldest_pending_ms, rejections, drift, app_version,
    unrepaired)
  select (r ->> 'id')::uuid, auth.uid(), device,
    now() - private.report_number(r, 'ago_ms', 30 * day_ms) * interval '1 millisecond',
    r ->> 'outcome',
    private.report_number(r, 'duration_ms', day_ms),
    private.report_number(r, 'sent', 10000000),
    private.report_number(r, 'received', 10000000),
    private.report_number(r, 'oldest_pending_ms', 3650 * day_ms),
    (select coalesce(jsonb_object_agg(e.key, private.report_number(r -> 'rejections', e.key, 10000000)), '{}')
     from (
       select key from jsonb_each(r -> 'rejections')
       where key ~ '^[a-z_]{1,40}$' and jsonb_typeof(value) = 'number'
       order by key limit 20) e),
    array(select s.table_name from private.synced_tables s where r -> 'drift' ? s.table_name),
    private.as_label(r ->> 'app_version', 50),
    (select coalesce(jsonb_object_agg(s.table_name, private.report_number(r -> 'unrepaired', s.table_name, 10000000)), '{}')
     from private.synced_tables s where jsonb_typeof(r -> 'unrepaired' -> s.table_name) = 'number')
  from jsonb_array_elements(reports) r
  on conflict (id) do nothing;
end
$$;
grant execute on function public.report_sync(uuid, jsonb) to authenticated;
