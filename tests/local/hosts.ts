import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { clientFiles } from '../../supabase/local/client-files.ts';

/* What each host does with the built client and the configuration for it, as its documentation says. */

export interface HostResponse {
  status: number;
  /** By their names in lower case. */
  headers: ReadonlyMap<string, string>;
  body: string;
}

/** Responds to a GET of a path. */
export type Host = (path: string) => Promise<HostResponse>;

const DIST = 'dist';
const TYPES: Record<string, string> = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  woff2: 'font/woff2',
  svg: 'image/svg+xml',
  png: 'image/png',
  webmanifest: 'application/manifest+json',
};

interface File {
  path: string;
  body: string;
}

const fileAt = (path: string): File | null => {
  const name = path === '/' ? '/index.html' : path;
  const full = join(DIST, decodeURIComponent(name));
  return existsSync(full) && statSync(full).isFile() ? { path: name, body: readFileSync(full, 'utf8') } : null;
};

const existingFile = (path: string): File => {
  const file = fileAt(path);
  if (!file) throw new Error(`there is no ${path} in ${DIST}`);
  return file;
};

const respond = (file: File, status: number, headers: Iterable<readonly [string, string]>): HostResponse => ({
  status,
  headers: new Map([['content-type', TYPES[file.path.split('.').at(-1) ?? ''] ?? 'text/plain'], ...headers]),
  body: file.body,
});

/** What both hosts that read the file `_headers` send without it. */
const REVALIDATED_BY_DEFAULT = 'public, max-age=0, must-revalidate';

/** The headers of the file `_headers` for a path. Values of one header from several rules are joined. */
const headersOf = (path: string): Map<string, string> => {
  const headers = new Map<string, string>();
  let applies = false;
  for (const line of readFileSync(join(DIST, '_headers'), 'utf8').split('\n')) {
    if (/^\S/.test(line)) {
      applies = new RegExp(
        `^${line
          .trim()
          .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
          .replaceAll('*', '.*')}$`,
      ).test(path);
      continue;
    }
    const [, name, value] = /^\s+([\w-]+):\s*(.+)$/.exec(line) ?? [];
    if (!applies || name === undefined || value === undefined) continue;
    const earlier = headers.get(name.toLowerCase());
    headers.set(name.toLowerCase(), earlier === undefined ? value : `${earlier}, ${value}`);
  }
  if (!headers.has('cache-control')) headers.set('cache-control', REVALIDATED_BY_DEFAULT);
  return headers;
};

/** A file as it is; otherwise the first redirect of netlify.toml that matches. */
const netlify: Host = (path) => {
  const { redirects } = parse(readFileSync('netlify.toml', 'utf8')) as unknown as {
    redirects: { from: string; to: string; status: number }[];
  };
  const headers = headersOf(path);
  const file = fileAt(path);
  if (file) return Promise.resolve(respond(file, 200, headers));
  // `/week/*` matches `/week` as well.
  const rule = redirects.find(({ from }) =>
    from.endsWith('/*') ? `${path}/`.startsWith(from.slice(0, -1)) : from === path,
  );
  if (!rule) throw new Error(`no redirect matches ${path}`);
  return Promise.resolve(respond(existingFile(rule.to), rule.status, headers));
};

/** A file; the closest 404.html with 404; without one at the top, the page. */
const cloudflarePages: Host = (path) => {
  const headers = headersOf(path);
  const file = fileAt(path);
  if (file) return Promise.resolve(respond(file, 200, headers));
  let folder = path;
  while (folder !== '') {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    const missing = fileAt(`${folder}/404.html`);
    if (missing) return Promise.resolve(respond(missing, 404, headers));
  }
  return Promise.resolve(respond(existingFile('/index.html'), 200, headers));
};

interface VercelRoute {
  src?: string;
  dest?: string;
  status?: number;
  headers?: Record<string, string>;
  continue?: boolean;
  handle?: 'filesystem' | 'hit';
}

/** Routes in order; from `filesystem` on only for what is no file; those after `hit` for what has become one. */
const vercel: Host = (path) => {
  const { routes } = JSON.parse(readFileSync('vercel.json', 'utf8')) as { routes: VercelRoute[] };
  const headers = new Map<string, string>();
  let phase = 'start';
  let file: File | null = null;
  let status = 200;
  for (const route of routes) {
    if (route.handle) {
      phase = route.handle;
      if (phase === 'filesystem') file = fileAt(path);
      continue;
    }
    const isOver = phase === 'filesystem' && (file !== null || status !== 200);
    const isMiss = phase === 'hit' && (file === null || status !== 200);
    if (isOver || isMiss || !new RegExp(`^${route.src ?? ''}$`).test(path)) continue;
    for (const [name, value] of Object.entries(route.headers ?? {})) headers.set(name.toLowerCase(), value);
    if (route.continue) continue;
    status = route.status ?? 200;
    if (route.dest !== undefined) file = existingFile(route.dest);
  }
  return Promise.resolve(respond(file ?? { path: '/404.txt', body: 'NOT_FOUND' }, file ? status : 404, headers));
};

const local: Host = async (path) => {
  const response = await clientFiles(DIST)(new Request(`http://localhost${path}`));
  return { status: response.status, headers: new Map(response.headers), body: await response.text() };
};

export const HOSTS: Readonly<Record<string, Host>> = {
  'the local server': local,
  Netlify: netlify,
  'Cloudflare Pages': cloudflarePages,
  Vercel: vercel,
};
