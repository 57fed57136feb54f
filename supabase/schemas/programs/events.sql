-- Events of a program, which its owner sees as counts.
create table public.program_events (
  id bigint generated always as identity primary key,
  program_id uuid not null,
  -- The program's owner.
  user_id uuid not null references public.profiles (id) on delete cascade,
  -- `imported`: a person enrolled themselves. `used`: a person was enrolled by the coach or joined by a link. `viewed`: a
  -- person opened its page, once a day.
  kind text not null check (kind in ('created', 'updated', 'published', 'imported', 'used', 'viewed')),
  at private.instant not null default now(),
  on_day private.calendar_date not null default (now() at time zone 'UTC')::date,
  constraint event_of_the_same_person
    foreign key (user_id, program_id) references public.programs (user_id, id) on update cascade on delete cascade
);
create index program_events_program on public.program_events (program_id, kind);
create index program_events_person on public.program_events (user_id, program_id);

-- Edits count once a day.
create unique index program_events_updated on public.program_events (program_id, on_day) where kind = 'updated';
alter table public.program_events enable row level security;
grant select on public.program_events to authenticated, service_role;
create policy "coaches read the events of their own programs, admins all" on public.program_events
  for select to authenticated using (user_id = (select auth.uid()) or (select private.is_admin()));

-- The lock lets a concurrent handover end first: the event is the new owner's.
create function private.record_program_event(program uuid, what text) returns void
language sql volatile security definer set search_path = ''
as $$
  insert into public.program_events (program_id, user_id, kind)
  select p.id, p.user_id, what from public.programs p where p.id = program for key share
  on conflict do nothing
$$;

create function private.record_program_edits() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if private.write_context() ? 'former_owner' then
    -- A handover is no edit.
    return null;
  elsif tg_table_name = 'programs' then
    perform private.record_program_event(new.id, case tg_op when 'INSERT' then 'created' else 'updated' end);
  else
    perform private.record_program_event(r.program_id, 'updated') from (select distinct program_id from changed_rows) r;
  end if;
  return null;
end
$$;

-- Columns that only the server writes are not listed: changing them is no edit.
create trigger record_edits after insert or update of title, description, kind, length_days, day_counting, modules,
  parameters, visibility, price, currency, preview_days on public.programs
  for each row execute function private.record_program_edits();
create trigger record_inserts after insert on public.program_tasks referencing new table as changed_rows
  for each statement execute function private.record_program_edits();
create trigger record_updates after update on public.program_tasks referencing new table as changed_rows
  for each statement execute function private.record_program_edits();
create trigger record_deletes after delete on public.program_tasks referencing old table as changed_rows
  for each statement execute function private.record_program_edits();

-- Event counts for the owner and admins: {created, updated, published, imported, used}.
create function public.program_counts(program uuid) returns json
language plpgsql stable set search_path = ''
as $$
begin
  perform private.require_user();
  if not exists (select from public.programs p where p.id = program) then
    perform private.raise_not_found();
  end if;
  return (
    select json_object_agg(k.kind, (
      select count(*) from public.program_events e where e.program_id = program and e.kind = k.kind))
    from (values ('created'), ('updated'), ('published'), ('imported'), ('used')) k (kind));
end
$$;
grant execute on function public.program_counts(uuid) to authenticated;
