import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '../contract/database.types.ts';
import { remoteConfig } from './config.ts';
import { SESSION_KEY } from './session.ts';

/** The Supabase client with the generated types of this database. */
export type CloudClient = SupabaseClient<Database>;

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

const open = async (): Promise<CloudClient> => {
  const { createClient } = await import('@supabase/supabase-js');
  const { url, publishableKey } = remoteConfig();
  return createClient<Database>(url, publishableKey, {
    auth: {
      storageKey: SESSION_KEY,
      persistSession: true,
      autoRefreshToken: true,
      detectSessionInUrl: true,
      // Mailed links may open on another device: with the implicit flow the link itself contains the token.
      flowType: 'implicit',
    },
  });
};
