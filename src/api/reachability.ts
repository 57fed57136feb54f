import { remoteConfig } from './config.ts';

const PROBE_TIMEOUT_MS = 4_000;

/**
 * Whether there is no connection. `navigator.onLine` alone is only a hint: behind some VPNs, virtual adapters and proxies
 * it is false on a network that works. Where it is false, one request without content decides; without a network
 * that fails at once. Never rejects.
 */
export const isOffline = async (): Promise<boolean> => !navigator.onLine && !(await canReachServer());

const canReachServer = (): Promise<boolean> =>
  fetch(`${remoteConfig().url}/auth/v1/health`, {
    method: 'HEAD',
    // Any response shows that there is a network.
    mode: 'no-cors',
    cache: 'no-store',
    signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
  }).then(
    () => true,
    () => false,
  );
