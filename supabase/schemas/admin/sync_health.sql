create function private.sync_cycle_figures(
  cycles bigint, succeeded bigint, durations integer[], sent bigint, received bigint, oldest_pending_ms bigint) returns json
language sql immutable set search_path = ''
as $$
  select json_build_object(
    'cycles', cycles, 'succeeded', succeeded, 'p50_ms', durations[1], 'p95_ms', durations[2],
    'sent', coalesce(sent, 0), 'received', coalesce(received, 0), 'oldest_pending_ms', oldest_pending_ms)
$$;
grant execute on function private.sync_cycle_figures(bigint, bigint, integer[], bigint, bigint, bigint) to authenticated;

-- Sync health from `since` (inclusive) to `until`: SyncHealth of src/domain/sync/sync-health.ts, for admins. In hours for up to
-- two days, in days beyond.
create function public.sync_health(since text, until text) returns json
language plpgsql stable set search_path = ''
as $$
declare
  since private.instant := private.read_instant('since', sync_health.since);
  until private.instant := private.read_instant('until', sync_health.until);
  bucket interval;
begin
  perform private.require_admin();
  if (since < until and since >= until - interval '93 days') is not true then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'A range of at most 93 days, since before until.';
  end if;
  bucket := case when since >= until - interval '2 days' then interval '1 hour' else interval '24 hours' end;
  return (
    with reports as (
      select r.*, date_bin(bucket, r.at, since) as bucket_at
      from public.sync_reports r
      where r.at >= since and r.at < until
    )
    select json_build_object(
      'bucket_seconds', extract(epoch from bucket)::integer,
      'devices', (select count(distinct t.device_id) from reports t),
      'totals', (select private.sync_cycle_figures(
          count(*), count(*) filter (where t.outcome = 'ok'),
          percentile_disc(array[0.5, 0.95]) within group (order by t.duration_ms) filter (where t.outcome = 'ok'),
          sum(t.sent), sum(t.received), max(t.oldest_pending_ms)) from reports t),
      'failures', (select coalesce(json_agg(f order by f.count desc, f.code), '[]') from (
        select t.outcome as code, count(*) from reports t where t.outcome <> 'ok' group by t.outcome) f),
      'rejections', (select coalesce(json_agg(f order by f.count desc, f.code), '[]') from (
        select e.key as code, sum(e.value::numeric) as count
        from reports t cross join lateral jsonb_each(t.rejections) e group by e.key) f),
      'drift', (select coalesce(json_agg(d order by d.count desc, d.code), '[]') from (
        select x.code, count(*) from reports t cross join lateral unnest(t.drift) x (code) group by x.code) d),
      'unrepaired', (select coalesce(json_agg(u order by u.count desc, u.code), '[]') from (
        select e.key as code, sum(e.value::numeric) as count, count(distinct t.device_id) as devices
        from reports t cross join lateral jsonb_each(t.unrepaired) e group by e.key) u),
      'versions', (select coalesce(json_agg(v order by v.devices desc, v.app_version), '[]') from (
        select t.app_version, count(distinct t.device_id) as devices, max(t.at) as last_seen_at
        from reports t group by t.app_version) v),
      'buckets', (
        select json_agg(json_build_object('at', b.at, 'figures', b.figures) order by b.at) from (
          select starts.at, private.sync_cycle_figures(
            count(t.id), count(t.id) filter (where t.outcome = 'ok'),
            percentile_disc(array[0.5, 0.95]) within group (order by t.duration_ms) filter (where t.outcome = 'ok'),
            sum(t.sent), sum(t.received), max(t.oldest_pending_ms)) as figures
          from generate_series(since, until - interval '1 microsecond', bucket) starts (at)
          left join reports t on t.bucket_at = starts.at
          group by starts.at
        ) b))
  );
end
$$;
grant execute on function public.sync_health(text, text) to authenticated;
