import { createContext, createElement, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type CalendarDate, dateInTimeZone } from '../../domain/calendar/calendar-date.ts';
import { type ZoneDifference, zoneDifference } from '../../domain/calendar/time-zones.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { DatabaseContext, useLiveQuery } from '../../store/live-query.ts';
import { getProfile } from './profile.ts';

interface LocalClock {
  timeZone: string;
  today: CalendarDate;
  /** How the device's zone differs from the profile's; `null` where it does not, or the profile is not known yet. */
  difference: ZoneDifference | null;
}

const ClockContext = createContext<LocalClock | null>(null);

/** Provides the person's database, and the clock of their time zone. */
export const DatabaseProvider = ({ value, children }: { value: CadenceDatabase; children: ReactNode }): ReactNode =>
  createElement(DatabaseContext.Provider, { value }, createElement(ClockProvider, null, children));

/** How late midnight may be noticed. */
const DAY_CHECK_MS = 20_000;

/** Of the device, which may travel while the app is open. */
const deviceTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const readClock = () => ({ now: Date.now(), deviceZone: deviceTimeZone() });

const ClockProvider = ({ children }: { children?: ReactNode }): ReactNode => {
  const profileZone = useLiveQuery(getProfile, [])?.time_zone;
  const [{ now, deviceZone }, setNow] = useState(readClock);
  const timeZone = profileZone ?? deviceZone;
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(readClock());
    }, DAY_CHECK_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  const today = dateInTimeZone(timeZone, now);
  // Compared at the first check after either zone's day began, so that the clock's identity changes only then.
  const dayKey = `${timeZone} ${today} ${deviceZone} ${dateInTimeZone(deviceZone, now)}`;
  const [compared, setCompared] = useState({ dayKey, at: now });
  if (compared.dayKey !== dayKey) setCompared({ dayKey, at: now });
  const clock = useMemo(
    () => ({ timeZone, today, difference: zoneDifference(timeZone, deviceZone, compared.at) }),
    [timeZone, today, deviceZone, compared.at],
  );
  return createElement(ClockContext.Provider, { value: clock }, children);
};

const useClock = (): LocalClock => {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error('useToday and useTimeZone need a DatabaseProvider');
  return clock;
};

/** The current date in the time zone of the person's profile; in the device's until that is known. */
export const useToday = (): CalendarDate => useClock().today;

/** How the device's time zone differs from the one whose days count; `null` where it does not. */
export const useZoneDifference = (): ZoneDifference | null => useClock().difference;

/** The time zone of the person's profile; the device's own until that is known. */
export const useTimeZone = (): string => useClock().timeZone;
