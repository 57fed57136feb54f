-- For how many seconds the oldest writing transaction has held back the horizon of the sync feed.
create function private.horizon_lag() returns double precision
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (
    select coalesce(extract(epoch from clock_timestamp() - min(a.xact_start)), 0)
    from pg_catalog.pg_stat_activity a
    where a.backend_xid is not null and a.pid <> pg_catalog.pg_backend_pid());
end
$$;
grant execute on function private.horizon_lag() to authenticated;

-- The state of the system for admins: SystemOverview of src/domain/reporting/system-overview.ts.
create function public.system_overview() returns json
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select json_build_object(
      'horizon_lag_seconds', private.horizon_lag(),
      'people', (select json_build_object(
          'rep', count(*) filter (where p.role = 'rep'),
          'coach', count(*) filter (where p.role = 'coach'),
          'admin', count(*) filter (where p.role = 'admin'))
        from public.profiles p),
      'devices', count(*),
      'devices_seen_today', count(*) filter (where d.last_seen_at > now() - interval '24 hours'),
      'pending', coalesce(sum(d.pending), 0),
      'rejected', coalesce(sum(d.rejected), 0),
      'never_synced', (select count(*) from private.tracked_people p
        where not exists (
          select from public.program_sync_status s where s.user_id = p.id and s.last_sync_at is not null)),
      'oldest_sync_at', (select min(s.last_sync_at) from public.program_sync_status s),
      'versions', (select coalesce(json_agg(v order by v.devices desc, v.app_version), '[]') from (
        select d.app_version, count(*) as devices, max(d.last_seen_at) as last_seen_at
        from public.sync_devices d group by d.app_version) v))
    from public.sync_devices d);
end
$$;
grant execute on function public.system_overview() to authenticated;
