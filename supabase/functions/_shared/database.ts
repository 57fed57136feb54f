import * as z from 'zod';
import { publishableKey, required, secretKey, setting } from './environment.ts';
import { Refusal } from './refusal.ts';

/** A call that takes longer hangs. */
const PATIENCE_MS = 60_000;

/** The project's API as one caller sees it. Every failure is a Refusal; no answer is trusted unread. */
export interface Database {
  rpc: <T>(answer: z.ZodType<T>, name: string, parameters: object) => Promise<T>;
  /** Asks `/rest/v1/…` for rows; `path` begins behind it. */
  rows: <T>(row: z.ZodType<T>, path: string) => Promise<T[]>;
}

/** What the caller may do, and nothing else. @throws Refusal `unauthorized` where no token came along. */
export const databaseOf = (request: Request): Database => {
  const authorization = request.headers.get('authorization') ?? '';
  if (!/^Bearer \S+$/i.test(authorization)) throw unauthorized();
  return database({ apikey: publishableKey(), authorization });
};

/** What the server itself may do: everything. Only after something else than a token has been checked. */
export const serviceDatabase = (): Database => {
  const key = required('SUPABASE_SECRET_KEYS', secretKey());
  // The older keys are tokens themselves.
  return database({ apikey: key, ...(key.startsWith('eyJ') && { authorization: `Bearer ${key}` }) });
};

const database = (headers: Record<string, string>): Database => ({
  rpc: async (answer, name, parameters) =>
    answer.parse(await ask(`rpc/${name}`, { method: 'POST', body: JSON.stringify(parameters) }, headers)),
  rows: async (row, path) => z.array(row).parse(await ask(path, {}, headers)),
});

const ask = async (path: string, init: RequestInit, headers: Record<string, string>): Promise<unknown> => {
  const { status, text } = await send(path, init, headers);
  if (status >= 400) throw refusalOf(status, text);
  return text === '' ? null : JSON.parse(text);
};

const send = async (path: string, init: RequestInit, headers: Record<string, string>) => {
  try {
    const response = await fetch(`${required('SUPABASE_URL', setting('SUPABASE_URL'))}/rest/v1/${path}`, {
      ...init,
      headers: { ...headers, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: response.status, text: await response.text() };
  } catch (fault) {
    console.error('the database did not answer:', fault instanceof Error ? fault.message : fault);
    throw unavailable();
  }
};

const problem = z.object({ code: z.string(), message: z.string(), details: z.string().nullish() });

/** The migrations raise `PT4xx` with a code as message and a sentence as detail. */
const refusalOf = (status: number, text: string): Refusal => {
  if (status >= 500 || status === 408 || status === 429) {
    console.error(`the database answered ${String(status)}: ${text.slice(0, 300)}`);
    return unavailable();
  }
  const told = problem.safeParse(parsed(text)).data;
  if (told && /^PT4\d\d$/.test(told.code)) return new Refusal(status, told.message, told.details ?? told.message);
  if (status === 401) return unauthorized();
  if (status === 403) return new Refusal(403, 'forbidden', 'You may not do this.');
  // Postgres names what broke which of its rules; a function it does not have is our fault, not the caller's.
  if (told && /^2[23]/.test(told.code)) return new Refusal(400, 'malformed_request', 'A value in it cannot be kept.');
  throw new Error(`the database answered ${String(status)}: ${text.slice(0, 300)}`);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const unauthorized = () => new Refusal(401, 'unauthorized', 'Sign in first.');
const unavailable = () => new Refusal(503, 'unavailable', 'The server cannot be reached just now. Try again.');
