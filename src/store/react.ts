import { useObservable } from 'dexie-react-hooks';
import { createContext, useContext, useEffect, useState } from 'react';
import { type CalendarDate, dateIn } from '../domain/calendar.ts';
import type { CadenceDatabase } from './database.ts';
import { getProfile } from './profile.ts';
import { watch } from './watch.ts';

const StoreContext = createContext<CadenceDatabase | null>(null);

export const StoreProvider = StoreContext.Provider;

/** The signed-in person's database. */
export const useStore = (): CadenceDatabase => {
  const db = useContext(StoreContext);
  if (!db) throw new Error('useStore is used outside of a StoreProvider');
  return db;
};

/**
 * The result of `query`, kept up to date with every write in any tab; `undefined` until it is there.
 * It runs again when one of `deps` changes.
 */
export const useLive = <T>(query: (db: CadenceDatabase) => Promise<T>, deps: readonly unknown[]): T | undefined => {
  const db = useStore();
  return useObservable(
    () => ({
      // Nothing is there at once: rendering need not ask.
      hasValue: () => false,
      subscribe: (next: (result: T) => void, error?: (reason: unknown) => void) => {
        let isShown = false;
        const stop = watch(
          db,
          query,
          (result) => {
            isShown = true;
            next(result);
          },
          (reason) => {
            // What is on screen stays there; the query is asked again at the next write.
            if (!isShown) error?.(reason);
          },
        );
        return { unsubscribe: stop };
      },
    }),
    [db, ...deps],
  );
};

/** Looked at so often that midnight is never missed for long. */
const DAY_CHECK_MS = 20_000;

/** The person's current date, in the time zone of their profile; the device's own until that is known. */
export const useToday = (): CalendarDate => {
  const timeZone = useLive(getProfile, [])?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, DAY_CHECK_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return dateIn(timeZone, now);
};
