-- Which groups belong to which partners, and what the people of each partner are certified for.

-- A group belongs to one partner. `id`: the CRM names the group. `name`: their names are the same, and nobody else has it. `hand`:
-- an admin said so, which no walk changes.
create table public.partner_groups (
  group_id text primary key,
  partner_id text not null,
  method text not null check (method in ('id', 'name', 'hand')),
  linked_at private.instant not null,
  linked_by uuid references public.profiles (id) on delete set null,
  check ((linked_by is null) or method = 'hand')
);
create index partner_groups_partner on public.partner_groups (partner_id);
create index partner_groups_linked_by on public.partner_groups (linked_by);
alter table public.partner_groups enable row level security;
grant select on public.partner_groups to authenticated, service_role;
create policy "admins read links of groups" on public.partner_groups
  for select to authenticated
  using ((select private.is_admin()));

-- How many months a certificate is valid.
create table private.certificate_validity (
  singleton boolean primary key default true check (singleton),
  months integer not null check (months between 1 and 240)
);
alter table private.certificate_validity enable row level security;
insert into private.certificate_validity (months) values (24);

-- What two names of one company share: their letters and digits, without case, accents, spaces and punctuation.
create function private.company_key(name text) returns text
language sql immutable set search_path = ''
as $$ select regexp_replace(private.fold_letters(name), '[\s\u0021-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00BF\u2000-\u206F\u3000-\u303F]+', '', 'g') $$;

-- Groups and the partners that could be theirs by name, where that is not clear: [{group_id, partner_ids}].
create function private.partners_by_name() returns table (group_id text, partner_ids text[])
language sql stable set search_path = ''
as $$
  with partners as (
    select private.company_key(p.name) as key, array_agg(p.id order by p.id) as ids
    from public.crm_partners p where p.gone_at is null group by 1
  ), groups as (
    select private.company_key(g.name) as key, g.id, count(*) over (partition by private.company_key(g.name)) as namesakes
    from public.lms_groups g where g.gone_at is null
  )
  select g.id, case when g.namesakes = 1 or cardinality(p.ids) > 1 then p.ids else p.ids || p.ids end
  from groups g join partners p on p.key = g.key and g.key <> ''
$$;

-- Links groups to partners: by the id that the CRM names, then by a name that is clear on both sides. What was linked by hand stays.
create function private.link_groups(now timestamptz) returns void
language plpgsql set search_path = ''
as $$
begin
  -- What was linked by hand waits for both to come back.
  delete from public.partner_groups l
  where l.method <> 'hand' and (
    not exists (select from public.lms_groups g where g.id = l.group_id and g.gone_at is null)
    or not exists (select from public.crm_partners p where p.id = l.partner_id and p.gone_at is null));
  create temporary table wanted_links on commit drop as
    select distinct on (x.group_id) x.group_id, x.partner_id, x.method from (
      select g.id as group_id, min(p.id) as partner_id, 'id' as method, 1 as preference
      from public.lms_groups g join public.crm_partners p on p.lms_group_id = g.id and p.gone_at is null
      where g.gone_at is null group by g.id having count(*) = 1
      union all
      select n.group_id, n.partner_ids[1], 'name', 2 from private.partners_by_name() n where cardinality(n.partner_ids) = 1
    ) x order by x.group_id, x.preference;
  delete from public.partner_groups l
  where l.method <> 'hand' and not exists (
    select from wanted_links w where w.group_id = l.group_id and w.partner_id = l.partner_id);
  insert into public.partner_groups (group_id, partner_id, method, linked_at)
  select w.group_id, w.partner_id, w.method, now from wanted_links w
  on conflict (group_id) do update set method = excluded.method where partner_groups.method <> 'hand' and partner_groups.method <> excluded.method;
  drop table wanted_links;
end
$$;

-- The links of groups and partners that are both there.
create function private.live_partner_groups() returns setof public.partner_groups
language sql stable set search_path = ''
as $$
  select l.* from public.partner_groups l
  join public.lms_groups g on g.id = l.group_id and g.gone_at is null
  join public.crm_partners p on p.id = l.partner_id and p.gone_at is null
$$;

-- The certificates that people of partners have: one for each person and completed course that counts, until it expires.
create function private.certificates(now timestamptz)
returns table (partner_id text, group_id text, person_id text, course_id text, npcu numeric, completed_at timestamptz, expires_at timestamptz)
language sql stable set search_path = ''
as $$
  select distinct on (l.partner_id, t.person_id, t.course_id)
    l.partner_id, l.group_id, t.person_id, t.course_id, v.npcu, t.completed_at::timestamptz, x.expires_at
  from private.live_partner_groups() l
  join public.lms_memberships m on m.group_id = l.group_id and m.gone_at is null
  join public.lms_users u on u.id = m.person_id and u.gone_at is null
  join public.lms_transcripts t on t.person_id = m.person_id and t.completed_at is not null
  join public.lms_enrollments e on e.id = t.id and e.gone_at is null
  join public.lms_course_values v on v.id = t.course_id and v.gone_at is null and v.npcu > 0
  join private.certificate_validity y on true
  cross join lateral (select t.completed_at + make_interval(months => y.months)) x (expires_at)
  where x.expires_at > now
  order by l.partner_id, t.person_id, t.course_id, l.group_id
$$;

-- The counts of each partner that has a group: certified people, the sum of the NPCU of their certificates, and how many of those
-- expire within 90 days.
create function private.partner_counts(now timestamptz)
returns table (partner_id text, certified_people integer, total_npcu numeric, expiring_certificates integer)
language sql stable set search_path = ''
as $$
  select p.partner_id, count(distinct c.person_id)::integer, coalesce(sum(c.npcu), 0),
    count(*) filter (where c.expires_at <= partner_counts.now + interval '90 days')::integer
  from (select distinct l.partner_id from private.live_partner_groups() l) p
  left join private.certificates(partner_counts.now) c on c.partner_id = p.partner_id
  group by p.partner_id
$$;
