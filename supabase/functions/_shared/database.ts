import * as z from 'zod';
import { publishableKey, requireSetting, secretKey, getSetting } from './environment.ts';
import { HttpError } from './http-error.ts';

/** Milliseconds. */
const TIMEOUT_MS = 60_000;

/** The project's API with the rights of one caller. Every failure is an HttpError; every response is validated. */
export interface Database {
  rpc: <T>(response: z.ZodType<T>, name: string, parameters: object) => Promise<T>;
  /** Reads rows from `/rest/v1/`; `path` is relative to it. */
  rows: <T>(row: z.ZodType<T>, path: string) => Promise<T[]>;
}

/** The database with the caller's rights. @throws HttpError `unauthorized` without a token. */
export const userDatabase = (request: Request): Database => {
  const authorization = request.headers.get('authorization') ?? '';
  if (!/^Bearer \S+$/i.test(authorization)) throw unauthorized();
  return database({ apikey: publishableKey(), authorization });
};

/** The database with the rights of the server, which bypasses RLS. Only after the request was verified by other means. */
export const serviceDatabase = (): Database => {
  const key = requireSetting('SUPABASE_SECRET_KEYS', secretKey());
  // The older keys are tokens themselves.
  return database({ apikey: key, ...(key.startsWith('eyJ') && { authorization: `Bearer ${key}` }) });
};

const database = (headers: Record<string, string>): Database => ({
  rpc: async (response, name, parameters) =>
    response.parse(await request(`rpc/${name}`, { method: 'POST', body: JSON.stringify(parameters) }, headers)),
  rows: async (row, path) => z.array(row).parse(await request(path, {}, headers)),
});

const request = async (path: string, init: RequestInit, headers: Record<string, string>): Promise<unknown> => {
  const { status, text } = await send(path, init, headers);
  if (status >= 400) throw errorOf(status, text);
  return text === '' ? null : JSON.parse(text);
};

const send = async (path: string, init: RequestInit, headers: Record<string, string>) => {
  try {
    const response = await fetch(`${requireSetting('SUPABASE_URL', getSetting('SUPABASE_URL'))}/rest/v1/${path}`, {
      ...init,
      headers: { ...headers, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    console.error('the database did not answer:', error instanceof Error ? error.message : error);
    throw unavailable();
  }
};

const problem = z.object({ code: z.string(), message: z.string(), details: z.string().nullish() });

/** The database functions raise `PT4xx` with an error code as message and a sentence as detail. */
const errorOf = (status: number, text: string): HttpError => {
  if (status >= 500 || status === 408 || status === 429) {
    console.error(`the database answered ${String(status)}: ${text.slice(0, 300)}`);
    return unavailable();
  }
  const told = problem.safeParse(parseJson(text)).data;
  if (told && /^PT4\d\d$/.test(told.code)) return new HttpError(status, told.message, told.details ?? told.message);
  if (status === 401) return unauthorized();
  if (status === 403) return new HttpError(403, 'forbidden', 'You may not do this.');
  // A value that violates a constraint is the caller's error; anything else, such as an unknown function, is ours.
  if (told && /^2[23]/.test(told.code)) return new HttpError(400, 'malformed_request', 'A value in it cannot be kept.');
  throw new Error(`the database answered ${String(status)}: ${text.slice(0, 300)}`);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const unauthorized = () => new HttpError(401, 'unauthorized', 'Sign in first.');
const unavailable = () => new HttpError(503, 'unavailable', 'The server cannot be reached just now. Try again.');
