-- Whoever opens a cohort's link is told before they sign in what it invites to.

-- What an open cohort's link invites to, for whoever is not signed in yet: {cohort, program, coach}, names and nothing
-- else. Every other token gets `not_found`, also that of a closed cohort. A token has the randomness of a UUID, so that
-- none is found by trying.
create function public.cohort_invitation(token text) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  invitation json;
begin
  -- Texts of another length are looked up nowhere.
  if octet_length(token) = 64 then
    select json_build_object('cohort', c.name, 'program', v.title, 'coach', coach.display_name) into invitation
    from private.cohort_by_token(token) c
    join public.program_versions v on v.id = c.version_id
    join public.profiles coach on coach.id = c.user_id
    where c.is_open;
  end if;
  if invitation is null then
    perform private.raise_not_found();
  end if;
  return invitation;
end
$$;
grant execute on function public.cohort_invitation(text) to anon, authenticated;
