import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SYNCED_TABLES } from '../../src/contract/synced-tables.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { ACTIVITY, type SyncClient, syncClient } from '../fixtures/backend/sync-client.ts';

let backend: TestBackend;
let rep: Account;
let other: Account;
let admin: Account;
let phone: SyncClient;
let laptop: SyncClient;

beforeAll(async () => {
  backend = await startBackend();
  [rep, other, admin] = [await backend.signUp(), await backend.signUp(), await backend.signUp('admin')];
  [phone, laptop] = [syncClient(backend, rep), syncClient(backend, rep)];
});
afterAll(() => backend.close());

interface Entry {
  op: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  actor: string | null;
  device_id: string | null;
  user_id: string;
}

const table = 'program_activities';
const ago = (ms: number): number => Date.now() - ms;

const historyOf = async (row: string, token = rep.token): Promise<Entry[]> =>
  (await backend.rest<Entry[]>(`row_history?row_id=eq.${row}&order=id`, {}, token)).body;

const pushed = async (client: SyncClient, change: Parameters<SyncClient['change']>[0]): Promise<string> => {
  const made = client.change(change);
  expect((await client.push([made])).status).toBe(200);
  return made.row;
};

describe('the history of a row', () => {
  test('contains each change with its person, its device and the values before and after', async () => {
    const row = await pushed(phone, { table, op: 'insert', fields: { ...ACTIVITY, notes: 'a' }, at: ago(9_000) });
    await pushed(laptop, { table, op: 'update', row, fields: { notes: 'b' }, at: ago(8_000) });
    await pushed(phone, { table, op: 'delete', row, at: ago(7_000) });
    const [made, edited, deleted, ...rest] = await historyOf(row);
    expect(rest).toEqual([]);
    expect(made).toMatchObject({
      op: 'insert',
      before: null,
      actor: rep.id,
      device_id: phone.id,
      user_id: rep.id,
    });
    expect(made?.after).toMatchObject({ ...ACTIVITY, notes: 'a' });
    expect(edited).toMatchObject({ op: 'update', before: { notes: 'a' }, after: { notes: 'b' } });
    expect(edited?.device_id).toBe(laptop.id);
    expect(deleted).toMatchObject({ op: 'delete', before: { notes: 'b' }, after: null });
  });

  test('contains an edit that lost, with the value that won and the value that lost', async () => {
    const row = await pushed(phone, { table, op: 'insert', fields: ACTIVITY, at: ago(9_000) });
    await pushed(laptop, { table, op: 'update', row, fields: { title: 'stands' }, at: ago(2_000) });
    await pushed(phone, { table, op: 'update', row, fields: { title: 'too late', duration: 5 }, at: ago(3_000) });
    const [, , ...late] = await historyOf(row);
    expect(late).toMatchObject([
      { op: 'update', after: { duration: 5 } },
      { op: 'lost', before: { title: 'stands' }, after: { title: 'too late' }, device_id: phone.id },
    ]);
  });

  test('contains writes outside of sync, by a person or by an operator', async () => {
    const row = await pushed(phone, { table, op: 'insert', fields: ACTIVITY, at: ago(9_000) });
    await backend.rest(`${table}?id=eq.${row}`, { method: 'PATCH', body: '{"title":"by REST"}' }, rep.token);
    await backend.sql(`update public.${table} set title = 'by hand' where id = $1`, row);
    await backend.sql(`update public.${table} set title = title where id = $1`, row);
    expect((await historyOf(row)).slice(1)).toMatchObject([
      { after: { title: 'by REST' }, actor: rep.id, device_id: null },
      { after: { title: 'by hand' }, actor: null, device_id: null },
    ]);
  });

  test('contains who has set a role', async () => {
    await backend.rpc('set_role', { person: other.id, new_role: 'coach' }, admin.token);
    const entry = (await historyOf(other.id, other.token)).at(-1);
    expect(entry).toMatchObject({ before: { role: 'rep' }, after: { role: 'coach' }, actor: admin.id });
  });

  test('can be read only by its person and by admins', async () => {
    const row = await pushed(phone, { table, op: 'insert', fields: ACTIVITY, at: ago(9_000) });
    expect(await historyOf(row, admin.token)).toHaveLength(1);
    expect(await historyOf(row, other.token)).toEqual([]);
  });

  test('cannot be changed through the API, not even by admins', async () => {
    const row = await pushed(phone, { table, op: 'insert', fields: ACTIVITY, at: ago(9_000) });
    const before = await historyOf(row);
    expect(before).toHaveLength(1);
    for (const { token } of [rep, admin]) {
      const tries: [string, RequestInit][] = [
        [
          'row_history',
          { method: 'POST', body: JSON.stringify({ user_id: rep.id, table_name: table, row_id: row, op: 'insert' }) },
        ],
        [`row_history?row_id=eq.${row}`, { method: 'PATCH', body: '{"op":"delete"}' }],
        [`row_history?row_id=eq.${row}`, { method: 'DELETE' }],
      ];
      for (const [path, init] of tries) {
        const { status } = await backend.rest(path, init, token);
        expect([401, 403], `${init.method ?? ''} ${path}`).toContain(status);
      }
    }
    expect(await historyOf(row)).toEqual(before);
  });

  test('is deleted with the account', async () => {
    const removed = await backend.signUp();
    const device = syncClient(backend, removed);
    const row = await pushed(device, { table, op: 'insert', fields: ACTIVITY, at: ago(9_000) });
    expect(await historyOf(row, removed.token)).toHaveLength(1);
    await backend.sql('delete from auth.users where id = $1', removed.id);
    expect(await historyOf(row, admin.token)).toEqual([]);
  });

  test('is pruned only where it is older than the given age', async () => {
    const row = await pushed(phone, { table, op: 'insert', fields: ACTIVITY, at: ago(9_000) });
    await pushed(phone, { table, op: 'update', row, fields: { title: 'later' }, at: ago(8_000) });
    await backend.sql(
      "update public.row_history set at = now() - interval '2 years' where row_id = $1 and op = 'insert'",
      row,
    );
    await backend.sql("select private.prune_history('1 year')");
    expect(await historyOf(row)).toMatchObject([{ op: 'update' }]);
  });

  test('is recorded for every synced table except the conflicts', async () => {
    const kept = await backend.sql<{ name: string }>(
      `select distinct c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where t.tgname = 'zz_history_updates' order by 1`,
    );
    expect(kept.map(({ name }) => name)).toEqual(
      Object.keys(SYNCED_TABLES)
        .filter((name) => name !== 'sync_conflicts')
        .sort(),
    );
  });
});

test('the server and the device agree on which fields are long text', async () => {
  const declared = await backend.sql<{ table_name: string; long_text: string[] }>(
    'select table_name, long_text from private.synced_tables',
  );
  expect(Object.fromEntries(declared.map(({ table_name, long_text }) => [table_name, long_text.sort()]))).toEqual(
    Object.fromEntries(Object.entries(SYNCED_TABLES).map(([name, { longText = [] }]) => [name, [...longText].sort()])),
  );
});
