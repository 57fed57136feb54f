-- What the learning platform (Northpass) has, as its steps last brought it. Admins alone read it.

create table public.lms_courses (
  id text primary key,
  name text not null,
  published boolean,
  updated_at private.instant
);
select private.enable_dataset('public.lms_courses');

-- What a course counts for. Null: the platform does not say, or does not let us read it.
create table public.lms_course_values (
  id text primary key,
  npcu numeric check (npcu >= 0)
);
select private.enable_dataset('public.lms_course_values');

create table public.lms_users (
  id text primary key,
  email text not null,
  first_name text not null,
  last_name text not null,
  activated_at private.instant,
  unsubscribed boolean not null,
  updated_at private.instant
);
create index lms_users_email on public.lms_users (lower(email));
select private.enable_dataset('public.lms_users');

create table public.lms_groups (
  id text primary key,
  name text not null,
  updated_at private.instant
);
select private.enable_dataset('public.lms_groups');

-- `id` is group and person. Neither is a foreign key: the walks of one night see different moments.
create table public.lms_memberships (
  id text primary key,
  group_id text not null,
  person_id text not null
);
create index lms_memberships_group on public.lms_memberships (group_id);
create index lms_memberships_person on public.lms_memberships (person_id);
select private.enable_dataset('public.lms_memberships');

-- `id` is person and course. `progress` in percent.
create table public.lms_enrollments (
  id text primary key,
  person_id text not null,
  course_id text not null,
  progress numeric not null,
  enrolled_at private.instant,
  -- A change that shows in the transcript alone, such as a renewed certificate.
  updated_at private.instant
);
create index lms_enrollments_person on public.lms_enrollments (person_id);
create index lms_enrollments_course on public.lms_enrollments (course_id);
select private.enable_dataset('public.lms_enrollments');

-- What the transcript of a person says about a course. Read only where an enrollment has changed.
create table public.lms_transcripts (
  id text primary key,
  person_id text not null,
  course_id text not null,
  status text not null,
  started_at private.instant,
  completed_at private.instant
);
create index lms_transcripts_person on public.lms_transcripts (person_id);
create index lms_transcripts_course on public.lms_transcripts (course_id);
select private.enable_dataset('public.lms_transcripts');
