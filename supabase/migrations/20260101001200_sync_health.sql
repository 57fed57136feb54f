-- How sync goes, as the devices themselves tell: a report for every drain that reached for the cloud.

create table public.sync_reports (
  -- Made on the device, so that a report which is sent twice counts once.
  id uuid primary key,
  user_id uuid not null references public.profiles (id) on delete cascade,
  device_id uuid not null,
  -- When the drain ended, by the server's clock.
  at timestamptz not null,
  -- `ok`, or what stopped it: a code of TransportFailure, or `device`.
  outcome text not null check (outcome ~ '^[a-z_]{1,40}$'),
  duration_ms integer not null check (duration_ms >= 0),
  sent integer not null check (sent >= 0),
  received integer not null check (received >= 0),
  -- For how long the oldest change had waited when the drain began; null where none did.
  oldest_pending_ms bigint check (oldest_pending_ms >= 0),
  -- Refused changes by reason: {code: count}.
  refusals jsonb not null default '{}' check (jsonb_typeof(refusals) = 'object'),
  -- Tables in which the device differed from the cloud before it was brought in line.
  drift text[] not null default '{}',
  app_version text not null default '' check (char_length(app_version) <= 50)
);
create index sync_reports_person on public.sync_reports (user_id);
create index sync_reports_time on public.sync_reports (at);

alter table public.sync_reports enable row level security;
grant select on public.sync_reports to authenticated, service_role;
create policy "people read their own reports, admins read all" on public.sync_reports
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));

-- A member of a report as a number from 0 to `most`; null where it is none.
create function private.report_number(report jsonb, member text, most bigint) returns bigint
language sql immutable set search_path = ''
as $$
  select case when jsonb_typeof(report -> member) = 'number'
    then round(least(greatest((report ->> member)::numeric, 0), most))::bigint end
$$;

create function private.is_report(report jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select jsonb_typeof(report) = 'object'
    and coalesce(report ->> 'id', '') ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    and coalesce(report ->> 'outcome', '') ~ '^[a-z_]{1,40}$'
    and private.report_number(report, 'ago_ms', 0) is not null
    and private.report_number(report, 'duration_ms', 0) is not null
    and private.report_number(report, 'sent', 0) is not null
    and private.report_number(report, 'received', 0) is not null
    and jsonb_typeof(report -> 'oldest_pending_ms') in ('number', 'null')
    and jsonb_typeof(report -> 'refusals') = 'object'
    and jsonb_typeof(report -> 'drift') = 'array'
    and jsonb_typeof(report -> 'app_version') = 'string'
$$;

-- What a device of the caller says of its drains: an array of at most 100. Their times come as `ago_ms`, since a
-- device's clock may be wrong. Figures out of bounds are brought within them.
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
    raise exception 'batch_too_large' using errcode = 'PT413', detail = 'At most 100 reports at once.';
  end if;
  if exists (select from jsonb_array_elements(reports) r where private.is_report(r) is not true) then
    raise exception 'malformed_request' using errcode = 'PT400',
      detail = 'A report has id, outcome, ago_ms, duration_ms, sent, received, oldest_pending_ms, refusals, drift and app_version.';
  end if;
  insert into public.sync_reports (
    id, user_id, device_id, at, outcome, duration_ms, sent, received, oldest_pending_ms, refusals, drift, app_version)
  select (r ->> 'id')::uuid, auth.uid(), device,
    now() - private.report_number(r, 'ago_ms', 30 * day_ms) * interval '1 millisecond',
    r ->> 'outcome',
    private.report_number(r, 'duration_ms', day_ms),
    private.report_number(r, 'sent', 10000000),
    private.report_number(r, 'received', 10000000),
    private.report_number(r, 'oldest_pending_ms', 3650 * day_ms),
    (select coalesce(jsonb_object_agg(e.key, private.report_number(r -> 'refusals', e.key, 10000000)), '{}')
     from (
       select key from jsonb_each(r -> 'refusals')
       where key ~ '^[a-z_]{1,40}$' and jsonb_typeof(value) = 'number'
       order by key limit 20) e),
    array(select s.table_name from private.synced_tables s where r -> 'drift' ? s.table_name),
    left(r ->> 'app_version', 50)
  from jsonb_array_elements(reports) r
  on conflict (id) do nothing;
end
$$;
grant execute on function public.report_sync(uuid, jsonb) to authenticated;

-- Forgets reports that are older than `keep`.
create function private.prune_sync_reports(keep interval) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  pruned integer;
begin
  delete from public.sync_reports r where r.at < now() - keep;
  get diagnostics pruned = row_count;
  return pruned;
end
$$;

-- How sync went from `since` (included) to `until`: SyncHealth of src/domain/health.ts. By the hour for up to two
-- days, by the day for more. Admins only.
create function public.sync_health(since timestamptz, until timestamptz) returns json
language plpgsql stable set search_path = ''
as $$
declare
  bucket interval;
begin
  if not private.is_admin() then
    raise exception 'forbidden' using errcode = 'PT403', detail = 'Only an admin sees everybody''s sync.';
  end if;
  -- The years first: what lies beyond them cannot be subtracted.
  if (since between '1970-01-01' and '2999-12-31') is not true or (until between '1970-01-01' and '2999-12-31') is not true
     or since >= until or since < until - interval '93 days' then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'A range of at most 93 days, since before until.';
  end if;
  bucket := case when since >= until - interval '2 days' then interval '1 hour' else interval '24 hours' end;
  return (
    with told as (
      select r.*, date_bin(bucket, r.at, since) as bucket_at
      from public.sync_reports r
      where r.at >= since and r.at < until
    )
    select json_build_object(
      'bucket_seconds', extract(epoch from bucket)::integer,
      'devices', (select count(distinct t.device_id) from told t),
      'totals', (select private.drain_figures(
          count(*), count(*) filter (where t.outcome = 'ok'),
          percentile_disc(array[0.5, 0.95]) within group (order by t.duration_ms) filter (where t.outcome = 'ok'),
          sum(t.sent), sum(t.received), max(t.oldest_pending_ms)) from told t),
      'failures', (select coalesce(json_agg(f order by f.count desc, f.code), '[]') from (
        select t.outcome as code, count(*) from told t where t.outcome <> 'ok' group by t.outcome) f),
      'refusals', (select coalesce(json_agg(f order by f.count desc, f.code), '[]') from (
        select e.key as code, sum(e.value::numeric) as count
        from told t cross join lateral jsonb_each(t.refusals) e group by e.key) f),
      'drift', (select coalesce(json_agg(d order by d.count desc, d.code), '[]') from (
        select x.code, count(*) from told t cross join lateral unnest(t.drift) x (code) group by x.code) d),
      'versions', (select coalesce(json_agg(v order by v.devices desc, v.app_version), '[]') from (
        select t.app_version, count(distinct t.device_id) as devices, max(t.at) as last_seen_at
        from told t group by t.app_version) v),
      'buckets', (
        select json_agg(json_build_object('at', b.at, 'figures', b.figures) order by b.at) from (
          select starts.at, private.drain_figures(
            count(t.id), count(t.id) filter (where t.outcome = 'ok'),
            percentile_disc(array[0.5, 0.95]) within group (order by t.duration_ms) filter (where t.outcome = 'ok'),
            sum(t.sent), sum(t.received), max(t.oldest_pending_ms)) as figures
          from generate_series(since, until - interval '1 microsecond', bucket) starts (at)
          left join told t on t.bucket_at = starts.at
          group by starts.at
        ) b))
  );
end
$$;

create function private.drain_figures(
  drains bigint, succeeded bigint, durations integer[], sent bigint, received bigint, oldest_pending_ms bigint) returns json
language sql immutable set search_path = ''
as $$
  select json_build_object(
    'drains', drains, 'succeeded', succeeded, 'p50_ms', durations[1], 'p95_ms', durations[2],
    'sent', coalesce(sent, 0), 'received', coalesce(received, 0), 'oldest_pending_ms', oldest_pending_ms)
$$;
grant execute on function private.drain_figures(bigint, bigint, integer[], bigint, bigint, bigint) to authenticated;
grant execute on function public.sync_health(timestamptz, timestamptz) to authenticated;
