import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import type { RequestHandler } from './listener.ts';
import { pageSecurityHeaders, securityHeaders } from './security-headers.ts';

/** File names in here carry a hash of their content. */
const HASHED = /^\/assets\//;

/**
 * Responds with the files of a built client. A path that is no file is a route of the app and gets its page; one that
 * looks like a file, or is among the hashed assets, gets 404. What starts with a dot is not served.
 */
export const clientFiles = (directory: string): RequestHandler => {
  const page = join(directory, 'index.html');
  if (!existsSync(page)) throw new Error(`There is no index.html in ${directory}.`);
  // The build leaves compressed copies of assets, brotli among them, which `compress` does not have.
  const file = serveStatic({ root: directory, precompressed: true });
  const sendPage = [
    pageSecurityHeaders(() => readFileSync(page, 'utf8')),
    serveStatic({ root: directory, path: 'index.html' }),
  ] as const;

  const app = new Hono();
  app.use(securityHeaders, compress({ encoding: 'gzip' }), etag());
  app.use(async (context, next) => {
    await next();
    context.header('Cache-Control', context.res.ok ? cacheControl(context.req.path) : 'no-store');
  });
  app.get('/', ...sendPage);
  app.get('/index.html', ...sendPage);
  app.get('*', (context, next) => (/\/\./.test(context.req.path) ? next() : file(context, next)));
  app.get('*', (context, next) => (isRoute(context.req.path) ? next() : context.notFound()), ...sendPage);
  app.all('*', (context) => context.text('Method not allowed', 405, { Allow: 'GET, HEAD' }));
  return (request) => app.fetch(request);
};

const cacheControl = (path: string): string => (HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');

const isRoute = (path: string): boolean => {
  try {
    return !HASHED.test(path) && !/\.[a-z0-9]{1,12}$/i.test(decodeURIComponent(path));
  } catch {
    return false;
  }
};
