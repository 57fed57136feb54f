import { useObservable } from 'dexie-react-hooks';
import { createContext, useContext, useEffect, useState } from 'react';
import type { CadenceDatabase } from './database.ts';
import { isReleased } from './version-state.ts';
import { type QueryPriority, watchQuery } from './watch-query.ts';

export const DatabaseContext = createContext<CadenceDatabase | null>(null);

/** The result of `query` at the time of the first render, never updated; `undefined` until it is loaded. */
export const useInitialQuery = <T>(query: (db: CadenceDatabase) => Promise<T>): T | undefined => {
  const db = useDatabase();
  const [result, setResult] = useState<T>();
  const [initialQuery] = useState(() => query);
  useEffect(() => {
    let isMounted = true;
    initialQuery(db).then(
      (loaded) => {
        if (isMounted) setResult(loaded);
      },
      () => undefined,
    );
    return () => {
      isMounted = false;
    };
  }, [db, initialQuery]);
  return result;
};

/** The signed-in person's database. @throws outside of a DatabaseContext. */
export const useDatabase = (): CadenceDatabase => {
  const db = useContext(DatabaseContext);
  if (!db) throw new Error('useDatabase needs a DatabaseContext above it');
  return db;
};

/**
 * The result of `query`, updated after every write in any tab to a table that it reads; `undefined` until it is loaded.
 * It runs again when one of `deps` changes; until then the result is that of the earlier ones.
 *
 * @param priority as watchQuery's.
 */
export const useLiveQuery = <T>(
  query: (db: CadenceDatabase) => Promise<T>,
  deps: readonly unknown[],
  priority?: QueryPriority,
): T | undefined => {
  const db = useDatabase();
  return useObservable(
    () => ({
      // No result is available synchronously.
      hasValue: () => false,
      subscribe: (next: (result: T) => void, error?: (reason: unknown) => void) => {
        let isShown = false;
        const stop = watchQuery(
          db,
          query,
          (result) => {
            isShown = true;
            next(result);
          },
          (reason) => {
            // A shown result stays; the query runs again at the next write. An outdated app shows its own message.
            if (!isShown && !isReleased(db.versionState.getState())) error?.(reason);
          },
          priority,
        );
        return { unsubscribe: stop };
      },
    }),
    [db, ...deps],
  );
};
