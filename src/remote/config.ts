/**
 * Where the backend is. A build for production names its Supabase project (`VITE_SUPABASE_URL` and
 * `VITE_SUPABASE_PUBLISHABLE_KEY`); any other build talks to the origin that serves it, so that one
 * build works on every port and starts offline without asking anybody.
 */

/**
 * The publishable key of every backend that runs on one machine. It opens nothing by itself: what a
 * caller may do is decided by RLS. The secret key and the JWT secret are made anew in each data folder.
 */
export const LOCAL_PUBLISHABLE_KEY = 'sb_publishable_cadence_local';

export interface RemoteConfig {
  /** Origin, without a slash at its end. */
  url: string;
  publishableKey: string;
}

/** @throws in a build that names a Supabase project without its publishable key. */
export const remoteConfig = (): RemoteConfig => {
  const url = import.meta.env.VITE_SUPABASE_URL as string | undefined;
  if (!url) return { url: globalThis.location.origin, publishableKey: LOCAL_PUBLISHABLE_KEY };
  const publishableKey = import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY as string | undefined;
  if (!publishableKey) throw new Error('VITE_SUPABASE_URL is set, VITE_SUPABASE_PUBLISHABLE_KEY is not.');
  return { url: url.replace(/\/+$/, ''), publishableKey };
};
