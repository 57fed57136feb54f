import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '../contract/database.types.ts';
import { remoteConfig } from './config.ts';
import { SESSION_KEY } from './session.ts';

export type CloudClient = SupabaseClient<Database>;

let client: Promise<CloudClient> | null = null;

/**
 * The one Supabase client of this tab. Its code is fetched at the first call, never before first
 * paint. Rejects where the code cannot be fetched; the next call tries again.
 */
export const supabase = (): Promise<CloudClient> => {
  client ??= open().catch((reason: unknown) => {
    client = null;
    throw reason;
  });
  return client;
};

const open = async (): Promise<CloudClient> => {
  const { createClient } = await import('@supabase/supabase-js');
  const { url, publishableKey } = remoteConfig();
  return createClient<Database>(url, publishableKey, {
    auth: {
      storageKey: SESSION_KEY,
      persistSession: true,
      autoRefreshToken: true,
      detectSessionInUrl: true,
      // A mailed link opens on whichever device reads the mail, so its token stands in the link itself.
      flowType: 'implicit',
    },
  });
};
