import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../fixtures/database/roles.ts';

/* A database from before each version was reviewed and addresses were cleaned, and the migration that does both. */

let database: TestDatabase;
let coach: string;
let other: string;

const query = async <Row extends object>(text: string, ...values: unknown[]): Promise<Row[]> =>
  (await database.owner.query<Row>(text, values)).rows;

/** A program with versions of these days of 2026, approved on one of them. */
const programOf = async (owner: string, title: string, published: readonly string[], approved: string | null) => {
  const id = randomUUID();
  await query(
    `insert into public.programs (id, user_id, title, visibility, published_version, approved_at)
     values ($1, $2, $3, 'gallery', $4, $5)`,
    id,
    owner,
    title,
    published.length || null,
    approved && `2026-${approved}T12:00:00Z`,
  );
  for (const [index, day] of published.entries()) {
    await query(
      `insert into public.program_versions (program_id, user_id, number, title, kind, length_days, day_counting, modules,
         parameters, currency, task_count, minutes, published_at)
       values ($1, $2, $3, $4, 'individual', 7, 'calendar', '[]', '[]', 'EUR', 1, 0, $5)`,
      id,
      owner,
      index + 1,
      title,
      `2026-${day}T12:00:00Z`,
    );
  }
};

beforeAll(async () => {
  database = await openTestDatabase('20261204000100');
  coach = await database.signUp('coach@example.com', { role: 'coach' });
  other = await database.signUp('other@example.com', { role: 'coach' });
  const client = await database.signUp('client@example.com');
  await programOf(coach, 'Reviewed', ['01-01'], '02-01');
  await programOf(coach, 'Edited since', ['01-01', '03-01'], '02-01');
  await programOf(other, 'Approved as a draft', ['03-01'], '02-01');
  await programOf(other, 'Never approved', ['01-01'], null);
  const invite = (email: string, client_id: string | null = null) =>
    query(
      `insert into public.coach_connections (coach_id, email, client_id, state, answered_at)
       values ($1, $2, $3, $4, $5)`,
      coach,
      email,
      client_id,
      client_id === null ? 'invited' : 'accepted',
      client_id === null ? null : '2026-01-01T00:00:00Z',
    );
  await invite('ben@example.com;');
  await invite('<ben@example.com>');
  await invite('mailto:anna@example.com');
  await invite('cy@example.com');
  await invite('cy@example.com.');
  await invite('di@example');
  await invite('client@example.com', client);
  await invite('client@example.com,');
  await database.migrate();
}, 300_000);
afterAll(() => database.close());

test('an approval goes to the version that was there to be approved, and to no later one', async () => {
  expect(
    await query(
      'select title, published_version, approved_version, approved_at is not null as is_approved from public.programs order by title',
    ),
  ).toEqual([
    { title: 'Approved as a draft', published_version: 1, approved_version: null, is_approved: false },
    { title: 'Edited since', published_version: 2, approved_version: 1, is_approved: false },
    { title: 'Never approved', published_version: 1, approved_version: null, is_approved: false },
    { title: 'Reviewed', published_version: 1, approved_version: 1, is_approved: true },
  ]);
});

test('a coach whose version an admin approved may go on publishing to the gallery, and nobody else', async () => {
  expect(await query('select user_id, state from public.gallery_permissions')).toEqual([
    { user_id: coach, state: 'granted' },
  ]);
});

test('devices read every program again, since they lack the new fields', async () => {
  const [row] = await query<{ is_latest: boolean }>(
    `select bool_and(f.xid = (select max(g.xid) from private.sync_feed g)) as is_latest
     from private.sync_feed f where f.table_name = 'programs'`,
  );
  expect(row?.is_latest).toBe(true);
});

test('addresses of open invitations are cleaned, once each, and what is no address stays for its coach', async () => {
  const rows = await query<{ email: string; state: string }>(
    'select email, state from public.coach_connections where coach_id = $1 order by email, state',
    coach,
  );
  expect(rows).toEqual([
    { email: 'anna@example.com', state: 'invited' },
    { email: 'ben@example.com', state: 'invited' },
    { email: 'client@example.com', state: 'accepted' },
    { email: 'cy@example.com', state: 'invited' },
    { email: 'di@example', state: 'invited' },
  ]);
});
