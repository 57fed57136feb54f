import { createContext, createElement, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type CalendarDate, dateInTimeZone } from '../../domain/calendar/calendar-date.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { DatabaseContext, useLiveQuery } from '../../store/live-query.ts';
import { getProfile } from './profile.ts';

interface LocalClock {
  timeZone: string;
  today: CalendarDate;
}

const ClockContext = createContext<LocalClock | null>(null);

/** Provides the person's database, and the clock of their time zone. */
export const DatabaseProvider = ({ value, children }: { value: CadenceDatabase; children: ReactNode }): ReactNode =>
  createElement(DatabaseContext.Provider, { value }, createElement(ClockProvider, null, children));

/** How late midnight may be noticed. */
const DAY_CHECK_MS = 20_000;

const DEVICE_TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const ClockProvider = ({ children }: { children?: ReactNode }): ReactNode => {
  const timeZone = useLiveQuery(getProfile, [])?.time_zone ?? DEVICE_TIME_ZONE;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, DAY_CHECK_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  const today = dateInTimeZone(timeZone, now);
  const clock = useMemo(() => ({ timeZone, today }), [timeZone, today]);
  return createElement(ClockContext.Provider, { value: clock }, children);
};

const useClock = (): LocalClock => {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error('useToday and useTimeZone need a DatabaseProvider');
  return clock;
};

/** The current date in the time zone of the person's profile; in the device's until that is known. */
export const useToday = (): CalendarDate => useClock().today;

/** The time zone of the person's profile; the device's own until that is known. */
export const useTimeZone = (): string => useClock().timeZone;
