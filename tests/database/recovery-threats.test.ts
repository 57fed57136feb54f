import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WireChange } from '../../src/contract/protocol.ts';
import { customTypeId } from '../../src/domain/activities/custom-type.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { ACTIVITY, rowsOf, type SyncClient, syncClient, timestampOf } from '../fixtures/backend/sync-client.ts';

const table = 'program_activities';
let backend: TestBackend;
let rep: Account;
let other: Account;
let phone: SyncClient;
let stranger: SyncClient;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());
beforeEach(async () => {
  [rep, other] = [await backend.signUp(), await backend.signUp()];
  [phone, stranger] = [syncClient(backend, rep), syncClient(backend, other)];
});

const verdictsOf = async (client: SyncClient, changes: WireChange[]) =>
  (await client.push(changes)).body.verdicts.map(({ verdict, code }) => code ?? verdict);

describe('whoever deletes a row that is not there', () => {
  test('cannot insert a program task under its id, which another person’s enrollment may have yet to use', async () => {
    const row = randomUUID();
    const fields = { title: 'Occupied', date: '2026-03-02', template_task_id: randomUUID() };
    const insert = () => stranger.change({ table: 'tasks', op: 'insert', row, fields, at: Date.now() });
    expect(await verdictsOf(stranger, [insert()])).toEqual(['forbidden']);
    expect(await verdictsOf(stranger, [stranger.change({ table: 'tasks', op: 'delete', row })])).toEqual(['applied']);
    expect(await verdictsOf(stranger, [insert()])).toEqual(['forbidden']);
  });

  test('does not take a later row under its id out of its owner’s feed, when tombstones are pruned', async () => {
    const row = customTypeId(rep.id, 'Visit');
    const type = { table: 'program_custom_activity_types', row } as const;
    await stranger.push([stranger.change({ ...type, op: 'delete' })]);
    await phone.push([phone.change({ ...type, op: 'insert', fields: { type_name: 'Visit' } })]);
    await backend.sql("select private.prune_feed(interval '0')");
    expect(rowsOf((await phone.pull()).body, type.table)).toMatchObject([{ id: row }]);
  });

  test('does not learn whether somebody else has it', async () => {
    const theirs = phone.change({ table, op: 'insert', fields: ACTIVITY });
    await phone.push([theirs]);
    const rows = [theirs.row, randomUUID()];
    await stranger.push(rows.map((row) => stranger.change({ table, op: 'delete', row })));
    const { gone, deleted } = (await stranger.pull()).body.tables[table] ?? {};
    expect(new Set(gone)).toEqual(new Set(rows));
    expect(deleted).not.toContain(null);
  });
});

describe('an offer', () => {
  test.each([
    ['no timestamps', { title: null }],
    [
      'more timestamps than a table has columns',
      Object.fromEntries(
        Array.from({ length: 101 }, (_, n) => [`field_${String(n)}`, timestampOf(1000, 0, '00000000')]),
      ),
    ],
    ['a timestamp under a name that no column has', { ['x'.repeat(64)]: timestampOf(1000, 0, '00000000') }],
  ])('with %s is malformed, so that it makes no row that devices cannot read', async (_, timestamps) => {
    const insert = phone.change({ table, op: 'insert', fields: ACTIVITY });
    expect(await verdictsOf(phone, [{ ...insert, offer: true, timestamps } as unknown as WireChange])).toEqual([
      'malformed',
    ]);
  });

  test('of conflicts about somebody else’s row leaves their delete of it alone', async () => {
    const theirs = phone.change({ table, op: 'insert', fields: ACTIVITY });
    await phone.push([theirs]);
    const at = new Date(Date.now() - 5000).toISOString();
    const fields = {
      table_name: table,
      row_id: theirs.row,
      field: 'notes',
      kind: 'long_text',
      lost: 'x',
      lost_at: at,
      kept_at: at,
    };
    const offer = stranger.change({ table: 'sync_conflicts', op: 'insert', fields });
    expect(await verdictsOf(stranger, [{ ...offer, offer: true, timestamps: {} }])).toEqual(['applied']);
    await phone.push([phone.change({ table, op: 'delete', row: theirs.row, at: Date.now() })]);
    expect(rowsOf((await stranger.pull()).body, 'sync_conflicts')).toMatchObject([{ id: offer.row }]);
  });

  test('of one row twice, once in capitals, fails no push', async () => {
    const insert = phone.change({ table, op: 'insert', fields: ACTIVITY });
    const again = phone.change({ table, op: 'insert', row: insert.row.toUpperCase(), fields: ACTIVITY });
    const offers = [insert, again].map((change) => ({ ...change, offer: true as const, timestamps: {} }));
    expect(await verdictsOf(phone, offers)).toEqual(['applied', expect.any(String)]);
  });
});

test('a device that its person removed from their list is not told that the database was restored', async () => {
  const { token, cursor } = (await phone.pull()).body;
  await backend.rpc('remove_device', { device: phone.id }, rep.token);
  expect((await phone.pull(cursor, { token })).body).toMatchObject({ restored: null, reset: false });
});
