import type { Reason } from './loop.ts';

const INTERVAL_MS = 5 * 60_000;

/** The tag of Background Sync, and of the message by which the service worker passes it on. */
export const SYNC_TAG = 'cadence-sync';

interface TriggerOptions {
  want: (reason: Reason) => void;
  takeOver: () => void;
  doorbell?: (ring: () => void) => () => void;
}

/** Law 10: everything that can make a sync worth while, in this tab. Returns how to stop listening. */
export const listenForTriggers = ({ want, takeOver, doorbell }: TriggerOptions): (() => void) => {
  const stopped = new AbortController();
  const { signal } = stopped;

  globalThis.addEventListener(
    'online',
    () => {
      want('online');
    },
    { signal },
  );
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') {
        takeOver();
        want('visible');
      } else {
        askForBackgroundSync();
      }
    },
    { signal },
  );
  const worker = globalThis.navigator.serviceWorker as ServiceWorkerContainer | undefined;
  worker?.addEventListener(
    'message',
    ({ data }: MessageEvent<unknown>) => {
      if (data === SYNC_TAG) want('online');
    },
    { signal },
  );
  const timer = setInterval(() => {
    want('interval');
  }, INTERVAL_MS);
  const silence = doorbell?.(() => {
    want('doorbell');
  });

  return () => {
    stopped.abort();
    clearInterval(timer);
    silence?.();
  };
};

/** Where the browser has Background Sync, it wakes the service worker when there is a connection again. */
const askForBackgroundSync = (): void => {
  const worker = globalThis.navigator.serviceWorker as ServiceWorkerContainer | undefined;
  void worker?.ready
    .then((registration) => {
      const { sync } = registration as { sync?: { register: (tag: string) => Promise<void> } };
      return sync?.register(SYNC_TAG);
    })
    // It is a bonus: where the browser refuses, the other triggers do.
    .catch(() => undefined);
};
