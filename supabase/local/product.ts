import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { Backend } from './backend.ts';
import type { RequestHandler } from './listener.ts';
import { securityHeaders } from './security-headers.ts';

/**
 * The paths of a Supabase project's APIs, those that this one lacks included, the library's own, and those of the simulated
 * vendors and mail provider.
 */
const NOT_THE_APP = /^\/(_system|vendors|mail-provider|mailbox|[^/]+\/v1)(\/|$)/;
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
    // RFC 7694: requests may be compressed.
    context.header('Accept-Encoding', 'gzip');
  });
  app.all('/healthz', (context) => context.json({ status: 'ok' }));
  app.all('*', async ({ req: { raw } }) => {
    const request = refusalOfBody(raw) ?? (await decompressed(raw));
    return request instanceof Response ? request : backend.fetch(request);
  });
  return (request) => app.fetch(request);
};

/** Serves all of Cadence on one machine: the app and its backend on one origin. */
export const productHandler = (backend: Backend, client: RequestHandler): RequestHandler => {
  const handleBackend = backendHandler(backend);
  return (request) => (isForBackend(new URL(request.url).pathname) ? handleBackend(request) : client(request));
};

const bodyTooLarge = (): Response =>
  Response.json({ code: 'PT413', message: 'body_too_large', details: 'At most 16 MB a request.' }, { status: 413 });

/** Before a byte of it is read, unlike Hono's `bodyLimit`, which reads what has no length. */
const refusalOfBody = ({ headers }: Request): Response | null => {
  if (Number(headers.get('content-length') ?? 0) > LARGEST_BODY) {
    return bodyTooLarge();
  }
  if (headers.has('transfer-encoding')) {
    return Response.json({ code: 'PT411', message: 'length_required' }, { status: 411 });
  }
  return null;
};

const decompress = promisify(gunzip);

/** The request with its body as it was before it was compressed, or why that cannot be had. */
const decompressed = async (request: Request): Promise<Request | Response> => {
  const encoding = request.headers.get('content-encoding');
  if (encoding === null || encoding === 'identity') return request;
  if (encoding !== 'gzip') {
    return Response.json(
      { code: 'PT415', message: 'unsupported_encoding', details: 'gzip, or none.' },
      { status: 415 },
    );
  }
  const headers = new Headers(request.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  try {
    const body = await decompress(await request.arrayBuffer(), { maxOutputLength: LARGEST_BODY });
    return new Request(request.url, { method: request.method, headers, body: new Uint8Array(body) });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? bodyTooLarge()
      : Response.json(
          { code: 'PT400', message: 'malformed_request', details: 'The body is not gzip.' },
          { status: 400 },
        );
  }
};
