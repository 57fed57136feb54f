/**
 * The backend's address. A production build is configured with its Supabase project (`VITE_SUPABASE_URL` and
 * `VITE_SUPABASE_PUBLISHABLE_KEY`); any other build uses the origin that serves it, so that one build works on every
 * port and starts offline.
 */

/**
 * The publishable key of every local backend. It grants nothing by itself, since RLS decides what a caller may do. The
 * secret key and the JWT secret are generated for each data folder.
 */
export const LOCAL_PUBLISHABLE_KEY = 'sb_publishable_cadence_local';

export interface RemoteConfig {
  /** Origin without a trailing slash. */
  url: string;
  publishableKey: string;
}

/** @throws in a build that is configured with a Supabase project and without its publishable key. */
export const remoteConfig = (): RemoteConfig => {
  const url = import.meta.env.VITE_SUPABASE_URL as string | undefined;
  if (!url) return { url: globalThis.location.origin, publishableKey: LOCAL_PUBLISHABLE_KEY };
  const publishableKey = import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY as string | undefined;
  if (!publishableKey) throw new Error('VITE_SUPABASE_URL is set, VITE_SUPABASE_PUBLISHABLE_KEY is not.');
  return { url: url.replace(/\/+$/, ''), publishableKey };
};
