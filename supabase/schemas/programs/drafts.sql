-- Programs as their coaches edit them. The draft is synced like any other row of a person; enrollments refer to
-- published versions.

create table public.programs (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  title private.label not null check (char_length(title) <= 200),
  description private.long_text,
  kind text not null default 'individual' check (kind in ('individual', 'group')),
  length_days integer not null default 7 check (length_days between 1 and 366),
  -- Whether day 6 of a program that starts on a Monday is the Saturday or the next Monday.
  day_counting text not null default 'calendar' check (day_counting in ('calendar', 'weekdays')),
  -- [{title, first_week}] by ascending week: a module goes on until the next one begins.
  modules jsonb not null default '[]' check (private.are_modules(modules)),
  -- [{key, label, options, required}]: values that an enrollment provides; `{key}` in a task's texts is replaced by
  -- them.
  parameters jsonb not null default '[]' check (private.are_parameters(parameters)),
  visibility text not null default 'private' check (visibility in ('private', 'link', 'gallery')),
  -- In the currency's minor unit; null: free.
  price integer check (price between 1 and 100000000),
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  -- Written by the server only: the published version, when an admin approved it, and the token of the program's link.
  published_version integer,
  approved_at private.instant,
  link_token text not null unique default encode(sha256(gen_random_uuid()::text::bytea), 'hex'),
  created_at private.instant not null default now(),
  updated_at private.instant not null default now(),
  field_timestamps jsonb not null default '{}',
  -- Of a program with a price: how many days from the first are shown before it is paid for; null: none.
  preview_days integer check (preview_days between 1 and 366),
  -- The newest version that an admin approved; written by the server only (private.follow_reviews).
  approved_version integer,
  -- Whether people get minor changes (private.is_minor_change) as soon as they are published.
  minor_changes_follow boolean not null default false,
  -- Referenced by all that its owner has of it: nobody writes into another person's program, and a handover takes all along.
  unique (user_id, id)
);

select private.enable_normal_form('public.programs', json_columns => '{modules,parameters}');
select private.enable_sync('public.programs', long_text => '{description}');
select private.enable_history('public.programs');
alter table public.programs enable row level security;
grant select, delete on public.programs to authenticated;
grant select, insert, update, delete on public.programs to service_role;
grant insert (id, user_id, title, description, kind, length_days, day_counting, modules, parameters, visibility, price,
  currency, preview_days, minor_changes_follow, created_at, field_timestamps) on public.programs to authenticated;
grant update (title, description, kind, length_days, day_counting, modules, parameters, visibility, price,
  currency, preview_days, minor_changes_follow, field_timestamps) on public.programs to authenticated;
create policy "coaches read their own programs, admins read all" on public.programs
  for select to authenticated
  using (user_id = (select auth.uid()) or (select private.is_admin()));
create policy "coaches add programs of their own" on public.programs
  for insert to authenticated with check (user_id = (select auth.uid()) and (select private.is_coach()));
create policy "coaches edit their own programs" on public.programs
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()) and (select private.is_coach()));
create policy "coaches delete their own programs" on public.programs
  for delete to authenticated using (user_id = (select auth.uid()));

create function private.owns_program(program uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (select from public.programs p where p.id = program and p.user_id = (select auth.uid()))
    and (select private.is_coach())
$$;
grant execute on function private.owns_program(uuid) to authenticated;
