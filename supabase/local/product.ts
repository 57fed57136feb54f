import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { Backend } from './backend.ts';
import type { RequestHandler } from './listener.ts';
import { securityHeaders } from './security-headers.ts';

/** The paths of a Supabase project's APIs, those that this one lacks included, and the library's own. */
const NOT_THE_APP = /^\/(_system|[^/]+\/v1)(\/|$)/;
/** Bytes; a push may have 8 MB of changes. */
const LARGEST_BODY = 16_000_000;

export const isForBackend = (path: string): boolean => NOT_THE_APP.test(path) || path === '/healthz';

/** Serves the backend: the APIs of a Supabase project, and `/healthz`. */
export const backendHandler = (backend: Backend): RequestHandler => {
  const app = new Hono();
  app.use(securityHeaders, compress({ encoding: 'gzip' }));
  app.use(async (context, next) => {
    await next();
    if (!context.res.headers.has('Cache-Control')) context.header('Cache-Control', 'no-store');
  });
  app.all('/healthz', (context) => context.json({ status: 'ok' }));
  app.all('*', ({ req: { raw } }) => refusalOfBody(raw) ?? backend.fetch(raw));
  return (request) => app.fetch(request);
};

/** Serves all of Cadence on one machine: the app and its backend on one origin. */
export const productHandler = (backend: Backend, client: RequestHandler): RequestHandler => {
  const handleBackend = backendHandler(backend);
  return (request) => (isForBackend(new URL(request.url).pathname) ? handleBackend(request) : client(request));
};

/** Before a byte of it is read, unlike Hono's `bodyLimit`, which reads what has no length. */
const refusalOfBody = ({ headers }: Request): Response | null => {
  if (Number(headers.get('content-length') ?? 0) > LARGEST_BODY) {
    return Response.json(
      { code: 'PT413', message: 'body_too_large', details: 'At most 16 MB a request.' },
      { status: 413 },
    );
  }
  if (headers.has('transfer-encoding')) {
    return Response.json({ code: 'PT411', message: 'length_required' }, { status: 411 });
  }
  return null;
};
