import type { Dexie } from 'dexie';
import { createStore, type StoreApi } from 'zustand/vanilla';

/**
 * Whether this tab's version of the app may use the database. `outdated`: a newer version has upgraded it, and this one
 * neither reads nor writes any more. `deleted`: another tab or the browser's settings have deleted it while it was open, and
 * nothing is read or written until a reload, which begins a new one. `blocked`: this version waits to upgrade it until a tab of an older version closes
 * its connection.
 */
export type DatabaseVersionState = 'usual' | 'outdated' | 'deleted' | 'blocked';

/** Whether this page has let the database go. */
export const isReleased = (state: DatabaseVersionState): boolean => state === 'outdated' || state === 'deleted';

/** Dexie multiplies its versions by ten; it uses the numbers in between for repairs of its own. */
const toDexieVersion = (native: number): number => Math.floor(native / 10);

/**
 * Ensures that no version of the app reads or writes a database of a newer one. Dexie alone does not: it opens a newer
 * database as it is.
 */
export const watchDatabaseVersion = (db: Dexie, version: number): StoreApi<DatabaseVersionState> => {
  const state = createStore<DatabaseVersionState>()(() => 'usual');

  // Returning false prevents Dexie's default, which closes the database and reopens it at the next query.
  db.on('versionchange', ({ newVersion }) => {
    if (newVersion !== null && toDexieVersion(newVersion) <= version) return undefined;
    state.setState(newVersion === null ? 'deleted' : 'outdated');
    db.close();
    return false;
  });
  db.on('blocked', ({ newVersion }) => {
    if (newVersion === null) return undefined;
    state.setState('blocked');
    return false;
  });
  // Dexie runs no query before this handler has succeeded.
  db.on(
    'ready',
    () => {
      const isNewer = toDexieVersion(db.backendDB().version) > version;
      state.setState(isNewer ? 'outdated' : 'usual');
      if (isNewer) throw new Error('this database was upgraded by a newer version of the app');
    },
    true,
  );
  return state;
};
