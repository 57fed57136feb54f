import type { SyncReportMessage } from '../contract/sync-report.ts';
import type { CadenceDatabase } from '../store/database.ts';
import { type Environment, systemEnvironment } from '../store/environment.ts';
import { runSyncCycle } from './cycle.ts';
import { createFlagRefresh } from './flag-refresh.ts';
import { followSyncState } from './follow-state.ts';
import { electLeader } from './leader.ts';
import { type LoopState, SyncLoop, type SyncReason } from './loop.ts';
import { type Scheduler, type SyncProgress, type SyncTransport, systemScheduler } from './ports.ts';
import { reportSyncCycle } from './report-cycle.ts';
import { statusOfFailure, useSyncStore } from './sync-store.ts';
import { createTransferLimits } from './transfer-limit.ts';
import { listenForTriggers } from './triggers.ts';
import { startWatchdog } from './watchdog.ts';

/** A sync cycle that transfers fewer changes or rows than this shows no progress, unless the line is slow. */
const PROGRESS_THRESHOLD = 200;

const isShown = ({ total, isSlow }: SyncProgress): boolean => total > 0 && (total >= PROGRESS_THRESHOLD || isSlow);

/** Messages between the tabs of one person: a request to the leader, and the leader's state. */
type TabMessage =
  { is: 'request'; reason: SyncReason } | { is: 'state'; state: LoopState; progress: SyncProgress | null };

export interface SyncOptions {
  db: CadenceDatabase;
  transport: SyncTransport;
  appVersion: string;
  environment?: Environment;
  scheduler?: Scheduler;
  /** Calls back on realtime notifications (INV-10); returns a function that unsubscribes. */
  subscribeToFeed?: (onNotification: () => void) => () => void;
  /** Fetches the person's feature flags. */
  fetchFlags?: () => Promise<Record<string, boolean>>;
  /** Sends this device's sync reports. */
  sendReports?: (device: string, reports: SyncReportMessage[]) => Promise<void>;
}

export interface SyncService {
  /** Requests a sync cycle now; resolves when it has ended, also where it failed. */
  syncNow: () => Promise<void>;
  stop: () => void;
}

/**
 * Syncs a person's database with the server while it runs. It runs in every tab: the leader runs the sync cycles, and
 * all tabs have the same sync state.
 */
export const startSync = (options: SyncOptions): SyncService => {
  const { db, transport, appVersion, environment = systemEnvironment, scheduler = systemScheduler } = options;
  const channel = new BroadcastChannel(`cadence-sync-${db.userId}`);
  let loop: SyncLoop | null = null;
  let progress: SyncProgress | null = null;
  let waiters: (() => void)[] = [];

  const applyState = (state: LoopState) => {
    const failure = state.is === 'waiting' ? state.failure : null;
    useSyncStore.setState({
      syncStatus: failure ? statusOfFailure(failure) : state.is === 'running' ? 'syncing' : 'idle',
      syncError: failure,
      progress: state.is === 'running' && progress && isShown(progress) ? progress : null,
    });
    if (state.is === 'running') return;
    const resolved = waiters;
    waiters = [];
    for (const resolve of resolved) resolve();
  };

  const publishState = (state: LoopState) => {
    if (state.is !== 'running') progress = null;
    applyState(state);
    channel.postMessage({ is: 'state', state, progress } satisfies TabMessage);
  };

  const requestSync = (reason: SyncReason) => {
    if (loop) loop.request(reason);
    else channel.postMessage({ is: 'request', reason } satisfies TabMessage);
  };

  const transferLimits = createTransferLimits();
  const canSync = createFlagRefresh({ db, fetchFlags: options.fetchFlags, now: environment.now });
  const runCycle = (cycleTransport: SyncTransport) =>
    runSyncCycle({
      db,
      transport: cycleTransport,
      environment,
      appVersion,
      transferLimits,
      onProgress: (current) => {
        progress = current;
        if (current.done > 0) {
          loop?.noteProgress();
          watchdog.noteProgress();
        }
        if (isShown(current)) publishState({ is: 'running' });
      },
    });
  const run = async () => {
    if (!(await canSync())) return;
    const { sendReports } = options;
    if (sendReports) await reportSyncCycle({ db, transport, environment, appVersion, sendReports }, runCycle);
    else await runCycle(transport);
  };

  const startLoop = () => {
    const started = new SyncLoop({ scheduler, onState: publishState, run });
    loop = started;
    started.request('start');
  };
  const lead = () => {
    startLoop();
    return () => {
      loop?.stop();
      loop = null;
    };
  };

  const leadership = electLeader(`cadence-sync-${db.userId}`, lead);

  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data.is === 'request') loop?.request(data.reason);
    else if (!loop) {
      progress = data.progress;
      applyState(data.state);
    }
  };

  const watchdog = startWatchdog({
    scheduler,
    now: environment.now,
    isDisconnected: () => {
      const { syncStatus, isTurnedOff } = useSyncStore.getState();
      return syncStatus === 'offline' || syncStatus === 'slow' || isTurnedOff;
    },
    onOverdue: (overdueSince) => {
      useSyncStore.setState({ overdueSince });
    },
    restart: () => {
      if (!loop) leadership.takeOver();
      else {
        loop.stop();
        startLoop();
      }
    },
  });
  const stopFollowing = followSyncState({
    db,
    onNewChanges: () => {
      requestSync('write');
    },
    onOldestPending: watchdog.setOldestPending,
  });

  const stopTriggers = listenForTriggers({
    requestSync,
    takeOver: leadership.takeOver,
    ...(options.subscribeToFeed && { subscribeToFeed: options.subscribeToFeed }),
  });

  const syncNow = () =>
    new Promise<void>((resolve) => {
      waiters.push(resolve);
      if (!loop) leadership.takeOver();
      else loop.request('manual');
    });
  useSyncStore.setState({
    syncWithCloud: syncNow,
  });

  return {
    syncNow,
    stop: () => {
      stopFollowing();
      watchdog.stop();
      stopTriggers();
      leadership.withdraw();
      channel.close();
      useSyncStore.setState(useSyncStore.getInitialState());
      for (const resolve of waiters) resolve();
      waiters = [];
    },
  };
};
