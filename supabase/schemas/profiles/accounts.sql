-- A new account is a rep or a coach, whatever role the sign-up request asks for.
create function private.create_profile() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  metadata jsonb := coalesce(new.raw_user_meta_data::jsonb, '{}');
begin
  insert into public.profiles (id, email, display_name, role, time_zone)
  values (
    new.id,
    coalesce(new.email, ''),
    private.as_label(coalesce(metadata ->> 'display_name', ''), 120),
    case when metadata ->> 'role' = 'coach' then 'coach' else 'rep' end,
    coalesce((select metadata ->> 'time_zone' where private.is_time_zone(metadata ->> 'time_zone')), 'UTC')
  );
  return new;
end
$$;

create trigger create_profile after insert on auth.users
  for each row execute function private.create_profile();

create function private.sync_profile_email() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.profiles set email = coalesce(new.email, '') where id = new.id;
  return new;
end
$$;

create trigger sync_profile_email after update of email on auth.users
  for each row when (old.email is distinct from new.email)
  execute function private.sync_profile_email();

-- Whether an account exists. A device whose session has ended asks without a token, and tells its person whether to sign in
-- again or that the account was removed. Ids are random: that it exists is worth something only to who knows the id already.
create function public.account_exists(account uuid) returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from public.profiles where id = account) $$;
grant execute on function public.account_exists(uuid) to anon, authenticated;
