-- Leads: whom activities are about.

create table public.submissions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  name private.label not null check (char_length(name) <= 200),
  company private.optional_label check (char_length(company) <= 200),
  email private.optional_label check (char_length(email) <= 320),
  phone private.optional_label check (char_length(phone) <= 50),
  status text not null default 'new' check (status in ('new', 'contacted', 'qualified', 'won', 'lost')),
  notes private.long_text,
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  -- Referenced by activities, so that an activity and its lead have the same owner.
  unique (user_id, id)
);

select private.enable_normal_form('public.submissions');
select private.enable_sync('public.submissions', long_text => '{notes}');
select private.enable_history('public.submissions');
alter table public.submissions enable row level security;
grant select, insert, update, delete on public.submissions to authenticated, service_role;
create policy "people read their own leads, admins read all" on public.submissions
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "people add their own leads" on public.submissions
  for insert to authenticated with check (user_id = (select auth.uid()));
create policy "people edit their own leads" on public.submissions
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "people delete their own leads" on public.submissions
  for delete to authenticated using (user_id = (select auth.uid()));
