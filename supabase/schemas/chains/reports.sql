-- What the weekly reports say: of the partners of one manager, or of all for executives. A report is about its recipient, which
-- for executives is ''. Each function computes those of many recipients at once.

-- The counts of each partner near the beginning of each week (from Monday, UTC), which later weeks are compared with.
create table public.partner_weeks (
  week_start private.calendar_date not null check (extract(isodow from week_start) = 1),
  partner_id text not null,
  certified_people integer not null,
  total_npcu numeric not null,
  expiring_certificates integer not null,
  primary key (week_start, partner_id)
);
alter table public.partner_weeks enable row level security;
grant select on public.partner_weeks to authenticated, service_role;
create policy "admins read weekly counts of partners" on public.partner_weeks
  for select to authenticated
  using ((select private.is_admin()));

-- Stores the counts of this week once: as soon as everything that they are made of was refreshed in it.
create function private.record_partner_week(now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  week timestamp := date_trunc('week', now at time zone 'UTC');
begin
  if exists (select from public.partner_weeks w where w.week_start = week::date)
    or private.stale_needs('sync_to_impartner', now) <> '{}'
    or exists (
      select from private.jobs j join public.datasets d on d.name = any (j.needs)
      where j.name = 'sync_to_impartner' and d.refreshed_at < week at time zone 'UTC') then
    return;
  end if;
  insert into public.partner_weeks (week_start, partner_id, certified_people, total_npcu, expiring_certificates)
  select week::date, c.partner_id, c.certified_people, c.total_npcu, c.expiring_certificates from private.partner_counts(now) c;
end
$$;

-- The partners that a report is about: active, and not gone.
create function private.report_partners(recipients text[]) returns table (recipient text, partner_id text, name text)
language sql stable set search_path = ''
as $$
  with partners as materialized (
    select p.id, p.name, case when p.manager_email is not null then private.clean_email(p.manager_email) end as manager
    from public.crm_partners p where p.gone_at is null and p.active
  )
  select r.recipient, p.id, p.name
  from unnest(recipients) r (recipient) join partners p on r.recipient = '' or p.manager = r.recipient
$$;

-- The figures of reports, now and in the eight weeks before: {recipient, name, ago, value}, `ago` in weeks. Certificates and leads are those of
-- the seven days before, the others those that there are. Where nothing is known there is no row.
create function private.report_values(recipients text[], week date, now timestamptz)
returns table (recipient text, name text, ago integer, value numeric)
language sql stable set search_path = ''
as $$
  with scope as materialized (select * from private.report_partners(recipients)),
  counts as (
    select c.partner_id, 0 as ago, c.certified_people, c.total_npcu, c.expiring_certificates
    from private.partner_counts(report_values.now) c
    union all
    select w.partner_id, (week - w.week_start) / 7, w.certified_people, w.total_npcu, w.expiring_certificates
    from public.partner_weeks w where w.week_start between week - 56 and week - 7
  ), events (partner_id, name, at) as (
    select c.partner_id, 'new_certificates', c.completed_at from private.certificates(report_values.now) c
    union all
    select l.partner_id, 'new_leads', l.created_at from public.crm_leads l where l.gone_at is null
  ), known (name) as (
    select case d.name when 'leads' then 'new_leads' else 'new_certificates' end
    from public.datasets d where d.name in ('leads', 'transcripts') and d.refreshed_at is not null
  )
  select s.recipient, v.name, c.ago, sum(v.value)
  from scope s join counts c on c.partner_id = s.partner_id
  cross join lateral (values ('certified_people', c.certified_people::numeric), ('total_npcu', c.total_npcu),
    ('expiring_certificates', c.expiring_certificates), ('certified_partners', (c.certified_people > 0)::integer)) v (name, value)
  group by s.recipient, v.name, c.ago
  union all
  select r.recipient, k.name, a.ago, count(e.partner_id)
  from unnest(recipients) r (recipient) cross join known k cross join generate_series(0, 8) a (ago)
  left join (
    select s.recipient, s.partner_id, e.name, floor(extract(epoch from report_values.now - e.at) / 604800)::integer as ago
    from events e join scope s on s.partner_id = e.partner_id
    where e.at <= report_values.now and e.at > report_values.now - interval '63 days'
  ) e on e.recipient = r.recipient and e.name = k.name and e.ago = a.ago
  group by r.recipient, k.name, a.ago
$$;

-- At most six: [{name, value, last_week, mean}], the mean of up to eight weeks before this one; null: not known.
create function private.report_figures(recipients text[], week date, now timestamptz) returns table (recipient text, figures jsonb)
language sql stable set search_path = ''
as $$
  select f.recipient, jsonb_agg(jsonb_build_object('name', f.name, 'value', f.value, 'last_week', f.last_week, 'mean', f.mean) order by f.place)
  from (
    select r.recipient, n.name, n.place, max(v.value) filter (where v.ago = 0) as value, max(v.value) filter (where v.ago = 1) as last_week,
      round(avg(v.value) filter (where v.ago > 0), 1) as mean
    from unnest(recipients) r (recipient)
    cross join unnest('{certified_people,total_npcu,new_certificates,expiring_certificates,certified_partners,new_leads}'::text[])
      with ordinality n (name, place)
    left join private.report_values(recipients, week, now) v on v.recipient = r.recipient and v.name = n.name
    group by r.recipient, n.name, n.place
  ) f
  group by f.recipient
$$;

-- Which partners' counts differ from those of last week: {count, partners: [{name, certified_people: [before, now], total_npcu: [before, now]}]}, of the
-- partners the five that changed most. No row: last week is not known.
create function private.report_changes(recipients text[], week date, now timestamptz) returns table (recipient text, changes jsonb)
language sql stable set search_path = ''
as $$
  with compared as (
    select s.recipient, s.name, w.certified_people as people_before, c.certified_people as people, w.total_npcu as npcu_before, c.total_npcu as npcu,
      (w.certified_people, w.total_npcu) is distinct from (c.certified_people, c.total_npcu) as has_changed,
      row_number() over (partition by s.recipient order by abs(c.total_npcu - w.total_npcu) + abs(c.certified_people - w.certified_people) desc,
        s.name, s.partner_id) as place
    from private.report_partners(recipients) s
    join public.partner_weeks w on w.partner_id = s.partner_id and w.week_start = week - 7
    join private.partner_counts(report_changes.now) c on c.partner_id = s.partner_id
  )
  select x.recipient, jsonb_build_object('count', count(*) filter (where x.has_changed), 'partners', coalesce(
    jsonb_agg(jsonb_build_object('name', x.name, 'certified_people', jsonb_build_array(x.people_before, x.people),
      'total_npcu', jsonb_build_array(x.npcu_before, x.npcu)) order by x.place) filter (where x.has_changed and x.place <= 5), '[]'))
  from compared x group by x.recipient
$$;

-- Certificates that expire within 90 days: {count, partners: [{name, count}], certificates: [{partner, person, course, expires_on}]}; the ten
-- partners that have most, and the twenty that expire first.
create function private.report_expiring(recipients text[], now timestamptz) returns table (recipient text, expiring jsonb)
language sql stable set search_path = ''
as $$
  with expiring as materialized (
    select s.recipient, s.partner_id, s.name as partner, coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email) as person,
      k.name as course, (c.expires_at at time zone 'UTC')::date as expires_on,
      row_number() over (partition by s.recipient order by c.expires_at, s.partner_id, c.person_id, c.course_id) as place
    from private.certificates(report_expiring.now) c
    join private.report_partners(recipients) s on s.partner_id = c.partner_id
    join public.lms_users u on u.id = c.person_id
    left join public.lms_courses k on k.id = c.course_id
    where c.expires_at <= report_expiring.now + interval '90 days'
  ), concentrated as (
    select e.recipient, e.partner, count(*) as count,
      row_number() over (partition by e.recipient order by count(*) desc, e.partner, e.partner_id) as place
    from expiring e group by e.recipient, e.partner_id, e.partner
  )
  select e.recipient, jsonb_build_object('count', count(*),
    'partners', (select jsonb_agg(jsonb_build_object('name', c.partner, 'count', c.count) order by c.place)
      from concentrated c where c.recipient = e.recipient and c.place <= 10),
    'certificates', jsonb_agg(jsonb_build_object('partner', e.partner, 'person', e.person, 'course', coalesce(e.course, ''),
      'expires_on', e.expires_on) order by e.place) filter (where e.place <= 20))
  from expiring e group by e.recipient
$$;

-- How many partners a report is about, and those without a group, whose people no figure counts: {count, names}, ten of them.
create function private.report_scopes(recipients text[]) returns table (recipient text, partners bigint, unlinked jsonb)
language sql stable set search_path = ''
as $$
  select s.recipient, count(*), jsonb_build_object('count', count(*) filter (where s.place is not null),
    'names', coalesce(jsonb_agg(s.name order by s.place) filter (where s.place <= 10), '[]'))
  from (
    select p.recipient, p.name,
      case when l.is_linked then null else row_number() over (partition by p.recipient, l.is_linked order by p.name, p.partner_id) end as place
    from private.report_partners(recipients) p
    cross join lateral (select exists (select from public.partner_groups g where g.partner_id = p.partner_id)) l (is_linked)
  ) s
  group by s.recipient
$$;

-- How fresh what reports are made of is: [{name, refreshed_at, is_stale}], the oldest first.
create function private.report_freshness(now timestamptz) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_agg(jsonb_build_object('name', d.name, 'refreshed_at', d.refreshed_at,
    'is_stale', d.refreshed_at is null or d.refreshed_at < report_freshness.now - d.max_age) order by d.refreshed_at nulls first, d.name)
  from public.datasets d where d.name in ('partners', 'npcu', 'users', 'groups', 'memberships', 'enrollments', 'leads')
$$;

-- What admins have to decide: {held_deletions: [{dataset, missing, of}], unclear_groups, failed_runs: [{title, at, code}]}, the runs of the last seven days.
create function private.report_decisions(now timestamptz) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'held_deletions', (
      select coalesce(jsonb_agg(jsonb_build_object('dataset', h.dataset, 'missing', h.missing_count, 'of', h.row_count) order by h.dataset), '[]')
      from public.held_deletions h where h.state = 'held'),
    'unclear_groups', (
      select count(*) from private.partners_by_name() n
      where cardinality(n.partner_ids) > 1 and not exists (select from public.partner_groups l where l.group_id = n.group_id)),
    'failed_runs', (
      select coalesce(jsonb_agg(jsonb_build_object('title', t.title, 'at', l.started_at, 'code', l.error_code) order by l.id desc), '[]')
      from (
        select * from public.task_chain_logs f
        where f.status in ('failed', 'partial') and f.started_at > report_decisions.now - interval '7 days' and f.started_at <= report_decisions.now
        order by f.id desc limit 10) l
      join public.scheduled_tasks t on t.name = l.chain_name))
$$;

-- The reports of a week (its Monday), one for each recipient; executives have one, ''.
create function private.reports(kind text, recipients text[], week date, now timestamptz) returns table (recipient text, data jsonb)
language sql stable set search_path = ''
as $$
  select r.recipient, jsonb_build_object(
    'kind', kind, 'week', to_char(week, 'IYYY-"W"IW'), 'week_start', week, 'as_of', now, 'time_zone', t.time_zone,
    'manager', case when r.recipient <> '' then r.recipient end,
    'partners', coalesce(s.partners, 0), 'freshness', private.report_freshness(now), 'figures', f.figures,
    'changes', c.changes,
    'expiring', coalesce(e.expiring, '{"count": 0, "partners": [], "certificates": []}'),
    'unlinked', coalesce(s.unlinked, '{"count": 0, "names": []}'),
    'decisions', case when kind = 'executive_weekly_report' then private.report_decisions(now) end)
  from unnest(recipients) r (recipient)
  join public.scheduled_tasks t on t.name = kind
  left join private.report_scopes(recipients) s on s.recipient = r.recipient
  left join private.report_figures(recipients, week, now) f on f.recipient = r.recipient
  left join private.report_changes(recipients, week, now) c on c.recipient = r.recipient
  left join private.report_expiring(recipients, now) e on e.recipient = r.recipient
$$;
