import type { Scheduler } from './ports.ts';

/** How long a change may be pending before it is overdue, in milliseconds (INV-11). */
const OVERDUE_MS = 10 * 60_000;

/** The same while nothing can be pushed. */
const OVERDUE_OFFLINE_MS = 24 * 3_600_000;

const CHECK_INTERVAL_MS = 60_000;

interface WatchdogOptions {
  scheduler: Scheduler;
  now: () => number;
  /** Whether there is no connection or sync is turned off. */
  isDisconnected: () => boolean;
  /** Called with when the oldest overdue change was made; `null` where none is overdue. */
  onOverdue: (since: Date | null) => void;
  /** Restarts the sync loop. A cycle that hangs may go on: two at once are harmless. */
  restart: () => void;
}

/** Reports overdue changes, and restarts the sync loop for them where it has made no progress for ten minutes. */
export const startWatchdog = ({ scheduler, now, isDisconnected, onOverdue, restart }: WatchdogOptions) => {
  let pendingSince: number | null = null;
  let restartedAt = now();
  let connectedSince: number | null = isDisconnected() ? null : now();

  const check = (): void => {
    connectedSince = isDisconnected() ? null : (connectedSince ?? now());
    const [since, limit] =
      connectedSince === null
        ? [pendingSince ?? 0, OVERDUE_OFFLINE_MS]
        : [Math.max(pendingSince ?? 0, connectedSince), OVERDUE_MS];
    const isOverdue = pendingSince !== null && now() - since >= limit;
    onOverdue(isOverdue && pendingSince !== null ? new Date(pendingSince) : null);
    if (!isOverdue || now() - restartedAt < OVERDUE_MS) return;
    restartedAt = now();
    restart();
  };
  const scheduleCheck = (): void => {
    stopTimer = scheduler.after(CHECK_INTERVAL_MS, () => {
      check();
      scheduleCheck();
    });
  };
  let stopTimer: () => void = () => undefined;
  scheduleCheck();

  return {
    /**
     * @param since when the oldest pending change was made, in milliseconds since 1970-01-01; `null` where none is
     * pending.
     */
    setOldestPending: (since: number | null): void => {
      pendingSince = since;
      check();
    },
    /** The sync loop moves something, however slowly: to restart it would move the same twice. */
    noteProgress: (): void => {
      restartedAt = now();
    },
    stop: (): void => {
      stopTimer();
    },
  };
};
