-- Ending enrollments, and deleting cohorts and programs that people are enrolled in. Whoever ends chooses what becomes of open
-- tasks: they stay, or those that nobody has touched are removed (private.withdraw_tasks). Payments stay in any case.

-- The person leaves, or the coach removes them; whom the coach removed cannot join again by a link. Returns how many tasks
-- were removed. Idempotent.
create function public.end_enrollment(enrollment uuid, remove_tasks boolean default false) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  ending public.enrollments := private.require_own_or_coached(enrollment, me);
  removed integer := 0;
begin
  perform private.lock_enrollments(array[ending.id]);
  ending := private.require_own_or_coached(enrollment, me);
  if remove_tasks and ending.status <> 'ended' then
    removed := private.withdraw_tasks(array[ending.id]);
  end if;
  update public.enrollments e
  set status = 'ended', ended_by = case when e.user_id = me then 'person' else 'coach' end
  where e.id = ending.id and (e.status <> 'ended' or e.user_id <> me);
  return removed;
end
$$;
grant execute on function public.end_enrollment(uuid, boolean) to authenticated;

-- Deletes a cohort. Its members go on by themselves, or, with `end_members`, their enrollments end. Returns how many tasks
-- were removed.
create function public.delete_cohort(cohort uuid, end_members boolean, remove_tasks boolean default false) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_user();
  own public.cohorts := private.require_own_cohort(cohort);
  enrollment_ids uuid[];
  removed integer := 0;
begin
  if end_members is null or remove_tasks is null or (remove_tasks and not end_members) then
    raise exception 'malformed_request' using errcode = 'PT400', detail = 'Tasks are removed of members whose enrollment ends.';
  end if;
  -- The pushes are locked first, as everywhere: the coach may be a member.
  perform private.lock_user_pushes(me);
  -- Whoever joins concurrently waits, and finds no cohort.
  perform from public.cohorts c where c.id = own.id for update;
  perform private.require_own_cohort(own.id);
  if end_members then
    enrollment_ids := private.lock_coached(
      array(select e.id from public.enrollments e where e.cohort_id = own.id), me);
    if remove_tasks then
      removed := private.withdraw_tasks(enrollment_ids);
    end if;
    update public.enrollments e set status = 'ended', ended_by = 'coach'
    where e.id = any (enrollment_ids) and e.status <> 'ended';
  end if;
  delete from public.cohorts c where c.id = own.id;
  return removed;
end
$$;
grant execute on function public.delete_cohort(uuid, boolean, boolean) to authenticated;

-- Removes the open tasks that nobody has touched of everybody whom the caller coaches in a program, which is deleted next.
-- Returns how many.
create function public.remove_program_tasks(program uuid) returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
begin
  if not private.owns_program(program) then
    perform private.raise_not_found();
  end if;
  return private.withdraw_tasks(private.lock_coached(array(
    select e.id from public.enrollments e
    where e.program_id = remove_program_tasks.program and e.status <> 'ended'), coach));
end
$$;
grant execute on function public.remove_program_tasks(uuid) to authenticated;

-- The names of those whom the caller coaches in a program, also of whoever joined by a link without being a client:
-- [{user_id, display_name}].
create function public.enrollee_names(program uuid) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
begin
  return (
    select coalesce(json_agg(distinct jsonb_build_object('user_id', p.id, 'display_name', p.display_name)), '[]')
    from public.enrollments e join public.profiles p on p.id = e.user_id
    where e.program_id = enrollee_names.program and e.coach_id = coach and e.status <> 'ended');
end
$$;
grant execute on function public.enrollee_names(uuid) to authenticated;
