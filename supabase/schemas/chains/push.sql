-- Counts back to the CRM: only what differs from what it has, in batches, with its result for each partner.

create table public.crm_pushes (
  id bigint generated always as identity primary key,
  step_id bigint references public.task_chain_steps (id) on delete set null,
  partner_id text not null,
  certified_people integer not null,
  total_npcu numeric not null,
  expiring_certificates integer not null,
  -- `dry_run`: it would have been sent.
  outcome text not null check (outcome in ('sent', 'refused', 'dry_run')),
  message private.long_text,
  at private.instant not null
);
create index crm_pushes_partner on public.crm_pushes (partner_id, id desc);
create index crm_pushes_step on public.crm_pushes (step_id);
create index crm_pushes_age on public.crm_pushes (at);
select private.enable_normal_form('public.crm_pushes');
alter table public.crm_pushes enable row level security;
grant select on public.crm_pushes to authenticated, service_role;
create policy "admins read pushes" on public.crm_pushes
  for select to authenticated
  using ((select private.is_admin()));

-- The counts that the CRM accepted last: what it has, until a walk reads it again.
create table private.pushed_counts (
  partner_id text primary key,
  certified_people integer not null,
  total_npcu numeric not null,
  expiring_certificates integer not null,
  at private.instant not null
);
alter table private.pushed_counts enable row level security;

-- The counts that the CRM has: as the last walk read them, or as a push since then has set them.
create function private.crm_counts()
returns table (partner_id text, certified_people numeric, total_npcu numeric, expiring_certificates numeric)
language sql stable set search_path = ''
as $$
  select p.id, coalesce(s.certified_people, p.certified_people), coalesce(s.total_npcu, p.total_npcu),
    coalesce(s.expiring_certificates, p.expiring_certificates)
  from public.crm_partners p
  cross join (select d.refreshed_at from public.datasets d where d.name = 'partners') d
  left join private.pushed_counts s on s.partner_id = p.id and s.at > d.refreshed_at
  where p.gone_at is null
$$;

-- Raises `counts_fall` where a push that nobody started by hand would lower the counts of more partners than can be believed.
create function private.require_plausible_counts(run bigint, now timestamptz) returns void
language plpgsql stable set search_path = ''
as $$
declare
  falling integer;
  total integer;
begin
  select count(*) filter (where c.total_npcu < h.total_npcu), count(*) into falling, total
  from private.partner_counts(now) c join private.crm_counts() h on h.partner_id = c.partner_id;
  if falling > private.most_missing(total)
    and not exists (select from public.task_chain_logs l where l.id = run and l.trigger = 'manual') then
    raise exception 'counts_fall' using errcode = 'PT409',
      detail = format('The counts of %s of %s partners would fall. Look at them, and run the push by hand to send them.', falling, total);
  end if;
end
$$;

-- The next partners whose counts differ from what the CRM has: [{id, certified_people, total_npcu, expiring_certificates}]. A partner
-- without a group has no counts of ours: nothing is sent for it.
create function private.next_push_at(step bigint, token bigint, after text, most integer, now timestamptz) returns json
language plpgsql set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
begin
  if after = '' then
    perform private.require_plausible_counts(leased.run_id, now);
  end if;
  return (
    select coalesce(json_agg(x order by x.id), '[]') from (
      select c.partner_id as id, c.certified_people, c.total_npcu, c.expiring_certificates
      from private.partner_counts(now) c join private.crm_counts() h on h.partner_id = c.partner_id
      where c.partner_id > coalesce(after, '')
        and (c.certified_people, c.total_npcu, c.expiring_certificates)
          is distinct from (h.certified_people, h.total_npcu, h.expiring_certificates)
      order by c.partner_id limit least(most, 1000)) x);
end
$$;

create function public.next_push(step bigint, token bigint, after text, most integer) returns json
language sql volatile security definer set search_path = ''
as $$ select private.next_push_at(step, token, after, most, clock_timestamp()) $$;
grant execute on function public.next_push(bigint, bigint, text, integer) to service_role;

-- Stores the CRM's results: [{id, certified_people, total_npcu, expiring_certificates, outcome, message}].
create function private.store_push_at(step bigint, token bigint, items jsonb, now timestamptz) returns void
language plpgsql set search_path = ''
as $$
declare
  leased public.task_chain_steps := private.require_lease(step, token);
begin
  with item as (
    select x.* from jsonb_to_recordset(items) x (
      id text, certified_people integer, total_npcu numeric, expiring_certificates integer, outcome text, message text)
  ), kept as (
    insert into public.crm_pushes (step_id, partner_id, certified_people, total_npcu, expiring_certificates, outcome, message, at)
    select leased.id, i.id, i.certified_people, i.total_npcu, i.expiring_certificates, i.outcome, private.as_long_text(i.message), store_push_at.now
    from item i
  )
  insert into private.pushed_counts (partner_id, certified_people, total_npcu, expiring_certificates, at)
  select i.id, i.certified_people, i.total_npcu, i.expiring_certificates, store_push_at.now from item i where i.outcome = 'sent'
  on conflict (partner_id) do update
  set certified_people = excluded.certified_people, total_npcu = excluded.total_npcu,
    expiring_certificates = excluded.expiring_certificates, at = excluded.at;
  update public.task_chain_steps s set updated_rows = s.updated_rows + (
    select count(*) from jsonb_array_elements(items) i where i ->> 'outcome' = 'sent') where s.id = leased.id;
end
$$;

create function public.store_push(step bigint, token bigint, items jsonb) returns void
language sql volatile security definer set search_path = ''
as $$ select private.store_push_at(step, token, items, clock_timestamp()) $$;
grant execute on function public.store_push(bigint, bigint, jsonb) to service_role;
