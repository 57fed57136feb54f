import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../fixtures/database/roles.ts';

/* Tasks from before a client's note had a field of its own. */

let database: TestDatabase;
let coach: string;
let client: string;
const DEVICE = '00000000-0000-7000-8000-0000000000de';

beforeAll(async () => {
  database = await openTestDatabase('20261204000200');
  coach = await database.signUp('coach@example.com', { role: 'coach' });
  client = await database.signUp('client@example.com');
});
afterAll(() => database.close());

let tasks = 0;

/** An assigned task as it was made, and who has written which notes since, in order: the client from their device. */
const seed = async (
  notes: string | null,
  writes: [who: 'client' | 'coach', notes: string | null][],
  source = 'program_day',
) => {
  const { rows } = await database.owner.query<{ id: string }>(
    `insert into public.tasks (user_id, date, title, notes, source_type, template_task_id, program_day)
     values ($1, date '2026-03-02' + $2::integer, 'Scales', $3, $4, case when $4 <> 'self' then gen_random_uuid() end,
       case when $4 <> 'self' then 1 end) returning id`,
    [client, (tasks += 1), notes, source],
  );
  const id = rows[0]?.id ?? '';
  for (const [who, text] of writes) {
    const one = await database.owner.connect();
    await one.query('begin');
    await one.query(`select set_config('request.jwt.claims', $1, true)`, [
      JSON.stringify({ sub: who === 'client' ? client : coach }),
    ]);
    if (who === 'client') await one.query('select private.set_write_context($1)', [JSON.stringify({ device: DEVICE })]);
    await one.query('update public.tasks set notes = $2 where id = $1', [id, text]);
    await one.query('commit');
    one.release();
  }
  return id;
};

test('what a client has made of assigned notes becomes their own note, and every text is still there', async () => {
  const seeded = {
    untouched: await seed('Slowly', []),
    added: await seed('Slowly', [['client', 'Slowly\nDid 20 min']]),
    replaced: await seed('Slowly', [
      ['client', 'x'],
      ['client', 'Mine'],
    ]),
    erased: await seed('Slowly', [['client', null]]),
    first: await seed(null, [['client', 'Mine']]),
    byCoach: await seed('Slowly', [['coach', 'Slower']]),
    lastByCoach: await seed('Slowly', [
      ['client', 'Mine'],
      ['coach', 'Slower'],
    ]),
    afterCoach: await seed('Slowly', [
      ['client', 'x'],
      ['coach', 'Slower'],
      ['client', 'Mine'],
    ]),
    own: await seed('Slowly', [['client', 'Mine']], 'self'),
  };
  const timestamps = async () =>
    (
      await database.owner.query<{ id: string; field_timestamps: Record<string, string> }>(
        'select id, field_timestamps from public.tasks',
      )
    ).rows;
  const before = new Map((await timestamps()).map(({ id, field_timestamps }) => [id, field_timestamps]));
  await database.migrate();
  const { rows } = await database.owner.query<{ id: string; notes: string | null; client_notes: string | null }>(
    'select id, notes, client_notes from public.tasks',
  );
  const byId = new Map(rows.map(({ id, notes, client_notes }) => [id, [notes, client_notes]]));
  expect(Object.fromEntries(Object.entries(seeded).map(([name, id]) => [name, byId.get(id)]))).toEqual({
    untouched: ['Slowly', null],
    added: ['Slowly', 'Did 20 min'],
    replaced: ['Slowly', 'Mine'],
    erased: ['Slowly', null],
    first: [null, 'Mine'],
    byCoach: ['Slower', null],
    lastByCoach: ['Slower', null],
    afterCoach: ['Slower', 'Mine'],
    own: ['Mine', null],
  });
  // An edit that a device has not sent yet is compared with the time of the client's text, not of the migration.
  const after = new Map((await timestamps()).map(({ id, field_timestamps }) => [id, field_timestamps]));
  expect(after.get(seeded.added)?.['client_notes']).toBe(before.get(seeded.added)?.['notes']);
  expect(after.get(seeded.untouched)).toEqual(before.get(seeded.untouched));
  const feed = await database.owner.query(
    "select from private.sync_feed where table_name = 'tasks' and xid >= (select max(xid) from private.sync_feed)",
  );
  expect(feed.rowCount).toBe(rows.length);
});
