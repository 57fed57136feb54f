import { cacheNames, copyResponse } from 'workbox-core';
import type { WorkboxPlugin } from 'workbox-core/types.js';
import { PrecacheController } from 'workbox-precaching';
import { hasIntegrity, isContentTypeOf, isResponseFor, type PrecacheEntry } from './entries.ts';

/**
 * The files of this build in the browser's cache. Only what the build made is stored: an installation that receives
 * anything else fails as a whole, and the earlier version stays. A stored file that is not what the build made counts
 * as missing and is fetched again.
 */
export interface VerifiedPrecache {
  controller: PrecacheController;
  /** Compares every stored file with the build and replaces those that differ. Resolves with whether all are right. */
  repair: () => Promise<boolean>;
}

export const createVerifiedPrecache = (entries: readonly PrecacheEntry[]): VerifiedPrecache => {
  const integrities = new Map(entries.map(({ url, integrity }) => [pathOf(url), integrity]));

  /** Past the browser's own cache, which may hold the same wrong response for a year. */
  const fetchAgain = async (url: string): Promise<Response | null> => {
    const integrity = integrities.get(pathOf(url));
    const cacheKey = controller.getCacheKeyForURL(url);
    if (integrity === undefined || cacheKey === undefined) return null;
    const response = await fetch(url, { integrity, cache: 'reload', credentials: 'same-origin' });
    if (!isResponseFor(pathOf(url), response)) return null;
    const storable = response.redirected ? await copyResponse(response) : response;
    await (await caches.open(cacheNames.precache)).put(cacheKey, storable.clone());
    return storable;
  };

  const isRight = async (path: string, stored: Response): Promise<boolean> =>
    isResponseFor(path, stored) && hasIntegrity(stored.clone(), integrities.get(path) ?? '');

  const verification: WorkboxPlugin = {
    // Reading the content of every response would delay each start of the app, and lose the browser's compiled code.
    cachedResponseWillBeUsed: async ({ request, cachedResponse, event }) => {
      const path = pathOf(request.url);
      if (!cachedResponse || !isContentTypeOf(path, cachedResponse.headers.get('content-type'))) return null;
      return event.type !== 'install' || (await isRight(path, cachedResponse)) ? cachedResponse : null;
    },
    cacheWillUpdate: ({ request, response }) =>
      Promise.resolve(isResponseFor(pathOf(request.url), response) ? response : null),
    handlerDidError: async ({ request }) => (await fetchAgain(request.url).catch(() => null)) ?? undefined,
  };
  const controller = new PrecacheController({ plugins: [verification] });
  controller.addToCacheList([...entries]);

  const repair = async (): Promise<boolean> => {
    const results = controller.getCachedURLs().map(async (url) => {
      const stored = await controller.matchPrecache(url);
      if (stored && (await isRight(pathOf(url), stored))) return true;
      return (await fetchAgain(url).catch(() => null)) !== null;
    });
    return (await Promise.all(results)).every(Boolean);
  };

  return { controller, repair };
};

/** Whether the cache holds code that cannot run, of this version or of an earlier one. */
export const holdsBrokenCode = async (): Promise<boolean> => {
  const cache = await caches.open(cacheNames.precache);
  const broken = (await cache.keys()).map(async (request) => {
    const stored = await cache.match(request);
    return stored !== undefined && !isContentTypeOf(pathOf(request.url), stored.headers.get('content-type'));
  });
  return (await Promise.all(broken)).some(Boolean);
};

const pathOf = (url: string): string => new URL(url, location.href).pathname;
