import {
  ASSETS,
  contentSecurityPolicy,
  HTTPS_HEADERS,
  IMMUTABLE,
  PAGES,
  projectOrigins,
  REVALIDATE,
  SECURITY_HEADERS,
} from './rules.ts';

/** Files that a host must not keep: a new version is found by them. */
const REVALIDATED = ['/', '/index.html', '/service-worker.js', '/manifest.webmanifest'];

const headerLines = (headers: Readonly<Record<string, string>>): string[] =>
  Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);

/**
 * The file `_headers` of Netlify and Cloudflare Pages. Both send headers with a missing file, too, and join values of one
 * header: each asset is therefore listed by itself, and a missing one is not kept for a year.
 *
 * @param assets the paths of the hashed files.
 * @param projectUrl of the Supabase project; without it the app talks to its own origin.
 */
export const headersFile = (html: string, assets: readonly string[], projectUrl?: string): string => {
  const policy = contentSecurityPolicy(html, projectUrl === undefined ? [] : projectOrigins(projectUrl));
  const everywhere = { ...SECURITY_HEADERS, ...HTTPS_HEADERS, 'Content-Security-Policy': policy };
  return [
    '/*',
    ...headerLines(everywhere),
    ...REVALIDATED.flatMap((path) => [path, ...headerLines({ 'Cache-Control': REVALIDATE })]),
    ...assets.flatMap((path) => [path, ...headerLines({ 'Cache-Control': IMMUTABLE })]),
    '',
  ].join('\n');
};

const GENERATED = 'Made by `npm run gen:hosting` from src/app/build/hosting/.';

/** Netlify's configuration; the headers are those of the file `_headers`. */
export const netlifyToml = (): string => {
  const redirect = (from: string, to: string, status: number): string =>
    ['[[redirects]]', `from = "${from}"`, `to = "${to}"`, `status = ${String(status)}`, ''].join('\n');
  return [
    `# ${GENERATED}`,
    '[build]',
    'command = "npm run build"',
    'publish = "dist"',
    '',
    redirect(`${ASSETS}*`, `${ASSETS}404.html`, 404),
    ...PAGES.map((page) => redirect(`/${page}/*`, '/index.html', 200)),
    redirect('/*', '/index.html', 404),
  ].join('\n');
};

/** Where the host does not know the project when it reads its configuration. */
const ANY_PROJECT = 'https://*.supabase.co';

/**
 * Vercel's configuration, with `routes`, which alone distinguish a file that is there from one that is missing.
 *
 * @param html the built page.
 */
export const vercelJson = (html: string): string => {
  const policy = contentSecurityPolicy(html, projectOrigins(ANY_PROJECT));
  const headers = { ...SECURITY_HEADERS, ...HTTPS_HEADERS, 'Content-Security-Policy': policy };
  const routes = [
    { src: '/.*', headers: { ...headers, 'Cache-Control': REVALIDATE }, continue: true },
    { handle: 'filesystem' },
    { src: `${ASSETS}.*`, status: 404 },
    { src: `/(${PAGES.join('|')})(/.*)?`, dest: '/index.html' },
    { src: '/.*', dest: '/index.html', status: 404 },
    { handle: 'hit' },
    { src: `${ASSETS}.*`, headers: { 'Cache-Control': IMMUTABLE }, continue: true },
  ];
  const config = { buildCommand: 'npm run build', outputDirectory: 'dist', routes };
  return `${JSON.stringify(config, null, 2)}\n`;
};
