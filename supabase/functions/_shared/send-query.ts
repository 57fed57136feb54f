import * as z from 'zod';
import { HttpError } from './http-error.ts';

/** A query of supabase-js. */
interface Query {
  retry: (enabled: boolean) => PromiseLike<{ data: unknown; error: unknown; status: number }>;
}

/**
 * Postgres ended the transaction because of others that ran at the same time: a deadlock, or a conflict of serializable ones.
 * It has done nothing, and may succeed when it is sent again, as in src/api/request.ts.
 */
const ROLLED_BACK = new Set(['40P01', '40001']);

const MAX_REPEATS = 2;

/**
 * Sends `query`, again only where its transaction was rolled back, since `withRetry` decides what else is repeated, and
 * validates the response.
 * @throws HttpError if refused or unavailable.
 */
export const send = async <T>(response: z.ZodType<T>, query: Query): Promise<T> => {
  for (let repeats = 0; ; repeats += 1) {
    const { data, error, status } = await query.retry(false);
    if (error === null && status < 400) return response.parse(data);
    const { code = '' } = problem.safeParse(error).data ?? {};
    if (!ROLLED_BACK.has(code) || repeats === MAX_REPEATS) throw errorOf(status, error);
  }
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

export const unauthorized = () => new HttpError(401, 'unauthorized', 'Sign in first.');
