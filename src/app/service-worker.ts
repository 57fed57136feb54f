/// <reference lib="webworker" />
import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { SYNC_TAG } from '../sync/triggers.ts';
import type { PrecacheEntry } from './precache/entries.ts';
import { createVerifiedPrecache, holdsBrokenCode } from './precache/verified-precache.ts';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: readonly PrecacheEntry[] };

/** The event of Background Sync, which TypeScript's library lacks. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

const { controller, repair } = createVerifiedPrecache(self.__WB_MANIFEST);

const install = async (event: ExtendableEvent): Promise<void> => {
  await controller.install(event);
  // The version in use cannot ask whether to update where its own code cannot run.
  if (await holdsBrokenCode()) await self.skipWaiting();
};
self.addEventListener('install', (event) => {
  event.waitUntil(install(event));
});
self.addEventListener('activate', (event) => {
  event.waitUntil(controller.activate(event));
});
cleanupOutdatedCaches();
registerRoute(new PrecacheRoute(controller));

// Every path of the app is the same cached page; the backend's paths are not.
registerRoute(
  new NavigationRoute(controller.createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/[^/]+\/v1(\/|$)/, /^\/_system(\/|$)/, /^\/healthz$/],
  }),
);

// The first visit works offline at once. A newer version waits until the person accepts it.
clientsClaim();

self.addEventListener('message', ({ data, ports }: ExtendableMessageEvent) => {
  const type = (data as { type?: unknown } | null)?.type;
  if (type === 'SKIP_WAITING') void self.skipWaiting();
  // From a page whose code did not start: index.html waits for the response, and loads once more.
  if (type === 'REPAIR') void repair().then((isRepaired) => ports[0]?.postMessage(isRepaired));
});

const requestClientSync = async (): Promise<void> => {
  const clients = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const client of clients) client.postMessage(SYNC_TAG);
};

self.addEventListener('sync' as 'message', (event) => {
  const sync = event as unknown as SyncEvent;
  if (sync.tag === SYNC_TAG) sync.waitUntil(requestClientSync());
});
