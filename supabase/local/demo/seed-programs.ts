import { addDays, type CalendarDate, dateInTimeZone, weekStartOf } from '../../../src/domain/calendar/calendar-date.ts';
import { derivedId } from '../../../src/domain/sync/derived-id.ts';
import { POSITION_STEP } from '../../../src/domain/ordering/position.ts';
import type { Task } from '../../../src/domain/tasks/task.ts';
import type { Backend } from '../backend.ts';
import { type DemoActor, signIn } from './request-as.ts';
import { ADMIN, CLIENTS, COACH, COHORT, IMPORTED, INVITED, type DemoEnrollment, MEMBERS } from './enrollments.ts';
import { DEMO_PROGRAMS, type DemoProgram } from './programs.ts';
import { randomFrom } from './random.ts';
import type { DemoNow } from './work.ts';

type Versions = ReadonlyMap<string, string>;
type Actors = (email: string) => Promise<DemoActor>;

/**
 * Gives the demo people programs, as they would themselves: the coach writes and publishes them and opens a cohort,
 * the others accept, join and do their tasks. The backend has to be served already, since its functions ask it. Where it
 * was cut off, another run from the same moment goes on; what is there already is not made again.
 */
export const seedPrograms = async (
  backend: Pick<Backend, 'fetch'>,
  publishableKey: string,
  now: DemoNow,
  signal: AbortSignal,
): Promise<void> => {
  const known = new Map<string, Promise<DemoActor>>();
  const actor: Actors = (email) => {
    const session = known.get(email) ?? signIn(backend, publishableKey, email, signal);
    known.set(email, session);
    return session;
  };
  const today = dateInTimeZone(now.timeZone, now.instant);
  const coach = await actor(COACH);
  const versions = new Map<string, string>();
  for (const program of DEMO_PROGRAMS) versions.set(program.key, await publish(coach, program));
  const admin = await actor(ADMIN);
  await coach.rpc('request_gallery_permission', {});
  await admin.rpc('set_gallery_permission', { person: coach.id, granted: true });
  await admin.rpc('review_version', { version: of(versions, 'practice'), approved: true });
  const takeUp = begin(coach, now, today);
  await seedClients(actor, coach, versions, today, takeUp);
  await seedCohort(actor, coach, versions, today, takeUp);
  await seedImport(await actor(IMPORTED.email), versions, today);
};

const programId = (key: string): string => derivedId('demo-program', key);

const of = (versions: Versions, key: string): string => {
  const version = versions.get(key);
  if (version === undefined) throw new Error(`the demo has no program ${key}`);
  return version;
};

/** @returns its version. */
const publish = async (coach: DemoActor, { key, facts, days }: DemoProgram): Promise<string> => {
  const program_id = programId(key);
  await coach.add('programs', { id: program_id, ...facts });
  const tasks = days.flatMap((day, index) =>
    day.map((task, place) => ({
      id: derivedId('demo-program-task', key, String(index + 1), String(place)),
      program_id,
      day_index: index + 1,
      position: (place + 1) * POSITION_STEP,
      ...task,
    })),
  );
  await coach.add('program_tasks', tasks);
  const { version } = await coach.rpc<{ version: string }>('publish_program', { program: program_id });
  return version;
};

interface Enrolled {
  enrollmentId: string;
  status: string;
}
type TakeUp = (person: DemoActor, enrollment: DemoEnrollment, enrolled: Enrolled) => Promise<void>;

const seedClients = async (
  actor: Actors,
  coach: DemoActor,
  versions: Versions,
  today: CalendarDate,
  takeUp: TakeUp,
): Promise<void> => {
  await coach.rpc('invite_client', { email: INVITED });
  for (const enrollment of CLIENTS) {
    const client = await actor(enrollment.email);
    const connection = await coach.rpc<string>('invite_client', { email: enrollment.email });
    await client.rpc('respond_to_invitation', { connection, accept: true });
    const enrolled = await coach.call<Enrolled>('enroll', {
      versionId: of(versions, enrollment.program),
      userId: client.id,
      startDate: addDays(today, -enrollment.daysAgo),
      parameters: enrollment.parameters,
    });
    await takeUp(client, enrollment, enrolled);
  }
};

const seedCohort = async (
  actor: Actors,
  coach: DemoActor,
  versions: Versions,
  today: CalendarDate,
  takeUp: TakeUp,
): Promise<void> => {
  const cohort = derivedId('demo-cohort', COHORT.name);
  await coach.add('cohorts', {
    id: cohort,
    user_id: coach.id,
    program_id: programId(COHORT.program),
    version_id: of(versions, COHORT.program),
    name: COHORT.name,
    start_date: addDays(weekStartOf(today), -7 * COHORT.weeksAgo),
  });
  const token = await coach.rpc<string>('cohort_link', { cohort });
  for (const enrollment of MEMBERS) {
    const person = await actor(enrollment.email);
    const enrolled = await person.call<Enrolled>('enroll', { token, parameters: enrollment.parameters });
    await takeUp(person, enrollment, enrolled);
  }
};

/** Brings somebody who is enrolled to where they are: the coach sees to their tasks, they do theirs and lock one. */
const begin =
  (coach: DemoActor, now: DemoNow, today: CalendarDate): TakeUp =>
  async (person, { email, fromFirstDay, pace, locks = false }, { enrollmentId, status }) => {
    if (status !== 'active') return;
    // Nobody gets tasks for days that are over, unless they are asked for.
    await coach.rpc('sync_enrollment_tasks', { enrollment: enrollmentId, from_today: !fromFirstDay });
    const tasks = await person.rows<Pick<Task, 'id' | 'date'>>(
      `tasks?enrollment_id=eq.${enrollmentId}&select=id,date&order=date,position,id`,
    );
    const random = randomFrom(email);
    const due = tasks.filter(({ date }) => date < today || (date === today && pace === 1));
    const done = due.filter(() => random.chance(pace));
    for (const date of new Set(done.map((task) => task.date))) {
      const ids = done.filter((task) => task.date === date).map(({ id }) => id);
      // Instants are read in this machine's zone, which is the demo people's.
      const evening = new Date(`${date}T17:30:00`).getTime();
      const done_at = new Date(Math.min(evening, now.instant)).toISOString();
      await person.edit(`tasks?id=in.(${ids.join(',')})`, { status: 'done', done_at });
    }
    const ahead = tasks.find(({ date }) => date > today);
    if (locks && ahead) await person.edit(`tasks?id=eq.${ahead.id}`, { client_locked: true });
  };

const seedImport = async (person: DemoActor, versions: Versions, today: CalendarDate): Promise<void> => {
  const enrollment = await person.rpc<string>('import_program', {
    version: of(versions, IMPORTED.program),
    start_date: addDays(weekStartOf(today), 7),
    parameters: IMPORTED.parameters,
    token: null,
  });
  await person.rpc('sync_enrollment_tasks', { enrollment });
};
