import { createClient } from '@supabase/supabase-js';
import { publishableKey, requireSetting, secretKey, getSetting } from './environment.ts';
import { unauthorized } from './send-query.ts';

/** Milliseconds. */
const TIMEOUT_MS = 60_000;

const database = (key: string, token: string | null) =>
  createClient(requireSetting('SUPABASE_URL', getSetting('SUPABASE_URL')), key, {
    // Without a token, the key is sent as one.
    accessToken: () => Promise.resolve(token),
    // The client's own timeout ends with the headers, before the body.
    global: { fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }) },
  });

/** The project's API with the rights of one caller. */
export type Database = ReturnType<typeof database>;

/** The database with the caller's rights. @throws HttpError `unauthorized` without a token. */
export const userDatabase = (request: Request): Database => {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (token === undefined) throw unauthorized();
  return database(publishableKey(), token);
};

/** The database with the rights of the server, which bypasses RLS. Only after the request was verified by other means. */
export const serviceDatabase = (): Database => database(requireSetting('SUPABASE_SECRET_KEYS', secretKey()), null);
