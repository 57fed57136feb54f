import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Cursor, PULL_LIMIT } from '../../src/contract/protocol.ts';
import { defined } from '../fixtures/defined.ts';
import { type Account, startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { ACTIVITY, pullPages, rowsOf, type SyncClient, syncClient } from '../fixtures/backend/sync-client.ts';

const table = 'program_activities';

let backend: TestBackend;
let rep: Account;
let phone: SyncClient;
let laptop: SyncClient;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());
beforeEach(async () => {
  rep = await backend.signUp();
  phone = syncClient(backend, rep);
  laptop = syncClient(backend, rep);
});

const insertMany = async (count: number): Promise<string[]> => {
  const changes = Array.from({ length: count }, () => phone.change({ table, op: 'insert', fields: ACTIVITY }));
  await phone.push(changes);
  return changes.map(({ row }) => row);
};

const cursorAtEnd = async (): Promise<Cursor> => (await laptop.pull()).body.cursor;

describe('a page', () => {
  test('returns each row with all of its columns, and nothing else', async () => {
    const [row] = await insertMany(1);
    const { body } = await laptop.pull();
    expect(Object.keys(body.tables).sort()).toEqual(['profiles', table]);
    expect(rowsOf(body, table)).toMatchObject([{ id: row, user_id: rep.id, ...ACTIVITY, time: null, metadata: {} }]);
    expect(defined(body.tables[table], 'content').columns).not.toContain('field_timestamps');
    expect(body).toMatchObject({ reset: false, more: false, remaining: 0 });
    expect(Math.abs(body.server_time - Date.now())).toBeLessThan(60_000);
  });

  test('at the end of the feed is empty and small', async () => {
    await insertMany(3);
    const response = await laptop.pull(await cursorAtEnd());
    expect(response.body.tables).toEqual({});
    expect(JSON.stringify(response.body).length).toBeLessThan(512);
  });

  test('returns a row once, however often it was changed since the cursor', async () => {
    const [row = '', ...others] = await insertMany(3);
    const cursor = await cursorAtEnd();
    for (const title of ['One', 'Two', 'Three']) {
      await phone.push([phone.change({ table, op: 'update', row, fields: { title }, at: Date.now() })]);
    }
    const { body } = await laptop.pull(cursor);
    expect(rowsOf(body, table).map(({ id, title }) => ({ id, title }))).toEqual([{ id: row, title: 'Three' }]);
    expect(others).toHaveLength(2);
  });

  test('returns a row that was deleted since the cursor as gone', async () => {
    const [row = ''] = await insertMany(2);
    const cursor = await cursorAtEnd();
    await phone.push([phone.change({ table, op: 'delete', row, at: Date.now() })]);
    expect((await laptop.pull(cursor)).body.tables[table]).toMatchObject({ rows: [], gone: [row] });
  });

  test('returns a restored row like any other', async () => {
    const [row = ''] = await insertMany(1);
    await phone.push([phone.change({ table, op: 'delete', row, at: Date.now() - 500 })]);
    const cursor = await cursorAtEnd();
    await phone.push([phone.change({ table, op: 'update', row, fields: { title: 'Back' }, at: Date.now() })]);
    const { body } = await laptop.pull(cursor);
    expect(rowsOf(body, table)).toMatchObject([{ id: row, title: 'Back' }]);
    expect(body.tables[table]?.gone).toEqual([]);
  });

  test('returns changes made outside of sync', async () => {
    const cursor = await cursorAtEnd();
    const lead = { name: 'By REST' };
    await backend.rest('submissions', { method: 'POST', body: JSON.stringify(lead) }, rep.token);
    await backend.sql('update public.profiles set display_name = $2 where id = $1', rep.id, 'By the owner');
    const { body } = await laptop.pull(cursor);
    expect(rowsOf(body, 'submissions')).toMatchObject([lead]);
    expect(rowsOf(body, 'profiles')).toMatchObject([{ display_name: 'By the owner' }]);
  });
});

describe('paging', () => {
  test.each([1, 2, 3, 4, 7, 8, 9, 5000])(
    'by %i through rows of one transaction returns each exactly once',
    async (limit) => {
      const inserted = await insertMany(8);
      const pages = await pullPages(laptop, null, limit);
      const pulled = pages.flatMap((page) => rowsOf(page, table).map(({ id }) => id));
      expect(pulled.sort()).toEqual(inserted.sort());
      // The profile is the ninth row.
      expect(pages).toHaveLength(Math.ceil(9 / limit));
      expect(pages.map(({ remaining }) => remaining)).toEqual(
        pages.map((_page, index) => Math.max(0, 9 - (index + 1) * limit)),
      );
    },
  );

  test('continues at the cursor although rows change between pages', async () => {
    const inserted = await insertMany(6);
    const first = (await laptop.pull(null, { limit: 3 })).body;
    const [late = ''] = inserted;
    await phone.push([phone.change({ table, op: 'update', row: late, fields: { title: 'Late' }, at: Date.now() })]);
    const rest = await pullPages(laptop, first.cursor, 3);
    const pulled = new Map(
      [first, ...rest].flatMap((page) => rowsOf(page, table).map((row) => [row.id, row['title']])),
    );
    expect([...pulled.keys()].sort()).toEqual(inserted.sort());
    expect(pulled.get(late)).toBe('Late');
  });

  test('is limited to 5,000 rows a page, whatever limit is requested', async () => {
    await backend.sql(
      `insert into public.${table} (user_id, type, title, date) select $1, 'call', 'x', '2026-03-02'
       from generate_series(1, $2)`,
      rep.id,
      PULL_LIMIT + 3,
    );
    const { body } = await laptop.pull(null, { limit: 999_999 });
    expect(body).toMatchObject({ more: true, remaining: 4 });
  });
});

describe('a pull starts over', () => {
  const expectFreshStart = async (cursor: Cursor) => {
    const inserted = await insertMany(2);
    const { status, body } = await laptop.pull(cursor);
    expect(status).toBe(200);
    expect(body.reset).toBe(true);
    expect(
      rowsOf(body, table)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(inserted.sort());
    expect((await laptop.pull(body.cursor)).body.reset).toBe(false);
  };

  test('with a cursor of another database', async () => {
    await expectFreshStart({ ...(await cursorAtEnd()), epoch: randomUUID() });
  });

  test('after the database was restored from a backup', async () => {
    const cursor = await cursorAtEnd();
    await backend.sql('select private.new_epoch()');
    await expectFreshStart(cursor);
  });

  test('with a cursor from the future of the database', async () => {
    const cursor = await cursorAtEnd();
    await expectFreshStart({ ...cursor, xid: String(BigInt(cursor.xid) + 1_000_000n) });
  });

  test('when tombstones after the cursor were pruned', async () => {
    const [row = ''] = await insertMany(1);
    const cursor = await cursorAtEnd();
    await phone.push([phone.change({ table, op: 'delete', row, at: Date.now() })]);
    await backend.sql("select private.prune_feed(interval '-1 second')");
    await expectFreshStart(cursor);
  });

  test('but not when only tombstones before the cursor were pruned', async () => {
    const [row = ''] = await insertMany(1);
    await phone.push([phone.change({ table, op: 'delete', row, at: Date.now() })]);
    const cursor = await cursorAtEnd();
    await backend.sql("select private.prune_feed(interval '-1 second')");
    expect((await laptop.pull(cursor)).body.reset).toBe(false);
  });
});

describe('a pull', () => {
  test('returns only the person’s own rows, also to an admin', async () => {
    await insertMany(2);
    const admin = await backend.signUp('admin');
    const { body } = await syncClient(backend, admin).pull();
    expect(Object.keys(body.tables)).toEqual(['profiles']);
    expect(rowsOf(body, 'profiles').map(({ id }) => id)).toEqual([admin.id]);
  });

  test('returns a new role of the person', async () => {
    const cursor = await cursorAtEnd();
    const admin = await backend.signUp('admin');
    await backend.rpc('set_role', { person: rep.id, new_role: 'coach' }, admin.token);
    expect(rowsOf((await laptop.pull(cursor)).body, 'profiles')).toMatchObject([{ role: 'coach' }]);
  });

  test('is rejected for a device of another person', async () => {
    const other = await backend.signUp();
    await syncClient(backend, other, laptop.id).pull();
    expect((await laptop.pull()).status).toBe(403);
    expect((await laptop.push([])).status).toBe(403);
  });
});

describe('the sync status that admins see', () => {
  const statusOf = () =>
    backend.sql(
      'select sync_status, error_message, activities_synced from public.program_sync_status where user_id = $1',
      rep.id,
    );

  test.each([
    [{ pending: 0, rejected: 0 }, 'synced', null],
    [{ pending: 3, rejected: 0 }, 'pending', null],
    [{ pending: 3, rejected: 2 }, 'error', '2 changes need attention'],
  ])('of a device with %o is %s', async (counts, state, message) => {
    await laptop.pull(null, { device: { id: laptop.id, name: 'Laptop', app_version: '9', ...counts } });
    expect(await statusOf()).toMatchObject([{ sync_status: state, error_message: message }]);
    expect(
      await backend.sql(
        'select name, app_version, pending, rejected from public.sync_devices where id = $1',
        laptop.id,
      ),
    ).toEqual([{ name: 'Laptop', app_version: '9', ...counts }]);
  });

  test('counts the stored activities', async () => {
    await insertMany(3);
    await phone.push([phone.change({ table, op: 'insert', fields: { ...ACTIVITY, title: '' } })]);
    expect(await statusOf()).toMatchObject([{ activities_synced: 3 }]);
  });
});

test('deleting an account deletes its devices, verdicts, feed entries and tombstones', async () => {
  await insertMany(2);
  await phone.push([phone.change({ table: 'nothing', op: 'delete' })]);
  await backend.sql('delete from auth.users where id = $1', rep.id);
  const left = await backend.sql(
    `select 'device' as of from public.sync_devices where user_id = $1
     union all select 'verdict' from private.sync_verdicts where device_id = $2
     union all select 'feed' from private.sync_feed where user_id = $1
     union all select 'tombstone' from private.tombstones where user_id = $1`,
    rep.id,
    phone.id,
  );
  expect(left).toEqual([]);
  const { status } = await phone.pull();
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
});
