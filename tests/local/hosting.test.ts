import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { headersFile, netlifyToml, vercelJson } from '../../src/app/build/hosting/config-files.ts';
import { PAGES, SECURITY_HEADERS } from '../../src/app/build/hosting/rules.ts';
import { type Host, HOSTS } from './hosts.ts';

const page = readFileSync('dist/index.html', 'utf8');
const assets = readdirSync('dist/assets').filter((file) => /\.(js|css|woff2)$/.test(file));
const MISSING_ASSETS = ['/assets/work-gone1234.js', '/assets/work-gone1234.css', '/assets/a/b.js', '/assets/'];
/** Only what must be revalidated before it is used, whatever words the host has for that. */
const isRevalidated = (value: string | undefined): boolean => /no-cache|no-store|max-age=0/.test(value ?? '');

/** `connect-src` names the project, which each host learns in its own way. */
const policyOf = async (host: Host, path: string): Promise<string | undefined> =>
  (await host(path)).headers.get('content-security-policy')?.replace(/connect-src [^;]+/, 'connect-src');

describe.each(Object.entries(HOSTS))('%s', (_name, host) => {
  test('responds with the page to every path of the app, and does not let it be kept', async () => {
    for (const path of ['/', ...PAGES.flatMap((name) => [`/${name}`, `/${name}/2026-11-16`, `/${name}/a/b`])]) {
      const { status, headers, body } = await host(path);
      expect([path, status, body === page], path).toEqual([path, 200, true]);
      expect(headers.get('content-type'), path).toMatch(/^text\/html/);
      expect(isRevalidated(headers.get('cache-control')), path).toBe(true);
    }
  });

  test.each(MISSING_ASSETS)('responds with 404 at %s, and lets nothing of it be kept', async (path) => {
    const { status, headers, body } = await host(path);
    expect([status, body === page]).toEqual([404, false]);
    expect(isRevalidated(headers.get('cache-control'))).toBe(true);
  });

  test('lets each asset be kept for ever', async () => {
    expect(assets.length).toBeGreaterThan(10);
    for (const file of assets) {
      const { status, headers } = await host(`/assets/${file}`);
      expect([status, headers.get('cache-control')], file).toEqual([200, 'public, max-age=31536000, immutable']);
    }
  });

  test.each(['/index.html', '/service-worker.js', '/manifest.webmanifest'])(
    'has %s revalidated each time',
    async (path) => {
      const { status, headers } = await host(path);
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-cache']);
    },
  );

  test('sends the security headers with everything', async () => {
    for (const path of ['/', '/today', '/index.html', '/service-worker.js', `/assets/${assets[0] ?? ''}`, '/nowhere']) {
      const { headers } = await host(path);
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
        expect([path, name, headers.get(name.toLowerCase())]).toEqual([path, name, value]);
      }
    }
  });

  test('sends the policy of the local server with the page', async () => {
    const expected = await policyOf(HOSTS['the local server'] as Host, '/');
    expect(expected).toMatch(/script-src 'self'( 'sha256-[\w+/=]+')+;/);
    for (const path of ['/', '/today', '/join/abc', '/nowhere']) {
      expect(await policyOf(host, path), path).toBe(expected);
    }
  });
});

describe.each(['the local server', 'Netlify', 'Vercel'])('%s', (name) => {
  test('says that a path which the app does not have is missing', async () => {
    const host = HOSTS[name] as Host;
    const { status, body } = await host('/nowhere');
    expect([status, body === page]).toEqual([404, true]);
    expect((await host('/gone.js')).status).toBe(404);
  });
});

describe('the configuration of hosts', () => {
  test('is what `npm run gen:hosting` makes', () => {
    expect(readFileSync('netlify.toml', 'utf8')).toBe(netlifyToml());
    expect(readFileSync('vercel.json', 'utf8')).toBe(vercelJson(page));
  });

  test('lets the app talk to its project', () => {
    expect(headersFile(page, [], 'https://abc.example.co')).toContain(
      "connect-src 'self' https://abc.example.co wss://abc.example.co;",
    );
    expect(headersFile(page, [])).toContain("connect-src 'self';");
  });

  test('stays within the limits of a host: 100 rules, 2,000 characters a line', () => {
    const lines = readFileSync('dist/_headers', 'utf8').split('\n');
    expect(lines.filter((line) => line.startsWith('/')).length).toBeLessThan(100);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(2_000);
  });
});

test('the published folder has no source maps, and they are beside it', () => {
  const published = readdirSync('dist', { recursive: true }).map(String);
  expect(published.filter((file) => file.endsWith('.map'))).toEqual([]);
  const maps = readdirSync('source-maps', { recursive: true }).map(String);
  expect(maps).toEqual(
    expect.arrayContaining(assets.filter((file) => file.endsWith('.js')).map((file) => `assets/${file}.map`)),
  );
  for (const file of assets.filter((name) => name.endsWith('.js'))) {
    expect(readFileSync(`dist/assets/${file}`, 'utf8'), file).not.toContain('sourceMappingURL');
  }
});
