import { http } from 'msw';
import type { ProgramParameter } from '../../../src/domain/programs/program.ts';
import type { Enrollment } from '../../../src/domain/enrollments/enrollment.ts';
import type { ProgramOffer, VersionPreview } from '../../../src/domain/programs/version.ts';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { useSyncStore } from '../../../src/sync/sync-store.ts';
import { answering, json } from '../admin/render-admin-screen.tsx';
import { anEnrollment } from '../work/task-fixture.ts';

export const VERSION = '00000000-0000-7000-8000-00000000aaaa';
export const PROGRAM = '00000000-0000-7000-8000-00000000bbbb';
export const COHORT = '00000000-0000-7000-8000-00000000cccc';
export const ENROLLMENT = '00000000-0000-7000-8000-00000000eeee';

export const INSTRUMENT: ProgramParameter = {
  key: 'instrument',
  label: 'Instrument',
  options: ['Violin', 'Cello'],
  required: true,
};
export const FOCUS: ProgramParameter = { key: 'focus', label: 'Focus', options: null, required: false };

export const anOffer = (change: Partial<ProgramOffer> = {}): ProgramOffer => ({
  program_id: PROGRAM,
  version_id: VERSION,
  number: 1,
  title: 'Morning practice',
  description: 'Four weeks that make a habit.',
  coach: 'Ada',
  kind: 'individual',
  length_days: 28,
  day_counting: 'calendar',
  task_count: 3,
  minutes: 240,
  parameters: [],
  price: null,
  currency: 'EUR',
  uses: 3,
  is_approved: true,
  ...change,
});

const task = { notes: null, minutes: 15, type: 'task', is_required: true, level: 'program_day' } as const;

export const aPreview = (change: Partial<VersionPreview> = {}): VersionPreview => ({
  ...anOffer(),
  modules: [],
  days: [
    { day_index: 1, tasks: [{ ...task, title: 'Scales on the {instrument}' }] },
    { day_index: 3, tasks: [{ ...task, title: 'Listen', is_required: false }] },
    { day_index: 8, tasks: [{ ...task, title: 'A new piece' }] },
  ],
  ...change,
});

/** The cloud answers a call of the database; `asked` gets what it was asked. */
export const calling = (name: string, answer: () => ReturnType<typeof json>, asked: unknown[] = []) =>
  answering(`rpc/${name}`, async ({ request }) => {
    asked.push(await request.json());
    return answer();
  });

/** The same for an edge function. */
export const functioning = (name: string, answer: () => ReturnType<typeof json>, asked: unknown[] = []) =>
  http.post(`*/functions/v1/${name}`, async ({ request }) => {
    asked.push(await request.json());
    return answer();
  });

export const enrollmentOf = (db: CadenceDatabase, change: Partial<Enrollment> = {}): Enrollment =>
  anEnrollment({
    id: ENROLLMENT,
    user_id: db.userId,
    program_id: PROGRAM,
    version_id: VERSION,
    program_title: 'Morning practice',
    updated_at: new Date().toISOString(),
    ...change,
  });

/** What each sync brings to this device, one after the other; the last again and again. */
export const syncBrings = (db: CadenceDatabase, ...changes: Partial<Enrollment>[]): void => {
  let next = 0;
  useSyncStore.setState({
    syncWithCloud: async () => {
      const change = changes[Math.min(next, changes.length - 1)];
      next += 1;
      await db.rows('enrollments').put(enrollmentOf(db, change));
    },
  });
};
