import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { watchedQueriesSettled, watchQuery } from '../../../src/store/watch-query.ts';

test.each([
  ['window', 'focus'],
  ['window', 'pageshow'],
  ['document', 'visibilitychange'],
  ['document', 'resume'],
] as const)('everything is read again when the person returns to the page (%s: %s)', async (target, event) => {
  const db = new CadenceDatabase('a', { indexedDB: new IDBFactory(), IDBKeyRange });
  await db.open();
  const read = vi.fn((observed: CadenceDatabase) => observed.getAllRows('submissions'));
  const load = vi.spyOn(db.readCache, 'load');
  const stop = watchQuery(
    db,
    read,
    () => undefined,
    (error) => {
      throw error;
    },
  );
  await watchedQueriesSettled();
  expect(load).toHaveBeenCalledTimes(1);
  (target === 'window' ? window : document).dispatchEvent(new Event(event));
  await watchedQueriesSettled();
  expect(load).toHaveBeenCalledTimes(2);
  stop();
  (target === 'window' ? window : document).dispatchEvent(new Event(event));
  await watchedQueriesSettled();
  expect(load).toHaveBeenCalledTimes(2);
});
