import type { SentReport } from '../contract/report.ts';
import { type Environment, systemEnvironment } from '../store/clock.ts';
import type { CadenceDatabase } from '../store/database.ts';
import { drain } from './drain.ts';
import { standForLeader } from './leader.ts';
import { type LoopState, type Reason, SyncLoop } from './loop.ts';
import { type Progress, type Scheduler, systemScheduler, type Transport } from './ports.ts';
import { reportDrain } from './reporting.ts';
import { makeRollout } from './rollout.ts';
import { followStanding } from './standing.ts';
import { statusOfFailure, useSyncStore } from './status.ts';
import { listenForTriggers } from './triggers.ts';
import { startWatchdog } from './watchdog.ts';

/** A drain that moves fewer rows than this says nothing of its progress. */
const WORTH_SHOWING = 200;

/** What tabs of one person tell each other. */
type TabMessage = { is: 'wanted'; reason: Reason } | { is: 'state'; state: LoopState; progress: Progress | null };

export interface SyncOptions {
  db: CadenceDatabase;
  transport: Transport;
  appVersion: string;
  environment?: Environment;
  scheduler?: Scheduler;
  /** Calls back when the cloud has news (law 10); returns how to stop listening. */
  doorbell?: (ring: () => void) => () => void;
  /** Asks the cloud which feature flags are on for this person. */
  askFlags?: () => Promise<Record<string, boolean>>;
  /** Tells the cloud how this device's drains went. */
  sendReports?: (device: string, reports: SentReport[]) => Promise<void>;
}

export interface SyncService {
  /** Syncs now; resolves when the sync has ended, well or not. */
  syncNow: () => Promise<void>;
  stop: () => void;
}

/**
 * Keeps a person's database and the cloud alike for as long as it runs, in every tab: one of them leads
 * and syncs, all of them show the same state. The seed's ProgramOfWorkSyncService is this service.
 */
export const startSync = (options: SyncOptions): SyncService => {
  const { db, transport, appVersion, environment = systemEnvironment, scheduler = systemScheduler } = options;
  const channel = new BroadcastChannel(`cadence-sync-${db.userId}`);
  let loop: SyncLoop | null = null;
  let progress: Progress | null = null;
  let waiters: (() => void)[] = [];

  const show = (state: LoopState) => {
    const failure = state.is === 'waiting' ? state.failure : null;
    useSyncStore.setState({
      syncStatus: failure ? statusOfFailure(failure) : state.is === 'running' ? 'syncing' : 'idle',
      syncError: failure,
      progress: state.is === 'running' && progress && progress.total >= WORTH_SHOWING ? progress : null,
    });
    if (state.is === 'running') return;
    const done = waiters;
    waiters = [];
    for (const resolve of done) resolve();
  };

  const tell = (state: LoopState) => {
    if (state.is !== 'running') progress = null;
    show(state);
    channel.postMessage({ is: 'state', state, progress } satisfies TabMessage);
  };

  const want = (reason: Reason) => {
    if (loop) loop.request(reason);
    else channel.postMessage({ is: 'wanted', reason } satisfies TabMessage);
  };

  const mayDrain = makeRollout({ db, askFlags: options.askFlags, now: environment.now });
  const drainOver = (way: Transport) =>
    drain({
      db,
      transport: way,
      environment,
      appVersion,
      onProgress: (moved) => {
        progress = moved;
        if (moved.total >= WORTH_SHOWING) tell({ is: 'running' });
      },
    });
  const run = async () => {
    if (!(await mayDrain())) return;
    const { sendReports } = options;
    if (sendReports) await reportDrain({ db, transport, environment, appVersion, sendReports }, drainOver);
    else await drainOver(transport);
  };

  const startLoop = () => {
    const started = new SyncLoop({ scheduler, onState: tell, run });
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

  const leadership = standForLeader(`cadence-sync-${db.userId}`, lead);

  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data.is === 'wanted') loop?.request(data.reason);
    else if (!loop) {
      progress = data.progress;
      show(data.state);
    }
  };

  const watchdog = startWatchdog({
    scheduler,
    now: environment.now,
    isCutOff: () => {
      const { syncStatus, isTurnedOff } = useSyncStore.getState();
      return syncStatus === 'offline' || isTurnedOff;
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
  const stopFollowing = followStanding({
    db,
    onGrown: () => {
      want('write');
    },
    onWaiting: watchdog.tell,
  });

  const triggers = listenForTriggers({
    want,
    takeOver: leadership.takeOver,
    ...(options.doorbell && { doorbell: options.doorbell }),
  });

  const syncNow = () =>
    new Promise<void>((resolve) => {
      waiters.push(resolve);
      if (!loop) leadership.takeOver();
      else loop.request('manual');
    });
  useSyncStore.setState({
    syncWithCloud: syncNow,
    markForSync: () => {
      want('write');
    },
  });

  return {
    syncNow,
    stop: () => {
      stopFollowing();
      watchdog.stop();
      triggers();
      leadership.withdraw();
      channel.close();
      useSyncStore.setState(useSyncStore.getInitialState());
      for (const resolve of waiters) resolve();
      waiters = [];
    },
  };
};
