import { createClient } from '@supabase/supabase-js';
import * as z from 'zod';
import { bearerToken } from './bearer-token.ts';
import { publishableKey, requireSetting, secretKey, getSetting } from './environment.ts';
import { HttpError } from './http-error.ts';

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
  const token = bearerToken(request);
  if (token === null) throw unauthorized();
  return database(publishableKey(), token);
};

/** The database with the rights of the server, which bypasses RLS. Only after the request was verified by other means. */
export const serviceDatabase = (): Database => database(requireSetting('SUPABASE_SECRET_KEYS', secretKey()), null);

/** A query of supabase-js. */
interface Query {
  retry: (enabled: boolean) => PromiseLike<{ data: unknown; error: unknown; status: number }>;
}

/** Sends `query` once, since `withRetry` decides what is repeated, and validates the response. @throws HttpError if refused or unavailable. */
export const send = async <T>(response: z.ZodType<T>, query: Query): Promise<T> => {
  const { data, error, status } = await query.retry(false);
  if (error !== null || status >= 400) throw errorOf(status, error);
  return response.parse(data);
};

const problem = z.object({ code: z.string(), message: z.string(), details: z.string().nullish() });

/** The database functions raise `PT4xx` with an error code as message and a sentence as detail. */
const errorOf = (status: number, error: unknown): Error => {
  const text = `${String(status)}: ${JSON.stringify(error).slice(0, 300)}`;
  // Status 0: there was no response, or not in time.
  if (status === 0 || status >= 500 || status === 408 || status === 429) {
    console.error(`the database responded ${text}`);
    return new HttpError(503, 'unavailable', 'The server cannot be reached just now. Try again.');
  }
  const raised = problem.safeParse(error).data;
  if (raised && /^PT4\d\d$/.test(raised.code))
    return new HttpError(status, raised.message, raised.details ?? raised.message);
  if (status === 401) return unauthorized();
  if (status === 403) return new HttpError(403, 'forbidden', 'You may not do this.');
  // A value that violates a constraint is the caller's error; anything else, such as an unknown function, is ours.
  if (raised && /^2[23]/.test(raised.code))
    return new HttpError(400, 'malformed_request', 'A value in it cannot be kept.');
  return new Error(`the database responded ${text}`);
};

const unauthorized = () => new HttpError(401, 'unauthorized', 'Sign in first.');
