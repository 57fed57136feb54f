import { createServer } from 'node:http';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { weekStartOf } from '../../src/domain/calendar/calendar-date.ts';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import { today } from '../fixtures/server-clock.ts';
import {
  requestWith,
  launch,
  launchProgram,
  launchServer,
  type Launched,
  makeTinyClient,
  signIn,
  startServer,
  temporaryFolder,
} from './launch.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
const env = { CADENCE_DATA_DIR: data, CADENCE_CLIENT_DIR: makeTinyClient(folder.path) };
let server: Launched & { url: string };

beforeAll(async () => {
  server = await startServer(env);
});
afterAll(async () => {
  server.child.kill('SIGKILL');
  await server.exit;
  folder.remove();
});

const stop = async () => {
  server.child.kill('SIGINT');
  return server.exit;
};

describe('the running server', () => {
  test('prints the demo accounts', () => {
    for (const words of [
      'rep@example.com',
      'coach@example.com',
      'admin@example.com',
      'cadence-demo',
      'npm run reset',
    ]) {
      expect(server.said()).toContain(words);
    }
  });

  test('responds to health checks at localhost and 127.0.0.1', async () => {
    const port = new URL(server.url).port;
    for (const url of [server.url, `http://127.0.0.1:${port}`]) {
      const response = await fetch(`${url}/healthz`);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ status: 'ok' });
    }
  });

  test('responds to deep links with the app, which may not be cached without revalidation', async () => {
    for (const path of ['/', '/week/2026-11-16', '/reset-password?x=1', '/leads/a%20b']) {
      const response = await fetch(server.url + path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(await response.text()).toContain('<title>Cadence</title>');
    }
  });

  test('allows the page only its own scripts', async () => {
    const policy = (await fetch(server.url)).headers.get('content-security-policy');
    expect(policy).toMatch(/script-src 'self' 'sha256-[A-Za-z0-9+/=]+';/);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  test.each(['/', '/assets/app-4f2a9c1e.js', '/gone.js', '/healthz', '/rest/v1/profiles'])(
    'sends the security headers with %s',
    async (path) => {
      const { headers } = await fetch(server.url + path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      });
    },
  );

  test('lets hashed files be cached forever, and the service worker and the manifest be revalidated', async () => {
    const caching = async (path: string) => {
      const response = await fetch(server.url + path);
      return [response.headers.get('content-type'), response.headers.get('cache-control')];
    };
    expect(await caching('/assets/app-4f2a9c1e.js')).toEqual([
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ]);
    expect(await caching('/sw.js')).toEqual(['text/javascript; charset=utf-8', 'no-cache']);
    expect(await caching('/manifest.webmanifest')).toEqual(['application/manifest+json', 'no-cache']);
  });

  test('responds with a 304 for an unchanged file', async () => {
    const first = await fetch(`${server.url}/sw.js`);
    await first.text();
    const again = await fetch(`${server.url}/sw.js`, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
  });

  test.each(['br', 'gzip'])('compresses text by %s', async (encoding) => {
    const response = await fetch(`${server.url}/assets/app-4f2a9c1e.js`, { headers: { 'accept-encoding': encoding } });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(Number(response.headers.get('content-length'))).toBeLessThan(500);
    expect(await response.text()).toContain('calm and exact calm and exact');
  });

  test.each([
    '/assets/gone-11111111.js',
    '/favicon.png',
    '/.sources',
    '/_system/',
    '/storage/v1/bucket',
    '/%ff',
    '/..%2f..%2fpackage.json',
  ])('responds with a 404 at %s', async (path) => {
    const response = await fetch(server.url + path);
    expect(response.status).toBe(404);
    await response.text();
  });

  test('has demo data of twelve weeks including this one, all visible to the admin', async () => {
    const rep = requestWith(server.url, await signIn(server.url, 'rep@example.com'));
    const own = (await (await rep('/rest/v1/program_activities?select=date,user_id')).json()) as {
      date: string;
      user_id: string;
    }[];
    expect(new Set(own.map(({ user_id }) => user_id)).size).toBe(1);
    expect(new Set(own.map(({ date }) => weekStartOf(date))).size).toBe(12);
    expect(own.some(({ date }) => weekStartOf(date) === weekStartOf(today()))).toBe(true);
    expect(await (await rep('/rest/v1/program_weekly_goals?select=week_start')).json()).toHaveLength(12);
    expect(await (await rep('/rest/v1/program_custom_activity_types?select=type_name')).json()).toHaveLength(2);
    expect(await (await rep('/rest/v1/submissions?select=id')).json()).toHaveLength(26);

    const admin = requestWith(server.url, await signIn(server.url, 'admin@example.com'));
    expect(await (await admin('/rest/v1/profiles?select=id&role=eq.rep')).json()).toHaveLength(13);
    const rows = (await (await admin('/rest/v1/program_sync_status?select=sync_status')).json()) as {
      sync_status: string;
    }[];
    expect(new Set(rows.map(({ sync_status }) => sync_status))).toEqual(new Set(['synced', 'pending', 'error']));
    await signIn(server.url, 'coach@example.com');
  });

  test('prints mails on the console', async () => {
    const response = await fetch(
      `${server.url}/auth/v1/recover?redirect_to=${encodeURIComponent(`${server.url}/reset-password`)}`,
      {
        method: 'POST',
        headers: { apikey: LOCAL_PUBLISHABLE_KEY, 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'rep@example.com' }),
      },
    );
    expect(response.status).toBe(200);
    const [, link = ''] = await server.saying(/Email to rep@example.com: Reset your password\s+(http\S+)/);
    expect(link).toMatch(new RegExp(`^${server.url}/reset-password[?#]token_hash=[\\w-]+&type=recovery`));
  });

  test('serves the edge functions, and the payment page does not expose their secret', async () => {
    const coach = requestWith(server.url, await signIn(server.url, 'coach@example.com'));
    const response = await coach('/functions/v1/enroll', { method: 'POST', body: '{"token":"leads nowhere"}' });
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'not_found' }]);
    const { paymentSecret } = JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8')) as { paymentSecret: string };
    expect(paymentSecret.length).toBeGreaterThan(40);
    const checkout = await fetch(`${server.url}/payments/v1/checkout?enrollment=x`);
    expect([checkout.status, (await checkout.text()).includes(paymentSecret)]).toEqual([400, false]);
  });

  test('prints nothing for a rejected statement', async () => {
    const rep = requestWith(server.url, await signIn(server.url, 'rep@example.com'));
    const response = await rep('/rest/v1/program_activities', { method: 'POST', body: '{"type":"call"}' });
    expect(response.status).toBe(400);
    expect(server.said()).not.toMatch(/error|stack/i);
  });
});

describe('a failed start prints one sentence about', () => {
  const sentenceOf = async ({ said, exit }: Launched): Promise<string> => {
    expect(await exit).toBe(1);
    const lines = said().trim().split('\n');
    expect(lines).toHaveLength(1);
    return lines[0] ?? '';
  };
  const elsewhere = (name: string) => ({ ...env, CADENCE_DATA_DIR: join(folder.path, name) });

  test('a taken port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const sentence = await sentenceOf(launchServer({ ...elsewhere('port'), PORT: port }));
    other.close();
    expect(sentence).toContain(`Port ${port} is taken`);
    expect(sentence).toContain('PORT=');
  });

  test('an invalid port', async () => {
    expect(await sentenceOf(launchServer({ ...elsewhere('port'), PORT: 'http' }))).toContain('PORT is "http"');
  });

  test('a second server on the same data', async () => {
    expect(await sentenceOf(launchServer(env))).toContain('already running');
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('a reset while a server runs', async () => {
    expect(await sentenceOf(launch('supabase/local/reset.ts', env))).toContain('already running');
    expect(existsSync(join(data, 'database'))).toBe(true);
  });

  test('a data folder that is a file', async () => {
    writeFileSync(join(folder.path, 'file'), '');
    expect(await sentenceOf(launchServer(elsewhere('file')))).toContain('cannot be used');
  });

  test('an outdated Node', async () => {
    const old = `Object.defineProperty(process.versions, 'node', { value: '18.20.4' })`;
    const started = launch('supabase/local/start.mjs', {
      ...elsewhere('old'),
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(old)}`,
    });
    expect(await sentenceOf(started)).toMatch(/needs Node 20.19 or newer.*18.20.4/);
  });
});

describe('stopping and starting again', () => {
  const titles = async () => {
    const rep = requestWith(server.url, await signIn(server.url, 'rep@example.com'));
    const response = await rep('/rest/v1/submissions?select=name&name=like.kept*&order=name');
    return ((await response.json()) as { name: string }[]).map(({ name }) => name);
  };

  test('Ctrl-C ends the server with 0 and frees the folder, and the next start has the same data', async () => {
    const rep = requestWith(server.url, await signIn(server.url, 'rep@example.com'));
    expect((await rep('/rest/v1/submissions', { method: 'POST', body: '{"name":"kept by a stop"}' })).status).toBe(201);
    expect(await stop()).toBe(0);
    expect(readdirSync(data).sort()).toEqual(['database', 'keys.json', 'mails.json']);
    server = await startServer(env);
    expect(await titles()).toEqual(['kept by a stop']);
  });

  test.each([
    ['SIGINT', 'to npm alone'],
    ['SIGTERM', 'to npm alone'],
    ['SIGKILL', 'to npm alone'],
    ['SIGINT', 'of a terminal, which every process gets,'],
    ['SIGHUP', 'of a terminal, which every process gets,'],
  ] as const)('a %s %s ends the server that npm started', async (signal, receiver) => {
    await stop();
    const npm = launchProgram('npm', ['start', '--silent'], { ...env, PORT: '0' }, { detached: true });
    const [, url = ''] = await npm.saying(/running at (http:\S+)[\s\S]*Ctrl-C/);
    const { pid = 0 } = npm.child;
    process.kill(receiver === 'to npm alone' ? pid : -pid, signal);
    // Its output ends when the last of its processes has.
    await npm.exit;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    expect(existsSync(join(data, 'lock.json'))).toBe(false);
  });

  test('a server that is killed during writes has every acknowledged write after a restart', async () => {
    server = await startServer(env);
    const rep = requestWith(server.url, await signIn(server.url, 'rep@example.com'));
    const acknowledged: string[] = [];
    const write = async (writer: number) => {
      for (let n = 0; ; n += 1) {
        const name = `kept ${String(writer)}-${String(n).padStart(4, '0')}`;
        const response = await rep('/rest/v1/submissions', { method: 'POST', body: JSON.stringify({ name }) });
        if (response.status === 201) acknowledged.push(name);
        if (acknowledged.length === 60) server.child.kill('SIGKILL');
      }
    };
    await Promise.allSettled([write(1), write(2), write(3)]);
    await server.exit;
    expect(acknowledged.length).toBeGreaterThanOrEqual(60);
    server = await startServer(env);
    expect(await titles()).toEqual(expect.arrayContaining(acknowledged));
  });

  test('a first start that was interrupted is repeated', async () => {
    const cut = { ...env, CADENCE_DATA_DIR: join(folder.path, 'cut') };
    const first = launchServer(cut);
    const keys = join(cut.CADENCE_DATA_DIR, 'keys.json');
    await first.saying(/Creating demo people/);
    first.child.kill('SIGKILL');
    await first.exit;
    expect(existsSync(join(cut.CADENCE_DATA_DIR, 'unfinished'))).toBe(true);
    const before = readFileSync(keys, 'utf8');
    const second = await startServer(cut);
    expect(readFileSync(keys, 'utf8')).not.toBe(before);
    await signIn(second.url, 'admin@example.com');
    second.child.kill('SIGINT');
    expect(await second.exit).toBe(0);
  });

  test('damaged data are left unchanged, and a message is printed', async () => {
    expect(await stop()).toBe(0);
    const control = join(data, 'database/global/pg_control');
    const whole = readFileSync(control);
    for (const damage of [
      () => writeFileSync(control, whole.subarray(0, 40)),
      () => rmSync(join(data, 'database/PG_VERSION')),
    ]) {
      damage();
      const started = launchServer(env);
      expect(await started.exit).toBe(1);
      expect(started.said()).toContain('is damaged and cannot be opened');
      expect(started.said()).toContain('npm run reset');
      expect(started.said()).not.toContain('    at ');
    }
  });

  test('a reset deletes the data and prints a message, and the next start has fresh demo data', async () => {
    const reset = launch('supabase/local/reset.ts', env);
    expect(await reset.exit).toBe(0);
    expect(reset.said()).toContain('is deleted');
    expect(readdirSync(data)).toEqual([]);
    server = await startServer(env);
    expect(await titles()).toEqual([]);
  });
});
