-- What became of a request of the task tools, by the id that its sender gave it: where the response was lost, the sender
-- asks for it, and the same request again does nothing twice.
create table private.tool_requests (
  user_id uuid not null references public.profiles (id) on delete cascade,
  request uuid not null,
  result jsonb not null,
  at private.instant not null default now(),
  primary key (user_id, request)
);
create index tool_requests_age on private.tool_requests (at);
alter table private.tool_requests enable row level security;

-- The result of the caller's request where it was done; null where it was not, or has no id. Until the end of the
-- transaction, the same request waits.
create function private.begin_request(request uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  if request is null then
    return null;
  elsif (select auth.uid()) is null then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Only a person''s request has an id.';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('cadence.request:' || request || auth.uid(), 0));
  return (
    select r.result from private.tool_requests r where r.user_id = auth.uid() and r.request = begin_request.request);
end
$$;

-- Stores the result of the caller's request, for a month, and returns it.
create function private.end_request(request uuid, result jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  if request is not null then
    delete from private.tool_requests r where r.user_id = auth.uid() and r.at < now() - interval '30 days';
    insert into private.tool_requests (user_id, request, result) values (auth.uid(), request, result);
  end if;
  return result;
end
$$;

-- What came of a request of the caller, once it has ended: null where nothing was done by it.
create function public.tool_result(request uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.require_user();
  return private.begin_request(request);
end
$$;
grant execute on function public.tool_result(uuid) to authenticated;
