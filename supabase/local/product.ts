import type { Backend } from './backend.ts';
import { compressResponse } from './compression.ts';
import type { RequestHandler } from './listener.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** The doors of a Supabase project, those that this one lacks among them, and the library's own. */
const NOT_THE_APP = /^\/(_system|[^/]+\/v1)(\/|$)/;
/** Bytes; a push may have 8 MB of changes. */
const LARGEST_BODY = 16_000_000;

export const isForBackend = (path: string): boolean => NOT_THE_APP.test(path) || path === '/healthz';

/** Answers what is for the backend: the API of a Supabase project, and `/healthz`. */
export const backendResponses =
  (backend: Backend): RequestHandler =>
  async (request) => {
    if (new URL(request.url).pathname === '/healthz') {
      return withHeaders(Response.json({ status: 'ok' }), { 'cache-control': 'no-store' });
    }
    const refused = refusalOfBody(request);
    if (refused) return withHeaders(refused, {});
    return withHeaders(await compressResponse(request, await backend.fetch(request)), { 'cache-control': 'no-store' });
  };

/** Answers everything that Cadence serves on one machine: the app and its backend on one origin. */
export const productResponses = (backend: Backend, client: RequestHandler): RequestHandler => {
  const responseBackend = backendResponses(backend);
  return async (request) =>
    isForBackend(new URL(request.url).pathname) ? responseBackend(request) : withHeaders(await client(request), {});
};

const refusalOfBody = (request: Request): Response | null => {
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_BODY) {
    return Response.json(
      { code: 'PT413', message: 'body_too_large', details: 'At most 16 MB a request.' },
      { status: 413 },
    );
  }
  if (request.headers.has('transfer-encoding')) {
    return Response.json({ code: 'PT411', message: 'length_required' }, { status: 411 });
  }
  return null;
};

const withHeaders = (response: Response, more: Record<string, string>): Response => {
  for (const [name, value] of Object.entries({ ...SECURITY_HEADERS, ...more })) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
};
