import type { Dexie } from 'dexie';
import { createStore, type StoreApi } from 'zustand/vanilla';

/**
 * How this tab's app and the person's database stand to each other. `outdated`: a newer app has the database, and
 * this one reads and writes nothing any more. `blocked`: this app is the newer one, and waits for a tab of an
 * older one that does not let go.
 */
export type Connection = 'usual' | 'outdated' | 'blocked';

/** Dexie numbers its versions by tens; what lies in between it makes itself, where it finds something missing. */
const versionOf = (native: number): number => Math.floor(native / 10);

/**
 * Sees to it that no app ever reads or writes a database of a version newer than its own, which Dexie by itself
 * would do: it opens what is there.
 */
export const guardVersion = (db: Dexie, version: number): StoreApi<Connection> => {
  const connection = createStore<Connection>()(() => 'usual');

  // Returning false keeps Dexie from doing what it would, which is to warn, to close, and to open again when asked.
  db.on('versionchange', ({ newVersion }) => {
    if (newVersion === null || versionOf(newVersion) <= version) return undefined;
    connection.setState('outdated');
    db.close();
    return false;
  });
  db.on('blocked', ({ newVersion }) => {
    if (newVersion === null) return undefined;
    connection.setState('blocked');
    return false;
  });
  // Nothing gets at the database before this has ended well.
  db.on(
    'ready',
    () => {
      const isNewer = versionOf(db.backendDB().version) > version;
      connection.setState(isNewer ? 'outdated' : 'usual');
      if (isNewer) throw new Error('a newer version of the app has this database');
    },
    true,
  );
  return connection;
};
