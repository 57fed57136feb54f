-- A person takes a device off their list. It forgets what the cloud knew of it and nothing else: should the
-- device sync again, it is on the list again, and what it sends twice changes nothing, by its stamps.
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
