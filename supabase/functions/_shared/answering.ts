import type * as z from 'zod';
import { Refusal } from './refusal.ts';

/** Characters; no request of these functions is longer than a few hundred. */
const LONGEST_BODY = 100_000;

/** A browser on the app's own origin asks before it sends; who may do what is decided by the token. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'authorization, x-client-info, apikey, content-type, x-retry-count',
  'access-control-max-age': '86400',
};

/** Answers POSTs with what `work` makes of them, as JSON, and every failure with `{code, message}`. */
export const answering =
  (work: (request: Request) => Promise<object>) =>
  async (request: Request): Promise<Response> => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: CORS });
    try {
      if (request.method !== 'POST') throw new Refusal(405, 'method_not_allowed', 'This takes a POST.');
      return Response.json(await work(request), { headers: CORS });
    } catch (fault) {
      const { status, code, message } = fault instanceof Refusal ? fault : unforeseen(fault);
      return Response.json(
        { code, message },
        { status, headers: { ...CORS, ...(status === 405 && { allow: 'POST' }) } },
      );
    }
  };

/** The words of a fault nobody foresaw are for the log, not for the caller. */
const unforeseen = (fault: unknown): Refusal => {
  console.error(fault);
  return new Refusal(500, 'internal', 'The server could not do this. Try again later.');
};

/** @throws Refusal when the body is too long. */
export const textOf = async (request: Request): Promise<string> => {
  const text = await request.text();
  if (text.length > LONGEST_BODY) throw new Refusal(413, 'body_too_large', 'The request is too long.');
  return text;
};

/** @throws Refusal `malformed_request` when `text` is not JSON of that shape. */
export const readJson = <T>(shape: z.ZodType<T>, text: string): T => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'malformed_request', 'The body must be JSON.');
  }
  const read = shape.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw new Refusal(400, 'malformed_request', `${place}${issue?.message ?? 'This cannot be read.'}`);
};
