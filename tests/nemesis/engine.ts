import { TransportFailure } from '../../src/contract/transport-failure.ts';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import { createTransport } from '../../src/api/sync-transport.ts';
import type { CadenceDatabase } from '../../src/store/database.ts';
import { runSyncCycle } from '../../src/sync/cycle.ts';
import { SyncLoop } from '../../src/sync/loop.ts';
import { type Scheduler, systemScheduler } from '../../src/sync/ports.ts';
import { createTransferLimits } from '../../src/sync/transfer-limit.ts';
import type { Power } from '../fixtures/simulation/power.ts';
import type { Random } from '../fixtures/simulation/random.ts';

/** Short, so that one lost response does not block a client for a whole round. */
const TIMEOUT_MS = 4_000;

/** Requests that were sent, and successful responses. */
export interface Calls {
  push: number;
  pull: number;
  responses: number;
}

interface EngineOptions {
  db: CadenceDatabase;
  power: Power;
  url: string;
  random: Random;
  calls: Calls;
  accessToken: (renew: boolean) => Promise<string>;
  /** Resolves when the device does not sleep. */
  awake: () => Promise<void>;
  /** Called whenever a sync has ended, also when it failed. */
  onCycleEnd: () => void;
  onViolation: (what: string) => void;
}

/** The engine as a tab runs it, on a device that may sleep and crash. */
export const startEngine = (options: EngineOptions): SyncLoop => {
  const { db, power, random, awake } = options;
  const transport = createTransport({
    url: options.url,
    publishableKey: LOCAL_PUBLISHABLE_KEY,
    accessToken: options.accessToken,
    timeoutMs: TIMEOUT_MS,
    fetch: (url, init) => send(options, url, init),
  });
  const context = {
    db,
    transport,
    environment: db.environment,
    appVersion: 'nemesis',
    transferLimits: createTransferLimits(),
    onProgress: () => undefined,
  };
  const loop = new SyncLoop({
    scheduler: schedulerOf(random, awake),
    onState: ({ is }) => {
      if (is !== 'running') options.onCycleEnd();
    },
    run: async () => {
      try {
        await runSyncCycle(context);
      } catch (error) {
        if (!power.isOn) loop.stop();
        else if (!isOfTheNetwork(error)) options.onViolation(`a sync failed with ${String(error)}`);
        throw error;
      }
    },
  });
  return loop;
};

/** A request that the server rejects as a whole is a violation of the protocol. */
const isOfTheNetwork = (error: unknown): boolean =>
  error instanceof TransportFailure && error.code !== 'rejected' && error.code !== 'outdated';

/** Real time, as far as the device is awake. */
const schedulerOf = (random: Random, awake: () => Promise<void>): Scheduler => ({
  after: (ms, callback) => {
    let isOff = false;
    const cancel = systemScheduler.after(ms, () => {
      void awake().then(() => {
        if (!isOff) callback();
      });
    });
    return () => {
      isOff = true;
      cancel();
    };
  },
  random: () => random.next(),
});

const send = async ({ power, calls, awake }: EngineOptions, url: string, init: RequestInit): Promise<Response> => {
  power.pass();
  calls[url.endsWith('sync_push') ? 'push' : 'pull'] += 1;
  const response = await fetch(url, init);
  const text = await response.text();
  await awake();
  power.pass();
  if (response.ok) calls.responses += 1;
  return new Response(text, { status: response.status, headers: response.headers });
};
