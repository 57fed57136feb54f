-- What an admin decides about the gallery: which coaches may publish to it, and which versions appear in it. Each
-- version is reviewed by itself. A program's link obeys the second as well.

-- Whether a coach may publish to the gallery. Without a row nobody has asked. Admins need no permission.
create table public.gallery_permissions (
  user_id uuid primary key references public.profiles (id) on delete cascade,
  state text not null check (state in ('requested', 'granted', 'declined')),
  -- Why it was declined or revoked, for the coach.
  reason private.long_text,
  requested_at private.instant not null default now(),
  decided_at private.instant,
  decided_by uuid references public.profiles (id) on delete set null,
  check ((state = 'requested') = (decided_at is null)),
  check ((state = 'declined') = (reason is not null))
);
create index gallery_permissions_admin on public.gallery_permissions (decided_by);
select private.enable_normal_form('public.gallery_permissions');
alter table public.gallery_permissions enable row level security;
grant select on public.gallery_permissions to authenticated, service_role;
create policy "coaches read their own permission, admins all" on public.gallery_permissions
  for select to authenticated using (user_id = (select auth.uid()) or (select private.is_admin()));

-- The coaches who may publish to the gallery.
create function private.gallery_coaches() returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select p.id from public.profiles p
  where p.role = 'admin'
    or (p.role = 'coach' and exists (
      select from public.gallery_permissions g where g.user_id = p.id and g.state = 'granted'))
$$;

-- An admin's decision about one version.
create table public.version_reviews (
  version_id uuid primary key references public.program_versions (id) on delete cascade,
  is_approved boolean not null,
  -- Why it was declined, for the coach.
  reason private.long_text,
  reviewed_at private.instant not null default now(),
  reviewed_by uuid references public.profiles (id) on delete set null,
  check (is_approved = (reason is null))
);
create index version_reviews_admin on public.version_reviews (reviewed_by);
select private.enable_normal_form('public.version_reviews');
alter table public.version_reviews enable row level security;
grant select on public.version_reviews to authenticated, service_role;
create policy "coaches read reviews of their own versions, admins all" on public.version_reviews
  for select to authenticated
  using ((select private.is_admin()) or exists (
    select from public.program_versions v where v.id = version_id and v.user_id = (select auth.uid())));

create function private.is_approved_version(version uuid) returns boolean
language sql stable set search_path = ''
as $$ select exists (select from public.version_reviews r where r.version_id = version and r.is_approved) $$;

-- Brings a program's `approved_version` and `approved_at` in line with the reviews of its versions.
create function private.follow_reviews(program uuid) returns void
language sql volatile set search_path = ''
as $$
  update public.programs p set approved_version = f.approved_version, approved_at = f.approved_at
  from (
    select g.id, max(v.number) as approved_version,
      max(r.reviewed_at) filter (where v.number = g.published_version) as approved_at
    from public.programs g
    left join (public.program_versions v join public.version_reviews r on r.version_id = v.id and r.is_approved)
      on v.program_id = g.id
    where g.id = program group by g.id
  ) f
  where p.id = f.id
    and (p.approved_version, p.approved_at) is distinct from (f.approved_version, f.approved_at::private.instant)
$$;

-- A reason as it is stored; null where nothing of it is visible.
create function private.read_reason(reason text) returns private.long_text
language plpgsql immutable set search_path = ''
as $$
begin
  if private.is_long_text(reason) is false then
    raise exception 'invalid_value' using errcode = 'PT400', column = 'reason',
      detail = 'reason is a text of at most 20,000 characters.';
  end if;
  return case when private.as_label(reason, 20000) <> '' then reason end;
end
$$;

-- A coach asks to publish to the gallery; again, after it was declined. Idempotent.
create function public.request_gallery_permission() returns void
language plpgsql security definer set search_path = ''
as $$
declare
  coach uuid := private.require_coach();
begin
  insert into public.gallery_permissions as g (user_id, state) values (coach, 'requested')
  on conflict (user_id) do update
  set state = 'requested', reason = null, requested_at = now(), decided_at = null, decided_by = null
  where g.state = 'declined';
end
$$;
grant execute on function public.request_gallery_permission() to authenticated;

-- An admin lets a coach publish to the gallery, or declines or revokes that, with a reason. What is revoked leaves the
-- gallery at once.
create function public.set_gallery_permission(person uuid, granted boolean, reason text default null) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  admin uuid := private.require_admin();
  why private.long_text := private.read_reason(reason);
begin
  if granted is null or (not granted and why is null) then
    raise exception 'missing_reason' using errcode = 'PT400', detail = 'granted is true, or false with a reason.';
  end if;
  if not exists (select from public.profiles p where p.id = person and p.role in ('coach', 'admin')) then
    perform private.raise_not_found();
  end if;
  insert into public.gallery_permissions (user_id, state, reason, decided_at, decided_by)
  values (person, case when granted then 'granted' else 'declined' end, case when not granted then why end, now(), admin)
  on conflict (user_id) do update
  set state = excluded.state, reason = excluded.reason, decided_at = excluded.decided_at, decided_by = excluded.decided_by;
end
$$;
grant execute on function public.set_gallery_permission(uuid, boolean, text) to authenticated;

-- An admin approves a version, or declines it with a reason. Declining one that was approved withdraws it, and with it
-- the approval of the versions before it, so that nothing older takes its place.
create function public.review_version(version uuid, approved boolean, reason text default null) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  admin uuid := private.require_admin();
  why private.long_text := private.read_reason(reason);
  reviewed public.program_versions;
begin
  if approved is null or (not approved and why is null) then
    raise exception 'missing_reason' using errcode = 'PT400', detail = 'approved is true, or false with a reason.';
  end if;
  select * into reviewed from public.program_versions v where v.id = version;
  if reviewed.id is null then
    perform private.raise_not_found();
  end if;
  -- Serializes reviews of the program and publishing it.
  perform from public.programs p where p.id = reviewed.program_id for update;
  if not approved and private.is_approved_version(reviewed.id) then
    update public.version_reviews r
    set is_approved = false, reason = why, reviewed_at = now(), reviewed_by = admin
    from public.program_versions v
    where v.id = r.version_id and v.program_id = reviewed.program_id and v.number < reviewed.number and r.is_approved;
  end if;
  insert into public.version_reviews (version_id, is_approved, reason, reviewed_by)
  values (reviewed.id, approved, case when not approved then why end, admin)
  on conflict (version_id) do update
  set is_approved = excluded.is_approved, reason = excluded.reason, reviewed_at = now(), reviewed_by = excluded.reviewed_by;
  perform private.follow_reviews(reviewed.program_id);
end
$$;
grant execute on function public.review_version(uuid, boolean, text) to authenticated;

-- For admins: the published versions of programs that others can find or open by a link, those without a decision
-- first: [{version_id, program_id, number, title, coach_id, coach, visibility, published_at, has_permission,
-- approved_version, is_approved, reason, reviewed_at}]. `has_permission` is of the coach, `approved_version` the id of
-- the version that people can start now; the last three are null without a decision.
create function public.gallery_queue() returns json
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_admin();
  return (
    select coalesce(json_agg(json_build_object(
        'version_id', v.id, 'program_id', p.id, 'number', v.number, 'title', v.title, 'coach_id', coach.id,
        'coach', coach.display_name, 'visibility', p.visibility, 'published_at', v.published_at,
        'has_permission', coach.id in (select private.gallery_coaches()),
        'approved_version', (select a.id from public.program_versions a
          where a.program_id = p.id and a.number = p.approved_version),
        'is_approved', r.is_approved, 'reason', r.reason, 'reviewed_at', r.reviewed_at
      ) order by r.version_id is not null, v.published_at, v.id), '[]')
    from public.programs p
    join public.program_versions v on v.program_id = p.id and v.number = p.published_version
    join public.profiles coach on coach.id = p.user_id and coach.role in ('coach', 'admin')
    left join public.version_reviews r on r.version_id = v.id
    where p.visibility in ('link', 'gallery'));
end
$$;
grant execute on function public.gallery_queue() to authenticated;
