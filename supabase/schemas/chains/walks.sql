-- What a worker asks between pages: whose children come next on a walk that goes by parent.

-- The ids of the live rows of a dataset after `after`, in order; of a dataset that the caller's step needs.
create function public.next_parents(step bigint, token bigint, dataset text, after text, most integer) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
  target text := (
    select d.table_name from public.datasets d join private.jobs j on d.name = any (j.needs)
    where j.name = leased.job and d.name = next_parents.dataset);
  ids json;
begin
  if target is null then
    perform private.raise_not_found();
  end if;
  execute format($q$select coalesce(json_agg(x.id), '[]') from (
    select t.id from public.%I t where t.gone_at is null and t.id > $1 order by t.id limit $2) x$q$, target)
  into ids using coalesce(after, ''), least(most, 1000);
  return ids;
end
$$;
grant execute on function public.next_parents(bigint, bigint, text, text, integer) to service_role;

-- The next people after `after` whose transcripts have to be read: an enrollment of theirs is new or changed, or its transcript is
-- not known.
create function public.next_transcripts(step bigint, token bigint, after text, most integer) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
begin
  if after = '' then
    perform private.analyze_staged_rows((select count(*)::integer from private.staged_rows s where s.step_id = leased.id));
    insert into private.staged_people (step_id, id)
    select distinct leased.id, s.content ->> 'person_id'
    from private.staged_rows s
    left join public.lms_enrollments e on e.id = s.id
    left join public.lms_transcripts t on t.id = s.id
    where s.step_id = leased.id and s.dataset = 'enrollments'
      and (e.id is null or e.gone_at is not null or e.hash <> md5(s.content::text) or t.id is null)
    on conflict do nothing;
  end if;
  return (
    select coalesce(json_agg(x.id order by x.id), '[]') from (
      select p.id from private.staged_people p
      where p.step_id = leased.id and p.id > after order by p.id limit least(most, 1000)) x);
end
$$;
grant execute on function public.next_transcripts(bigint, bigint, text, integer) to service_role;

-- The live courses after `after` of which the step has no value yet.
create function public.next_courses_without_value(step bigint, token bigint, after text, most integer) returns json
language plpgsql security definer set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
begin
  return (
    select coalesce(json_agg(x.id), '[]') from (
      select c.id from public.lms_courses c
      where c.gone_at is null and c.id > coalesce(after, '')
        and not exists (select from private.staged_rows s where s.step_id = leased.id and s.dataset = 'npcu' and s.id = c.id)
      order by c.id limit least(most, 1000)) x);
end
$$;
grant execute on function public.next_courses_without_value(bigint, bigint, text, integer) to service_role;
