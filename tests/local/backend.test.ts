import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOCAL_PUBLISHABLE_KEY } from '../../src/api/config.ts';
import { startBackend, type TestBackend } from '../fixtures/backend/backend.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

const change = (seq: number, user: string) => ({
  seq,
  table: 'submissions',
  row: crypto.randomUUID(),
  op: 'insert',
  fields: { name: `lead ${String(seq)}`, user_id: user },
  timestamp: `${Date.now().toString(16).padStart(12, '0')}-0000-00000001`,
});
const device = () => ({ id: crypto.randomUUID(), name: '', app_version: '', pending: 0, rejected: 0 });

test('concurrent requests do not share a transaction, a role or a rollback', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => backend.signUp()));
  const responses = await Promise.all(
    people.flatMap(({ id, token }) => [
      backend.rpc('sync_push', { request: { protocol: 1, device: device(), changes: [change(1, id)] } }, token),
      backend.rest<unknown[]>('no_such_table', {}, token),
      backend.rpc('sync_push', { request: { protocol: 99 } }, token),
      backend.rest<unknown[]>('profiles?select=id', {}, token),
    ]),
  );
  expect(responses.map(({ status }) => status)).toEqual(people.flatMap(() => [200, 404, 400, 200]));
  for (const [index, { id }] of people.entries()) {
    expect(responses[index * 4 + 3]?.body).toEqual([{ id }]);
  }
  const [{ count } = { count: 0 }] = await backend.sql<{ count: number }>(
    'select count(*)::int from public.submissions where user_id = any($1)',
    people.map(({ id }) => id),
  );
  expect(count).toBe(people.length);
});

test('instants are formatted as by PostgREST', async () => {
  const { token } = await backend.signUp();
  const { body } = await backend.rest<{ created_at: string }[]>('profiles?select=created_at', {}, token);
  expect(body[0]?.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);
});

test.each(['/_system/', '/_system/projects', '/storage/v1/bucket', '/functions/v1/x', '/', '/healthz/x'])(
  'the backend responds with a 404 at %s',
  async (path) => {
    const response = await backend.fetch(new Request(`http://localhost${path}`));
    expect(response.status).toBe(404);
  },
);

test.each(['GET', 'HEAD', 'POST'])(
  '%s of a path of the auth API that is not served has a 404 as JSON',
  async (method) => {
    for (const path of ['admin', 'admin/', 'admin/users', 'sso', 'no/such/path', '', '.', 'index.html']) {
      const url = `http://localhost/auth/v1/${path}`;
      const response = await backend.fetch(new Request(url, { method, headers: { apikey: LOCAL_PUBLISHABLE_KEY } }));
      expect(response.status, path).toBe(404);
      expect(response.headers.get('content-type'), path).toMatch(/^application\/json/);
    }
  },
);

test('requests without an API key, or with the publishable one alone, are unauthorized', async () => {
  const response = await backend.fetch(new Request('http://localhost/rest/v1/profiles'));
  expect(response.status).toBe(401);
  const { status } = await backend.rest('profiles', {}, null);
  expect(status).toBe(401);
});

test('a body beyond 16 MB is rejected before it is read', async () => {
  const response = await backend.fetch(
    new Request('http://localhost/rest/v1/rpc/sync_push', {
      method: 'POST',
      headers: { 'content-length': '16000001' },
    }),
  );
  expect(response.status).toBe(413);
});

test('a compressed request is accepted, and its size is judged decompressed', async () => {
  const { id, token } = await backend.signUp();
  const request = { protocol: 1, device: device(), epoch: null, token: null, changes: [change(1, id)] };
  const send = (body: Uint8Array<ArrayBuffer>, encoding: string) =>
    backend.fetch(
      new Request('http://localhost/rest/v1/rpc/sync_push', {
        method: 'POST',
        headers: {
          apikey: 'sb_publishable_cadence_local',
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-encoding': encoding,
        },
        body,
      }),
    );
  const packed = new Uint8Array(gzipSync(JSON.stringify({ request })));
  const response = await send(packed, 'gzip');
  expect(response.headers.get('accept-encoding')).toBe('gzip');
  expect(await response.json()).toMatchObject({ verdicts: [{ seq: 1, verdict: 'applied' }] });
  expect((await send(new Uint8Array(gzipSync(Buffer.alloc(17_000_000))), 'gzip')).status).toBe(413);
  expect((await send(packed.subarray(20), 'gzip')).status).toBe(400);
  expect((await send(packed, 'br')).status).toBe(415);
});

test('a large response is compressed only for a client that accepts it', async () => {
  const { id, token } = await backend.signUp();
  await backend.sql(
    `insert into public.submissions (user_id, name) select $1, 'Lead number ' || n from generate_series(1, 200) n`,
    id,
  );
  const headers = { apikey: 'sb_publishable_cadence_local', authorization: `Bearer ${token}` };
  const url = await backend.serve();
  const send = async (encoding: string) => {
    const request = get(`${url}/rest/v1/submissions`, { headers: { ...headers, 'accept-encoding': encoding } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return { headers: response.headers, body: await buffer(response) };
  };
  const plain = await send('identity');
  const packed = await send('gzip');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(packed.headers.vary).toContain('Accept-Encoding');
  expect(gunzipSync(packed.body)).toEqual(plain.body);
  expect(packed.body.length).toBeLessThan(plain.body.length / 5);
});

test('a warning of Node does not crash the process', async () => {
  const warning = new Error('too many of something');
  warning.name = 'TestWarning';
  const heard = once(process, 'warning');
  process.emitWarning(warning);
  expect(await heard).toEqual([warning]);
});
