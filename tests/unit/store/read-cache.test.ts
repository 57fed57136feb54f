import fc from 'fast-check';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CadenceDatabase, TransactionTables } from '../../../src/store/database.ts';
import { isNotCached } from '../../../src/store/read-cache.ts';
import { readTable, type RowRead, type RowSource } from '../../../src/store/row-source.ts';
import { watchedQueriesSettled, watchQuery } from '../../../src/store/watch-query.ts';
import { restoreRow, write } from '../../../src/store/write.ts';
import {
  buildActivity,
  createActivity,
  deleteActivity,
  updateActivity,
} from '../../../src/data/activities/activities.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const DATES = ['2026-11-28', '2026-11-29', '2026-11-30', '2026-12-01', null];
const LEADS = ['l1', 'l2', null];

/** Reads of every kind, those of lists with ends in the middle of what is written. */
const READS: Record<string, (source: RowSource) => Promise<unknown>> = {
  row: (source) => source.getRow('program_activities', 'b'),
  rows: (source) => source.getRowsById('program_activities', ['c', 'missing', 'a']),
  all: (source) => source.getAllRows('program_activities'),
  between: (source) => source.getRowsBetween('program_activities', 'date', '2026-11-29', '2026-11-30'),
  with: (source) => source.getRowsWith('program_activities', 'lead_id', 'l1'),
  latest: (source) => source.getLatestRows('program_activities', 'created_at', 3),
  'latest of an optional field': (source) => source.getLatestRows('program_activities', 'follow_up_date', 2),
  meta: (source) => source.getMeta('dismissedZones'),
  'of two tables': async (source) => [await source.getRow('submissions', 'l1'), await source.getAllRows('submissions')],
};

const unexpected = (error: unknown) => {
  throw error;
};

/** Stores a row as a tab does that ends before it has told the others. */
const writeUnannounced = (factory: IDBFactory, db: CadenceDatabase, row: object): Promise<void> =>
  new Promise((resolve) => {
    const opening = factory.open(db.name);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('program_activities', 'readwrite');
      transaction.objectStore('program_activities').put(row);
      transaction.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });

const openDatabase = async (device = { indexedDB: new IDBFactory(), IDBKeyRange }): Promise<CadenceDatabase> => {
  const db = new CadenceDatabase('a', device);
  // What is announced of its creation comes before anything is watched.
  await db.open();
  return db;
};

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** The latest result of each read, as live queries show it, of those with a transaction for what is not in memory too. */
const watchReads = (db: CadenceDatabase): Record<'single' | 'together', Record<string, unknown>> => {
  const shown: ReturnType<typeof watchReads> = { single: {}, together: {} };
  const watch = (kind: keyof typeof shown, name: string, read: (observed: CadenceDatabase) => Promise<unknown>) => {
    stops.push(watchQuery(db, read, (result) => (shown[kind][name] = result), unexpected));
  };
  for (const [name, read] of Object.entries(READS)) {
    watch('single', name, read);
    watch('together', name, (observed) => observed.read(['program_activities', 'submissions', 'meta'], read));
  }
  return shown;
};

const storedNow = async (db: CadenceDatabase): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    await Promise.all(Object.entries(READS).map(async ([name, read]) => [name, await read(db)] as const)),
  );

type Write = (db: CadenceDatabase) => Promise<unknown>;

const id = fc.constantFrom(...IDS);
const fields = fc.record({
  date: fc.constantFrom('2026-11-28', '2026-11-29', '2026-11-30', '2026-12-01'),
  follow_up_date: fc.constantFrom(...DATES),
  lead_id: fc.constantFrom(...LEADS),
  created_at: fc.constantFrom('2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z', '2026-11-03T00:00:00.000Z'),
  title: fc.constantFrom('One', 'Two'),
});

const writeArbitrary: fc.Arbitrary<Write> = fc.oneof(
  fc.tuple(id, fields).map(
    ([row, values]): Write =>
      (db) =>
        restoreRow(db, 'program_activities', activity(db, row, values)),
  ),
  fc.tuple(id, fields).map(
    ([row, values]): Write =>
      (db) =>
        updateActivity(db, row, values),
  ),
  id.map(
    (row): Write =>
      (db) =>
        deleteActivity(db, row),
  ),
  // As the feed stores rows.
  fc.array(fc.tuple(id, fields), { maxLength: 4 }).map(
    (rows): Write =>
      (db) =>
        db.inTransaction('rw', ['program_activities'], (tables) =>
          tables.rawRows('program_activities').bulkPut(rows.map(([row, values]) => ({ ...activity(db, row, values) }))),
        ),
  ),
  id.map(
    (row): Write =>
      (db) =>
        db.rows('program_activities').where('id').belowOrEqual(row).delete(),
  ),
  id.map(
    (row): Write =>
      (db) =>
        db.rows('program_activities').update(row, { title: 'Three' }),
  ),
  fc.constant<Write>((db) => db.rows('program_activities').toCollection().modify({ lead_id: 'l2' })),
  fc.constant<Write>((db) => db.rows('program_activities').clear()),
  // What is rolled back was never there.
  fc.tuple(id, fields).map(
    ([row, values]): Write =>
      (db) =>
        db
          .inTransaction('rw', ['program_activities'], async (tables) => {
            await tables.rawRows('program_activities').put({ ...activity(db, row, values) });
            throw new Error('rolled back');
          })
          .catch(() => undefined),
  ),
  fc.boolean().map(
    (isDeleted): Write =>
      (db) =>
        write(db, [
          isDeleted
            ? { op: 'delete', table: 'submissions', row: 'l1', fields: {} }
            : { op: 'insert', table: 'submissions', row: 'l1', fields: { name: 'Ada', user_id: db.userId } },
        ]),
  ),
  fc.constantFrom<string[][]>(['UTC'], []).map(
    (zones): Write =>
      (db) =>
        db.inTransaction('rw', ['meta'], (tables) => tables.putMeta('dismissedZones', zones)),
  ),
);

const activity = (db: CadenceDatabase, row: string, values: object) => ({
  ...buildActivity(db, { type: 'call', title: 'Call', date: '2026-11-28' }),
  ...values,
  id: row,
});

describe('live queries that are answered from memory', () => {
  test('show what is stored after any writes, of this tab and of another one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.tuple(writeArbitrary, fc.boolean()), { minLength: 1, maxLength: 3 }), { maxLength: 8 }),
        async (batches) => {
          const device = { indexedDB: new IDBFactory(), IDBKeyRange };
          const [db, otherTab] = [await openDatabase(device), await openDatabase(device)];
          const shown = watchReads(db);
          await watchedQueriesSettled();
          for (const batch of batches) {
            await Promise.all(batch.map(([apply, isOwn]) => apply(isOwn ? db : otherTab)));
            await vi.waitFor(async () => {
              await watchedQueriesSettled();
              const stored = await storedNow(db);
              expect(shown).toEqual({ single: stored, together: stored });
            });
          }
          for (const stop of stops.splice(0)) stop();
          db.close();
          otherTab.close();
        },
      ),
      { numRuns: 200 },
    );
  });

  test('read nothing again after a write of this tab', async () => {
    const db = await openDatabase();
    const shown: unknown[] = [];
    stops.push(
      watchQuery(
        db,
        (observed) => observed.read(['program_activities'], (source) => source.getAllRows('program_activities')),
        (result) => shown.push(result),
        unexpected,
      ),
    );
    await watchedQueriesSettled();
    const transactions = vi.spyOn(db, 'inTransaction');
    const { id: created } = await createActivity(db, { type: 'call', title: 'Call', date: '2026-11-29' });
    await watchedQueriesSettled();
    expect(shown).toMatchObject([[], [{ id: created }]]);
    expect(transactions.mock.calls.map(([mode]) => mode)).toEqual(['rw']);
  });

  test('show what is stored where an operation failed and its transaction was committed all the same', async () => {
    const db = await openDatabase();
    const shown = watchReads(db);
    await watchedQueriesSettled();
    const { id: _id, ...withoutId } = activity(db, 'a', {});
    const invalid = withoutId as unknown as ReturnType<typeof activity>;
    await expect(db.rows('program_activities').bulkPut([invalid, activity(db, 'b', {})])).rejects.toThrow();
    await db.inTransaction('rw', ['program_activities'], async (tables) => {
      await tables.rows('program_activities').put(activity(db, 'c', {}));
      await tables
        .rows('program_activities')
        .bulkPut([activity(db, 'd', {}), invalid, activity(db, 'e', {})])
        .catch(() => undefined);
    });
    await deleteActivity(db, 'c');
    const stored = await storedNow(db);
    await vi.waitFor(() => {
      expect(shown).toEqual({ single: stored, together: stored });
    });
  });

  test('show what was stored, and not what its writer has made of it since', async () => {
    const db = await openDatabase();
    const shown = watchReads(db);
    await watchedQueriesSettled();
    await db.inTransaction('rw', ['program_activities'], async (tables) => {
      const row = activity(db, 'b', {});
      const stored = tables.rows('program_activities').put(row);
      row.title = 'changed afterwards';
      await stored;
    });
    await watchedQueriesSettled();
    expect(shown.together['row']).toMatchObject({ title: 'Call' });
  });

  test('read the database after memory when they start, since a tab that ended may have told nobody of its write', async () => {
    const device = { indexedDB: new IDBFactory(), IDBKeyRange };
    const db = await openDatabase(device);
    await restoreRow(db, 'program_activities', activity(db, 'a', {}));
    watchReads(db);
    await watchedQueriesSettled();
    await writeUnannounced(device.indexedDB, db, activity(db, 'b', {}));
    // A screen that is opened now.
    const shown = watchReads(db);
    await vi.waitFor(async () => {
      const stored = await storedNow(db);
      expect(shown).toEqual({ single: stored, together: stored });
    });
  });

  test('let a read have only the tables that it names', async () => {
    const db = await openDatabase();
    watchReads(db);
    await watchedQueriesSettled();
    const errors: unknown[] = [];
    stops.push(
      watchQuery(
        db,
        (observed) => observed.read(['submissions'], (source) => source.getAllRows('program_activities')),
        () => undefined,
        (error) => errors.push(error),
      ),
    );
    await watchedQueriesSettled();
    expect(errors).toHaveLength(1);
  });

  test('do not keep what was read before a write that was told of while it was read', async () => {
    const device = { indexedDB: new IDBFactory(), IDBKeyRange };
    const [db, otherTab] = [await openDatabase(device), await openDatabase(device)];
    const readAll = (source: RowSource) => source.getAllRows('program_activities');
    stops.push(db.readCache.subscribe(() => undefined));
    vi.spyOn(db, 'inTransaction').mockImplementationOnce((_mode, _names, work) =>
      work(
        new (class extends TransactionTables {
          override readonly run = async (read: RowRead) => {
            const rows = await readTable((name) => db.table(name), read);
            await createActivity(otherTab, { type: 'call', title: 'Call', date: '2026-11-29' });
            return rows;
          };
        })((name) => db.table(name)),
      ),
    );
    expect(await db.readCache.readStored(db, ['program_activities'], readAll)).toEqual([]);
    await expect(db.readCache.readMemory(['program_activities'], readAll)).rejects.toSatisfy(isNotCached);
  });

  test('give each reader a list of its own, which it may sort', async () => {
    const db = await openDatabase();
    for (const row of ['a', 'b']) await restoreRow(db, 'program_activities', activity(db, row, {}));
    const read = async (observed: CadenceDatabase, direction: 1 | -1) =>
      (await observed.getAllRows('program_activities'))
        .sort((a, b) => direction * (a.id < b.id ? -1 : 1))
        .map((row) => row.id);
    const shown: Record<string, unknown> = {};
    for (const direction of [1, -1, 1] as const) {
      stops.push(
        watchQuery(
          db,
          (observed) => read(observed, direction),
          (ids) => (shown[direction] = ids),
          unexpected,
        ),
      );
      await watchedQueriesSettled();
    }
    expect(shown).toEqual({ 1: ['a', 'b'], [-1]: ['b', 'a'] });
  });

  test('give rows that nobody can change', async () => {
    const db = await openDatabase();
    const shown = watchReads(db);
    await restoreRow(db, 'program_activities', activity(db, 'b', {}));
    await watchedQueriesSettled();
    expect(Object.isFrozen(shown.single['row'])).toBe(true);
  });
});
