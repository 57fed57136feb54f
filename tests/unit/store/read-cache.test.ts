import fc from 'fast-check';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CadenceDatabase, TransactionTables } from '../../../src/store/database.ts';
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

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** The latest result of each read, as live queries show it, of those with a transaction for what is not in memory too. */
const watchReads = (db: CadenceDatabase): Record<'single' | 'together', Record<string, unknown>> => {
  const shown: ReturnType<typeof watchReads> = { single: {}, together: {} };
  const watch = (kind: keyof typeof shown, name: string, read: (observed: CadenceDatabase) => Promise<unknown>) => {
    stops.push(
      watchQuery(
        db,
        read,
        (result) => (shown[kind][name] = result),
        (error) => {
          throw error;
        },
      ),
    );
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
      fc.asyncProperty(fc.array(fc.tuple(writeArbitrary, fc.boolean()), { maxLength: 12 }), async (writes) => {
        const device = { indexedDB: new IDBFactory(), IDBKeyRange };
        const [db, otherTab] = [new CadenceDatabase('a', device), new CadenceDatabase('a', device)];
        await Promise.all([db.open(), otherTab.open()]);
        const shown = watchReads(db);
        await watchedQueriesSettled();
        for (const [apply, isOwn] of writes) {
          await apply(isOwn ? db : otherTab);
          await vi.waitFor(async () => {
            await watchedQueriesSettled();
            const stored = await storedNow(db);
            expect(shown).toEqual({ single: stored, together: stored });
          });
        }
        for (const stop of stops.splice(0)) stop();
        db.close();
        otherTab.close();
      }),
      { numRuns: 200 },
    );
  });

  test('read nothing again after a write of this tab', async () => {
    const db = new CadenceDatabase('a', { indexedDB: new IDBFactory(), IDBKeyRange });
    const shown = watchReads(db);
    await watchedQueriesSettled();
    const transactions = vi.spyOn(db, 'inTransaction');
    const { id: created } = await createActivity(db, { type: 'call', title: 'Call', date: '2026-11-29' });
    await watchedQueriesSettled();
    expect(shown.together['between']).toMatchObject([{ id: created }]);
    expect(transactions.mock.calls.map(([mode]) => mode)).toEqual(['rw']);
  });

  test('do not keep what was read before a write that was told of while it was read', async () => {
    const device = { indexedDB: new IDBFactory(), IDBKeyRange };
    const [db, otherTab] = [new CadenceDatabase('a', device), new CadenceDatabase('a', device)];
    stops.push(db.readCache.subscribe(() => undefined));
    const readAll = () =>
      db.readCache.read(db, ['program_activities'], (source) => source.getAllRows('program_activities'));
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
    expect(await readAll()).toEqual([]);
    expect(await readAll()).toMatchObject([{ title: 'Call' }]);
  });

  test('give each reader a list of its own, which it may sort', async () => {
    const db = new CadenceDatabase('a', { indexedDB: new IDBFactory(), IDBKeyRange });
    for (const row of ['a', 'b']) await restoreRow(db, 'program_activities', activity(db, row, {}));
    const readBackwards = async (source: RowSource) =>
      (await source.getAllRows('program_activities')).sort((a, b) => (a.id < b.id ? 1 : -1)).map((row) => row.id);
    stops.push(db.readCache.subscribe(() => undefined));
    const read = <Result>(work: (source: RowSource) => Promise<Result>) =>
      db.readCache.read(db, ['program_activities'], work);
    expect(await read(readBackwards)).toEqual(['b', 'a']);
    expect(await read(readBackwards)).toEqual(['b', 'a']);
    expect((await read((source) => source.getAllRows('program_activities'))).map((row) => row.id)).toEqual(['a', 'b']);
  });
});
