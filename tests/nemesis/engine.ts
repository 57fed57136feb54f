import { TransportFailure } from '../../src/contract/transport-failure.ts';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import { createTransport } from '../../src/api/sync-transport.ts';
import type { CadenceDatabase } from '../../src/store/database.ts';
import { runSyncCycle } from '../../src/sync/cycle.ts';
import { SyncLoop } from '../../src/sync/loop.ts';
import { type Scheduler, systemScheduler } from '../../src/sync/ports.ts';
import type { Power } from '../fixtures/simulation/power.ts';
import type { Random } from '../fixtures/simulation/random.ts';

/** Short, so that a client is not held by one lost answer for a whole round. */
const TIMEOUT_MS = 4_000;

/** Requests that were sent, and those of them that were answered. */
export interface Calls {
  push: number;
  pull: number;
  answered: number;
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
  /** Called whenever a sync has ended, well or not. */
  onRest: () => void;
  onViolation: (what: string) => void;
}

/** The engine as a tab runs it, on a device that may sleep and lose its power. */
export const startEngine = (options: EngineOptions): SyncLoop => {
  const { db, power, random, awake } = options;
  const transport = createTransport({
    url: options.url,
    publishableKey: LOCAL_PUBLISHABLE_KEY,
    accessToken: options.accessToken,
    timeoutMs: TIMEOUT_MS,
    fetch: (url, init) => send(options, url, init),
  });
  const context = { db, transport, environment: db.environment, appVersion: 'nemesis', onProgress: () => undefined };
  const loop = new SyncLoop({
    scheduler: schedulerOf(random, awake),
    onState: ({ is }) => {
      if (is !== 'running') options.onRest();
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

/** The server's own refusal of a whole request would mean that the two do not understand each other. */
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
  if (response.ok) calls.answered += 1;
  return new Response(text, { status: response.status, headers: response.headers });
};
