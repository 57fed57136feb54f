import { createHash } from 'node:crypto';

/*
 * What every host of the app does: the local server, and those that netlify.toml, vercel.json and the file _headers
 * of the build configure. tests/local/hosting.test.ts serves the build by each of them.
 */

/** Sent with every response, those of the backend included. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-DNS-Prefetch-Control': 'off',
  'X-Download-Options': 'noopen',
  'X-Frame-Options': 'DENY',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'X-XSS-Protection': '0',
};

/** Of a host with HTTPS. The local server has none. */
export const HTTPS_HEADERS: Readonly<Record<string, string>> = { 'Strict-Transport-Security': 'max-age=31536000' };

/** The files in here have names that change with their content; what is missing in here is missing, and no page. */
export const ASSETS = '/assets/';
export const IMMUTABLE = 'public, max-age=31536000, immutable';
export const REVALIDATE = 'no-cache';

export const cacheControl = (path: string): string => (path.startsWith(ASSETS) ? IMMUTABLE : REVALIDATE);

/** The first segments of the app's paths. A path that begins otherwise gets the page as well, with status 404. */
export const PAGES = [
  'activity',
  'admin',
  'clients',
  'coaches',
  'cohorts',
  'confirm',
  'devices',
  'export',
  'forgot-password',
  'gallery',
  'goals',
  'history',
  'import',
  'invitation',
  'join',
  'leads',
  'log',
  'more',
  'my-programs',
  'needs-attention',
  'notices',
  'payments',
  'program',
  'programs',
  'reset-password',
  'search',
  'settings',
  'sign-in',
  'sign-up',
  'task',
  'today',
  'types',
  'week',
] as const;

/** How a host responds to a path that is no file: with the app's page, with that page and 404, or with 404 alone. */
export const responseWithoutFile = (path: string): 'page' | 'missing-page' | 'missing' => {
  if (path.startsWith(ASSETS)) return 'missing';
  const segment = path.split('/')[1] ?? '';
  return segment === '' || (PAGES as readonly string[]).includes(segment) ? 'page' : 'missing-page';
};

/**
 * What the page may load and where it may connect. Scripts come from this origin, and those in the page itself are named
 * by their digests. Styles may be inline: Mantine sets its variables that way.
 *
 * @param html the page.
 * @param connect origins besides its own that the app talks to.
 */
export const contentSecurityPolicy = (html: string, connect: readonly string[] = []): string =>
  Object.entries({
    'default-src': ["'self'"],
    'script-src': ["'self'", ...inlineScriptHashes(html)],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'", 'data:'],
    'connect-src': ["'self'", ...connect],
    'worker-src': ["'self'", 'blob:'],
    'manifest-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'self'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  })
    .map(([directive, values]) => `${directive} ${values.join(' ')}`)
    .join('; ');

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)([^>]*)>([\s\S]*?)<\/script>/g;

const inlineScriptHashes = (html: string): string[] =>
  [...html.matchAll(INLINE_SCRIPT)]
    .filter(([, attributes = '']) => !/type="application\/(ld\+)?json"/.test(attributes))
    .map(([, , script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);

/** The origins of a Supabase project for `connect-src`: HTTPS and the WebSocket of Realtime. */
export const projectOrigins = (projectUrl: string): string[] => {
  const { host } = new URL(projectUrl);
  return [`https://${host}`, `wss://${host}`];
};
