import { useObservable } from 'dexie-react-hooks';
import { createContext, createElement, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type CalendarDate, dateIn } from '../domain/calendar.ts';
import type { CadenceDatabase } from './database.ts';
import { getProfile } from './profile.ts';
import { watch } from './watch.ts';

const StoreContext = createContext<CadenceDatabase | null>(null);

/** The result of `query` as it was when the component appeared; `undefined` until it is there. */
export const useOnce = <T>(query: (db: CadenceDatabase) => Promise<T>): T | undefined => {
  const db = useStore();
  const [result, setResult] = useState<T>();
  const [asked] = useState(() => query);
  useEffect(() => {
    let isThere = true;
    asked(db).then(
      (found) => {
        if (isThere) setResult(found);
      },
      () => undefined,
    );
    return () => {
      isThere = false;
    };
  }, [db, asked]);
  return result;
};

interface PersonsClock {
  timeZone: string;
  today: CalendarDate;
}

const ClockContext = createContext<PersonsClock | null>(null);

/** Everything below works on `db`, by the clock of its person. */
export const StoreProvider = ({ value: db, children }: { value: CadenceDatabase; children: ReactNode }): ReactNode =>
  createElement(StoreContext.Provider, { value: db }, createElement(Clock, null, children));

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
            // What is on screen stays there; the query is asked again at the next write. An app that must be
            // reloaded says so by itself.
            if (!isShown && db.connection.getState() !== 'outdated') error?.(reason);
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

const DEVICE_TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const Clock = ({ children }: { children?: ReactNode }): ReactNode => {
  const timeZone = useLive(getProfile, [])?.time_zone ?? DEVICE_TIME_ZONE;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, DAY_CHECK_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  const today = dateIn(timeZone, now);
  const clock = useMemo(() => ({ timeZone, today }), [timeZone, today]);
  return createElement(ClockContext.Provider, { value: clock }, children);
};

const useClock = (): PersonsClock => {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error('the clock is used outside of a StoreProvider');
  return clock;
};

/** The person's current date, in the time zone of their profile; the device's own until that is known. */
export const useToday = (): CalendarDate => useClock().today;

/** The time zone of the person's profile; the device's own until that is known. */
export const useTimeZone = (): string => useClock().timeZone;
