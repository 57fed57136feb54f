import type { SyncReason } from './loop.ts';

const INTERVAL_MS = 5 * 60_000;

/** The Background Sync tag, also the message that the service worker posts to the tabs. */
export const SYNC_TAG = 'cadence-sync';

interface TriggerOptions {
  requestSync: (reason: SyncReason) => void;
  takeOver: () => void;
  subscribeToFeed?: (onNotification: () => void) => () => void;
}

/** Requests sync cycles on all triggers (INV-10) except writes and start. Returns a function that stops it. */
export const listenForTriggers = ({ requestSync, takeOver, subscribeToFeed }: TriggerOptions): (() => void) => {
  const stopped = new AbortController();
  const { signal } = stopped;

  globalThis.addEventListener(
    'online',
    () => {
      requestSync('online');
    },
    { signal },
  );
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') {
        takeOver();
        requestSync('visible');
      } else {
        registerBackgroundSync();
      }
    },
    { signal },
  );
  const worker = globalThis.navigator.serviceWorker as ServiceWorkerContainer | undefined;
  worker?.addEventListener(
    'message',
    ({ data }: MessageEvent<unknown>) => {
      if (data === SYNC_TAG) requestSync('online');
    },
    { signal },
  );
  const timer = setInterval(() => {
    requestSync('interval');
  }, INTERVAL_MS);
  const unsubscribe = subscribeToFeed?.(() => {
    requestSync('realtime');
  });

  return () => {
    stopped.abort();
    clearInterval(timer);
    unsubscribe?.();
  };
};

/** With Background Sync, the browser wakes the service worker when there is a connection again. */
const registerBackgroundSync = (): void => {
  const worker = globalThis.navigator.serviceWorker as ServiceWorkerContainer | undefined;
  void worker?.ready
    .then((registration) => {
      const { sync } = registration as { sync?: { register: (tag: string) => Promise<void> } };
      return sync?.register(SYNC_TAG);
    })
    // Where the browser refuses, the other triggers suffice.
    .catch(() => undefined);
};
