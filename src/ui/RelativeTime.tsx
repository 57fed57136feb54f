import { useSyncExternalStore } from 'react';
import { formatAgo, formatInstant } from './format.ts';

const STEP_MS = 15_000;
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

const watch = (onChange: () => void): (() => void) => {
  if (watchers.size === 0) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const watcher of watchers) watcher();
    }, STEP_MS);
  }
  watchers.add(onChange);
  return () => {
    watchers.delete(onChange);
    if (watchers.size === 0) clearInterval(timer);
  };
};

/** The time in milliseconds, moving on every quarter of a minute while anybody looks. */
export const useNow = (): number => useSyncExternalStore(watch, () => now);

/** "2 min ago", kept true while it is on screen. `instant` is in milliseconds. */
export const RelativeTime = ({ instant }: { instant: number }) => {
  const current = useNow();
  return (
    <time dateTime={new Date(instant).toISOString()} title={formatInstant(instant)}>
      {formatAgo(instant, Math.max(current, instant))}
    </time>
  );
};
