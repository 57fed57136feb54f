import { useSyncExternalStore } from 'react';
import { isValidInstant } from '../domain/calendar/calendar-date.ts';
import { formatRelativeTime, formatInstant } from './format.ts';

const CLOCK_TICK_MS = 15_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let currentTime = Date.now();

const subscribeToClock = (onChange: () => void): (() => void) => {
  if (listeners.size === 0) {
    currentTime = Date.now();
    timer = setInterval(() => {
      currentTime = Date.now();
      for (const listener of listeners) listener();
    }, CLOCK_TICK_MS);
  }
  listeners.add(onChange);
  return () => {
    listeners.delete(onChange);
    if (listeners.size === 0) clearInterval(timer);
  };
};

/** The current time in milliseconds, updated every 15 seconds. All users share one timer. */
export const useNow = (): number => useSyncExternalStore(subscribeToClock, () => currentTime);

/** "2 min ago", kept up to date. `instant` is in milliseconds; `offsetMs` is what another clock is ahead of this device's. */
export const RelativeTime = ({ instant, offsetMs = 0 }: { instant: number; offsetMs?: number }) => {
  const now = useNow() + offsetMs;
  return (
    <time
      {...(isValidInstant(instant) && { dateTime: new Date(instant).toISOString() })}
      title={formatInstant(instant)}
    >
      {formatRelativeTime(instant, Math.max(now, instant))}
    </time>
  );
};
