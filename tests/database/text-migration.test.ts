import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customTypeId } from '../../src/domain/activities/custom-type.ts';
import { derivedId } from '../../src/domain/sync/derived-id.ts';
import { openTestDatabase, type TestDatabase } from '../fixtures/database/roles.ts';

/* A database with texts from before they had a normal form, and the migration that gives it to them. */

const NFD = 'Cafe\u0301';
const NFC = 'Caf\u00E9';
/** Longer composed than decomposed, so that it does not fit. */
const GROWING = '\u0958'.repeat(200);

let database: TestDatabase;
let rep: string;
const lead = randomUUID();
const growing = randomUUID();
let before: Record<string, unknown>[];
let historyBefore: number;

const leads = async () =>
  (
    await database.owner.query<Record<string, unknown>>(
      `select id, name, notes, field_timestamps from public.submissions where user_id = $1 order by id`,
      [rep],
    )
  ).rows;
const historyLength = async () =>
  Number((await database.owner.query<{ n: string }>('select count(*) as n from public.row_history')).rows[0]?.n);

beforeAll(async () => {
  database = await openTestDatabase('20261202000300');
  rep = await database.signUp('rep@example.com');
  await database.owner.query(
    `insert into public.submissions (id, user_id, name, notes) values ($1, $3, $4, $5), ($2, $3, $6, null)`,
    [lead, growing, rep, `\u200B${NFD}\u200E`, ` ${NFD} `, GROWING],
  );
  for (const [index, name] of ['Demo', 'demo', NFD, NFC, 'Other'].entries()) {
    await database.owner.query(
      `insert into public.program_custom_activity_types (id, user_id, type_name, created_at) values ($1, $2, $3, $4)`,
      [derivedId('program_custom_activity_types', rep, name), rep, name, `2026-01-0${String(index + 1)}T00:00:00Z`],
    );
    await database.owner.query(
      `insert into public.program_activities (user_id, type, title, date) values ($1, $2, $3, '2026-01-05')`,
      [rep, name, `Activity ${String(index)}`],
    );
  }
  before = await leads();
  historyBefore = await historyLength();
  await database.migrate();
}, 300_000);
afterAll(() => database.close());

describe('the migration to the normal form', () => {
  test('composes and trims existing texts, and leaves what would not fit', async () => {
    const texts = new Map((await leads()).map(({ id, name, notes }) => [id, [name, notes]]));
    expect(texts.get(lead)).toEqual([NFC, ` ${NFC} `]);
    expect(texts.get(growing)).toEqual([GROWING, null]);
  });

  test('is no edit: timestamps stay, and the history gets no entry', async () => {
    const timestampsOf = (rows: Record<string, unknown>[]) => rows.map(({ field_timestamps }) => field_timestamps);
    expect(timestampsOf(await leads())).toEqual(timestampsOf(before));
    expect(await historyLength()).toBe(historyBefore);
  });

  test('brings the rows to devices by their feed', async () => {
    const { rows } = await database.owner.query<{ latest: boolean }>(
      `select xid = (select max(xid) from private.sync_feed where user_id = $1 and table_name = 'submissions') as latest
       from private.sync_feed where row_id = $2`,
      [rep, lead],
    );
    expect(rows).toEqual([{ latest: true }]);
  });

  test('makes one type of those that differ by case or composition, and their activities follow', async () => {
    const types = await database.owner.query(
      'select id, type_name from public.program_custom_activity_types where user_id = $1 order by type_name',
      [rep],
    );
    expect(types.rows).toEqual(
      [NFC, 'Demo', 'Other'].map((type_name) => ({ id: customTypeId(rep, type_name), type_name })),
    );
    const activities = await database.owner.query<{ type: string }>(
      'select type from public.program_activities where user_id = $1 order by title',
      [rep],
    );
    expect(activities.rows.map(({ type }) => type)).toEqual(['Demo', 'Demo', NFC, NFC, 'Other']);
    const triggers = await database.owner.query(
      `select tgname from pg_trigger where tgenabled = 'D' and not tgisinternal`,
    );
    expect(triggers.rows).toEqual([]);
  });
});
