-- Digests that two ways of writing the same JSON do not change, and differences that a re-read does not mend.

drop function private.table_digest(text);

-- The bits of the double that JavaScript keeps of a number, as 16 hexadecimal digits.
create function private.double_bits(number numeric) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  if number = 0 or abs(number) between 1e-300 and 1e300 then
    return encode(float8send(number::float8), 'hex');
  end if;
  begin
    return encode(float8send(number::float8), 'hex');
  exception when numeric_value_out_of_range then
    return encode(float8send(case when abs(number) < 1 then 0.0::float8 when number < 0 then '-Infinity' else 'Infinity' end), 'hex');
  end;
end
$$;
grant execute on function private.double_bits(numeric) to authenticated;

-- The text of a value that digests are computed of: the same as src/domain/sync/digest-text.ts makes of what JavaScript has
-- parsed. Only numbers are written in another way than Postgres does. Without recursion, since values may be nested deeply.
create function private.digest_text(value jsonb) returns text
language sql immutable set search_path = ''
as $$
  select case
    when value is null then 'null'
    when value::text !~ '[0-9]' then value::text
    else (
      select string_agg(case when token[1] ~ '^[-0-9]' then private.double_bits(token[1]::numeric) else token[1] end, '' order by n)
      from regexp_matches(value::text, '"(?:[^"\\]|\\.)*"|[-0-9.]+|[^-0-9."]+', 'g') with ordinality as t (token, n))
  end
$$;
grant execute on function private.digest_text(jsonb) to authenticated;

-- The digest of the caller's rows of a table, except those of `excluded`: SHA-256 of one line for each row, with the values
-- in the order of the column names. With `with_rows`, also the digests of the single rows. src/store/digests.ts computes
-- the same.
create function private.table_digest(target text, excluded uuid[], with_rows boolean) returns json
language plpgsql stable set search_path = ''
as $$
declare
  -- Numbers and JSON may be written in several ways; other types have one text each.
  line text := (
    select string_agg(
      case when y.typcategory in ('S', 'D', 'B') or base.oid = 'uuid'::regtype
        then format('coalesce(to_json(t.%I)::text, ''null'')', a.attname)
        else format('private.digest_text(to_jsonb(t.%I))', a.attname) end,
      ' || '', '' || ' order by a.attname collate "C")
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_type y on y.oid = a.atttypid
    cross join lateral (select coalesce(nullif(y.typbasetype, 0), y.oid) as oid) base
    where a.attrelid = format('public.%I', target)::regclass
      and a.attnum > 0 and not a.attisdropped and a.attname <> 'field_timestamps');
  digest json;
begin
  execute format(
    'select json_build_object(
       ''rows'', count(*),
       ''digest'', encode(sha256(convert_to(coalesce(string_agg(l.line, E''\n'' order by l.id), ''''), ''UTF8'')), ''hex''),
       ''row_digests'', case when $3 then coalesce(
         json_object_agg(l.id, left(encode(sha256(convert_to(l.line, ''UTF8'')), ''hex''), 16)) filter (where l.id is not null), ''{}'') end)
     from (
       select t.id, ''['' || %2$s || '']'' as line
       from private.sync_feed f join public.%1$I t on t.id = f.row_id
       where f.user_id = $1 and f.table_name = %1$L and t.id <> all ($2)) l',
    target, line)
  into digest using (select auth.uid()), excluded, with_rows;
  return digest;
end
$$;
grant execute on function private.table_digest(text, uuid[], boolean) to authenticated;

-- The rows that a device has given up on, of one table.
create function private.parse_excluded(request jsonb, target text) returns uuid[]
language plpgsql immutable set search_path = ''
as $$
begin
  return array(select jsonb_array_elements_text(request -> 'except' -> target)::uuid);
exception when data_exception then
  raise exception 'malformed_request' using errcode = 'PT400', detail = 'except has the ids of rows by table.';
end
$$;
grant execute on function private.parse_excluded(jsonb, text) to authenticated;

-- Request and response: src/contract/protocol.ts. A device that has not read the whole feed is not compared, nor is one
-- that computes digests in another way: a difference must be one of the data.
create or replace function public.sync_check(request jsonb) returns json
language plpgsql stable set search_path = ''
as $$
declare
  since jsonb;
begin
  perform private.check_request(request);
  since := private.parse_cursor(request);
  if since is null or since ->> 'epoch' <> private.epoch() or private.has_lost_history(request)
     or request ->> 'format' is distinct from '2'
     or (since ->> 'xid')::xid8 <= private.feed_pruned_to()
     or exists (
       select from private.sync_feed f
       where f.user_id = (select auth.uid())
         and (f.xid, f.table_name, f.row_id) > ((since ->> 'xid')::xid8, since ->> 'table', (since ->> 'row')::uuid)) then
    return json_build_object('current', false, 'format', 2, 'tables', '{}'::json);
  end if;
  return json_build_object(
    'current', true,
    'format', 2,
    'tables', (
      select json_object_agg(s.table_name, private.table_digest(
        s.table_name, private.parse_excluded(request, s.table_name), coalesce(request -> 'rows' ? s.table_name, false)))
      from private.synced_tables s));
end
$$;

alter table public.sync_reports add column unrepaired jsonb not null default '{}' check (jsonb_typeof(unrepaired) = 'object');

create or replace function public.report_sync(device uuid, reports jsonb) returns void
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

create or replace function public.sync_health(since text, until text) returns json
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
