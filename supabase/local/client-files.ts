import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import { cacheControl, contentSecurityPolicy, responseWithoutFile } from '../../src/app/build/hosting/rules.ts';
import type { RequestHandler } from './listener.ts';
import { sendHeaders, securityHeaders } from './security-headers.ts';

/**
 * Responds with the files of a built client, by the rules of every host. A path that is no file gets the app's page, with
 * 404 where the app has no such path; one that looks like a file, or is among the hashed assets, gets 404 alone. What
 * starts with a dot is not served.
 */
export const clientFiles = (directory: string): RequestHandler => {
  const page = join(directory, 'index.html');
  if (!existsSync(page)) throw new Error(`There is no index.html in ${directory}.`);
  // The build leaves compressed copies of assets, brotli among them, which `compress` does not have.
  const file = serveStatic({ root: directory, precompressed: true });
  const sendPage = serveStatic({ root: directory, path: 'index.html' });

  const app = new Hono();
  app.use(
    securityHeaders,
    sendHeaders(() => ({ 'Content-Security-Policy': contentSecurityPolicy(readFileSync(page, 'utf8')) })),
    compress({ encoding: 'gzip' }),
    etag(),
  );
  app.use(async (context, next) => {
    await next();
    context.header('Cache-Control', context.res.ok ? cacheControl(context.req.path) : 'no-store');
  });
  app.get('/', sendPage);
  app.get('/index.html', sendPage);
  app.get('*', (context, next) => (/\/\./.test(context.req.path) ? next() : file(context, next)));
  app.get('*', async (context, next) => {
    const { path } = context.req;
    const kind = looksLikeFile(path) ? 'missing' : responseWithoutFile(path);
    if (kind === 'missing') return context.notFound();
    const response = await sendPage(context, next);
    return kind === 'page' || !response
      ? response
      : new Response(response.body, { status: 404, headers: response.headers });
  });
  app.all('*', (context) => context.text('Method not allowed', 405, { Allow: 'GET, HEAD' }));
  return (request) => app.fetch(request);
};

const looksLikeFile = (path: string): boolean => {
  try {
    return /\.[a-z0-9]{1,12}$/i.test(decodeURIComponent(path));
  } catch {
    return true;
  }
};
