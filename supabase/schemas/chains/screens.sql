-- What the screens of chains show, each in one response. For admins.

-- All that starts runs by itself, with its next slot and its last run.
create function public.timetable() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (
    select coalesce(json_agg(json_build_object(
      'name', t.name, 'title', t.title, 'job', t.job, 'mode', t.mode, 'local_times', to_json(array(
        select to_char(x, 'HH24:MI') from unnest(t.local_times) x order by x)),
      'weekdays', t.weekdays, 'time_zone', t.time_zone, 'after_task', t.after_task, 'enabled', t.enabled,
      'skipped_slot', t.skipped_slot, 'updated_at', t.updated_at, 'updated_by', p.display_name,
      'next_at', t.next_at,
      'steps', (select coalesce(json_agg(json_build_object('name', k.name, 'title', k.title, 'job', k.job, 'chain_order', k.chain_order,
          'required', k.required, 'enabled', k.enabled) order by k.chain_order, k.name), '[]')
        from public.scheduled_tasks k where k.task_chain = t.name),
      'last_run', (select private.run_summary(l) from public.task_chain_logs l where l.chain_name = t.name order by l.id desc limit 1),
      'last_success_at', (select max(l.completed_at) from public.task_chain_logs l
        where l.chain_name = t.name and l.status in ('completed', 'partial') and not l.dry_run)
    ) order by t.job is not null, t.name), '[]')
    from public.scheduled_tasks t left join public.profiles p on p.id = t.updated_by
    where t.task_chain is null);
end
$$;
grant execute on function public.timetable() to authenticated;

create function private.run_summary(run public.task_chain_logs) returns json
language sql stable set search_path = ''
as $$
  select json_build_object('id', run.id, 'chain_name', run.chain_name, 'trigger', run.trigger, 'slot', run.slot, 'dry_run', run.dry_run,
    'started_at', run.started_at, 'completed_at', run.completed_at, 'status', run.status, 'current_step', run.current_step,
    'error_code', run.error_code, 'error_message', run.error_message, 'total_duration_seconds', run.total_duration_seconds,
    'requested_by', (select p.display_name from public.profiles p where p.id = run.requested_by),
    'steps', (select count(*) from public.task_chain_steps s where s.run_id = run.id and s.status <> 'skipped'),
    'steps_done', (select count(*) from public.task_chain_steps s where s.run_id = run.id and s.status = 'done'))
$$;

-- Runs before `before`, newest first: at most 50. `chain` and `status` narrow them; null: all.
create function public.chain_runs(chain text default null, status text default null, before bigint default null) returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (
    select coalesce(json_agg(private.run_summary(x) order by x.id desc), '[]') from (
      select l.* from public.task_chain_logs l
      where (chain_runs.chain is null or l.chain_name = chain_runs.chain)
        and (chain_runs.status is null or l.status = chain_runs.status)
        and (before is null or l.id < before)
      order by l.id desc limit 50) x);
end
$$;
grant execute on function public.chain_runs(text, text, bigint) to authenticated;

-- A run with its steps: what each needs and makes, how long it usually takes (the median of its last ten), and what happened in it.
create function public.chain_run(run bigint) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  found public.task_chain_logs;
begin
  perform private.require_admin();
  select * into found from public.task_chain_logs l where l.id = run;
  if found.id is null then
    perform private.raise_not_found();
  end if;
  return json_build_object(
    'run', private.run_summary(found),
    'is_newest', not exists (select from public.task_chain_logs l where l.chain_name = found.chain_name and l.id > found.id),
    'steps', (
      select coalesce(json_agg(json_build_object(
        'id', s.id, 'task', s.task, 'title', t.title, 'job', s.job, 'api', s.api, 'mode', s.mode, 'chain_order', s.chain_order,
        'required', s.required, 'needs', j.needs, 'makes', j.makes, 'status', s.status, 'attempts', s.attempts,
        'next_attempt_at', s.next_attempt_at, 'started_at', s.started_at, 'completed_at', s.completed_at,
        'changed_since', s.changed_since, 'requests', s.requests, 'pages', s.pages, 'read_rows', s.read_rows,
        'expected_rows', s.expected_rows, 'created_rows', s.created_rows, 'updated_rows', s.updated_rows,
        'unchanged_rows', s.unchanged_rows, 'gone_rows', s.gone_rows, 'held_rows', s.held_rows, 'notes', s.notes,
        'error_code', s.error_code, 'error_message', s.error_message,
        'api_blocked_until', a.blocked_until, 'requests_per_second', a.requests_per_second,
        'usual_seconds', u.seconds, 'usual_requests', u.requests,
        'events', (select coalesce(json_agg(json_build_object('at', e.at, 'code', e.code, 'message', e.message) order by e.id), '[]')
          from (select * from public.task_chain_events v where v.step_id = s.id order by v.id desc limit 50) e)
      ) order by s.chain_order, s.id), '[]')
      from public.task_chain_steps s join public.scheduled_tasks t on t.name = s.task join private.jobs j on j.name = s.job
      left join private.apis a on a.name = s.api
      cross join lateral (
        select percentile_cont(0.5) within group (order by extract(epoch from o.completed_at - o.started_at)) as seconds,
          percentile_disc(0.5) within group (order by o.requests) as requests
        from (select e.* from public.task_chain_steps e where e.task = s.task and e.status = 'done' and e.id <> s.id
          order by e.id desc limit 10) o) u
      where s.run_id = found.id));
end
$$;
grant execute on function public.chain_run(bigint) to authenticated;

-- Partners with what their people are certified for, and what the CRM has: those that are not gone.
create function public.partner_list() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (
    select coalesce(json_agg(json_build_object(
      'id', p.id, 'name', p.name, 'tier', p.tier, 'active', p.active, 'manager_name', p.manager_name,
      'missing_since', p.missing_since, 'groups', (select count(*) from private.live_partner_groups() l where l.partner_id = p.id),
      'certified_people', c.certified_people, 'total_npcu', c.total_npcu, 'expiring_certificates', c.expiring_certificates,
      'crm_certified_people', h.certified_people, 'crm_total_npcu', h.total_npcu, 'crm_expiring_certificates', h.expiring_certificates
    ) order by p.name, p.id), '[]')
    from public.crm_partners p left join private.partner_counts(clock_timestamp()) c on c.partner_id = p.id
    left join private.crm_counts() h on h.partner_id = p.id
    where p.gone_at is null);
end
$$;
grant execute on function public.partner_list() to authenticated;

-- What a partner's numbers are made of: its groups, its certificates, and the last pushes of its counts.
create function public.partner_detail(partner text) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  found public.crm_partners;
begin
  perform private.require_admin();
  select * into found from public.crm_partners p where p.id = partner and p.gone_at is null;
  if found.id is null then
    perform private.raise_not_found();
  end if;
  return json_build_object(
    'partner', to_jsonb(found) - 'hash' || (
      select to_jsonb(h) - 'partner_id' from private.crm_counts() h where h.partner_id = found.id),
    'contacts', (select count(*) from public.crm_contacts c where c.partner_id = found.id and c.gone_at is null),
    'groups', (
      select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name, 'method', l.method,
        'members', (select count(*) from public.lms_memberships m where m.group_id = g.id and m.gone_at is null)) order by g.name, g.id), '[]')
      from private.live_partner_groups() l join public.lms_groups g on g.id = l.group_id where l.partner_id = found.id),
    'certificates', (
      select coalesce(json_agg(json_build_object('person_id', c.person_id, 'person', trim(u.first_name || ' ' || u.last_name), 'email', u.email,
        'course', k.name, 'npcu', c.npcu, 'completed_at', c.completed_at, 'expires_at', c.expires_at)
        order by c.expires_at, c.person_id, c.course_id), '[]')
      from private.certificates(clock_timestamp()) c join public.lms_users u on u.id = c.person_id
      left join public.lms_courses k on k.id = c.course_id
      where c.partner_id = found.id),
    'pushes', (
      select coalesce(json_agg(json_build_object('at', x.at, 'outcome', x.outcome, 'message', x.message, 'certified_people', x.certified_people,
        'total_npcu', x.total_npcu, 'expiring_certificates', x.expiring_certificates) order by x.id desc), '[]')
      from (select * from public.crm_pushes y where y.partner_id = found.id order by y.id desc limit 10) x));
end
$$;
grant execute on function public.partner_detail(text) to authenticated;

-- Groups without a partner, with those that have their name: nobody, several, or one that another group of that name shares.
create function public.unlinked_groups() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (
    select coalesce(json_agg(json_build_object('id', g.id, 'name', g.name,
      'members', (select count(*) from public.lms_memberships m where m.group_id = g.id and m.gone_at is null),
      'candidates', (
        select coalesce(json_agg(distinct jsonb_build_object('id', p.id, 'name', p.name)), '[]')
        from public.crm_partners p where p.id = any (n.partner_ids))) order by n.partner_ids is null, g.name, g.id), '[]')
    from public.lms_groups g left join private.partners_by_name() n on n.group_id = g.id
    where g.gone_at is null and not exists (select from public.partner_groups l where l.group_id = g.id));
end
$$;
grant execute on function public.unlinked_groups() to authenticated;

-- Says whose group it is, which no walk changes; without a partner, what the names and ids say counts again.
create function public.link_group(lms_group text, partner text default null) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  me uuid := private.require_admin();
begin
  perform private.lock_chains();
  if not exists (select from public.lms_groups g where g.id = lms_group and g.gone_at is null)
    or (partner is not null and not exists (select from public.crm_partners p where p.id = partner and p.gone_at is null)) then
    perform private.raise_not_found();
  end if;
  delete from public.partner_groups l where l.group_id = lms_group;
  if partner is null then
    perform private.link_groups(clock_timestamp());
  else
    insert into public.partner_groups (group_id, partner_id, method, linked_at, linked_by)
    values (lms_group, partner, 'hand', clock_timestamp(), me);
  end if;
end
$$;
grant execute on function public.link_group(text, text) to authenticated;
