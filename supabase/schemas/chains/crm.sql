-- What the CRM (Impartner) has, as its steps last brought it. Admins alone read it. Ids are Impartner's numbers, as text.

create table public.crm_partners (
  id text primary key,
  name text not null,
  crm_id text,
  tier text,
  active boolean not null,
  manager_name text,
  manager_email text,
  -- The group that the CRM itself names.
  lms_group_id text,
  -- The counts that the CRM has, from the last push or anybody else.
  total_npcu numeric,
  certified_people numeric,
  expiring_certificates numeric,
  updated_at private.instant
);
create index crm_partners_manager on public.crm_partners (lower(manager_email));
select private.enable_dataset('public.crm_partners');

create table public.crm_contacts (
  id text primary key,
  partner_id text,
  email text not null,
  first_name text not null,
  last_name text not null,
  active boolean not null,
  updated_at private.instant
);
create index crm_contacts_partner on public.crm_contacts (partner_id);
select private.enable_dataset('public.crm_contacts');

create table public.crm_leads (
  id text primary key,
  partner_id text,
  name text not null,
  company text not null,
  status text,
  created_at private.instant,
  updated_at private.instant
);
create index crm_leads_partner on public.crm_leads (partner_id);
select private.enable_dataset('public.crm_leads');
