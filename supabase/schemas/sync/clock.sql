create function private.now_ms() returns bigint
language sql volatile parallel safe set search_path = ''
as $$ select floor(extract(epoch from clock_timestamp()) * 1000)::bigint $$;
grant execute on function private.now_ms() to authenticated, service_role;

-- A timestamp of a hybrid logical clock: milliseconds, counter and device in fixed-width hexadecimal.
-- src/domain/sync/hlc.ts has the same form. Compared as text with collation "C".
create function private.hlc_timestamp(ms bigint, counter int, device text) returns text
language sql immutable parallel safe set search_path = ''
as $$
  select lpad(to_hex(ms), 12, '0') || '-' || lpad(to_hex(counter), 4, '0') || '-' || right(device, 8)
$$;
grant execute on function private.hlc_timestamp(bigint, int, text) to authenticated, service_role;

create function private.hlc_instant(hlc text) returns timestamptz
language sql immutable set search_path = ''
as $$ select to_timestamp(('x' || left(hlc, 12))::bit(48)::bigint / 1000.0) $$;
grant execute on function private.hlc_instant(text) to authenticated;

-- The `field_timestamps` of a row that the server made and nobody has edited: any edit of a device is later.
create function private.lowest_timestamps() returns jsonb
language sql immutable parallel safe set search_path = ''
as $$ select jsonb_build_object('*', private.hlc_timestamp(0, 0, '00000000')) $$;
grant execute on function private.lowest_timestamps() to authenticated;
