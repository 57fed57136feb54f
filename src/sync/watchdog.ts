import type { Scheduler } from './ports.ts';

/** For how long a change may wait for its verdict before that is said out loud, in milliseconds (law 11). */
const OVERDUE_MS = 10 * 60_000;

/** The same while nothing can be sent, which is no surprise to anybody. */
const OVERDUE_CUT_OFF_MS = 24 * 3_600_000;

const LOOK_EVERY_MS = 60_000;

interface WatchdogOptions {
  scheduler: Scheduler;
  now: () => number;
  /** Whether there is no connection, or sync is turned off. */
  isCutOff: () => boolean;
  /** Hears since when the oldest change has waited for too long; `null` where none has. */
  onOverdue: (since: Date | null) => void;
  /** Starts the engine anew: whatever it hangs on, two drains at once are harmless. */
  restart: () => void;
}

/**
 * Looks after the engine itself: a change that has waited for too long is told of, and the engine is restarted, at
 * most once in that time.
 */
export const startWatchdog = ({ scheduler, now, isCutOff, onOverdue, restart }: WatchdogOptions) => {
  let waitingSince: number | null = null;
  let restartedAt = now();
  // Since when there has been a way to the cloud; `null` while there is none.
  let openSince: number | null = isCutOff() ? null : now();

  const look = (): void => {
    openSince = isCutOff() ? null : (openSince ?? now());
    const [since, bound] =
      openSince === null
        ? [waitingSince ?? 0, OVERDUE_CUT_OFF_MS]
        : [Math.max(waitingSince ?? 0, openSince), OVERDUE_MS];
    const isOverdue = waitingSince !== null && now() - since >= bound;
    onOverdue(isOverdue && waitingSince !== null ? new Date(waitingSince) : null);
    if (!isOverdue || now() - restartedAt < OVERDUE_MS) return;
    restartedAt = now();
    restart();
  };
  const keepLooking = (): void => {
    stopTimer = scheduler.after(LOOK_EVERY_MS, () => {
      look();
      keepLooking();
    });
  };
  let stopTimer: () => void = () => undefined;
  keepLooking();

  return {
    /** Tells when the oldest change that waits for its verdict was made, in milliseconds; `null` where none waits. */
    tell: (since: number | null): void => {
      waitingSince = since;
      look();
    },
    stop: (): void => {
      stopTimer();
    },
  };
};
