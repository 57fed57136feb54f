-- Leads: whom the work is about.

create table public.submissions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 200),
  company text check (char_length(company) <= 200),
  email text check (char_length(email) <= 320),
  phone text check (char_length(phone) <= 50),
  status text not null default 'new' check (status in ('new', 'contacted', 'qualified', 'won', 'lost')),
  notes text check (char_length(notes) <= 20000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Also what the owner's activities refer to, so that nobody's activity is about somebody else's lead.
  unique (user_id, id)
);
select private.make_synced('public.submissions');

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
