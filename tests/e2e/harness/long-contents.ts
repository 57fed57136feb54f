import { addDays } from '../../../src/domain/calendar/calendar-date.ts';
import { LOCAL_PUBLISHABLE_KEY } from '../../../src/api/config.ts';
import { CLIENTS, COACH, COHORT } from '../../../supabase/local/demo/enrollments.ts';
import { seedPrograms } from '../../../supabase/local/demo/seed-programs.ts';
import { NOON_ZONE, today } from '../../fixtures/server-clock.ts';
import { actorOf, backendOf, openPaidCohort } from './requests.ts';
import type { ProductServer } from './server.ts';

export const LONG = {
  person: 'Bartholomew Featherstonehaugh-Cholmondeley',
  lead: 'Maximiliane Wolfeschlegelsteinhausenberger',
  company: 'Donaudampfschifffahrtsgesellschaft and Partners International Consulting',
  email: 'maximiliane.wolfeschlegelsteinhausen@donaudampfschifffahrtsgesellschaft.example.com',
  activity: 'Internationalization workshop with everybody who is responsible for procurement and telecommunications',
  unbroken: 'https://example.com/a/very/long/address?that=nobody&can=break'.repeat(3),
  task: 'Write down everything that you remember of the Internationalisierungsverantwortlichkeit of each department',
  type: 'Telecommunications infrastructure inspection',
  program: 'Intercontinental responsibilities and Verantwortungsbereiche of experienced representatives',
  paidProgram: 'Interdisciplinary communication and Zusammenarbeitsverantwortung of experienced representatives',
  module: 'Institutionalization of counterrevolutionaries',
  cohort: 'Representatives of the Donaudampfschifffahrtsgesellschaft',
} as const;

/** Gives the demo people their programs, and names, titles and addresses of about the length that is allowed. */
export const addLongContents = async (server: Pick<ProductServer, 'url'>): Promise<void> => {
  const { signal } = new AbortController();
  await seedPrograms(backendOf(server), LOCAL_PUBLISHABLE_KEY, { instant: Date.now(), timeZone: NOON_ZONE }, signal);
  const as = (email: string) => actorOf(server, email);
  const date = today();

  const rep = await as('rep@example.com');
  const lead = crypto.randomUUID();
  await rep.add('submissions', { id: lead, name: LONG.lead, company: LONG.company, email: LONG.email });
  const activity = { type: 'call', date, time: '23:45', duration: 90, lead_id: lead };
  await rep.add('program_activities', [
    { ...activity, title: LONG.activity, status: 'done', follow_up_required: true, follow_up_date: addDays(date, -2) },
    { ...activity, title: LONG.unbroken, status: 'planned', follow_up_required: false, follow_up_date: null },
  ]);
  await rep.add('tasks', [
    { title: LONG.task, date, minutes: 120 },
    { title: LONG.task, date: addDays(date, -3), minutes: 120 },
  ]);

  const [paying] = CLIENTS.filter(({ program }) => program === 'presenting');
  const client = await as(paying?.email ?? '');
  await client.edit(`profiles?id=eq.${client.id}`, { display_name: LONG.person });

  const coach = await as(COACH);
  await coach.edit(`cohorts?name=eq.${encodeURIComponent(COHORT.name)}`, { name: LONG.cohort });
  const program = crypto.randomUUID();
  await coach.add('programs', {
    id: program,
    title: LONG.program,
    description: LONG.activity,
    length_days: 14,
    modules: [{ title: LONG.module, first_week: 1 }],
    parameters: [{ key: 'responsibility', label: LONG.module, options: [LONG.cohort, LONG.module], required: true }],
    visibility: 'gallery',
  });
  await coach.add(
    'program_tasks',
    [1, 1, 2, 7].map((day_index, index) => ({
      program_id: program,
      day_index,
      title: LONG.task,
      notes: LONG.activity,
      minutes: 120,
      position: (index + 1) * 1_024,
    })),
  );
  const { version } = await coach.rpc<{ version: string }>('publish_program', { program });
  const admin = await as('admin@example.com');
  await admin.rpc('set_gallery_permission', { person: coach.id, granted: true });
  await admin.rpc('review_version', { version, approved: true });

  // Large amounts, and payments that wait for a decision.
  for (const currency of ['EUR', 'USD']) {
    const token = await openPaidCohort(coach, LONG.paidProgram, { amount: 99_999_999, currency });
    for (const [person, fault] of [
      [rep, 'too_little'],
      [client, 'too_much'],
    ] as const) {
      const { payment } = await person.call<{ payment: { url: string } }>('enroll', { token });
      await fetch(payment.url, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ fault }) });
    }
  }
};
