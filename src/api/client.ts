import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '../contract/database.types.ts';
import { parseAccessToken } from './access-token.ts';
import { remoteConfig } from './config.ts';
import { learnFromResponse, learnServerTime } from './server-clock.ts';
import { SESSION_KEY } from './session.ts';
import { createSessionLock } from './session-lock.ts';
import { memoryStorage, sessionStorageOn } from './session-storage.ts';

/** Ends what supabase-js does with the session: its requests, and its waiting for the lock. */
let sessionWork = new AbortController();

/**
 * Ends whatever supabase-js is doing with the session and has not come to an end: it would change the session that the
 * next person begins, and keep them waiting until then.
 */
export const cancelSessionWork = (): void => {
  sessionWork.abort();
  sessionWork = new AbortController();
};

/** The Supabase client with the generated types of this database. */
export type CloudClient = SupabaseClient<Database>;

/** The longest wait for another tab that refreshes the session: longer than a refresh takes on a slow line. */
const SESSION_LOCK_TIMEOUT_MS = 15_000;

let client: Promise<CloudClient> | null = null;

/**
 * This tab's Supabase client, created at the first call. Its code is loaded then, so that it does not delay the first
 * paint. Rejects where the code cannot be loaded; the next call tries again.
 */
export const supabase = (): Promise<CloudClient> => {
  client ??= open().catch((reason: unknown) => {
    client = null;
    throw reason;
  });
  return client;
};

const open = async (): Promise<CloudClient> => createCloudClient(sessionStorageOn(localStorage), SESSION_KEY, true);

/**
 * A client of its own for one mailed link: what the link signs in stays in memory and replaces no session.
 * @throws where its code cannot be loaded.
 */
export const openLinkClient = (): Promise<CloudClient> =>
  createCloudClient(sessionStorageOn(memoryStorage()), `cadence.mailed-link.${crypto.randomUUID()}`, false);

const createCloudClient = async (
  storage: ReturnType<typeof memoryStorage>,
  storageKey: string,
  autoRefreshToken: boolean,
): Promise<CloudClient> => {
  const { createClient, NavigatorLockAcquireTimeoutError } = await import('@supabase/supabase-js');
  const { url, publishableKey } = remoteConfig();
  return createClient<Database>(url, publishableKey, {
    auth: {
      storage,
      storageKey,
      persistSession: true,
      autoRefreshToken,
      // What is in an address never signs anybody in: see mailed-link.ts.
      detectSessionInUrl: false,
      // Without a lock, two tabs refresh at once, and supabase-js discards what one of them gets. Version 3 has no lock.
      /* eslint-disable @typescript-eslint/no-deprecated */
      lock: createSessionLock(
        (message) => new NavigatorLockAcquireTimeoutError(message),
        () => sessionWork.signal,
      ),
      lockAcquireTimeout: SESSION_LOCK_TIMEOUT_MS,
      /* eslint-enable @typescript-eslint/no-deprecated */
    },
    global: { fetch: fetchAndLearnTime },
  });
};

/** `fetch`, which also learns the server's time from each response, and ends where the session's work is cancelled. */
const fetchAndLearnTime: typeof fetch = async (input, init) => {
  const sentAt = Date.now();
  const response = await fetch(input, isOfSession(input) ? { ...init, signal: sessionWork.signal } : init);
  if (!learnFromResponse(response, sentAt)) await learnFromNewToken(response, sentAt);
  return response;
};

/** supabase-js gives these requests no signal of its own. */
const isOfSession = (input: RequestInfo | URL): boolean =>
  /\/auth\/v1\/(?:token|logout)\b/.test(input instanceof Request ? input.url : String(input));

/** Supabase's auth server shows its `Date` header to no other origin, but a token says when it was issued. */
const learnFromNewToken = async (response: Response, sentAt: number): Promise<void> => {
  if (!response.ok || !/\/auth\/v1\/(token|signup|verify)\b/.test(response.url)) return;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const token = typeof body === 'object' && body !== null && 'access_token' in body ? body.access_token : null;
  const issuedAt = parseAccessToken(token)?.iat;
  if (issuedAt !== undefined) learnServerTime(issuedAt * 1_000 + 500, sentAt);
};
