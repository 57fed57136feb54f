import type { Backend } from '../backend.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE, type DemoPerson } from './people.ts';
import { type DemoNow, type DemoWork, workOf } from './work.ts';

/** Fills a fresh backend with demo people and their last twelve weeks. */
export const seedDemo = async (backend: Backend, publishableKey: string, now: DemoNow): Promise<void> => {
  for (const person of DEMO_PEOPLE) {
    const id = await signUp(backend, publishableKey, person, now);
    await backend.sql('update public.profiles set role = $2 where id = $1', id, person.role);
    await seedWork(backend, id, workOf(person, now), person);
    await seedSync(backend, id, person, now);
  }
};

const signUp = async (backend: Backend, publishableKey: string, person: DemoPerson, now: DemoNow): Promise<string> => {
  const response = await backend.fetch(
    new Request('http://localhost/auth/v1/signup', {
      method: 'POST',
      headers: { apikey: publishableKey, 'content-type': 'application/json' },
      body: JSON.stringify({
        email: person.email,
        password: DEMO_PASSWORD,
        data: { display_name: person.name, time_zone: now.timeZone },
      }),
    }),
  );
  // Without a session where addresses have to be confirmed: then the account itself is the response.
  const account = (await response.json()) as { id?: string; user?: { id?: string } };
  const id = account.user?.id ?? account.id;
  if (!id) throw new Error(`${person.email} could not be signed up (${String(response.status)}).`);
  await backend.sql('update auth.users set email_confirmed_at = coalesce(email_confirmed_at, now()) where id = $1', id);
  return id;
};

const seedWork = async (backend: Backend, userId: string, work: DemoWork, person: DemoPerson): Promise<void> => {
  await backend.sql(
    `insert into public.submissions (id, user_id, name, company, email, phone, status, notes, created_at)
     select r.id, $1, r.name, r.company, r.email, r.phone, r.status, r.notes, r.created_at
     from jsonb_populate_recordset(null::public.submissions, $2::text::jsonb) r`,
    userId,
    JSON.stringify(work.leads),
  );
  await backend.sql(
    `insert into public.program_weekly_goals (user_id, week_start, calls, meetings, proposals, follow_ups, new_contacts)
     select $1, r.week_start, r.calls, r.meetings, r.proposals, r.follow_ups, r.new_contacts
     from jsonb_populate_recordset(null::public.program_weekly_goals, $2::text::jsonb) r`,
    userId,
    JSON.stringify(work.goals),
  );
  await backend.sql(
    `insert into public.program_custom_activity_types (user_id, type_name)
     select $1, name from jsonb_array_elements_text($2::text::jsonb) name`,
    userId,
    JSON.stringify(person.customTypes),
  );
  await backend.sql(
    `insert into public.program_activities (id, user_id, type, title, description, date, time, duration, status, notes,
       lead_id, outcome, follow_up_required, follow_up_date, created_at, completed_at, cancelled_at)
     select r.id, $1, r.type, r.title, r.description, r.date, r.time, r.duration, r.status, r.notes,
       r.lead_id, r.outcome, r.follow_up_required, r.follow_up_date, r.created_at, r.completed_at, r.cancelled_at
     from jsonb_populate_recordset(null::public.program_activities, $2::text::jsonb) r`,
    userId,
    JSON.stringify(work.activities),
  );
};

const seedSync = async (backend: Backend, userId: string, person: DemoPerson, now: DemoNow): Promise<void> => {
  if (!person.sync) return;
  const { state, hoursAgo, pending = 0, message = null } = person.sync;
  const at = new Date(now.instant - hoursAgo * 3_600_000).toISOString();
  await backend.sql(
    `insert into public.program_sync_status (user_id, last_sync_at, sync_status, error_message, activities_synced)
     select $1, $2::text::timestamptz, $3, $4, count(*) from public.program_activities where user_id = $1`,
    userId,
    at,
    state,
    message,
  );
  await backend.sql(
    `insert into public.sync_devices (id, user_id, name, app_version, pending, rejected, last_seen_at)
     values (gen_random_uuid(), $1, $2, '0.1.0', $3::text::integer, $4::text::integer, $5::text::timestamptz)`,
    userId,
    person.device,
    String(pending),
    String(state === 'error' ? 2 : 0),
    at,
  );
};
