import type * as z from 'zod';
import { HttpError } from './http-error.ts';

/** Characters; valid requests have a few hundred. */
const MAX_BODY_LENGTH = 100_000;

/** The app is served from another origin than the functions. The token decides what a caller may do. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'authorization, x-client-info, apikey, content-type, x-retry-count',
  'access-control-max-age': '86400',
};

/** A POST handler: responds with the JSON of what `work` returns, and to every failure with `{code, message}`. */
export const handler =
  (work: (request: Request) => Promise<object>) =>
  async (request: Request): Promise<Response> => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: CORS });
    try {
      if (request.method !== 'POST') throw new HttpError(405, 'method_not_allowed', 'This takes a POST.');
      return Response.json(await work(request), { headers: CORS });
    } catch (error) {
      const { status, code, message } = error instanceof HttpError ? error : internalError(error);
      return Response.json(
        { code, message },
        { status, headers: { ...CORS, ...(status === 405 && { allow: 'POST' }) } },
      );
    }
  };

/** The message of an unexpected error goes to the log, not to the caller. */
const internalError = (error: unknown): HttpError => {
  console.error(error);
  return new HttpError(500, 'internal', 'The server could not do this. Try again later.');
};

/** @throws HttpError when the body is too long. */
export const readText = async (request: Request): Promise<string> => {
  const text = await request.text();
  if (text.length > MAX_BODY_LENGTH) throw new HttpError(413, 'body_too_large', 'The request is too long.');
  return text;
};

/** @throws HttpError `malformed_request` when `text` is not JSON of that shape. */
export const readJson = <T>(shape: z.ZodType<T>, text: string): T => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new HttpError(400, 'malformed_request', 'The body must be JSON.');
  }
  const read = shape.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw new HttpError(400, 'malformed_request', `${place}${issue?.message ?? 'This cannot be read.'}`);
};
