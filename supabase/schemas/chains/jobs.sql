-- What chains do: the jobs, the APIs that they use, and the datasets that they keep up to date. These rows are part of the
-- code; only the state of an API and of a dataset changes while the product runs.

create table private.apis (
  name text primary key,
  -- The rate is kept here (GCRA): `next_at` is when the next request may be sent.
  requests_per_second numeric not null check (requests_per_second > 0),
  next_at private.instant not null default '1970-01-01Z',
  -- A 429 pauses the whole API, and costs no step an attempt. `pauses` counts them since the last page that got through.
  blocked_until private.instant,
  pauses integer not null default 0 check (pauses >= 0)
);
alter table private.apis enable row level security;
-- `resend` sends mails.
insert into private.apis (name, requests_per_second) values ('northpass', 8), ('impartner', 8), ('resend', 2);

create table public.datasets (
  name text primary key,
  -- The table that has its rows; null where it is none of ours: what was pushed.
  table_name text,
  -- Whether a complete walk brings every row, so that what it does not bring is missing.
  swept boolean not null default true,
  -- The rows are as they were at this instant: when the last successful walk, full or incremental, began.
  refreshed_at private.instant,
  refreshed_by bigint,
  -- Rows that are not gone.
  row_count integer not null default 0 check (row_count >= 0),
  -- Older data are stale: nothing is pushed from them, and reports say so.
  max_age interval not null default '26 hours' check (max_age > interval '0')
);
alter table public.datasets enable row level security;
grant select on public.datasets to authenticated, service_role;
create policy "admins read datasets" on public.datasets
  for select to authenticated
  using ((select private.is_admin()));
insert into public.datasets (name, table_name, swept) values
  ('courses', 'lms_courses', true),
  ('npcu', 'lms_course_values', false),
  ('users', 'lms_users', true),
  ('groups', 'lms_groups', true),
  ('memberships', 'lms_memberships', true),
  ('enrollments', 'lms_enrollments', true),
  ('transcripts', 'lms_transcripts', false),
  ('partners', 'crm_partners', true),
  ('contacts', 'crm_contacts', true),
  ('leads', 'crm_leads', true),
  ('partner_counts', null, false);

create table private.jobs (
  name text primary key,
  -- One job at a time uses an API; null: none.
  api text references private.apis (name),
  -- Datasets that have to be fresh and not empty, and those that it refreshes.
  needs text[] not null default '{}',
  makes text[] not null default '{}'
);
create index jobs_api on private.jobs (api);
alter table private.jobs enable row level security;
insert into private.jobs (name, api, needs, makes) values
  ('sync_courses', 'northpass', '{}', '{courses}'),
  ('sync_npcu', 'northpass', '{courses}', '{npcu}'),
  ('sync_users', 'northpass', '{}', '{users}'),
  ('sync_groups', 'northpass', '{users,partners}', '{groups}'),
  ('group_members_sync', 'northpass', '{users,groups}', '{memberships}'),
  ('sync_enrollments', 'northpass', '{courses,npcu,users}', '{enrollments,transcripts}'),
  ('impartner_sync', 'impartner', '{}', '{partners,contacts}'),
  ('sync_leads', 'impartner', '{partners}', '{leads}'),
  ('sync_to_impartner', 'impartner', '{partners,npcu,groups,memberships,enrollments}', '{partner_counts}'),
  ('pam_weekly_report', null, '{}', '{}'),
  ('executive_weekly_report', null, '{}', '{}'),
  ('cleanup', null, '{}', '{}');
