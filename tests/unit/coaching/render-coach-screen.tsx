import { http } from 'msw';
import type { Connection } from '../../../src/data/coaching/connections.ts';
import { answering, json, server } from '../admin/render-admin-screen.tsx';

export const PROGRAM_ID = '00000000-0000-7000-8001-000000000001';
export const VERSION_ID = '00000000-0000-7000-8001-000000000002';
export const COHORT_ID = '00000000-0000-7000-8001-000000000003';
export const ADA = '00000000-0000-7000-8002-000000000001';
export const BEN = '00000000-0000-7000-8002-000000000002';
export const ADAS_ENROLLMENT = '00000000-0000-7000-8003-000000000001';
export const BENS_ENROLLMENT = '00000000-0000-7000-8003-000000000002';

/** A table as PostgREST answers for it, with how many rows there are; `asked` collects the questions. */
export const table = (name: string, rows: readonly object[], asked: unknown[] = []) =>
  answering(name, ({ request }) => {
    asked.push(request.url);
    const answer = json(rows);
    answer.headers.set('content-range', `0-${String(Math.max(0, rows.length - 1))}/${String(rows.length)}`);
    return answer;
  });

/** A function of the database; `asked` collects what it was called with. */
export const rpc = (name: string, answer: unknown, asked: unknown[] = []) =>
  answering(`rpc/${name}`, async ({ request }) => {
    asked.push(await request.json());
    return json(typeof answer === 'function' ? (answer as () => unknown)() : answer);
  });

/** An edge function; `answer` is made of what it was asked. */
export const edge = (name: string, answer: (asked: never) => unknown, status = 200) =>
  http.post(`*/functions/v1/${name}`, async ({ request }) => json(answer((await request.json()) as never), status));

export const aConnection = (change: Partial<Connection> & Pick<Connection, 'id' | 'person'>): Connection => ({
  role: 'coach',
  state: 'accepted',
  invited_at: '2026-11-01T10:00:00+00:00',
  answered_at: '2026-11-02T10:00:00+00:00',
  ...change,
});

export const ada = aConnection({
  id: 'c-ada',
  person: { id: ADA, display_name: 'Ada', email: 'ada@example.com' },
});
const ben = aConnection({
  id: 'c-ben',
  person: { id: BEN, display_name: 'Ben', email: 'ben@example.com' },
});
export const invited = aConnection({
  id: 'c-cleo',
  state: 'invited',
  answered_at: null,
  person: { id: null, display_name: null, email: 'cleo@example.com' },
});

export const aVersion = {
  id: VERSION_ID,
  program_id: PROGRAM_ID,
  number: 1,
  title: 'First steps',
  description: null,
  kind: 'group',
  length_days: 28,
  day_counting: 'calendar',
  modules: [],
  parameters: [{ key: 'instrument', label: 'Your instrument', options: null, required: true }],
  price: null,
  currency: 'EUR',
  task_count: 30,
  minutes: 300,
  published_at: '2026-11-01T10:00:00+00:00',
};

const aCohort = {
  id: COHORT_ID,
  program_id: PROGRAM_ID,
  version_id: VERSION_ID,
  name: 'Spring',
  start_date: '2026-11-02',
  is_open: true,
};

export const aMember = (change: object) => ({
  enrollment_id: ADAS_ENROLLMENT,
  user_id: ADA,
  display_name: 'Ada',
  email: 'ada@example.com',
  status: 'active',
  ended_by: null,
  start_date: '2026-11-02',
  synced_days: 28,
  sync_state: 'done',
  length_days: 28,
  ...change,
});

export const anEnrollment = (change: object) => ({
  id: ADAS_ENROLLMENT,
  user_id: ADA,
  program_id: PROGRAM_ID,
  version_id: VERSION_ID,
  program_title: 'First steps',
  cohort_id: null,
  start_date: '2026-11-02',
  status: 'active',
  synced_days: 28,
  sync_state: 'done',
  version: { length_days: 28 },
  ...change,
});

/** A coach's cloud: a published program, a cohort of it, and two clients. */
export const coachsCloud = (): void => {
  server.use(
    rpc('my_connections', [ada, ben, invited]),
    table('cohorts', [aCohort]),
    table('program_versions', [aVersion]),
    table('enrollments', [anEnrollment({}), anEnrollment({ id: BENS_ENROLLMENT, user_id: BEN, cohort_id: COHORT_ID })]),
    rpc('cohort_link', 'a-token'),
    rpc('cohort_members', [aMember({})]),
    rpc('cohort_board', { days: [], members: [] }),
  );
};
