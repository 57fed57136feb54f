import { remoteConfig } from './config.ts';

const PROBE_TIMEOUT_MS = 4_000;

/**
 * Whether there is no connection. `navigator.onLine` alone is only a hint: behind some VPNs, virtual adapters and proxies
 * it is false on a network that works. Where it is false, one request without content decides: without a network it
 * fails at once. One that is only slow says nothing, and leaves it to the request that follows. Never rejects.
 */
export const isOffline = async (): Promise<boolean> => !navigator.onLine && !(await mayReachServer());

const mayReachServer = (): Promise<boolean> =>
  fetch(`${remoteConfig().url}/auth/v1/health`, {
    method: 'HEAD',
    // Any response shows that there is a network.
    mode: 'no-cors',
    cache: 'no-store',
    signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
  }).then(
    () => true,
    (error: unknown) => error instanceof DOMException && error.name === 'TimeoutError',
  );
